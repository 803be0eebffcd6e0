//! Views of what follows a sitting: the wrong-answer book, an exam as it is reviewed, corrected keys.

use crate::exam::{ExamLine, ItemResult};
use chrono::{DateTime, Utc};
use domain::{
    bank::{KindName, RawBasis},
    exam::{delivery::DeliveredItem, grading::Right, review::Ground},
};
use serde::{Deserialize, Serialize};
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
    /// The figures of the whole; how many first sittings there are where they are fewer than 30.
    pub figures: Result<ExamFigures, u32>,
    /// How alike the papers are, where there are figures.
    pub equivalence: Option<EquivalenceFacts>,
    /// The questions that were asked in sittings handed in, by identifier.
    pub items: Vec<AskedItem>,
    /// Corrected keys, those that wait first.
    pub amendments: Vec<CorrectionLine>,
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
    /// Its figures; none where fewer than 30 people had it in their first sitting.
    pub figures: Option<ItemFigures>,
}

/// The figures of an exam, from each person's first sitting.
#[derive(Clone, Debug, Serialize)]
pub struct ExamFigures {
    /// How many sittings.
    pub attempts: u32,
    /// The mean score, in hundredths of a point.
    pub mean: i32,
    /// The median, in hundredths.
    pub median: i32,
    /// The standard deviation, in hundredths.
    pub deviation: i32,
    /// How many scores lie in each ten points; 100 belongs to the last.
    pub distribution: Vec<u32>,
    /// Cronbach's α over the places of the paper, in thousandths.
    pub reliability: Option<i32>,
    /// The standard error of measurement, in hundredths of a point.
    pub standard_error: Option<i32>,
}

/// The figures of a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ItemFigures {
    /// How many people had it.
    pub attempts: u32,
    /// The mean share of its points that was earned, in thousandths.
    pub facility: i32,
    /// The correlation with the rest of the paper, in thousandths.
    pub item_rest: Option<i32>,
    /// The discriminative efficiency, in thousandths.
    pub efficiency: Option<i32>,
    /// How often each option was chosen.
    pub options: Vec<OptionFact>,
    /// The size of the high group (27 %).
    pub high: u32,
    /// The size of the low group.
    pub low: u32,
    /// What to look at.
    pub flags: Vec<ItemFlag>,
}

/// How often an option was chosen.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OptionFact {
    /// Its place in the bank, from 0; of a statement 0 is 正确 and 1 错误.
    pub option: u8,
    /// Whether it is right.
    pub right: bool,
    /// By how many in all.
    pub all: u32,
    /// By how many of the high group.
    pub high: u32,
    /// By how many of the low group.
    pub low: u32,
}

/// What makes a question worth looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flag", rename_all = "snake_case")]
pub enum ItemFlag {
    /// Nearly everybody knows it.
    TooEasy,
    /// It is answered as if by chance.
    NearGuessing,
    /// It does not tell the strong from the weak.
    WeakDiscrimination,
    /// A wrong option attracts the strong.
    AttractsTheStrong {
        /// Its place in the bank, from 0.
        option: u8,
    },
}

/// How alike the papers of an exam are.
#[derive(Clone, Debug, Serialize)]
pub struct EquivalenceFacts {
    /// How many were compared.
    pub papers: u32,
    /// Items that two papers share on average, in thousandths.
    pub overlap: i32,
    /// Items that two papers share at most.
    pub most_overlap: u32,
    /// The expected score on average, in hundredths of a point.
    pub expected: i32,
    /// Its standard deviation, in hundredths.
    pub spread: i32,
    /// How often the most exposed question was drawn against the ideal, in thousandths.
    pub exposure: i32,
    /// How often the right one of four options stood at A, B, C, D; χ² of all in thousandths, and its freedom.
    pub key: Option<(Vec<u32>, i32, u32)>,
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
    /// Its figures; none where fewer than 30 people had it in their first sitting.
    pub figures: Option<ItemFigures>,
    /// Corrections of it.
    pub amendments: Vec<CorrectionLine>,
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
    pub amended: Right,
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
