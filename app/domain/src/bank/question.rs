//! A sound question.

use super::{
    basis::Basis,
    parse::{Defect, Defects, parse},
    raw::{RawOption, RawPart, RawQuestion},
};
use chrono::NaiveDate;
use core::fmt;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};

/// The stable identifier of a question: 1 to 64 of `a–z A–Z 0–9 . _ -`, ordered by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
// Shared, because papers, keys and results hold the same few thousand ids over and over.
pub struct QuestionId(Arc<str>);

impl QuestionId {
    /// Reads an identifier; refuses other characters and other lengths.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let right = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        right.then(|| Self(text.into()))
    }
    /// Gives the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.as_str().to_owned()
    }
}
impl TryFrom<String> for QuestionId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or(text)
    }
}

/// How hard a question is thought to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// 易
    Easy,
    /// 中
    Medium,
    /// 难
    Hard,
}

impl Difficulty {
    /// All levels, the easiest first.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// Gives the name that stands in files and in hashes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
    /// Gives the term of the field.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Easy => "易",
            Self::Medium => "中",
            Self::Hard => "难",
        }
    }
}

/// The type of a question, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// 单选题
    Single,
    /// 多选题
    Multiple,
    /// 判断题
    TrueFalse,
    /// 填空题
    Fill,
    /// 案例题
    Case,
}

impl KindName {
    /// All types, in the order of a paper.
    pub const ALL: [Self; 5] = [Self::Single, Self::Multiple, Self::TrueFalse, Self::Fill, Self::Case];

    /// Gives the name that stands in files and in hashes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true_false",
            Self::Fill => "fill",
            Self::Case => "case",
        }
    }
    /// Gives the term of the field.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Single => "单选题",
            Self::Multiple => "多选题",
            Self::TrueFalse => "判断题",
            Self::Fill => "填空题",
            Self::Case => "案例题",
        }
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the candidate reads.
    pub text: String,
    /// Whether it stays last when options are shuffled.
    pub pin_last: bool,
}

/// What is asked and what is right. Inside a [`Question`] every index of `right` names an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of several options is right.
    Single {
        /// 2 to 8 options.
        options: Vec<Choice>,
        /// Index of the right one.
        right: u8,
    },
    /// Two or more of several options are right.
    Multiple {
        /// 2 to 8 options.
        options: Vec<Choice>,
        /// Indexes of the right ones, at least two.
        right: BTreeSet<u8>,
    },
    /// A statement that holds or does not.
    TrueFalse {
        /// Whether it holds.
        answer: bool,
    },
    /// One blank.
    Fill {
        /// Accepted wordings, at least one, compared after [`fold`](super::text::fold).
        answers: Vec<String>,
    },
    /// A case with questions about it.
    Case {
        /// At least one and at most 20, none of them a case.
        parts: Vec<Part>,
    },
}

impl Kind {
    /// Gives the type.
    #[must_use]
    pub const fn name(&self) -> KindName {
        match self {
            Self::Single { .. } => KindName::Single,
            Self::Multiple { .. } => KindName::Multiple,
            Self::TrueFalse { .. } => KindName::TrueFalse,
            Self::Fill { .. } => KindName::Fill,
            Self::Case { .. } => KindName::Case,
        }
    }
    /// Gives the options, none for types without.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Single { options, .. } | Self::Multiple { options, .. } => options,
            Self::TrueFalse { .. } | Self::Fill { .. } | Self::Case { .. } => &[],
        }
    }
    /// Gives the questions about a case, none for other types.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Case { parts } => parts,
            _ => &[],
        }
    }
}

/// One question about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The question itself.
    pub stem: String,
    /// Never [`Kind::Case`] inside a [`Question`].
    pub kind: Kind,
    /// Why the answer is right; may be empty.
    pub explanation: String,
}

/// A sound question. Made by [`Question::parse`] only, also when it is read from the database: its
/// serialized form is the shape of the bank file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawQuestion", into = "RawQuestion")]
pub struct Question(pub(super) Sound);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sound {
    pub id: QuestionId,
    pub stem: String,
    pub kind: Kind,
    pub explanation: String,
    pub difficulty: Difficulty,
    pub topics: Vec<String>,
    pub sectors: Vec<String>,
    pub audiences: Vec<String>,
    pub basis: Basis,
    pub evidence: Vec<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

impl Question {
    /// Parses a question as written.
    ///
    /// # Errors
    /// Gives every defect at once, so that an editor mends a question in one go.
    pub fn parse(raw: RawQuestion) -> Result<Self, Vec<Defect>> {
        parse(raw)
    }
    /// Gives the identifier.
    #[must_use]
    pub fn id(&self) -> &QuestionId {
        &self.0.id
    }
    /// Gives the question itself.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.0.stem
    }
    /// Gives the type with its content and key.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }
    /// Gives why the answer is right; may be empty.
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.0.explanation
    }
    /// Gives how hard it is thought to be.
    #[must_use]
    pub fn difficulty(&self) -> Difficulty {
        self.0.difficulty
    }
    /// Gives what it is about, the main topic first.
    #[must_use]
    pub fn topics(&self) -> &[String] {
        &self.0.topics
    }
    /// Gives the sectors it is for; none, or "all", means every sector.
    #[must_use]
    pub fn sectors(&self) -> &[String] {
        &self.0.sectors
    }
    /// Gives the people it is for; none means everybody.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.0.audiences
    }
    /// Gives what it rests on.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.0.basis
    }
    /// Gives the facts that stand in its article.
    #[must_use]
    pub fn evidence(&self) -> &[String] {
        &self.0.evidence
    }
    /// Gives the first and last day on which it may be asked.
    #[must_use]
    pub fn validity(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.0.valid_from, self.0.valid_to)
    }
    /// Tells whether it may be asked on a day. Both ends count.
    #[must_use]
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.0.valid_from.is_none_or(|from| from <= day) && self.0.valid_to.is_none_or(|to| day <= to)
    }
    /// Tells whether it is for a sector and an audience. A list that is empty or names "all" admits every one.
    #[must_use]
    pub fn is_for(&self, sector: &str, audience: &str) -> bool {
        let admits =
            |list: &[String], one: &str| list.is_empty() || list.iter().any(|tag| tag == "all" || tag == one);
        admits(&self.0.sectors, sector) && admits(&self.0.audiences, audience)
    }
}

impl TryFrom<RawQuestion> for Question {
    type Error = Defects;
    fn try_from(raw: RawQuestion) -> Result<Self, Defects> {
        Self::parse(raw).map_err(Defects)
    }
}
impl From<Question> for RawQuestion {
    fn from(question: Question) -> Self {
        let Sound {
            id,
            stem,
            kind,
            explanation,
            difficulty,
            topics,
            sectors,
            audiences,
            basis,
            evidence,
            ..
        } = question.0;
        let (name, body) = (kind.name(), raw_body(kind));
        Self {
            id: id.into(),
            kind: name,
            stem,
            options: body.options,
            answer: body.answer,
            answers: body.answers,
            pin_last: false,
            explanation,
            difficulty,
            topics,
            sectors,
            audiences,
            basis: Some(basis.into()),
            evidence,
            valid_from: question.0.valid_from,
            valid_to: question.0.valid_to,
            parts: body.parts,
        }
    }
}

#[derive(Default)]
struct RawBody {
    options: Vec<RawOption>,
    answer: Option<bool>,
    answers: Vec<String>,
    parts: Vec<RawPart>,
}

fn raw_body(kind: Kind) -> RawBody {
    let listed = |options: Vec<Choice>, right: &BTreeSet<u8>| {
        let each = (0u8..).zip(options);
        each.map(|(i, o)| RawOption { text: o.text, correct: right.contains(&i), pin_last: o.pin_last })
            .collect()
    };
    match kind {
        Kind::Single { options, right } => {
            RawBody { options: listed(options, &BTreeSet::from([right])), ..RawBody::default() }
        }
        Kind::Multiple { options, right } => {
            RawBody { options: listed(options, &right), ..RawBody::default() }
        }
        Kind::TrueFalse { answer } => RawBody { answer: Some(answer), ..RawBody::default() },
        Kind::Fill { answers } => RawBody { answers, ..RawBody::default() },
        Kind::Case { parts } => {
            RawBody { parts: parts.into_iter().map(raw_part).collect(), ..RawBody::default() }
        }
    }
}

fn raw_part(part: Part) -> RawPart {
    let (kind, body) = (part.kind.name(), raw_body(part.kind));
    let RawBody { options, answer, answers, .. } = body;
    RawPart {
        kind,
        stem: part.stem,
        options,
        answer,
        answers,
        pin_last: false,
        explanation: part.explanation,
    }
}
