//! Questions out of and into the files that others use: workbooks, CSV, Moodle's GIFT and Aiken, packages of
//! QTI 2.1.
//!
//! Everything here is a pure function of its arguments. Reading gives each question of a file with its place,
//! what stood there and everything that is wrong with it; what can be taken is a sound
//! [`domain::bank::Question`]. Writing gives the file and a list of what its format could not hold.

mod aiken;
mod clean;
mod csv;
mod entry;
mod gift;
mod judge;
mod list;
mod markup;
mod meta;
mod qti;
mod table;
mod tags;
mod text;
mod xlsx;

pub use entry::{Defaults, Draft, Entry, Limits, Line, Reading};
pub use xlsx::{Mark, MarkedLine, marked, template};

use contract::exchange::{Artefact, FileProblem, Format, LeftOut};
use domain::bank::Question;

/// Tells the format of a file from its first bytes and its name.
///
/// The bytes decide between workbook, package and text, the name between texts, and the content where the name
/// says nothing.
#[must_use]
pub fn guess(name: &str, bytes: &[u8]) -> Option<Format> {
    let name = name.to_ascii_lowercase();
    let ends = |ending: &str| name.ends_with(ending);
    if bytes.starts_with(b"PK") {
        let is_book = xlsx::looks_like(bytes);
        return Some(if is_book || (ends(".xlsx") && !qti::looks_like(bytes)) {
            Format::Xlsx
        } else {
            Format::Qti
        });
    }
    // An old or protected workbook is refused by the reader of workbooks, with advice.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || ends(".xls") || ends(".xlsx") {
        return Some(Format::Xlsx);
    }
    if ends(".zip") {
        return Some(Format::Qti);
    }
    let (text, encoding) = text::decode(bytes).ok()?;
    if aiken::looks_like(&text) {
        Some(Format::Aiken)
    } else if ends(".gift") || (!ends(".csv") && gift::looks_like(&text)) {
        Some(Format::Gift)
    } else if ends(".csv") || text.lines().take(30).any(|line| line.contains([',', '\t'])) {
        Some(if encoding == "GB18030" { Format::CsvGbk } else { Format::Csv })
    } else {
        None
    }
}

/// Reads the questions of a file.
///
/// # Errors
/// A file that cannot be read as this format at all. What is wrong with a single question is its
/// [`Entry`]'s.
pub fn read(
    bytes: &[u8],
    format: Format,
    defaults: &Defaults,
    limits: &Limits,
) -> Result<Reading, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(FileProblem::TooLarge { limit: limits.bytes });
    }
    let mut reading = match format {
        Format::Xlsx => xlsx::read(bytes, defaults, limits)?,
        Format::Csv | Format::CsvGbk => csv::read(bytes, format, defaults, limits)?,
        Format::Gift => gift::read(bytes, defaults)?,
        Format::Aiken => aiken::read(bytes, defaults)?,
        Format::Qti => qti::read(bytes, defaults, limits)?,
    };
    if reading.entries.is_empty() {
        return Err(FileProblem::NoQuestion);
    }
    if reading.entries.len() > limits.questions {
        return Err(FileProblem::TooManyQuestions { limit: limits.questions });
    }
    judge::repeated_ids(&mut reading.entries);
    Ok(reading)
}

/// Writes questions; the same questions give the same bytes.
///
/// # Errors
/// The writer of the workbook or package failed, or there are more rows than a sheet holds.
pub fn write(questions: &[Question], format: Format) -> Result<Artefact, WriteError> {
    match format {
        Format::Xlsx => xlsx::write(questions),
        Format::Csv | Format::CsvGbk => csv::write(questions, format),
        Format::Gift => Ok(gift::write(questions)),
        Format::Aiken => Ok(aiken::write(questions)),
        Format::Qti => qti::write(questions),
    }
}

/// Tells what [`write()`] would leave out.
///
/// # Errors
/// As [`write()`].
pub fn left_out(questions: &[Question], format: Format) -> Result<Vec<LeftOut>, WriteError> {
    // A workbook takes long to pack, and what it holds is known before.
    if format == Format::Xlsx { Ok(xlsx::rows(questions).1) } else { Ok(write(questions, format)?.left) }
}

/// Why a file was not written: a defect, not the reader's mistake.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be written: {0}")]
pub struct WriteError(String);

impl WriteError {
    fn of(error: impl ToString) -> Self {
        Self(error.to_string())
    }
}
