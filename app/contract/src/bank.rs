//! Views of question banks.

mod edit;
mod form;
mod import;

pub use edit::*;
pub use form::{BodyForm, OPTIONS, PARTS, PartForm, QuestionFault, QuestionForm};
pub use import::*;

use chrono::{DateTime, Utc};
use domain::bank::{Difficulty, KindName};
use serde::Serialize;
use uuid::Uuid;

/// The frozen banks of a street.
#[derive(Clone, Debug, Serialize)]
pub struct BanksView {
    /// The newest version of each, by code.
    pub banks: Vec<BankView>,
    /// Banks without a version yet.
    pub unpublished: Vec<BankStub>,
}

/// A bank of which no version is frozen yet.
#[derive(Clone, Debug, Serialize)]
pub struct BankStub {
    /// Stable for ever.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// How many proposals are open.
    pub edits: u32,
}

/// One frozen bank.
#[derive(Clone, Debug, Serialize)]
pub struct BankView {
    /// The frozen version.
    pub id: Uuid,
    /// Stable for ever.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The number of the version, from 1.
    pub version: i32,
    /// How many older versions are kept.
    pub older: u32,
    /// How many proposals are open.
    pub edits: u32,
    /// The hash of what is asked and what is right, 64 hexadecimal characters.
    pub content_hash: String,
    /// When it was frozen.
    pub published_at: DateTime<Utc>,
    /// Since when and why nothing new may rest on it.
    pub withdrawn: Option<Withdrawn>,
    /// All questions.
    pub questions: u32,
    /// Questions by type; types without any are left out.
    pub kinds: Vec<KindCount>,
    /// Questions by difficulty, the easiest first.
    pub difficulties: Vec<DifficultyCount>,
}

/// That a version was withdrawn.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawn {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Questions of a type.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct KindCount {
    /// The type.
    pub kind: KindName,
    /// How many.
    pub questions: u32,
}

/// Questions of a difficulty.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DifficultyCount {
    /// How hard they are.
    pub difficulty: Difficulty,
    /// How many.
    pub questions: u32,
}
