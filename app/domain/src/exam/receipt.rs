//! What becomes of what a candidate does: receipts and refusals.

use super::steps::{ItemRef, Malformed};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Why a stored attempt cannot be what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrupt {
    /// It ends before it starts.
    Deadline,
    /// A step could not have been taken.
    Step {
        /// Which, from 0.
        index: usize,
    },
}

/// What became of an answer that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// It is kept and is the current answer.
    Saved,
    /// It is kept; a later one had already arrived and stays current.
    Outdated,
    /// It is kept and marked, but came too late to be scored.
    Late,
    /// It was already kept; nothing was added.
    Already {
        /// Whether it had come too late.
        late: bool,
    },
}

/// Why an answer is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum AnswerRefusal {
    /// There is nothing of that number to answer.
    NotOnPaper {
        /// What was named.
        item: ItemRef,
    },
    /// The answer makes no sense for its question.
    Malformed {
        /// Why.
        why: Malformed,
    },
    /// Under this sequence another answer to the item is kept.
    SequenceReused {
        /// Which sequence.
        client_seq: u64,
    },
    /// The attempt was handed in.
    Submitted {
        /// When.
        at: DateTime<Utc>,
    },
    /// Another device writes now.
    TakenOver {
        /// The lease that may write.
        lease: u32,
    },
    /// The attempt was voided.
    Voided {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why something cannot be done any more: the attempt was handed in or voided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
}

/// Why something about an item is not noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum NoteRefusal {
    /// There is no such item.
    NotOnPaper {
        /// What was named.
        item: ItemRef,
    },
    /// The attempt was handed in or voided.
    Submitted {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why an attempt is not handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum SubmitRefusal {
    /// The server may not hand in before the deadline and its grace.
    NotDue {
        /// When it may.
        until: DateTime<Utc>,
    },
    /// The attempt was voided.
    Voided {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why an attempt is not opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum ReopenRefusal {
    /// It was not handed in: it can be extended instead.
    Running,
    /// It was voided.
    Voided {
        /// When.
        at: DateTime<Utc>,
    },
    /// It was passed.
    Passed,
    /// The candidate has begun a later attempt.
    Later,
    /// The candidate has been shown the right answers.
    Shown {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why an attempt is not voided: it was, before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AlreadyVoided {
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of handing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Submission {
    /// When the attempt was handed in, now or before.
    pub at: DateTime<Utc>,
    /// Whether this call did it.
    pub first: bool,
}
