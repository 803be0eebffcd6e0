//! What an archive looks like, wherever it is shown: facts, then sections with rows.

use crate::Pager;
use chrono::NaiveDate;

/// What a value means, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// No judgement.
    Plain,
    /// Passed, valid.
    Good,
    /// Due soon, open.
    Warn,
    /// Failed, over.
    Bad,
}

/// A value in a fact or a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// Words that lead somewhere on screen.
    Link(String, String),
    /// A whole number.
    Whole(i64),
    /// Points in hundredths.
    Points(i32),
    /// A day.
    Date(NaiveDate),
    /// A state.
    State(String, Mood),
    /// The law asks for it and nobody recorded it: 未登记.
    Unknown,
    /// Nothing, rightly.
    Nothing,
}

impl Value {
    /// What the law asks for: words, or 未登记.
    #[must_use]
    pub fn asked(text: &str) -> Self {
        if text.trim().is_empty() { Self::Unknown } else { Self::Text(text.to_owned()) }
    }
    /// Words, or nothing.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
    /// A day, or nothing.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Date)
    }
    /// Points, or nothing.
    #[must_use]
    pub fn points(points: Option<i32>) -> Self {
        points.map_or(Self::Nothing, Self::Points)
    }
    /// As people read it; nothing is a dash.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Link(text, _) | Self::State(text, _) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Points(points) => match (points / 100, points % 100) {
                (whole, 0) => whole.to_string(),
                (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
                (whole, rest) => format!("{whole}.{rest:02}"),
            },
            Self::Date(day) => day.to_string(),
            Self::Unknown => "未登记".into(),
            Self::Nothing => "—".into(),
        }
    }
}

/// A column of a section: its name, and its width in Latin characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The name.
    pub name: &'static str,
    /// The width.
    pub width: u8,
    /// Set flush right.
    pub figures: bool,
}

/// A part of an archive with rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the rows are.
    pub title: &'static str,
    /// The columns.
    pub columns: Vec<Heading>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// What is said where there are none.
    pub empty: &'static str,
    /// Where a page of rows stands in the whole, on screen.
    pub pager: Option<Pager>,
}

/// A whole archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// 一人一档, 一期一档 or 一企一档.
    pub title: &'static str,
    /// Whom or what it is about.
    pub about: String,
    /// What is to be noticed first.
    pub notices: Vec<String>,
    /// What is known of it.
    pub facts: Vec<(&'static str, Value)>,
    /// The records.
    pub sections: Vec<Section>,
    /// Who signs on paper.
    pub signatures: &'static [&'static str],
}
