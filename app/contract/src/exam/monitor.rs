//! Views of the room: who sits, how far they are, and what staff did.

use super::ExamLine;
use crate::{Pager, Refusal};
use chrono::{DateTime, Utc};
use domain::exam::{ItemRef, presence::Connection};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an invigilator did for a candidate a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// The deadline was moved.
    Extended {
        /// By so many minutes.
        minutes: u32,
    },
    /// The paper was opened again.
    Reopened,
}

/// The server's clock for a sitting, as its page asks for it again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// The server's clock, in milliseconds since 1970.
    pub now_ms: i64,
    /// The deadline, in milliseconds since 1970.
    pub deadline_ms: i64,
    /// Whether the asking device may write.
    pub writable: bool,
    /// How the sitting stands.
    pub state: SittingState,
}

/// How a sitting stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SittingState {
    /// It runs.
    Open,
    /// It was handed in.
    Submitted,
    /// It was voided.
    Voided,
}

/// A voided sitting as its candidate sees it.
#[derive(Clone, Debug, Serialize)]
pub struct VoidedView {
    /// The sitting.
    pub attempt: Uuid,
    /// The training it belongs to.
    pub training: Uuid,
    /// The exam's title.
    pub title: String,
    /// For the how-manyeth time.
    pub number: u32,
    /// When it was voided.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A part of the people of an exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Who has not begun.
    Absent,
    /// Who sits.
    Running,
    /// Who passed.
    Passed,
    /// Who failed.
    Failed,
    /// Whose sitting was voided.
    Voided,
}

impl Part {
    /// All parts, in their order on the page.
    pub const ALL: [Self; 5] = [Self::Absent, Self::Running, Self::Passed, Self::Failed, Self::Voided];

    /// The code in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Running => "running",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Voided => "voided",
        }
    }
    /// Reads a code; anything else is no part.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// What is asked of the monitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonitorQuery {
    /// A part of the name of the candidate or the unit.
    #[serde(default)]
    pub q: String,
    /// The code of a [`Part`]; empty for all sittings.
    #[serde(default)]
    pub state: String,
    /// The form that is being filled in: `find`, `staff`, or none. The page stands still meanwhile.
    #[serde(default)]
    pub form: String,
    /// Which page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
}

/// How many people stand how, as far as the asker may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heads {
    /// Attendees without result who have not begun.
    pub absent: u64,
    /// Sittings that run.
    pub running: u64,
    /// Sittings passed.
    pub passed: u64,
    /// Sittings failed.
    pub failed: u64,
    /// Sittings voided.
    pub voided: u64,
}

impl Heads {
    /// How many there are of a part.
    #[must_use]
    pub const fn of(&self, part: Part) -> u64 {
        match part {
            Part::Absent => self.absent,
            Part::Running => self.running,
            Part::Passed => self.passed,
            Part::Failed => self.failed,
            Part::Voided => self.voided,
        }
    }
    /// How many sittings there are.
    #[must_use]
    pub const fn sittings(&self) -> u64 {
        self.running + self.passed + self.failed + self.voided
    }
}

/// An exam as it is watched.
#[derive(Clone, Debug, Serialize)]
pub struct MonitorView {
    /// The exam.
    pub exam: ExamLine,
    /// When this was looked up.
    pub now: DateTime<Utc>,
    /// What was asked.
    pub query: MonitorQuery,
    /// How many people stand how.
    pub heads: Heads,
    /// The sittings, the running ones first; empty where those are asked for who have not begun.
    pub seats: Vec<SeatView>,
    /// Who has not begun, where they are asked for.
    pub absent: Vec<AbsentView>,
    /// Where this page stands.
    pub pager: Pager,
    /// Whether the asker may extend, reopen and void.
    pub may_act: bool,
    /// Who watches over the exam.
    pub invigilators: Vec<InvigilatorView>,
    /// Who could be named besides; nobody, where the asker may not name.
    pub nameable: Vec<InvigilatorView>,
    /// Whether the asker may name invigilators.
    pub may_name: bool,
}

/// Somebody of the office or an area.
#[derive(Clone, Debug, Serialize)]
pub struct InvigilatorView {
    /// The account.
    pub account: Uuid,
    /// The name.
    pub name: String,
    /// The area of an area official; none for the office.
    pub area: Option<String>,
}

/// An attendee who has not begun.
#[derive(Clone, Debug, Serialize)]
pub struct AbsentView {
    /// The attendee.
    pub person: String,
    /// The attendee's unit.
    pub unit: String,
    /// Whether they have read the lesson, without which nobody begins.
    pub has_read: bool,
}

/// One sitting as it is watched.
#[derive(Clone, Debug, Serialize)]
pub struct SeatView {
    /// The sitting.
    pub attempt: Uuid,
    /// The candidate.
    pub person: String,
    /// The candidate's unit.
    pub unit: String,
    /// For the how-manyeth time.
    pub number: u32,
    /// How it stands.
    pub state: SeatState,
    /// Items answered.
    pub answered: u32,
    /// When the last answer was saved.
    pub last_saved: Option<DateTime<Utc>>,
    /// How often the candidate left the page.
    pub times_left: u32,
    /// How the candidate's device is connected.
    pub connection: Connection,
}

/// How a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SeatState {
    /// It runs.
    Running {
        /// Seconds left, never negative.
        seconds_left: i64,
    },
    /// It was handed in.
    HandedIn {
        /// In hundredths of a point.
        score: i32,
        /// Whether it is passed.
        passed: bool,
        /// When.
        at: DateTime<Utc>,
    },
    /// It was voided.
    Voided,
}

/// What is asked of the record of a sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    /// The act whose form is shown: `extend`, `reopen`, `void`, or none.
    #[serde(default)]
    pub act: String,
    /// Which page of steps, from 1.
    #[serde(default)]
    pub page: Option<u64>,
}

/// One sitting with everything that happened in it. Holds no answer and nothing of the key.
#[derive(Clone, Debug, Serialize)]
pub struct AttemptLog {
    /// The exam.
    pub exam: Uuid,
    /// The exam's title.
    pub title: String,
    /// What was asked.
    pub query: LogQuery,
    /// How many items the paper has.
    pub items: u32,
    /// When this was looked up.
    pub now: DateTime<Utc>,
    /// The sitting.
    pub seat: SeatView,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Until when it runs or ran.
    pub deadline: DateTime<Utc>,
    /// What the candidate's browser calls itself; empty where it is not known.
    pub agent: String,
    /// When the candidate's device was last heard of.
    pub seen_at: Option<DateTime<Utc>>,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// Whether the asker may extend, reopen and void.
    pub may_act: bool,
    /// Why it cannot be opened again.
    pub closed_for: Option<Refusal>,
    /// What happened, the newest first.
    pub steps: Vec<StepLine>,
    /// Where this page of steps stands.
    pub pager: Pager,
}

/// One thing that happened in a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// When it reached the server.
    pub at: DateTime<Utc>,
    /// What happened.
    #[serde(flatten)]
    pub what: Moment,
    /// Who of the staff did it; empty for the candidate and the server.
    pub by: String,
}

/// What happened in a sitting, without the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of the steps of the domain")]
pub enum Moment {
    /// It began.
    Started,
    /// An item was shown for the first time.
    Seen { item: ItemRef },
    /// An answer was saved.
    Answered { item: ItemRef, late: bool },
    /// An item was marked for a second look, or unmarked.
    Flagged { item: ItemRef, on: bool },
    /// The candidate left the page.
    Left,
    /// The candidate came back.
    Returned,
    /// Another device took over.
    TakenOver,
    /// It was handed in.
    Submitted { by_deadline: bool },
    /// More time was given.
    Extended { minutes: u32, reason: String },
    /// It was opened again.
    Reopened { minutes: u32, reason: String },
    /// It was voided.
    Voided { reason: String },
    /// The candidate saw the result.
    ResultShown,
}
