//! Views of what follows a sitting: the wrong-answer book, an exam as it is reviewed, corrected keys.

use crate::exam::{ExamLine, ItemResult};
use chrono::{DateTime, Utc};
use domain::{
    bank::{KindName, RawBasis},
    exam::{delivery::DeliveredItem, grading::Right, review::Ground},
};
use serde::Serialize;
use uuid::Uuid;

/// Somebody's wrong-answer book.
#[derive(Clone, Debug, Serialize)]
pub struct BookView {
    /// The training it is narrowed to, with its title.
    pub training: Option<(Uuid, String)>,
    /// By what the questions rest on, the one with most mistakes first.
    pub groups: Vec<BookGroup>,
    /// All of them.
    pub total: u32,
    /// So many are hidden because they stand on the paper of a running sitting.
    pub hidden: u32,
}

/// The mistakes of one ground.
#[derive(Clone, Debug, Serialize)]
pub struct BookGroup {
    /// Which.
    pub ground: Ground,
    /// The newest first.
    pub mistakes: Vec<MistakeView>,
}

/// One question in the book.
#[derive(Clone, Debug, Serialize)]
pub struct MistakeView {
    /// The sitting in which it was last answered wrongly.
    pub attempt: Uuid,
    /// When that was handed in.
    pub at: DateTime<Utc>,
    /// The training.
    pub training: String,
    /// The question's identifier.
    pub question: String,
    /// Its type.
    pub kind: KindName,
    /// It was tried again since.
    pub tried: bool,
    /// The question with answers, explanation and article; the parts of a case one by one.
    pub items: Vec<ItemResult>,
}

/// A question of the book to be tried again.
#[derive(Clone, Debug, Serialize)]
pub struct RetryView {
    /// The sitting in which it was answered wrongly.
    pub attempt: Uuid,
    /// The question's identifier.
    pub question: String,
    /// The training.
    pub training: Uuid,
    /// The question as it was shown.
    pub item: DeliveredItem,
    /// The trial with what is right; none before something was chosen.
    pub revealed: Option<Vec<ItemResult>>,
    /// So many of the same training are in the book.
    pub left: u32,
    /// The next one.
    pub next: Option<(Uuid, String)>,
}

/// An exam as it is reviewed.
#[derive(Clone, Debug, Serialize)]
pub struct ExamDetail {
    /// Its line in the list.
    pub exam: ExamLine,
    /// The training that ends in it.
    pub training: Option<Uuid>,
    /// From how many hundredths on it is passed.
    pub pass_mark: i32,
    /// People meant, people who sat, and how they stand.
    pub participation: Participation,
    /// The questions that were asked in sittings handed in, by identifier.
    pub items: Vec<AskedItem>,
    /// Corrected keys, those that wait first.
    pub corrections: Vec<CorrectionLine>,
    /// Whether the asker may propose and decide.
    pub may_correct: bool,
}

/// Who took part in an exam.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Participation {
    /// People meant.
    pub meant: u32,
    /// People who handed in at least once.
    pub sat: u32,
    /// Sittings handed in.
    pub handed_in: u32,
    /// People who passed.
    pub passed: u32,
    /// Sittings with a new result after a corrected key.
    pub regraded: u32,
}

/// A question that was asked in an exam.
#[derive(Clone, Debug, Serialize)]
pub struct AskedItem {
    /// Its identifier.
    pub question: String,
    /// Its type.
    pub kind: KindName,
    /// What it asks.
    pub stem: String,
    /// How often it was asked.
    pub asked: u32,
    /// How often it was answered in full, as the valid results say.
    pub right: u32,
}

/// A corrected key in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionLine {
    /// Which.
    pub id: Uuid,
    /// The question's identifier.
    pub question: String,
    /// The question of a case, from 1; 0 for the question itself.
    pub part: u8,
    /// What it asks.
    pub stem: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// What became of it; none while it waits.
    pub decided: Option<Decided>,
}

/// A decision about a corrected key.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// It was approved.
    pub approved: bool,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A question of an exam as it is reviewed.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// The exam.
    pub exam: Uuid,
    /// Its title.
    pub title: String,
    /// Its identifier.
    pub question: String,
    /// How often it was asked in sittings handed in.
    pub asked: u32,
    /// How often it was answered in full.
    pub right: u32,
    /// The story of a case; empty for other types.
    pub story: String,
    /// The question itself, or the questions of a case.
    pub parts: Vec<ReviewedPart>,
    /// Why it is right.
    pub explanation: String,
    /// What it rests on.
    pub basis: RawBasis,
    /// Corrections of it.
    pub corrections: Vec<CorrectionLine>,
    /// Whether the asker may propose one.
    pub may_correct: bool,
}

/// A question with its key, in the order of the bank.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedPart {
    /// The question of a case, from 1; 0 for the question itself.
    pub part: u8,
    /// Its type.
    pub kind: KindName,
    /// What it asks.
    pub stem: String,
    /// The options.
    pub options: Vec<String>,
    /// What is right, with approved corrections.
    pub key: Right,
}

/// A correction with what it would change, or has changed.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// The exam.
    pub exam: Uuid,
    /// Its title.
    pub title: String,
    /// The correction.
    pub line: CorrectionLine,
    /// The question with the key that was valid before.
    pub part: ReviewedPart,
    /// What is right instead.
    pub corrected: Right,
    /// What it changes.
    pub effect: Effect,
    /// The asker may approve it: somebody else proposed it, and it waits.
    pub may_approve: bool,
    /// The asker may refuse or withdraw it.
    pub may_refuse: bool,
}

/// What a correction changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Sittings that had the question; each gets a new result beside the old one.
    pub regraded: u32,
    /// Of them with a higher score.
    pub higher: u32,
    /// Of them with a lower score.
    pub lower: u32,
    /// People who pass by it.
    pub become_passed: u32,
    /// People whose new score is below the mark and who stay passed.
    pub kept: u32,
}
