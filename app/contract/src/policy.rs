//! Views of the training policy matrix.

use chrono::{DateTime, NaiveDate, Utc};
use domain::policy::{Change, Row};
use serde::{Deserialize, Serialize};

/// A version in a list.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct VersionLine {
    pub number: u32,
    /// `draft`, `approved` or `dropped`.
    pub status: String,
    pub effective_on: NaiveDate,
    pub note: String,
    pub drafted_by: String,
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    pub rows: usize,
}

/// One version of the matrix, and how it differs from another.
#[derive(Clone, Debug)]
pub struct PolicyView {
    /// All versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The version shown; none where there is none yet.
    pub shown: Option<VersionLine>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The version it is compared with, and what differs.
    pub compared: Option<(u32, Vec<Change>)>,
    /// The version that holds today.
    pub in_force: Option<u32>,
    /// Whether the asker may write.
    pub may_edit: bool,
    /// Whether the asker may approve the draft: they did not change it last.
    pub may_approve: bool,
    /// Today.
    pub today: NaiveDate,
}

/// The form of a row.
#[derive(Clone, Debug)]
pub struct PolicyRowView {
    /// The draft it belongs to.
    pub number: u32,
    /// As it stands; none of a new one.
    pub row: Option<Row>,
}

/// What is filled in for a row; the scope comes as pairs beside it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PolicyRowForm {
    pub code: String,
    pub topic: String,
    pub title: String,
    pub frequency: String,
    pub hours: String,
    pub within_days: String,
    pub content: String,
    pub reach: String,
    pub law: String,
    pub article: String,
    pub trust: String,
}
