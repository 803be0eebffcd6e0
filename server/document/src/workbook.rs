//! Workbooks of unknown origin, read as text: whatever is wrong with the file, the answer is a typed refusal.

mod cells;
mod container;
mod header;

pub use header::{Column, Header};

/// What a workbook may be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of everything in it once unpacked, and of all text of its cells.
    pub unpacked: u64,
    /// Rows with content in one sheet.
    pub rows: usize,
    /// Columns with content.
    pub columns: usize,
}

impl Default for Limits {
    /// 20 MiB packed, 128 MiB unpacked, 20,000 rows, 100 columns: many times a street's roster.
    fn default() -> Self {
        Self { bytes: 20 << 20, unpacked: 128 << 20, rows: 20_000, columns: 100 }
    }
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookRefusal {
    /// No bytes, or no cell with content.
    #[error("the file is empty")]
    Empty,
    /// Something else: text, a picture, a document, a binary workbook.
    #[error("the file is not an .xlsx workbook")]
    NotAWorkbook,
    /// A workbook of Excel 97 to 2003.
    #[error("the file is an old .xls workbook")]
    OldXls,
    /// Protected by a password.
    #[error("the workbook is protected by a password")]
    Encrypted,
    /// A workbook that is damaged or cut off.
    #[error("the workbook is damaged: {reason}")]
    Broken {
        /// What the reader said, for the log.
        reason: String,
    },
    /// More bytes than allowed.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most.
        limit: usize,
    },
    /// A sheet with too many rows.
    #[error("the sheet {sheet} has more than {limit} rows")]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// The most.
        limit: usize,
    },
    /// A sheet with content far to the right.
    #[error("the sheet {sheet} has content beyond column {limit}")]
    TooManyColumns {
        /// The sheet.
        sheet: String,
        /// The most.
        limit: usize,
    },
    /// The content is far larger than the file.
    #[error("the workbook unpacks to more than {limit} bytes")]
    ZipBomb {
        /// The most.
        limit: u64,
    },
    /// No sheet has a row of headers.
    #[error("no sheet has the headers {}", wanted.join(", "))]
    NoHeader {
        /// The columns that were looked for.
        wanted: Vec<&'static str>,
    },
    /// A sheet has headers, but lacks some.
    #[error("the sheet {sheet} lacks the columns {}", columns.join(", "))]
    MissingColumns {
        /// The sheet.
        sheet: String,
        /// What it lacks.
        columns: Vec<&'static str>,
    },
}

impl WorkbookRefusal {
    fn broken(error: &impl ToString) -> Self {
        Self::Broken { reason: error.to_string() }
    }
}

/// A row with at least one filled cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its number as Excel shows it, from 1 on.
    pub number: u32,
    /// The trimmed text of its cells up to the last filled one; column A is the first.
    pub cells: Vec<String>,
    /// A cell holds a number of more than 15 digits: Excel has replaced the rest by zeros (credit codes and
    /// ID numbers that were typed as numbers).
    pub rounded: bool,
}

impl Row {
    /// The text in a column, counted from 0; empty where nothing stands.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A visible sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its filled rows in order.
    pub rows: Vec<Row>,
}

/// Reads all visible sheets.
///
/// Numbers become plain digits, dates `2026-11-23`, times `08:30:00`, truth values 是 and 否; a formula gives
/// its stored result.
///
/// # Errors
/// Everything but a sound .xlsx within the limits.
pub fn read_all(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, WorkbookRefusal> {
    container::check(bytes, limits)?;
    // A stranger's bytes meet a large parser: should it panic, the file is broken and the server is not.
    let sheets = std::panic::catch_unwind(|| cells::read(bytes, limits))
        .unwrap_or_else(|_| Err(WorkbookRefusal::broken(&"the reader failed")))?;
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) { Err(WorkbookRefusal::Empty) } else { Ok(sheets) }
}

/// Reads the first visible sheet with content.
///
/// # Errors
/// As [`read_all`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, WorkbookRefusal> {
    let sheets = read_all(bytes, limits)?;
    sheets.into_iter().find(|sheet| !sheet.rows.is_empty()).ok_or(WorkbookRefusal::Empty)
}
