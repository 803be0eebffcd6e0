//! Files that nobody knows: uploads that a crash cut off, and files whose row was never written.

use super::store::INCOMING;
use crate::{Failure, System};
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use std::{collections::HashSet, path::Path};

/// What is younger may belong to an upload that is under way, here or on another server of the same folder.
const AGE: TimeDelta = TimeDelta::hours(24);

/// Removes what is older than a day and belongs to no item; gives how many files.
pub async fn sweep_media(system: &System) -> Result<u32, Failure> {
    // Looked at before the rows: a file that comes in meanwhile is young.
    let before = system.now() - AGE;
    let folder = system.services.media.folder.clone();
    let known: HashSet<String> = storage::media::hashes(&system.db.reader()).await?.into_iter().collect();
    let swept = tokio::task::spawn_blocking(move || sweep(&folder, &known, before)).await;
    Ok(swept.context("a task ended")??)
}

fn sweep(folder: &Path, known: &HashSet<String>, before: DateTime<Utc>) -> anyhow::Result<u32> {
    let mut swept = 0;
    let Ok(drawers) = std::fs::read_dir(folder) else { return Ok(0) };
    for drawer in drawers {
        let drawer = drawer?;
        let name = drawer.file_name().to_string_lossy().into_owned();
        let ours = name == INCOMING || (name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit()));
        if !ours || !drawer.file_type()?.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(drawer.path())? {
            let file = file?;
            let hash = file.file_name().to_string_lossy().into_owned();
            if name != INCOMING && known.contains(&hash) {
                continue;
            }
            // Another server may have swept it.
            let Ok(about) = file.metadata() else { continue };
            if about.is_file() && DateTime::<Utc>::from(about.modified()?) < before {
                std::fs::remove_file(file.path()).ok();
                swept += 1;
            }
        }
    }
    Ok(swept)
}
