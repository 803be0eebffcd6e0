//! What the tests share: reading with a basis, tables as text, and what is wrong in them.

use contract::exchange::{Column, FileProblem, Format, Reason};
use domain::bank::{Question, QuestionId, RawBasis};
use exchange::{Defaults, Entry, Limits, Reading, read};

/// What stands in for a basis in files that have none.
pub fn defaults() -> Defaults {
    Defaults { basis: Some(RawBasis::Plan { clause: "二(五)3".into() }) }
}

pub fn reading(bytes: &[u8], format: Format) -> Reading {
    read(bytes, format, &defaults(), &Limits::default()).unwrap()
}

pub fn refusal(bytes: &[u8], format: Format) -> FileProblem {
    read(bytes, format, &defaults(), &Limits::default()).unwrap_err()
}

pub fn csv(text: &str) -> Vec<Entry> {
    reading(text.as_bytes(), Format::Csv).entries
}

/// The only question of a table with these headers and this row.
pub fn one(headers: &str, row: &str) -> Entry {
    let mut entries = csv(&format!("{headers}\n{row}\n"));
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}

/// Everything that is wrong with it.
pub fn wrong(entry: &Entry) -> Vec<(u32, Option<Column>, Reason)> {
    assert_eq!(entry.draft.is_none(), !entry.issues.is_empty());
    entry.issues.iter().map(|issue| (issue.row, issue.column, issue.reason.clone())).collect()
}

/// The questions of a reading in which nothing is wrong.
pub fn questions(reading: &Reading) -> Vec<Question> {
    let each = reading.entries.iter().enumerate().map(|(index, entry)| {
        let draft = entry.draft.as_ref().unwrap_or_else(|| panic!("{:?}", entry.issues));
        let made = QuestionId::new(&format!("new-{index}")).unwrap();
        draft.with_id(draft.id().unwrap_or(&made))
    });
    each.collect()
}
