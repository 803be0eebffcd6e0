//! Lists as workbooks, made where no request waits.

use crate::{Cx, Failure};
use document::table::{Cell, List, ListColumn, write};

/// Writes a list; gives the file's name with the day, and its bytes.
pub(crate) async fn workbook(
    cx: &Cx,
    name: &str,
    title: String,
    columns: &[(&str, u8)],
    rows: Vec<Vec<Cell>>,
) -> Result<(String, Vec<u8>), Failure> {
    let list = List {
        sheet: "名单".into(),
        title,
        columns: columns
            .iter()
            .map(|(name, width)| ListColumn { name: (*name).into(), width: *width })
            .collect(),
        rows,
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("{name}-{}.xlsx", cx.today()), bytes.map_err(anyhow::Error::from)?))
}
