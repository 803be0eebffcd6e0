//! What a reader gives.

use contract::exchange::{CellIssue, Column, FileNote, Format, Place, RowNote};
use domain::bank::{Question, QuestionId, RawBasis, RawQuestion};

/// What a file may be at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of everything in it once unpacked.
    pub unpacked: u64,
    /// Filled rows of a table.
    pub rows: usize,
    /// Questions.
    pub questions: usize,
}

impl Default for Limits {
    /// 20 MiB packed, 128 MiB unpacked, 30,000 rows, 20,000 questions.
    fn default() -> Self {
        Self { bytes: 20 << 20, unpacked: 128 << 20, rows: 30_000, questions: 20_000 }
    }
}

/// What is taken where a question does not say it. Each time a note tells so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// What it rests on; without it a question without basis is refused.
    pub basis: Option<RawBasis>,
}

/// A sound question that may still lack its identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    question: Question,
    named: bool,
}

/// Stands in a draft until it gets its own identifier.
const UNNAMED: &str = "unnamed";

impl Draft {
    /// Parses a question as read, whose identifier may be empty.
    pub(crate) fn parse(mut raw: RawQuestion) -> Result<Self, Vec<domain::bank::Defect>> {
        let named = !raw.id.trim().is_empty();
        if !named {
            UNNAMED.clone_into(&mut raw.id);
        }
        Question::parse(raw).map(|question| Self { question, named })
    }
    /// Gives the identifier that the file holds.
    #[must_use]
    pub fn id(&self) -> Option<&QuestionId> {
        self.named.then(|| self.question.id())
    }
    /// Gives the question; its identifier means nothing unless [`Draft::id`] gives one.
    #[must_use]
    pub fn content(&self) -> &Question {
        &self.question
    }
    /// Makes the question under an identifier.
    #[must_use]
    pub fn with_id(&self, id: &QuestionId) -> Question {
        let mut raw = RawQuestion::from(self.question.clone());
        raw.id = id.to_string();
        Question::parse(raw).expect("a sound question stays sound under a well-formed identifier")
    }
}

/// A row of a table of questions: a text for each of [`Column::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub row: u32,
    /// The texts in the order of the columns.
    pub cells: Vec<String>,
}

impl Line {
    pub(crate) fn empty(row: u32) -> Self {
        Self { row, cells: vec![String::new(); Column::ALL.len()] }
    }
    /// The text of a column.
    #[must_use]
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(column.index()).map_or("", String::as_str)
    }
    pub(crate) fn set(&mut self, column: Column, text: impl Into<String>) {
        if let Some(cell) = self.cells.get_mut(column.index()) {
            *cell = text.into();
        }
    }
}

/// One question of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins.
    pub place: Place,
    /// What stood there, put into the columns of the template: a line for the question, and for a case one for
    /// each of its parts.
    pub lines: Vec<Line>,
    /// Everything wrong with it; empty for a draft.
    pub issues: Vec<CellIssue>,
    /// What the reader did by itself.
    pub notes: Vec<RowNote>,
    /// The question, if nothing is wrong with it.
    pub draft: Option<Draft>,
    /// Its identifier as read, sound or not; empty without one.
    pub(crate) id: String,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How it was read.
    pub format: Format,
    /// Its questions in order.
    pub entries: Vec<Entry>,
    /// What was passed over.
    pub notes: Vec<FileNote>,
}
