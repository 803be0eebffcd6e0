//! Views of the rooms of an exam.

use super::{ExamLine, SeatState};
use chrono::{DateTime, Utc};
use domain::exam::delivery::DeliveredItem;
use serde::Serialize;
use uuid::Uuid;

/// The rooms of an exam.
#[derive(Clone, Debug, Serialize)]
pub struct RoomsView {
    /// The exam.
    pub exam: ExamLine,
    /// The last one to begin first.
    pub rooms: Vec<RoomLine>,
    /// How many could still be seated.
    pub unseated: u64,
    /// The areas to choose from.
    pub areas: Vec<(Uuid, String)>,
    /// Whether the asker may set up a room.
    pub may_open: bool,
    /// Whole minutes that the writing down of a start may take from now on, for the form.
    pub proposed_start: String,
}

/// One room.
#[derive(Clone, Debug, Serialize)]
pub struct RoomLine {
    /// The room.
    pub id: Uuid,
    /// Where it is.
    pub place: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Its seats.
    pub seats: u32,
    /// Those that have begun.
    pub begun: u32,
    /// Those that have handed in.
    pub handed_in: u32,
    /// The word read out in the room, where one is asked for.
    pub entry_code: Option<String>,
    /// The networks it may be entered from, empty for all.
    pub networks: String,
    /// The hash over the hashes of its papers.
    pub papers_hash: String,
}

/// A room with its seats.
#[derive(Clone, Debug, Serialize)]
pub struct RoomView {
    /// The exam.
    pub exam: ExamLine,
    /// The room.
    pub room: RoomLine,
    /// By seat.
    pub seats: Vec<RoomSeat>,
    /// Whether the asker may print papers and key answers in.
    pub may_key_in: bool,
}

/// One seat.
#[derive(Clone, Debug, Serialize)]
pub struct RoomSeat {
    /// The seat, from 1.
    pub seat: u32,
    /// The person.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// How their sitting stands; none before it begins.
    pub state: Option<SeatState>,
}

/// The papers of a room, to be printed: nothing in them tells what is right.
#[derive(Clone, Debug, Serialize)]
pub struct PapersView {
    /// The exam.
    pub exam: ExamLine,
    /// The room.
    pub room: RoomLine,
    /// By seat.
    pub papers: Vec<PrintedPaper>,
}

/// One paper to be printed.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedPaper {
    /// Whose.
    pub seat: RoomSeat,
    /// The first characters of the paper's hash, printed on it.
    pub mark: String,
    /// The items in their order.
    pub items: Vec<DeliveredItem>,
}

/// What a person is told of their seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MySeat {
    /// Where.
    pub place: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Which seat, from 1.
    pub seat: u32,
    /// Whether an entry code is asked for.
    pub needs_code: bool,
    /// Whether it has begun.
    pub begun: bool,
}
