//! The formats.

use serde::{Deserialize, Serialize};

/// A format in which questions come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A workbook: the one that holds everything and that an office edits.
    Xlsx,
    /// Comma-separated, UTF-8 with a byte order mark.
    Csv,
    /// Comma-separated, GB18030 (of which GBK is the part that old programs know).
    CsvGbk,
    /// Moodle's GIFT.
    Gift,
    /// Moodle's Aiken: single choice and nothing else.
    Aiken,
    /// A content package of QTI 2.1.
    Qti,
}

impl Format {
    /// All formats, the one for offices first.
    pub const ALL: [Self; 6] = [Self::Xlsx, Self::Csv, Self::CsvGbk, Self::Gift, Self::Aiken, Self::Qti];

    /// The code in addresses and records.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::CsvGbk => "csv_gbk",
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::Qti => "qti",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
    /// The name that people know it by.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel 工作簿（.xlsx）",
            Self::Csv => "CSV（UTF-8）",
            Self::CsvGbk => "CSV（GBK/GB18030）",
            Self::Gift => "Moodle GIFT",
            Self::Aiken => "Moodle Aiken",
            Self::Qti => "QTI 2.1 题包（.zip）",
        }
    }
    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv | Self::CsvGbk => "csv",
            Self::Gift | Self::Aiken => "txt",
            Self::Qti => "zip",
        }
    }
    /// What HTTP calls it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::CsvGbk => "text/csv; charset=gb18030",
            Self::Gift | Self::Aiken => "text/plain; charset=utf-8",
            Self::Qti => "application/zip",
        }
    }
    /// Whether it has rows and columns, so that everything fits into it.
    #[must_use]
    pub const fn is_table(self) -> bool {
        matches!(self, Self::Xlsx | Self::Csv | Self::CsvGbk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_format() {
        for format in Format::ALL {
            assert_eq!(Format::from_code(format.code()), Some(format));
        }
        assert_eq!(Format::from_code("docx"), None);
    }
}
