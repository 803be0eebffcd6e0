//! Views of files of questions: what an import would do, and what an export leaves out.

use super::{BankHead, QuestionQuery};
use crate::{
    Pager,
    exchange::{CellIssue, FileNote, Format, Left, Place, RowNote},
};
use chrono::{DateTime, Utc};
use domain::bank::RawQuestion;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The page on which a file is chosen.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionImportPage {
    /// The bank.
    pub bank: BankHead,
    /// The largest file in mebibytes.
    pub limit_mib: u32,
}

/// What an import makes of a question, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionVerdict {
    /// Something is wrong; nothing of the file can be taken in.
    Wrong,
    /// Published, and something differs.
    Changed,
    /// Not published yet.
    New,
    /// Published, and all the same.
    Same,
}

impl QuestionVerdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Wrong, Self::Changed, Self::New, Self::Same];

    /// The code in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Same => "same",
        }
    }
}

/// How many questions of a file came to which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionTally {
    /// Something is wrong.
    pub wrong: u32,
    /// Published, and something differs.
    pub changed: u32,
    /// Not published yet.
    pub new: u32,
    /// All the same.
    pub same: u32,
    /// New or changed ones that ask nearly the same as another.
    pub alike: u32,
}

impl QuestionTally {
    /// All questions.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.wrong + self.changed + self.new + self.same
    }
}

/// A question that asks nearly the same.
#[derive(Clone, Debug, Serialize)]
pub struct AlikeQuestion {
    /// Its number, published or to be given.
    pub id: String,
    /// Where it stands, if it is in the file too.
    pub place: Option<Place>,
    /// How alike the two are, in per mille.
    pub likeness: u32,
    /// What it says.
    pub question: RawQuestion,
}

/// One question of a file.
#[derive(Clone, Debug, Serialize)]
pub struct ImportRow {
    /// Where it begins.
    pub place: Place,
    /// The number that it has or would get; none for a wrong one without.
    pub id: Option<String>,
    /// What it asks.
    pub stem: String,
    /// What an import makes of it.
    pub verdict: QuestionVerdict,
    /// Everything that is wrong.
    pub issues: Vec<CellIssue>,
    /// What the reader did by itself.
    pub notes: Vec<RowNote>,
    /// What is published; for a changed one.
    pub before: Option<RawQuestion>,
    /// What it would be; for a new or changed one.
    pub after: Option<RawQuestion>,
    /// What it nearly repeats.
    pub alike: Option<AlikeQuestion>,
}

/// Which questions of a file are shown.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ImportQuery {
    /// The code of a verdict, `alike`, or empty for all.
    pub verdict: String,
    /// The page, from 1.
    pub page: Option<u64>,
}

/// What the import of a kept file would do.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionImportPreview {
    /// The bank.
    pub bank: BankHead,
    /// The kept file.
    pub upload: Uuid,
    /// Its name.
    pub file: String,
    /// As what it was read.
    pub format: Format,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The figures.
    pub tally: QuestionTally,
    /// What was passed over.
    pub notes: Vec<FileNote>,
    /// What is shown.
    pub query: ImportQuery,
    /// A page of the questions.
    pub rows: Vec<ImportRow>,
    /// Where that page stands.
    pub pager: Pager,
}

/// What a format would leave out.
#[derive(Clone, Debug, Serialize)]
pub struct ExportChoice {
    /// The format.
    pub format: Format,
    /// How many questions would be in the file.
    pub held: u32,
    /// What would be left out, and of how many questions.
    pub left: Vec<LeftCount>,
}

/// Something that is left out.
#[derive(Clone, Debug, Serialize)]
pub struct LeftCount {
    /// What.
    pub what: Left,
    /// Of how many questions.
    pub questions: u32,
    /// The first of their numbers.
    pub first: Vec<String>,
}

/// The page on which a format is chosen.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionExportPage {
    /// The bank.
    pub bank: BankHead,
    /// Which questions.
    pub query: QuestionQuery,
    /// How many they are.
    pub questions: u32,
    /// The formats with what each leaves out.
    pub choices: Vec<ExportChoice>,
}
