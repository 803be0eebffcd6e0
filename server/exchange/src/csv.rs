//! Comma-separated values, in the encodings and with the separators of an office.

use contract::exchange::{Artefact, Column, FileProblem, Format, Left, LeftOut};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use domain::bank::Question;
use encoding_rs::GB18030;

use crate::{
    WriteError,
    clean::clean,
    entry::{Defaults, Limits, Reading},
    table::{self, Facts, Grid, GridRow},
    text, xlsx,
};

/// A table that is wider is no list of questions.
const MOST_COLUMNS: usize = 256;

/// Reads a table.
pub(crate) fn read(
    bytes: &[u8],
    format: Format,
    defaults: &Defaults,
    limits: &Limits,
) -> Result<Reading, FileProblem> {
    let (text, encoding) = text::decode(bytes)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|_| FileProblem::Broken)? {
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if record.len() > MOST_COLUMNS {
            return Err(FileProblem::TooManyColumns { limit: MOST_COLUMNS });
        }
        if rows.len() == limits.rows {
            return Err(FileProblem::TooManyRows { limit: limits.rows });
        }
        let cells = record.iter().map(|cell| unguarded(&String::from_utf8_lossy(cell)).trim().to_owned());
        rows.push(GridRow {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            rounded: false,
            cells: cells.collect(),
        });
    }
    let mut notes: Vec<_> = text::note(encoding).into_iter().collect();
    let grid = Grid { name: String::new(), rows, facts: Facts::default() };
    match table::read(grid, defaults, &mut notes) {
        Some(entries) => Ok(Reading { format, entries, notes }),
        None => Err(FileProblem::NoHeader { wanted: xlsx::wanted() }),
    }
}

/// The separator that the first lines hold most of.
fn delimiter(text: &str) -> u8 {
    let count = |mark: u8| {
        text.lines().take(10).map(|line| line.bytes().filter(|b| *b == mark).count()).sum::<usize>()
    };
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// Writes questions in the shape of the template.
pub(crate) fn write(questions: &[Question], format: Format) -> Result<Artefact, WriteError> {
    let mut left = Vec::new();
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(Column::ALL.iter().map(|column| column.title())).map_err(WriteError::of)?;
    let mut row = 2;
    for question in questions {
        let (raw, changed) = clean(question);
        if changed {
            left.push(LeftOut { id: raw.id.clone(), what: Left::Characters });
        }
        for line in table::lines(&raw, row) {
            writer.write_record(line.cells.iter().map(|cell| guarded(cell))).map_err(WriteError::of)?;
            row = row.saturating_add(1);
        }
    }
    let text = writer.into_inner().map_err(WriteError::of)?;
    let bytes = if format == Format::CsvGbk {
        // GB18030 holds every character; where old programs know only GBK the common ones are the same.
        let text = String::from_utf8(text).map_err(WriteError::of)?;
        GB18030.encode(&text).0.into_owned()
    } else {
        [&[0xEF, 0xBB, 0xBF], text.as_slice()].concat()
    };
    Ok(Artefact { bytes, left })
}

/// A text that a spreadsheet would take for a formula gets an apostrophe, and so does one that begins like it.
fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_formula_is_guarded_and_comes_back() {
        for cell in ["=1+1", "'=1", "''-2", "@x", "-5 ℃", "'quoted'", "plain", "'"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
            assert!(!guarded(cell).starts_with(['=', '+', '-', '@']));
        }
    }

    #[test]
    fn the_separator_is_the_one_that_is_used() {
        assert_eq!(delimiter("题干,答案\n一;二,对"), b',');
        assert_eq!(delimiter("题干\t答案\n一\t对"), b'\t');
        assert_eq!(delimiter("题干;答案"), b';');
        assert_eq!(delimiter(""), b',');
    }
}
