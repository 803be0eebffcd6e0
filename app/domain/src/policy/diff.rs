//! What differs between two versions of the matrix.

use super::Row;

/// A part of a row that can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whom it is for.
    Scope,
    /// How often.
    Frequency,
    /// The class hours.
    Hours,
    /// By when.
    Days,
    /// Title, topic, content or reach.
    Words,
    /// The basis or its trust.
    Basis,
}

/// How a row differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The later version alone has it.
    Added(Row),
    /// The earlier version alone has it.
    Removed(Row),
    /// Both have it and differ in these parts.
    Changed {
        /// As it was.
        before: Box<Row>,
        /// As it is.
        after: Box<Row>,
        /// What differs.
        parts: Vec<Part>,
    },
}

/// Tells what differs, in the order of the later version, then what it lost. Rows are the same by their code.
#[must_use]
pub fn diff(before: &[Row], after: &[Row]) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in after {
        match before.iter().find(|known| known.code == row.code) {
            None => changes.push(Change::Added(row.clone())),
            Some(known) => {
                let parts = parts(known, row);
                if !parts.is_empty() {
                    changes.push(Change::Changed {
                        before: known.clone().into(),
                        after: row.clone().into(),
                        parts,
                    });
                }
            }
        }
    }
    let lost = before.iter().filter(|row| after.iter().all(|kept| kept.code != row.code));
    changes.extend(lost.cloned().map(Change::Removed));
    changes
}

fn parts(before: &Row, after: &Row) -> Vec<Part> {
    let words = |row: &Row| (row.topic, row.title.clone(), row.content.clone(), row.reach.clone());
    let basis = |row: &Row| (row.law.clone(), row.article.clone(), row.trust);
    let all = [
        (Part::Scope, before.scope != after.scope),
        (Part::Frequency, before.frequency != after.frequency),
        (Part::Hours, before.hours != after.hours),
        (Part::Days, before.within_days != after.within_days),
        (Part::Words, words(before) != words(after)),
        (Part::Basis, basis(before) != basis(after)),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::preset;

    #[test]
    fn a_version_does_not_differ_from_itself() {
        assert_eq!(diff(&preset(), &preset()), []);
    }

    #[test]
    fn rows_are_told_as_new_gone_or_changed() {
        let (before, mut after) = (preset(), preset());
        let gone = after.remove(0);
        after[0].hours = 20;
        let mut new = gone.clone();
        new.code = "extra".into();
        after.push(new.clone());
        let changes = diff(&before, &after);
        let [Change::Changed { after: row, parts, .. }, Change::Added(added), Change::Removed(removed)] =
            changes.as_slice()
        else {
            panic!("{changes:?}")
        };
        assert_eq!((row.hours, parts.as_slice()), (20, [Part::Hours].as_slice()));
        assert_eq!((added, removed), (&new, &gone));
    }
}
