//! Demo data: the question banks.

use crate::{
    Cx, Failure,
    bank::{publish_bank, read_bank},
};
use anyhow::{Context as _, anyhow};
use std::{fs, path::Path};

/// Freezes every bank in a folder; gives how many there are. The same banks again change nothing.
pub async fn load(cx: &Cx, folder: &Path) -> Result<u32, Failure> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("the folder of the banks, {}", folder.display()))?;
    let mut banks: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    banks.retain(|path| path.join("bank.toml").exists());
    banks.sort();
    let mut count = 0;
    for path in banks {
        let bank = read_bank(&path).map_err(|faults| anyhow!("the bank {}: {faults:?}", path.display()))?;
        publish_bank(cx, &bank).await?;
        count += 1;
    }
    Ok(count)
}
