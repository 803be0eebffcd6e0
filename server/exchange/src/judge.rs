//! From what a reader made of a question to a sound one, or to everything that is wrong with it.

use std::collections::HashMap;

use contract::exchange::{CellIssue, Column, Place, Reason, RowNote};
use domain::bank::{
    Defect, Fault, KindName, MOST_OPTIONS, MOST_PARTS, RawOption, RawPart, RawQuestion, is_audience_tag,
    is_sector_tag, text::fold,
};

use crate::entry::{Defaults, Draft, Entry, Line};

/// The most characters of a stem, an explanation.
pub(crate) const MOST_TEXT: usize = 4_000;
/// The most characters of an option.
pub(crate) const MOST_OPTION: usize = 1_000;
/// The most characters of a topic, tag, standard, clause or piece of evidence.
pub(crate) const MOST_SHORT: usize = 200;

/// What a reader has found out about a question.
pub(crate) struct Found {
    pub place: Place,
    pub raw: RawQuestion,
    pub lines: Vec<Line>,
    pub issues: Vec<CellIssue>,
    pub notes: Vec<RowNote>,
}

/// Completes a question with the defaults and judges it.
pub(crate) fn judge(found: Found, defaults: &Defaults) -> Entry {
    let Found { place, mut raw, lines, issues, mut notes } = found;
    let mut said = Said { lines: &lines, issues };
    if raw.basis.is_none() && !said.has_any(&[Column::Law, Column::Article, Column::Item, Column::BasisNote])
    {
        raw.basis.clone_from(&defaults.basis);
        if raw.basis.is_some() {
            notes.push(RowNote::BasisAssumed);
        }
    }
    let id = raw.id.trim().to_owned();
    lengths(&raw, &mut said);
    tags(&raw, &mut said);
    options(0, &raw.options, &mut said);
    for (part, one) in raw.parts.iter().enumerate() {
        options(part + 1, &one.options, &mut said);
    }
    let kinds: Vec<KindName> =
        std::iter::once(raw.kind).chain(raw.parts.iter().map(|part| part.kind)).collect();
    let draft = match Draft::parse(raw) {
        Ok(draft) => Some(draft),
        Err(defects) => {
            defects.into_iter().for_each(|defect| said.defect(defect, &kinds));
            None
        }
    };
    let issues = said.issues;
    notes.sort();
    notes.dedup();
    let draft = draft.filter(|_| issues.is_empty());
    Entry { place, lines, issues, notes, draft, id }
}

/// A second question under the same identifier is at fault, wherever both stand.
pub(crate) fn repeated_ids(entries: &mut [Entry]) {
    let mut first: HashMap<String, Place> = HashMap::new();
    for entry in entries {
        let id = entry.id.clone();
        if id.is_empty() {
            continue;
        }
        match first.get(&id) {
            None => drop(first.insert(id, entry.place.clone())),
            Some(place) => {
                let reason = Reason::IdRepeated { place: place.clone() };
                let issue = CellIssue { row: entry.place.row, column: Some(Column::Id), value: id, reason };
                entry.issues.push(issue);
                entry.draft = None;
            }
        }
    }
}

/// The issues of a question; for one cell only the first counts, because the others follow from it.
pub(crate) struct Said<'a> {
    pub lines: &'a [Line],
    pub issues: Vec<CellIssue>,
}

impl Said<'_> {
    fn has_any(&self, columns: &[Column]) -> bool {
        self.issues.iter().any(|issue| issue.column.is_some_and(|column| columns.contains(&column)))
    }
    /// Adds an issue of the question (line 0) or of one of its parts.
    pub(crate) fn add(&mut self, line: usize, column: Column, reason: Reason) {
        let line = self.lines.get(line).or(self.lines.first());
        let row = line.map_or(0, |line| line.row);
        if self.issues.iter().any(|issue| issue.row == row && issue.column == Some(column)) {
            return;
        }
        let value = line.map_or_else(String::new, |line| line.cell(column).to_owned());
        self.issues.push(CellIssue { row, column: Some(column), value, reason });
    }

    fn defect(&mut self, defect: Defect, kinds: &[KindName]) {
        let line = defect.part.map_or(0, usize::from);
        let kind = kinds.get(line).copied().unwrap_or(KindName::Single);
        let (column, reason) = told(defect.fault, kind);
        self.add(line, column, reason);
    }
}

fn told(fault: Fault, kind: KindName) -> (Column, Reason) {
    match fault {
        Fault::IdMalformed { .. } => (Column::Id, Reason::IdMalformed),
        Fault::StemEmpty => (Column::Stem, Reason::Missing),
        Fault::OptionCount { have } => {
            (Column::option(have.min(7)).unwrap_or(Column::A), Reason::OptionCount { have })
        }
        Fault::OptionEmpty { index } => (Column::option(index).unwrap_or(Column::H), Reason::Missing),
        Fault::RightCount { have: 0 } => (Column::Answer, Reason::Missing),
        Fault::RightCount { have } if kind == KindName::Single => {
            (Column::Answer, Reason::NotOneRight { have })
        }
        Fault::RightCount { have } => (Column::Answer, Reason::TooFewRight { have }),
        Fault::AnswerMissing | Fault::AnswersMissing | Fault::AnswerUnusable { .. } => {
            (Column::Answer, Reason::Missing)
        }
        Fault::NotOfThisType { field } => {
            let column = match field.as_str() {
                "options" => Column::A,
                "pin_last" => Column::Pinned,
                "parts" => Column::Case,
                _ => Column::Answer,
            };
            (column, Reason::NotOfThisType { kind })
        }
        Fault::PartCount { have } => (Column::Kind, Reason::PartCount { have, most: MOST_PARTS }),
        Fault::CaseInCase => (Column::Kind, Reason::CaseInCase),
        Fault::BasisMissing => (Column::Law, Reason::BasisMissing),
        Fault::LawMalformed { .. } => (Column::Law, Reason::LawMalformed),
        Fault::ArticleMalformed { .. } => (Column::Article, Reason::ArticleMalformed),
        Fault::PlaceMissing => (Column::Article, Reason::PlaceMissing),
        Fault::EvidenceEmpty { .. } => (Column::Evidence, Reason::Missing),
        Fault::ValidityReversed { from, to } => (Column::ValidTo, Reason::DatesReversed { from, to }),
    }
}

/// A misspelt tag would be found by nobody.
fn tags(raw: &RawQuestion, said: &mut Said<'_>) {
    let sector = raw.sectors.iter().find(|tag| !is_sector_tag(tag));
    let audience = raw.audiences.iter().find(|tag| !is_audience_tag(tag));
    for (column, tag) in [(Column::Sectors, sector), (Column::Audiences, audience)] {
        if let Some(tag) = tag {
            said.add(0, column, Reason::TagUnknown { tag: tag.clone() });
        }
    }
}

/// Options must say different things.
fn options(line: usize, options: &[RawOption], said: &mut Said<'_>) {
    let mut first: HashMap<String, char> = HashMap::new();
    for ((index, letter), option) in ('A'..).enumerate().zip(options).take(MOST_OPTIONS) {
        let text = fold(&option.text);
        match first.get(&text) {
            Some(first) => {
                let column = Column::option(index).unwrap_or(Column::H);
                said.add(line, column, Reason::OptionRepeated { first: *first });
            }
            None => drop(first.insert(text, letter)),
        }
    }
}

fn lengths(raw: &RawQuestion, said: &mut Said<'_>) {
    let mut check = Texts { said, line: 0 };
    check.one(Column::Stem, &raw.stem, MOST_TEXT);
    check.one(Column::Explanation, &raw.explanation, MOST_TEXT);
    check.body(&raw.options, &raw.answers);
    for (column, list) in [
        (Column::Topics, &raw.topics),
        (Column::Sectors, &raw.sectors),
        (Column::Audiences, &raw.audiences),
        (Column::Evidence, &raw.evidence),
    ] {
        list.iter().for_each(|text| check.one(column, text, MOST_SHORT));
    }
    for (part, RawPart { stem, options, answers, explanation, .. }) in raw.parts.iter().enumerate() {
        check.line = part + 1;
        check.one(Column::Stem, stem, MOST_TEXT);
        check.one(Column::Explanation, explanation, MOST_TEXT);
        check.body(options, answers);
    }
}

struct Texts<'a, 'b> {
    said: &'a mut Said<'b>,
    line: usize,
}

impl Texts<'_, '_> {
    fn one(&mut self, column: Column, text: &str, most: usize) {
        // Bytes bound characters, and most texts are short.
        let have = if text.len() > most { text.trim().chars().count() } else { 0 };
        if have > most {
            self.said.add(self.line, column, Reason::TooLong { have, most });
        } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.said.add(self.line, column, Reason::ControlCharacter);
        }
    }
    fn body(&mut self, options: &[RawOption], answers: &[String]) {
        for (index, option) in options.iter().enumerate() {
            self.one(Column::option(index).unwrap_or(Column::H), &option.text, MOST_OPTION);
        }
        answers.iter().for_each(|answer| self.one(Column::Answer, answer, MOST_SHORT));
    }
}
