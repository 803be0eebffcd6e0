//! One row: a question as far as it can be read, and what cannot.

use contract::exchange::{CellIssue, Column, Reason, RowNote};
use domain::bank::{Difficulty, KindName, RawOption, RawQuestion, text::fold};

use super::{
    basis,
    header::Taken,
    options,
    words::{self, KindWord},
};
use crate::{
    entry::Line,
    list::{PHRASES, WORDINGS, WORDS},
    meta,
    tags::Tags,
};

/// How a table is read.
pub(super) struct Rules {
    /// Written by us: nothing is guessed, so that nothing is lost.
    pub own: bool,
    /// It has a column of types.
    pub has_kind: bool,
    /// Its 题号 only count the rows.
    pub plain_ids: bool,
}

/// A row that was read.
pub(super) struct Record {
    pub line: Line,
    pub raw: RawQuestion,
    pub issues: Vec<CellIssue>,
    pub notes: Vec<RowNote>,
}

/// The errors of a spreadsheet.
const ERRORS: [&str; 8] = ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

/// Reads a row.
pub(super) fn read(taken: Taken, heading: Option<KindName>, rules: &Rules) -> Record {
    let Taken { line, options } = taken;
    let mut reader = Reader { rules, line, issues: Vec::new(), notes: Vec::new() };
    reader.unreadable();
    let mut raw = meta::blank(KindName::Single);
    if !rules.plain_ids {
        raw.id = reader.line.cell(Column::Id).to_owned();
    }
    raw.stem = reader.line.cell(Column::Stem).to_owned();
    raw.explanation = reader.line.cell(Column::Explanation).to_owned();
    let texts = reader.options(options);
    raw.kind = reader.kind(heading, &texts);
    reader.body(&mut raw, texts);
    reader.details(&mut raw);
    Record { line: reader.line, raw, issues: reader.issues, notes: reader.notes }
}

struct Reader<'a> {
    rules: &'a Rules,
    line: Line,
    issues: Vec<CellIssue>,
    notes: Vec<RowNote>,
}

impl Reader<'_> {
    fn issue(&mut self, column: Column, reason: Reason) {
        let value = self.line.cell(column).to_owned();
        self.issues.push(CellIssue { row: self.line.row, column: Some(column), value, reason });
    }

    /// Errors of the spreadsheet, and pictures that some programs write as a formula.
    fn unreadable(&mut self) {
        for column in Column::ALL {
            let cell = self.line.cell(column);
            if !cell.starts_with(['#', '=']) {
                continue;
            }
            if ERRORS.contains(&cell) {
                self.issue(column, Reason::ErrorValue);
            } else if cell.starts_with("=DISPIMG(") || cell.starts_with("=_xlfn.DISPIMG(") {
                self.line.set(column, "");
                self.notes.push(RowNote::PictureLeft);
            }
        }
    }

    /// The options, from their columns or from the one cell.
    fn options(&mut self, cell: String) -> Vec<String> {
        let mut texts: Vec<String> =
            Column::OPTIONS.iter().map(|column| self.line.cell(*column).to_owned()).collect();
        let filled = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        texts.truncate(filled);
        if filled == 0 && !cell.is_empty() {
            let Some(split) = options::split(&cell) else {
                // A statement may say 对/错 there; a question needs options.
                self.line.set(Column::A, cell.clone());
                return vec![cell];
            };
            for (column, text) in Column::OPTIONS.iter().zip(&split) {
                self.line.set(*column, text.clone());
            }
            return split;
        }
        if !self.rules.own && options::drop_letters(&mut texts) {
            self.notes.push(RowNote::LettersDropped);
        }
        for (index, text) in texts.iter().enumerate() {
            let next = texts.iter().enumerate().skip(index + 1).find(|(_, text)| !text.is_empty());
            if let (true, Some((at, _)), Some(column)) = (text.is_empty(), next, Column::option(index)) {
                let filled = char::from(b'A' + u8::try_from(at).unwrap_or(0));
                self.issue(column, Reason::OptionGap { filled });
            }
        }
        texts
    }

    fn kind(&mut self, heading: Option<KindName>, texts: &[String]) -> KindName {
        let guessed = self.guess(texts);
        let word = self.line.cell(Column::Kind);
        if !word.is_empty() {
            return match words::kind(word) {
                KindWord::Known(kind) => kind,
                KindWord::Choice if !self.rules.own => {
                    self.notes.push(RowNote::KindGuessed);
                    guessed.unwrap_or(KindName::Single)
                }
                KindWord::Foreign(foreign) => {
                    self.issue(Column::Kind, Reason::Foreign(foreign));
                    guessed.unwrap_or(KindName::Fill)
                }
                KindWord::Choice | KindWord::Unknown => {
                    if !self.issues.iter().any(|issue| issue.column == Some(Column::Kind)) {
                        self.issue(Column::Kind, Reason::KindUnknown);
                    }
                    guessed.unwrap_or(KindName::Single)
                }
            };
        }
        match (heading, guessed) {
            (Some(kind), _) if !self.rules.own => {
                self.notes.push(RowNote::KindFromHeading);
                kind
            }
            (_, Some(kind)) if !self.rules.own && !self.rules.has_kind => {
                self.notes.push(RowNote::KindGuessed);
                kind
            }
            (_, guessed) => {
                self.issue(Column::Kind, Reason::Missing);
                guessed.unwrap_or(KindName::Single)
            }
        }
    }

    /// The type that options and answer speak for.
    fn guess(&self, texts: &[String]) -> Option<KindName> {
        let answer = self.line.cell(Column::Answer);
        match words::letters(answer) {
            Some(letters) if texts.len() >= 2 => {
                Some(if letters.len() == 1 { KindName::Single } else { KindName::Multiple })
            }
            _ if words::truth(answer).is_some() => Some(KindName::TrueFalse),
            _ => None,
        }
    }

    fn body(&mut self, raw: &mut RawQuestion, texts: Vec<String>) {
        match raw.kind {
            KindName::Single | KindName::Multiple => self.choices(raw, texts),
            KindName::TrueFalse => self.statement(raw, &texts),
            KindName::Fill => {
                let cell = self.line.cell(Column::Answer);
                raw.answers = WORDINGS.split(cell).into_iter().map(|item| item.text).collect();
                self.foreign(&[&Column::OPTIONS[..], &[Column::Pinned]].concat(), raw.kind);
            }
            KindName::Case => {
                self.foreign(&[&Column::OPTIONS[..], &[Column::Answer, Column::Pinned]].concat(), raw.kind);
            }
        }
    }

    fn foreign(&mut self, columns: &[Column], kind: KindName) {
        let filled = columns.iter().copied().find(|column| !self.line.cell(*column).is_empty());
        if let Some(column) = filled {
            self.issue(column, Reason::NotOfThisType { kind });
        }
    }

    fn choices(&mut self, raw: &mut RawQuestion, texts: Vec<String>) {
        let count = texts.len();
        if count == 1 {
            self.issue(Column::A, Reason::OptionsUnreadable);
        }
        let answer = self.line.cell(Column::Answer).to_owned();
        let right = self.right(&answer, &texts);
        let pinned = self.pinned(count);
        raw.options = texts
            .into_iter()
            .enumerate()
            .map(|(index, text)| RawOption {
                text,
                correct: right.contains(&index),
                pin_last: pinned.contains(&index),
            })
            .collect();
    }

    /// The right options, as indexes.
    fn right(&mut self, answer: &str, texts: &[String]) -> Vec<usize> {
        if answer.is_empty() {
            self.issue(Column::Answer, Reason::Missing);
            return Vec::new();
        }
        let Some(letters) = words::letters(answer) else {
            // Some offices repeat the text of the right option.
            if let Some(at) =
                texts.iter().position(|text| fold(text) == fold(answer)).filter(|_| !self.rules.own)
            {
                return vec![at];
            }
            self.issue(Column::Answer, Reason::AnswerUnreadable);
            return Vec::new();
        };
        let beyond = letters.iter().copied().find(|letter| *letter >= texts.len());
        if let (Some(letter), false) = (beyond, texts.is_empty()) {
            let name = |index: usize| char::from(b'A' + u8::try_from(index).unwrap_or(25).min(25));
            let (letter, last) = (name(letter), name(texts.len() - 1));
            self.issue(Column::Answer, Reason::AnswerBeyond { letter, last });
        }
        letters
    }

    fn pinned(&mut self, count: usize) -> Vec<usize> {
        let cell = self.line.cell(Column::Pinned);
        // A letter first: F is an option here, and not "false".
        let letters = words::letters(cell).filter(|letters| letters.iter().all(|letter| *letter < count));
        match (letters, words::truth(cell)) {
            (Some(letters), _) => letters,
            (None, Some(true)) => vec![count.saturating_sub(1)],
            (None, Some(false)) => Vec::new(),
            (None, None) if cell.is_empty() => Vec::new(),
            (None, None) => {
                self.issue(Column::Pinned, Reason::AnswerUnreadable);
                Vec::new()
            }
        }
    }

    fn statement(&mut self, raw: &mut RawQuestion, texts: &[String]) {
        let answer = self.line.cell(Column::Answer).to_owned();
        let truths: Option<Vec<bool>> = texts.iter().map(|text| words::truth(text)).collect();
        raw.answer = words::truth(&answer);
        // A statement with the options 正确 and 错误 and a letter as answer.
        if let Some(truths) =
            truths.filter(|truths| truths.len() == 2 && truths[0] != truths[1] && !self.rules.own)
        {
            if let (None, Some([one])) = (raw.answer, words::letters(&answer).as_deref()) {
                raw.answer = truths.get(*one).copied();
            }
        } else if !(texts.len() == 1 && !self.rules.own && is_pair(&texts[0])) {
            self.foreign(&Column::OPTIONS, raw.kind);
        }
        self.foreign(&[Column::Pinned], raw.kind);
        if raw.answer.is_none() {
            let reason = if answer.is_empty() { Reason::Missing } else { Reason::NotTrueOrFalse };
            self.issue(Column::Answer, reason);
        }
    }

    /// What a question holds beside its words.
    fn details(&mut self, raw: &mut RawQuestion) {
        let level = self.line.cell(Column::Difficulty);
        match (level, words::difficulty(level)) {
            (_, Some(difficulty)) => raw.difficulty = difficulty,
            ("", None) => {
                raw.difficulty = Difficulty::Medium;
                self.notes.push(RowNote::DifficultyAssumed);
            }
            _ => self.issue(Column::Difficulty, Reason::DifficultyUnknown),
        }
        raw.topics = WORDS.split(self.line.cell(Column::Topics)).into_iter().map(|item| item.text).collect();
        raw.sectors = Tags::Sectors.read(self.line.cell(Column::Sectors));
        raw.audiences = Tags::Audiences.read(self.line.cell(Column::Audiences));
        raw.evidence =
            PHRASES.split(self.line.cell(Column::Evidence)).into_iter().map(|item| item.text).collect();
        match basis::read(&self.line) {
            Ok(basis) => raw.basis = basis,
            Err((column, reason)) => self.issue(column, reason),
        }
        raw.valid_from = self.date(Column::ValidFrom);
        raw.valid_to = self.date(Column::ValidTo);
    }

    fn date(&mut self, column: Column) -> Option<chrono::NaiveDate> {
        let cell = self.line.cell(column);
        if cell.is_empty() {
            return None;
        }
        let date = words::date(cell);
        if date.is_none() {
            self.issue(column, Reason::DateUnreadable);
        }
        date
    }
}

/// 对/错 in one cell, as some lists give the options of a statement.
fn is_pair(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '|', '、', ',', '，', '\n']).collect();
    parts.len() == 2 && parts.iter().all(|part| words::truth(part).is_some())
}
