//! Reports: a title, facts, notes, tables and lines to sign, described once and given out as PDF and as workbook.
//!
//! The same report gives the same bytes. A PDF is A4, selectable, with the fonts cut down to what is used; each
//! table repeats its headers on every page, long cells are wrapped, and one taller than a page goes on on the next.

mod book;
mod canvas;
mod file;
mod flow;

use sha2::{Digest, Sha256};

pub use book::xlsx;

use crate::font::FontSet;
use crate::table::Cell;

/// How the sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// 210 mm wide.
    Portrait,
    /// 297 mm wide.
    Landscape,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// Its share of the width in Latin characters (a Chinese one takes two), 1 to 255; the width of the sheet is
    /// parted in these proportions.
    pub width: u8,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What its rows are: the heading above it and the name of its sheet.
    pub name: String,
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rows: a cell per column; missing ones stay empty.
    pub rows: Vec<Vec<Cell>>,
    /// What stands there where there are no rows.
    pub empty: String,
}

/// A part of a report, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// Running text; lines are kept.
    Paragraph(String),
    /// What is to be noticed, with a bar beside it.
    Notice(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// A table with its heading.
    Table(Table),
    /// Who signs: a line for each, with the day.
    Signatures(Vec<String>),
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The heading of the first page.
    pub title: String,
    /// What stands small under it; nothing where empty.
    pub subtitle: String,
    /// How the sheet lies.
    pub orientation: Orientation,
    /// The content.
    pub blocks: Vec<Block>,
    /// Who gives it out: at the left of each foot.
    pub issuer: String,
    /// When it was made, in seconds since 1970, UTC.
    pub made_at: i64,
}

/// Why a report was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportRefusal {
    /// A table without columns, or a row with more cells than there are columns.
    #[error("a row of {table} has {cells} cells for {columns} columns")]
    Shape {
        /// The table's name.
        table: String,
        /// The cells.
        cells: usize,
        /// The columns.
        columns: usize,
    },
    /// More pages than anybody prints.
    #[error("the report has more than {limit} pages")]
    TooManyPages {
        /// The most.
        limit: usize,
    },
    /// The moment is outside the years 1970 to 9999.
    #[error("the moment is out of range")]
    MomentOutOfRange,
    /// A library failed: a defect, not the operator's mistake.
    #[error("the document engine failed: {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
}

impl ReportRefusal {
    fn engine(error: &impl ToString) -> Self {
        Self::Engine { reason: error.to_string() }
    }
}

impl Report {
    /// SHA-256 over everything that it says, in hexadecimal: it stands in the foot of the PDF, so that a paper can
    /// be held against the log of its download.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut say = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        for part in [&self.title, &self.subtitle, &self.issuer, &self.made_at.to_string()] {
            say(part);
        }
        for block in &self.blocks {
            match block {
                Block::Heading(text) => ["heading", text].into_iter().for_each(&mut say),
                Block::Paragraph(text) => ["paragraph", text].into_iter().for_each(&mut say),
                Block::Notice(text) => ["notice", text].into_iter().for_each(&mut say),
                Block::Facts(facts) => {
                    say("facts");
                    facts.iter().flat_map(|(name, value)| [name, value]).for_each(|part| say(part));
                }
                Block::Table(table) => {
                    ["table", &table.name].into_iter().for_each(&mut say);
                    table.columns.iter().for_each(|column| say(&column.name));
                    for row in &table.rows {
                        say("row");
                        row.iter().for_each(|cell| say(&shown(cell)));
                    }
                }
                Block::Signatures(names) => {
                    say("signatures");
                    names.iter().for_each(|name| say(name));
                }
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    fn check(&self) -> Result<(), ReportRefusal> {
        for table in self.tables() {
            let columns = table.columns.len();
            let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0);
            if columns == 0 || widest > columns {
                return Err(ReportRefusal::Shape { table: table.name.clone(), cells: widest, columns });
            }
        }
        Ok(())
    }
}

/// A cell as people read it.
fn shown(cell: &Cell) -> String {
    let decimals = |number: i64| {
        let sign = if number < 0 { "-" } else { "" };
        let number = number.unsigned_abs();
        match (number / 100, number % 100) {
            (whole, 0) => format!("{sign}{whole}"),
            (whole, rest) if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
            (whole, rest) => format!("{sign}{whole}.{rest:02}"),
        }
    };
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Hundredths(number) => decimals(*number),
        Cell::Percent(number) => format!("{}%", decimals(*number)),
        Cell::Date(date) => date.to_string(),
        Cell::Empty => String::new(),
    }
}

/// Draws a report as PDF. A character that no font has is shown as `[U+XXXX]`, and the last page says so.
///
/// # Errors
/// A table that is none, more than 5,000 pages, a moment that no file can bear.
pub fn pdf(report: &Report, fonts: &FontSet) -> Result<Vec<u8>, ReportRefusal> {
    report.check()?;
    let faces = fonts.faces();
    let mut canvas = canvas::Canvas::new(&faces, report.orientation);
    flow::draw(&mut canvas, report)?;
    file::write(canvas, report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_as_people_write_them() {
        let all = [Cell::Hundredths(9250), Cell::Hundredths(-5), Cell::Percent(10_000), Cell::Empty];
        assert_eq!(all.map(|cell| shown(&cell)), ["92.5", "-0.05", "100%", ""]);
    }
}
