//! Reading and writing workbooks outside of transactions, and what their refusals mean to a user.

use crate::Failure;
use contract::Refusal;
use document::{
    roster::{Choices, RosterSheets},
    table::{self, List, WriteRefusal},
    workbook::{Limits, WorkbookRefusal},
};
use domain::organization::{Employment, Position, Sector};

/// The largest roster in mebibytes.
pub const LIMIT_MIB: u32 = 10;

/// A district's roster: 60,000 rows a sheet, unpacked at most 256 MiB.
const LIMITS: Limits =
    Limits { bytes: (LIMIT_MIB as usize) << 20, unpacked: 256 << 20, rows: 60_000, columns: 100 };

/// The values that the drop-downs of a roster offer, with these areas.
#[must_use]
pub fn choices(areas: Vec<String>) -> Choices {
    let terms = |terms: &mut dyn Iterator<Item = &'static str>| terms.map(str::to_owned).collect();
    Choices {
        areas,
        sectors: terms(&mut Sector::ALL.iter().map(|s| s.term())),
        posts: terms(&mut Position::ALL.iter().map(|p| p.term())),
        employments: terms(&mut Employment::ALL.iter().map(|e| e.term())),
    }
}

/// Reads a roster.
pub(super) async fn read(file: Vec<u8>) -> Result<RosterSheets, Failure> {
    let sheets = blocking(move || document::roster::parse(&file, &LIMITS).map_err(told)).await??;
    if sheets.units.is_empty() && sheets.people.is_empty() {
        return Err(Refusal::RosterWithoutRows.into());
    }
    Ok(sheets)
}

/// Writes a list.
pub(super) async fn write_list(list: List) -> Result<Vec<u8>, Failure> {
    written(blocking(move || table::write(&list)).await?)
}

/// Passes on what was written.
pub(super) fn written(result: Result<Vec<u8>, WriteRefusal>) -> Result<Vec<u8>, Failure> {
    result.map_err(|refusal| Failure::Broken(refusal.into()))
}

/// Works where no request waits.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(|e| anyhow::anyhow!("a workbook task ended: {e}"))?)
}

/// What a workbook's refusal means to a user.
pub(crate) fn told(refusal: WorkbookRefusal) -> Failure {
    let owned = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect();
    let mib = |bytes: u64| u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match refusal {
        WorkbookRefusal::Empty => Refusal::WorkbookEmpty,
        WorkbookRefusal::NotAWorkbook => Refusal::NotAWorkbook,
        WorkbookRefusal::OldXls => Refusal::OldWorkbook,
        WorkbookRefusal::Encrypted => Refusal::WorkbookEncrypted,
        WorkbookRefusal::Broken { reason } => {
            tracing::info!(reason, "a workbook could not be read");
            Refusal::WorkbookBroken
        }
        WorkbookRefusal::TooLarge { limit, .. } => Refusal::WorkbookTooLarge { limit_mib: mib(limit as u64) },
        WorkbookRefusal::TooManyRows { limit, .. } => Refusal::WorkbookTooManyRows { limit: count(limit) },
        WorkbookRefusal::TooManyColumns { sheet, limit } => {
            Refusal::WorkbookTooWide { sheet, limit: count(limit) }
        }
        WorkbookRefusal::ZipBomb { limit } => Refusal::WorkbookUnpacksTooLarge { limit_mib: mib(limit) },
        WorkbookRefusal::NoHeader { wanted } => Refusal::HeadersMissing { columns: owned(wanted) },
        WorkbookRefusal::MissingColumns { sheet, columns } => {
            Refusal::ColumnsMissing { sheet, columns: owned(columns) }
        }
    }
    .into()
}
