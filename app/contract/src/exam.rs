//! Views of exams.

mod monitor;
mod room;

pub use monitor::{
    AbsentView, AttemptLog, ClockView, Heads, InvigilatorView, LogQuery, Moment, MonitorQuery, MonitorView,
    News, Part, SeatState, SeatView, SittingState, StepLine, VoidedView,
};
pub use room::{MySeat, PapersView, PrintedPaper, RoomLine, RoomSeat, RoomView, RoomsView};

use crate::Pager;
use chrono::{DateTime, Utc};
use domain::{
    bank::{KindName, RawBasis},
    exam::{GivenAnswer, ItemRef, delivery::DeliveredItem, grading::Mark, review::Ground},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A sitting as its candidate sees it. Holds nothing of the right answers: no type in it can.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetView {
    /// The sitting.
    pub attempt: Uuid,
    /// The exam's title.
    pub title: String,
    /// The items in the order of the paper.
    pub items: Vec<DeliveredItem>,
    /// What is saved.
    pub answers: Vec<SavedAnswer>,
    /// The items flagged by the candidate.
    pub flags: Vec<ItemRef>,
    /// The writer lease of the device that asks.
    pub lease: u32,
    /// Whether this device holds the lease; otherwise the page is read-only and offers to take over.
    pub writable: bool,
    /// The number that this device's next answer carries.
    pub next_seq: u64,
    /// The deadline, in milliseconds since 1970.
    pub deadline_ms: i64,
    /// The server's clock when the view was made, in milliseconds since 1970.
    pub now_ms: i64,
    /// The item shown first, from 1.
    pub current: u16,
    /// Whether the page shows the list of items instead of one (`?item=0`).
    pub overview: bool,
    /// What an invigilator has just done for the candidate.
    pub news: Option<News>,
}

/// A saved answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedAnswer {
    /// Of which item.
    pub item: ItemRef,
    /// As the candidate gave it, in the letters shown.
    pub answer: GivenAnswer,
}

/// The acknowledgement of a saved answer: it is durable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The number the answer carried.
    pub seq: u64,
    /// It came after the deadline and its grace: kept, not scored.
    pub late: bool,
    /// Milliseconds left, never negative.
    pub remaining_ms: i64,
}

/// The result of a sitting, shown after it was handed in and never before.
#[derive(Clone, Debug, Serialize)]
pub struct ResultView {
    /// The sitting.
    pub attempt: Uuid,
    /// The training it belongs to.
    pub training: Uuid,
    /// The exam's title.
    pub title: String,
    /// For the how-manyeth time.
    pub number: u32,
    /// In hundredths of a point.
    pub score: i32,
    /// From how many hundredths on it is passed.
    pub pass_mark: i32,
    /// Whether it is passed.
    pub passed: bool,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it was handed in.
    pub submitted_at: DateTime<Utc>,
    /// The server handed it in at the deadline.
    pub by_deadline: bool,
    /// Answers that came too late to be scored.
    pub late: u32,
    /// Items answered in full, as the valid result says.
    pub right: u32,
    /// All items.
    pub of: u32,
    /// By what the questions rest on, the weakest first; at most eight.
    pub grounds: Vec<GroundResult>,
    /// New results after a corrected key, the first one first. The score above is the last one's.
    pub regrades: Vec<RegradeFact>,
    /// Item by item, in the order of the paper.
    pub items: Vec<ItemResult>,
    /// So many items are left out because they stand on the paper of a running sitting.
    pub withheld: u32,
    /// What to do now.
    pub next: NextStep,
    /// There is one paper for all, so items and topics are held back until this instant.
    pub held_until: Option<DateTime<Utc>>,
}

/// The result of what rests on one ground.
#[derive(Clone, Debug, Serialize)]
pub struct GroundResult {
    /// Which.
    pub ground: Ground,
    /// Earned, in hundredths of a point.
    pub points: i32,
    /// To be earned.
    pub of: i32,
    /// Items answered in full.
    pub right: u32,
    /// All items.
    pub items: u32,
    /// The same by topic, the weakest first.
    pub topics: Vec<TopicResult>,
}

/// A new result after a corrected key.
#[derive(Clone, Debug, Serialize)]
pub struct RegradeFact {
    /// The corrected item on this paper.
    pub item: ItemRef,
    /// Why it was corrected.
    pub reason: String,
    /// The score before, in hundredths.
    pub old_score: i32,
    /// The score since.
    pub score: i32,
    /// It became passed by this.
    pub became_passed: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// The result of one topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicResult {
    /// Which.
    pub topic: String,
    /// Earned, in hundredths of a point.
    pub points: i32,
    /// To be earned.
    pub of: i32,
    /// Items answered in full.
    pub right: u32,
    /// All items.
    pub items: u32,
}

/// One item with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct ItemResult {
    /// Which.
    pub item: ItemRef,
    /// Its type.
    pub kind: KindName,
    /// How it was answered.
    pub mark: Mark,
    /// Earned, in hundredths of a point.
    pub points: i32,
    /// To be earned.
    pub of: i32,
    /// The story of a case, with its first question.
    pub story: Option<String>,
    /// The question.
    pub stem: String,
    /// The options in the order shown; empty for types without.
    pub options: Vec<OptionResult>,
    /// What was answered, in the letters shown.
    pub given: Option<GivenAnswer>,
    /// What is right, in the letters shown.
    pub right: RightAnswer,
    /// Why.
    pub explanation: String,
    /// What it rests on.
    pub basis: RawBasis,
}

/// One option with its truth.
#[derive(Clone, Debug, Serialize)]
pub struct OptionResult {
    /// As shown.
    pub letter: char,
    /// What it says.
    pub text: String,
    /// It was chosen.
    pub chosen: bool,
    /// It belongs to the answer.
    pub right: bool,
}

/// What is right.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RightAnswer {
    /// The letters shown.
    Letters(String),
    /// Whether the statement holds.
    Truth(bool),
    /// One of these wordings.
    Words(Vec<String>),
    /// Whatever was answered: the question turned out to be unusable.
    Anything,
}

/// What to do after a result.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum NextStep {
    /// It was a contest: wait for the ranking.
    Ranking,
    /// It was a test of officials and is passed: nothing follows.
    Done,
    /// Passed: the certificate, where it is issued already.
    Certificate {
        /// Its number.
        serial: Option<String>,
    },
    /// Failed: study, then sit again.
    Retake {
        /// Sittings left.
        left: u32,
        /// Wrong answers that are to be worked through before.
        mistakes: u32,
        /// Not before this instant.
        from: DateTime<Utc>,
        /// Not after this instant.
        until: DateTime<Utc>,
    },
    /// A later sitting is running or done; this result is an old one.
    Later,
    /// Failed and no sitting is left, or the exam is over: the training again.
    TrainAgain,
}

/// The exams of a street.
#[derive(Clone, Debug, Serialize)]
pub struct ExamsView {
    /// The newest first.
    pub exams: Vec<ExamLine>,
    /// Where this page stands.
    pub pager: Pager,
}

/// One exam in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ExamLine {
    /// The exam.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// From when on it can be sat.
    pub opens_at: DateTime<Utc>,
    /// Until when.
    pub closes_at: DateTime<Utc>,
    /// Whether it can be sat now.
    pub open: bool,
    /// Whether its time is over.
    pub over: bool,
    /// How long a sitting lasts.
    pub minutes: u16,
    /// How many items a paper has.
    pub items: u32,
    /// Sittings that run.
    pub running: u32,
    /// Sittings passed.
    pub passed: u32,
    /// Sittings failed.
    pub failed: u32,
    /// The commitment to the exam's secret.
    pub commitment: String,
}
