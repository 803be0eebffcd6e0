//! What a roster's rows mean: a verdict for each, and what is to be stored. Pure.

mod cell;
mod person;
mod unit;

#[cfg(test)]
mod tests;

pub(super) use person::GoodPerson;
pub(super) use unit::GoodUnit;

use super::known::Known;
use contract::organization::{CellChange, CellFault, RosterSheet, RosterTally, RowVerdict, Verdict};
use document::roster::RosterSheets;
use std::collections::HashSet;

/// A roster after its check. A file with a wrong row is never taken in.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// One a row, units first, in the order of the file.
    pub verdicts: Vec<RowVerdict>,
    /// The figures.
    pub tally: RosterTally,
    /// What right rows say of units.
    pub units: Vec<GoodUnit>,
    /// What right rows say of people.
    pub people: Vec<GoodPerson>,
}

/// Checks every row against the rules, the rows before it, and what the street holds. Takes time in
/// proportion to the rows.
pub(super) fn check(sheets: &RosterSheets, known: &Known) -> Checked {
    let mut checked = Checked::default();
    let codes = unit::check(sheets, known, &mut checked);
    person::check(sheets, known, &codes, &mut checked);
    let mut seen = HashSet::new();
    checked.tally.new_areas = checked
        .units
        .iter()
        .filter(|unit| known.area(&unit.area).is_none() && seen.insert(unit.area.as_str()))
        .map(|unit| unit.area.clone())
        .collect();
    checked
}

/// What is found in one row.
struct Row {
    sheet: RosterSheet,
    row: u32,
    label: String,
    faults: Vec<CellFault>,
}

impl Row {
    /// Judges the row: wrong with any fault, otherwise by what is stored and what would change.
    fn verdict(self, known: bool, changes: Vec<CellChange>) -> RowVerdict {
        let verdict = match (self.faults.is_empty(), known, changes.is_empty()) {
            (false, ..) => Verdict::Wrong,
            (true, false, _) => Verdict::New,
            (true, true, false) => Verdict::Changed,
            (true, true, true) => Verdict::Unchanged,
        };
        let changes = if verdict == Verdict::Changed { changes } else { Vec::new() };
        RowVerdict {
            sheet: self.sheet,
            row: self.row,
            label: self.label,
            verdict,
            faults: self.faults,
            changes,
        }
    }
}

/// Compares two lists of the same columns.
fn changes<const N: usize>(
    columns: [&'static str; N],
    from: [String; N],
    to: &[String; N],
) -> Vec<CellChange> {
    let pairs = columns.into_iter().zip(from).zip(to);
    pairs
        .filter(|((_, from), to)| from != *to)
        .map(|((column, from), to)| CellChange { column: column.to_owned(), from, to: to.clone() })
        .collect()
}
