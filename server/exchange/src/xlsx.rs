//! Workbooks: read from any office, written with drop-downs and as the marked copy of what was read.

mod book;
mod scan;
mod write;

pub use write::{Mark, MarkedLine, marked, template};
pub(crate) use write::{rows, write};

use std::io::Cursor;

use contract::exchange::{Column, FileNote, FileProblem, Format};
use document::workbook::{self, WorkbookRefusal};
use zip::ZipArchive;

use crate::{
    entry::{Defaults, Limits, Reading},
    table::{self, Grid, GridRow},
};

/// The sheets of our own workbooks that hold no questions.
pub(crate) const INSTRUCTIONS: &str = "说明";
pub(crate) const EXAMPLES: &str = "示例";
pub(crate) const CHOICES: &str = "选项";
/// A header of an import is in the first columns; a sheet that is wider is no list of questions.
const MOST_COLUMNS: usize = 256;

/// Whether a zip archive holds a workbook.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let archive = ZipArchive::new(Cursor::new(bytes));
    archive.is_ok_and(|archive| {
        archive.file_names().flatten().any(|name| name.to_ascii_lowercase().ends_with("workbook.xml"))
    })
}

/// Reads the questions of all visible sheets.
pub(crate) fn read(bytes: &[u8], defaults: &Defaults, limits: &Limits) -> Result<Reading, FileProblem> {
    let most = workbook::Limits {
        bytes: limits.bytes,
        unpacked: limits.unpacked,
        rows: limits.rows,
        columns: MOST_COLUMNS,
    };
    let sheets = workbook::read_all(bytes, &most).map_err(refused)?;
    let mut facts = scan::scan(bytes, limits.unpacked);
    let mut notes = Vec::new();
    for sheet in facts.hidden.iter().filter(|sheet| *sheet != CHOICES) {
        notes.push(FileNote::SheetHidden { sheet: sheet.clone() });
    }
    let mut entries = Vec::new();
    let mut headed = false;
    for sheet in sheets {
        if sheet.rows.is_empty() || [INSTRUCTIONS, EXAMPLES].contains(&sheet.name.as_str()) {
            continue;
        }
        let rows = sheet.rows.into_iter().map(|row| GridRow {
            number: row.number,
            rounded: row.rounded,
            cells: row.cells,
        });
        let facts = facts.sheets.remove(&sheet.name).unwrap_or_default();
        let grid = Grid { name: sheet.name.clone(), rows: rows.collect(), facts };
        match table::read(grid, defaults, &mut notes) {
            Some(found) => {
                headed = true;
                entries.extend(found);
            }
            None => notes.push(FileNote::SheetSkipped { sheet: sheet.name }),
        }
    }
    if !headed {
        return Err(FileProblem::NoHeader { wanted: wanted() });
    }
    Ok(Reading { format: Format::Xlsx, entries, notes })
}

/// The columns without which a table is none of questions.
pub(crate) fn wanted() -> Vec<Column> {
    vec![Column::Kind, Column::Stem, Column::A, Column::B, Column::Answer]
}

fn refused(refusal: WorkbookRefusal) -> FileProblem {
    match refusal {
        WorkbookRefusal::Empty => FileProblem::Empty,
        WorkbookRefusal::NotAWorkbook => FileProblem::NotThisFormat { format: Format::Xlsx },
        WorkbookRefusal::OldXls => FileProblem::OldXls,
        WorkbookRefusal::Encrypted => FileProblem::Encrypted,
        WorkbookRefusal::Broken { .. } => FileProblem::Broken,
        WorkbookRefusal::TooLarge { limit, .. } => FileProblem::TooLarge { limit },
        WorkbookRefusal::TooManyRows { limit, .. } => FileProblem::TooManyRows { limit },
        WorkbookRefusal::TooManyColumns { limit, .. } => FileProblem::TooManyColumns { limit },
        WorkbookRefusal::ZipBomb { limit } => FileProblem::ZipBomb { limit },
        WorkbookRefusal::NoHeader { .. } | WorkbookRefusal::MissingColumns { .. } => {
            FileProblem::NoHeader { wanted: wanted() }
        }
    }
}
