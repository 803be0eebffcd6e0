//! Reading GIFT.

use contract::exchange::{CellIssue, Column, FileProblem, Foreign, Format, Place, Reason, RowNote, Syntax};
use domain::bank::{KindName, RawQuestion};

use super::{answers, marks::Marked};
use crate::{
    entry::{Defaults, Entry, Reading},
    judge::{Found, judge},
    markup,
    meta::{self, Meta},
    table, text,
};

/// Whether a text is of this format.
pub(crate) fn looks_like(text: &str) -> bool {
    let marked = Marked::new(text);
    let open = marked.find("{", 0);
    open.is_some_and(|open| marked.find("}", open).is_some()) || text.trim_start().starts_with("::")
}

/// The lines of a question with what its comments say.
#[derive(Default)]
struct Block {
    row: u32,
    text: String,
    meta: Option<Meta>,
    id: Option<String>,
    tags: Vec<String>,
}

/// Reads a text.
pub(crate) fn read(bytes: &[u8], defaults: &Defaults) -> Result<Reading, FileProblem> {
    let (text, encoding) = text::decode(bytes)?;
    let mut entries = Vec::new();
    let mut block = Block::default();
    let mut category = None;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let trimmed = line.trim();
        if let Some(comment) = trimmed.strip_prefix("//") {
            block.comment(comment);
        } else if let Some(path) = trimmed.strip_prefix("$CATEGORY:") {
            category = path
                .rsplit('/')
                .map(str::trim)
                .find(|step| !step.is_empty() && !step.starts_with('$'))
                .map(str::to_owned);
        } else if trimmed.is_empty() {
            // Comments may stand apart from their question.
            if !block.text.is_empty() {
                entries.push(std::mem::take(&mut block).entry(category.as_deref(), defaults));
            }
        } else {
            if block.text.is_empty() {
                block.row = number;
            }
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    if !block.text.is_empty() {
        entries.push(block.entry(category.as_deref(), defaults));
    }
    Ok(Reading { format: Format::Gift, entries, notes: text::note(encoding).into_iter().collect() })
}

impl Block {
    fn comment(&mut self, comment: &str) {
        if let Some(meta) = Meta::read(comment) {
            self.meta = Some(meta);
            return;
        }
        for piece in comment.split('[').skip(1) {
            let Some((inner, _)) = piece.split_once(']') else { continue };
            match inner.split_once(':') {
                Some(("id", id)) => self.id = Some(id.trim().to_owned()),
                Some(("tag", tag)) => self.tags.push(tag.trim().to_owned()),
                _ => {}
            }
        }
    }

    fn entry(self, category: Option<&str>, defaults: &Defaults) -> Entry {
        let row = self.row;
        let mut raw = meta::blank(KindName::Single);
        let mut notes = Vec::new();
        let read = parse(&Marked::new(self.text.trim()), &mut raw, &mut notes);
        if self.meta.is_none() {
            raw.topics = self.tags;
            if raw.topics.is_empty()
                && let Some(category) = category
            {
                raw.topics.push(category.to_owned());
                notes.push(RowNote::CategoryTaken);
            }
        }
        // A title of somebody else's file is a title, and no identifier of ours.
        if let Some(id) = self.id {
            raw.id = id;
        } else if self.meta.is_none() {
            raw.id.clear();
        }
        meta::complete(&mut raw, self.meta, &mut notes);
        let issue = |(column, reason)| CellIssue {
            row,
            column: Some(column),
            value: self.text.trim().chars().take(200).collect(),
            reason,
        };
        if read.is_err() && raw.stem.is_empty() {
            raw.stem = self.text.trim().to_owned();
        }
        let issues = read.err().map(issue).into_iter().collect();
        let place = Place { part: String::new(), row };
        let lines = table::lines(&raw, row);
        let mut entry = judge(Found { place, raw, lines, issues, notes }, defaults);
        // What follows from a text that breaks the rules says nothing more.
        if entry
            .issues
            .first()
            .is_some_and(|issue| matches!(issue.reason, Reason::Syntax(_) | Reason::Foreign(_)))
        {
            entry.issues.truncate(1);
        }
        entry
    }
}

fn parse(text: &Marked, raw: &mut RawQuestion, notes: &mut Vec<RowNote>) -> Result<(), (Column, Reason)> {
    let mut text = text.clone();
    if text.starts_with("::")
        && let Some(end) = text.find("::", 2)
    {
        raw.id = text.part(2, end).text();
        text = text.rest(end + 2);
    }
    let mut clean = |text: &Marked, plain: bool| {
        if plain {
            return text.text();
        }
        let stripped = markup::strip(&text.text());
        notes.extend(stripped.marked.then_some(RowNote::MarkupDropped));
        notes.extend(stripped.picture.then_some(RowNote::PictureLeft));
        stripped.text
    };
    let mut plain = false;
    for format in ["[html]", "[moodle]", "[markdown]", "[plain]"] {
        if text.starts_with(format) {
            plain = format == "[plain]";
            text = text.rest(format.len());
        }
    }
    let Some(open) = text.find("{", 0) else {
        raw.stem = clean(&text, plain);
        let stray = text.find("}", 0).is_some();
        return Err(if stray { (Column::Stem, Reason::Syntax(Syntax::BraceOpen)) } else { description() });
    };
    let Some(close) = text.find("}", open) else {
        raw.stem = clean(&text.part(0, open), plain);
        return Err((Column::Answer, Reason::Syntax(Syntax::BraceOpen)));
    };
    let (before, after) = (clean(&text.part(0, open), plain), clean(&text.rest(close + 1), plain));
    raw.stem = if after.is_empty() { before } else { format!("{before}____{after}") };
    let mut inside = text.part(open + 1, close);
    if let Some(at) = inside.find("####", 0) {
        raw.explanation = clean(&inside.rest(at + 4), plain);
        inside = inside.part(0, at);
    }
    let mut found = Vec::new();
    answers::read(&inside, raw, &mut found)?;
    if !plain {
        for option in &mut raw.options {
            let stripped = markup::strip(&option.text);
            found.extend(stripped.marked.then_some(RowNote::MarkupDropped));
            found.extend(stripped.picture.then_some(RowNote::PictureLeft));
            option.text = stripped.text;
        }
    }
    notes.extend(found);
    Ok(())
}

fn description() -> (Column, Reason) {
    (Column::Kind, Reason::Foreign(Foreign::Description))
}
