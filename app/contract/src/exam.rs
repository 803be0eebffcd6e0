//! Views of exams.

use domain::exam::{GivenAnswer, ItemRef, delivery::DeliveredItem};
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
