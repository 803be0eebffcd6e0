//! Views of the log.

use chrono::{DateTime, Utc};

/// One page of the log.
#[derive(Clone, Debug)]
pub struct LogView {
    /// The entries, the newest first.
    pub entries: Vec<LogLine>,
    /// The event that is filtered by, or nothing.
    pub event: String,
    /// Where they stand in the whole.
    pub pager: crate::Pager,
}

/// One entry of the log.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct LogLine {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub role: String,
    pub address: String,
    pub event: String,
    pub subject: String,
    pub detail: String,
    pub leaf: String,
}

/// The auditor's first page.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct AuditHome {
    pub street: String,
    pub certificates: u64,
    pub entries: u64,
    pub last_entry: Option<DateTime<Utc>>,
}
