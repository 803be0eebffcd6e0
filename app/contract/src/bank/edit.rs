//! Views of a bank under work: its questions, one question with its past, proposals, versions.

use super::Withdrawn;
use crate::{Pager, exam::RightAnswer, results::ItemFigures};
use chrono::{DateTime, Utc};
use domain::{
    bank::{
        Difficulty, KindName, RawBasis, RawQuestion, Report,
        edit::{EditAct, EditState},
    },
    exam::delivery::DeliveredItem,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A bank in the head of its pages.
#[derive(Clone, Debug, Serialize)]
pub struct BankHead {
    /// Stable for ever.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its newest version; none while nothing is published.
    pub newest: Option<VersionLine>,
    /// Whether the asker may write and review.
    pub may_edit: bool,
}

/// A frozen version.
#[derive(Clone, Debug, Serialize)]
pub struct VersionLine {
    /// Which.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: i32,
    /// When it was frozen.
    pub published_at: DateTime<Utc>,
    /// The hash of what is asked and what is right, 64 hexadecimal characters.
    pub content_hash: String,
    /// Since when and why nothing new may rest on it.
    pub withdrawn: Option<Withdrawn>,
}

/// What a list of questions is asked for; an empty text asks for nothing.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct QuestionQuery {
    /// A part of the number or the wording.
    pub q: String,
    /// The type's code.
    pub kind: String,
    /// The difficulty's code.
    pub difficulty: String,
    /// The main topic.
    pub topic: String,
    /// A law's key.
    pub law: String,
    /// A sector's code.
    pub sector: String,
    /// A position's code.
    pub audience: String,
    /// Empty for what is published, `open` for all open proposals, or a proposal's state.
    pub state: String,
    /// The page, from 1.
    pub page: Option<u64>,
}

/// The questions of a bank.
#[derive(Clone, Debug, Serialize)]
pub struct BankPage {
    /// The bank.
    pub bank: BankHead,
    /// What is asked for.
    pub query: QuestionQuery,
    /// How many questions the newest version has.
    pub published: u32,
    /// How many proposals are in each open state.
    pub states: Vec<(StateCode, u32)>,
    /// The main topics of the newest version.
    pub topics: Vec<String>,
    /// One page of them.
    pub rows: Vec<QuestionLine>,
    /// Where that page stands.
    pub pager: Pager,
}

/// A state, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateCode(pub EditState);

impl Serialize for StateCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

/// A question in a list.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionLine {
    /// Its number.
    pub id: String,
    /// Its type.
    pub kind: KindName,
    /// How hard it is thought to be.
    pub difficulty: Difficulty,
    /// Its main topic.
    pub topic: String,
    /// What it asks.
    pub stem: String,
    /// What it rests on.
    pub basis: Option<RawBasis>,
    /// Its open proposal.
    pub edit: Option<EditLine>,
    /// How it was answered.
    pub use_: Use,
}

/// How a question was answered in all exams that are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Use {
    /// In how many exams.
    pub exams: u32,
    /// How often.
    pub asked: u32,
    /// How often in full.
    pub full: u32,
}

/// A proposal in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EditLine {
    /// Which.
    pub id: Uuid,
    /// How far it has come.
    pub state: StateCode,
    /// What it does.
    pub aim: Aim,
    /// Whether the asker wrote it.
    pub own: bool,
}

/// What a proposal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Adds a question.
    Add,
    /// Changes one.
    Change,
    /// Takes one out.
    Retire,
}

/// A question with everything that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionPage {
    /// The bank.
    pub bank: BankHead,
    /// Its number.
    pub id: String,
    /// As it stands in the newest version; none where it does not.
    pub current: Option<Shown>,
    /// The open proposal.
    pub open: Option<EditShown>,
    /// In which versions it appeared, changed or left, the newest first.
    pub history: Vec<HistoryLine>,
    /// Proposals that are no longer open, the newest first.
    pub past: Vec<PastEdit>,
    /// How it was answered, by exam, the newest first.
    pub uses: Vec<UseLine>,
}

/// A question as a candidate sees it, with its answers.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The whole of it.
    pub raw: RawQuestion,
    /// As a candidate sees it, options in the order of the bank.
    #[serde(skip)]
    pub item: DeliveredItem,
    /// What is right, of a case for each of its questions.
    pub answers: Vec<RightAnswer>,
}

/// An open proposal.
#[derive(Clone, Debug, Serialize)]
pub struct EditShown {
    /// Which.
    pub id: Uuid,
    /// How far it has come.
    pub state: StateCode,
    /// What it does.
    pub aim: Aim,
    /// Who wrote it.
    pub author: String,
    /// Whether the asker did.
    pub own: bool,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who reviewed it or sent it back, and when.
    pub reviewed: Option<(String, DateTime<Utc>)>,
    /// What they said.
    pub note: String,
    /// What it was when the proposal was written.
    pub base: Option<RawQuestion>,
    /// What it is to be.
    pub body: Option<Shown>,
    /// The published wording is another one by now.
    pub stale: bool,
    /// What the asker may do.
    #[serde(skip)]
    pub acts: Vec<EditAct>,
}

/// A version in the life of a question.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryLine {
    /// The version's number.
    pub version: i32,
    /// When it was frozen.
    pub at: DateTime<Utc>,
    /// What it was before; none where it appeared.
    pub before: Option<RawQuestion>,
    /// What it became; none where it left.
    pub after: Option<RawQuestion>,
}

/// A proposal that is no longer open.
#[derive(Clone, Debug, Serialize)]
pub struct PastEdit {
    /// What became of it.
    pub state: StateCode,
    /// What it did.
    pub aim: Aim,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Who agreed.
    pub reviewer: Option<String>,
    /// Why.
    pub reason: String,
}

/// How a question was answered in an exam.
#[derive(Clone, Debug, Serialize)]
pub struct UseLine {
    /// The exam.
    pub exam: Uuid,
    /// Its title.
    pub title: String,
    /// How often it was asked.
    pub asked: u32,
    /// How often it was answered in full.
    pub full: u32,
    /// Its figures; none where fewer than 30 people had it.
    pub figures: Option<ItemFigures>,
}

/// A question being written.
#[derive(Clone, Debug)]
pub struct WritePage {
    /// The bank.
    pub bank: BankHead,
    /// Its number; none for a new question.
    pub id: Option<String>,
    /// Whether the number is fixed: it is published, or its proposal is kept.
    pub published: bool,
    /// The form as it was kept.
    pub form: crate::bank::QuestionForm,
    /// What the reviewer said when the proposal came back.
    pub note: String,
    /// The main topics of the bank.
    pub topics: Vec<String>,
}

/// What publishing would do.
#[derive(Clone, Debug, Serialize)]
pub struct PublishPage {
    /// The bank.
    pub bank: BankHead,
    /// The approved proposals.
    pub edits: Vec<PublishLine>,
    /// How many questions the next version would have.
    pub questions: u32,
    /// What the check finds in it; nothing where it cannot be put together.
    pub report: Option<Report>,
    /// Questions whose published wording has changed since their proposals were written.
    pub stale: Vec<String>,
    /// How many wait for review.
    pub submitted: u32,
}

/// An approved proposal.
#[derive(Clone, Debug, Serialize)]
pub struct PublishLine {
    /// The question.
    pub question: String,
    /// What it asks.
    pub stem: String,
    /// What the proposal does.
    pub aim: Aim,
    /// Who wrote it.
    pub author: String,
    /// Who agreed.
    pub reviewer: String,
}

/// The versions of a bank.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsPage {
    /// The bank.
    pub bank: BankHead,
    /// All versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The one that is compared.
    pub chosen: Option<i32>,
    /// The one it is compared with.
    pub against: Option<i32>,
    /// What differs.
    pub changes: Vec<ChangeLine>,
}

/// A question that differs between two versions.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLine {
    /// Which.
    pub id: String,
    /// As it was.
    pub before: Option<RawQuestion>,
    /// As it is.
    pub after: Option<RawQuestion>,
}
