//! Views of notices and of messages that leave the platform.

use crate::Pager;
use chrono::{DateTime, Utc};
use domain::notice::Kind;
use serde::Serialize;
use uuid::Uuid;

/// A notice in the own inbox.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct NoticeLine {
    pub kind: Option<Kind>,
    pub body: String,
    pub path: String,
    pub made_at: DateTime<Utc>,
    pub unread: bool,
}

/// The own inbox.
#[derive(Clone, Debug, Serialize)]
pub struct InboxView {
    /// The notices, the newest first.
    pub notices: Vec<NoticeLine>,
    /// Where the page stands.
    pub pager: Pager,
}

/// A message of the outbox.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct OutboxLine {
    pub id: Uuid,
    pub channel: String,
    pub recipient: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    pub tries: u32,
    pub made_at: DateTime<Utc>,
    pub next_at: DateTime<Utc>,
    pub last_error: Option<String>,
}

/// The outbox, for the administrator.
#[derive(Clone, Debug, Serialize)]
pub struct OutboxView {
    /// The newest messages, those that failed first.
    pub messages: Vec<OutboxLine>,
}
