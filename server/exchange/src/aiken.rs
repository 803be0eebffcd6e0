//! Moodle's Aiken: a stem in a line, options `A.` or `A)`, a line `ANSWER: A`. It holds single choice only.

use contract::exchange::{
    Artefact, CellIssue, Column, FileProblem, Format, Left, LeftOut, Place, Reason, RowNote, Syntax,
};
use domain::bank::{KindName, Question, RawOption, RawQuestion};

use crate::{
    clean::clean,
    entry::{Defaults, Reading},
    judge::{Found, judge},
    meta, table,
    text::{self, on_one_line},
};

/// Whether a text is of this format: lines of answers after lettered options.
pub(crate) fn looks_like(text: &str) -> bool {
    let mut lettered = false;
    text.lines().take(200).any(|line| {
        lettered |= option(line).is_some();
        lettered && answer(line).is_some()
    })
}

/// A question under way.
#[derive(Default)]
struct Block {
    row: u32,
    stem: Vec<String>,
    options: Vec<(char, String)>,
}

/// Reads a text.
pub(crate) fn read(bytes: &[u8], defaults: &Defaults) -> Result<Reading, FileProblem> {
    let (text, encoding) = text::decode(bytes)?;
    let mut entries = Vec::new();
    let mut block = Block::default();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim();
        if let Some(letter) = answer(line).filter(|_| !block.stem.is_empty() || !block.options.is_empty()) {
            entries.push(judge(std::mem::take(&mut block).found(Some(letter)), defaults));
        } else if let Some((letter, text)) = option(line).filter(|_| !block.stem.is_empty()) {
            block.options.push((letter, text.to_owned()));
        } else if !line.is_empty() {
            if !block.options.is_empty() {
                // A new stem, and no answer to the last one.
                entries.push(judge(std::mem::take(&mut block).found(None), defaults));
            }
            if block.stem.is_empty() {
                block.row = number;
            }
            block.stem.push(line.to_owned());
        }
    }
    if !block.stem.is_empty() {
        entries.push(judge(block.found(None), defaults));
    }
    Ok(Reading { format: Format::Aiken, entries, notes: text::note(encoding).into_iter().collect() })
}

impl Block {
    fn found(self, letter: Option<char>) -> Found {
        let mut raw = RawQuestion { stem: self.stem.join("\n"), ..meta::blank(KindName::Single) };
        let in_order = ('A'..).zip(&self.options).all(|(wanted, (letter, _))| wanted == *letter);
        let last = self.options.last().map(|(letter, _)| *letter);
        let mut wrong = Vec::new();
        match letter {
            None => wrong.push((Column::Answer, String::new(), Reason::Syntax(Syntax::NoAnswerLine))),
            Some(letter) if !self.options.iter().any(|(one, _)| *one == letter) => {
                let reason = Reason::AnswerBeyond { letter, last: last.unwrap_or('A') };
                wrong.push((Column::Answer, letter.to_string(), reason));
            }
            Some(_) => {}
        }
        if !in_order {
            let found: String = self.options.iter().map(|(letter, _)| *letter).collect();
            wrong.push((Column::A, found, Reason::Syntax(Syntax::LetterOrder)));
        }
        let options = self.options.into_iter();
        raw.options = options
            .map(|(one, text)| RawOption { text, correct: Some(one) == letter, pin_last: false })
            .collect();
        let row = self.row;
        let issues = wrong.into_iter();
        let issues =
            issues.map(|(column, value, reason)| CellIssue { row, column: Some(column), value, reason });
        Found {
            place: Place { part: String::new(), row },
            lines: table::lines(&raw, row),
            issues: issues.collect(),
            notes: vec![RowNote::DifficultyAssumed],
            raw,
        }
    }
}

/// `A. text` or `A) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let mut chars = line.trim_start().chars();
    let letter = chars.next().filter(char::is_ascii_uppercase)?;
    let closed = matches!(chars.next(), Some('.' | ')' | '．' | '）' | '、'));
    let text = chars.as_str();
    (closed && !text.trim().is_empty()).then(|| (letter, text.trim()))
}

/// `ANSWER: B`.
fn answer(line: &str) -> Option<char> {
    let rest = line.trim().strip_prefix("ANSWER").or_else(|| line.trim().strip_prefix("Answer"))?;
    let rest = rest.trim_start().strip_prefix([':', '：'])?.trim();
    let mut chars = rest.chars();
    let letter = chars.next()?.to_ascii_uppercase();
    (letter.is_ascii_uppercase() && chars.as_str().trim_matches(['.', ' ']).is_empty()).then_some(letter)
}

/// Writes what fits: stems, options and keys of single choice.
pub(crate) fn write(questions: &[Question]) -> Artefact {
    let mut left = Vec::new();
    let mut text = String::new();
    for question in questions {
        let (raw, changed) = clean(question);
        let mut leave = |what: Left| left.push(LeftOut { id: raw.id.clone(), what });
        if raw.kind != KindName::Single {
            leave(Left::Kind { kind: raw.kind });
            continue;
        }
        let (stem, mut broken) = on_one_line(&raw.stem);
        if option(&stem).is_some() || answer(&stem).is_some() {
            leave(Left::Unsayable { column: Column::Stem });
            continue;
        }
        let mut block = format!("{stem}\n");
        for (letter, one) in ('A'..).zip(&raw.options) {
            let (line, was_broken) = on_one_line(&one.text);
            broken |= was_broken;
            block.push_str(&format!("{letter}. {line}\n"));
        }
        let right =
            ('A'..).zip(&raw.options).find(|(_, option)| option.correct).map_or('A', |(letter, _)| letter);
        block.push_str(&format!("ANSWER: {right}\n\n"));
        text.push_str(&block);
        if broken {
            leave(Left::LineBreaks);
        }
        if changed {
            leave(Left::Characters);
        }
        lost(&raw).into_iter().for_each(|column| leave(Left::Column { column }));
    }
    Artefact { bytes: text.into_bytes(), left }
}

/// The columns whose content has no place.
fn lost(raw: &RawQuestion) -> Vec<Column> {
    let lost = [
        (true, Column::Id),
        (raw.options.iter().any(|option| option.pin_last), Column::Pinned),
        (!raw.explanation.is_empty(), Column::Explanation),
        (true, Column::Difficulty),
        (!raw.topics.is_empty(), Column::Topics),
        (!raw.sectors.is_empty(), Column::Sectors),
        (!raw.audiences.is_empty(), Column::Audiences),
        (raw.basis.is_some(), Column::Law),
        (!raw.evidence.is_empty(), Column::Evidence),
        (raw.valid_from.is_some(), Column::ValidFrom),
        (raw.valid_to.is_some(), Column::ValidTo),
    ];
    lost.into_iter().filter(|(is_lost, _)| *is_lost).map(|(_, column)| column).collect()
}
