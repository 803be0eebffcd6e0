//! Spot tests as they are shown.

use crate::{Pager, exam::ItemResult};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{exam::delivery::DeliveredItem, organization::Sector, spot::Absence};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The inspector's first page.
#[derive(Clone, Debug, Serialize)]
pub struct SpotStart {
    /// What was searched for.
    pub q: String,
    /// The units found, by name.
    pub units: Vec<SpotUnit>,
    /// Where this page stands among them.
    pub pager: Pager,
    /// The unit that was chosen.
    pub chosen: Option<SpotUnit>,
    /// The asker's own latest tests.
    pub latest: Vec<SpotLine>,
}

/// A unit that can be tested.
#[derive(Clone, Debug, Serialize)]
pub struct SpotUnit {
    /// The unit.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// Its address.
    pub address: String,
    /// How many workers in post could be drawn; counted for a chosen unit only.
    pub workers: Option<u32>,
}

/// Counts of one or several tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SpotTally {
    /// Called in all.
    pub called: u32,
    /// Absent.
    pub absent: u32,
    /// Handed in.
    pub tested: u32,
    /// Handed in and passed.
    pub passed: u32,
    /// Handed in late (补交), among those tested.
    pub late: u32,
    /// Passed of tested in tenths of a percent.
    pub rate: Option<u32>,
    /// The rate is below the threshold.
    pub low: bool,
}

/// How a test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpotState {
    /// Its roster is frozen, nobody is drawn.
    Opened,
    /// Workers are drawn.
    Running,
    /// It has ended.
    Ended,
}

/// One test in a list.
#[derive(Clone, Debug, Serialize)]
pub struct SpotLine {
    /// The test.
    pub id: Uuid,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The unit.
    pub unit: String,
    /// The unit's area.
    pub area: String,
    /// The unit's sector.
    pub sector: Option<Sector>,
    /// Who held it: a team, or nobody's but the office.
    pub team: Option<String>,
    /// How it stands.
    pub state: SpotState,
    /// What came of it.
    pub tally: SpotTally,
    /// The follow-up that was ordered.
    pub follow_up: Option<FollowUpView>,
}

/// A follow-up training.
#[derive(Clone, Debug, Serialize)]
pub struct FollowUpView {
    /// Until when.
    pub due_on: NaiveDate,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// What was done.
    pub note: Option<String>,
    /// It is not done and its time is over.
    pub overdue: bool,
}

/// One test with its workers.
#[derive(Clone, Debug, Serialize)]
pub struct SpotView {
    /// The test in one line.
    pub line: SpotLine,
    /// The unit's address.
    pub address: String,
    /// How many items a paper has.
    pub items: u32,
    /// How long a worker has.
    pub minutes: u16,
    /// From how many hundredths on it is passed.
    pub pass_mark: i32,
    /// How many workers are wanted.
    pub wanted: u32,
    /// How many stand in the frozen roster.
    pub roster: u32,
    /// Its hash.
    pub roster_hash: String,
    /// The hash of the seed.
    pub commitment: String,
    /// Who is called, in the drawn order.
    pub workers: Vec<SpotWorker>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The asker may go on with it.
    pub may_run: bool,
    /// The asker may order a follow-up.
    pub may_order: bool,
    /// The asker may take the proof.
    pub may_audit: bool,
    /// The first and the last day that a follow-up can be due.
    pub due_between: (NaiveDate, NaiveDate),
}

/// Somebody who is called.
#[derive(Clone, Debug, Serialize)]
pub struct SpotWorker {
    /// The place in the drawn order, from 1.
    pub place: u32,
    /// The name, masked for those who do not hold the test.
    pub name: String,
    /// The position's term.
    pub position: String,
    /// How they stand.
    pub state: WorkerState,
}

/// How somebody who is called stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum WorkerState {
    /// No code was used.
    Waiting {
        /// Until when the latest code is good.
        code_until: Option<DateTime<Utc>>,
    },
    /// Absent.
    Absent {
        /// Why.
        reason: Absence,
        /// In words.
        note: Option<String>,
    },
    /// Answering.
    Sitting {
        /// Until when.
        deadline: DateTime<Utc>,
    },
    /// The time is over and nothing was handed in; it can still come late.
    Owing {
        /// Until when it is taken.
        until: DateTime<Utc>,
    },
    /// Never handed in, and nothing is taken any more.
    Lapsed,
    /// Handed in.
    HandedIn {
        /// In hundredths of a point.
        score: i32,
        /// Whether it is passed.
        passed: bool,
        /// When it arrived.
        at: DateTime<Utc>,
        /// It arrived late (补交).
        late: bool,
        /// When the device says that it was answered; nobody can check that.
        answered_at: Option<DateTime<Utc>>,
    },
}

/// A fresh code, shown once.
#[derive(Clone, Debug, Serialize)]
pub struct SpotCodeView {
    /// The test.
    pub test: Uuid,
    /// The unit.
    pub unit: String,
    /// The worker.
    pub name: String,
    /// The place in the drawn order.
    pub place: u32,
    /// The address that the code leads to.
    pub url: String,
    /// The path of that address.
    pub path: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// How many modules the drawing has at each side, without its quiet zone.
    pub size: u32,
    /// The dark modules as an SVG path, one unit a module.
    pub drawing: String,
}

/// What a code leads to.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum SpotShown {
    /// Not begun: who is meant, and what comes.
    Welcome(SpotWelcome),
    /// The whole paper.
    Sheet(SpotSheet),
    /// The result.
    Result(SpotResult),
}

/// What stands before a paper.
#[derive(Clone, Debug, Serialize)]
pub struct SpotWelcome {
    /// The token of the address.
    pub token: String,
    /// The masked name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// How many items.
    pub items: u32,
    /// How long.
    pub minutes: u16,
    /// From how many hundredths on it is passed.
    pub pass_mark: i32,
    /// It was begun before, on another device.
    pub begun: bool,
    /// It is the inspector's device.
    pub here: bool,
}

/// A whole paper. Nothing in it tells what is right.
#[derive(Clone, Debug, Serialize)]
pub struct SpotSheet {
    /// The token of the address.
    pub token: String,
    /// Under which name the device keeps answers.
    pub slot: String,
    /// The masked name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// The questions.
    pub items: Vec<DeliveredItem>,
    /// The deadline in milliseconds since 1970.
    pub deadline_ms: i64,
    /// The server's time in milliseconds since 1970.
    pub now_ms: i64,
    /// The time is over; what the device kept can still be handed in.
    pub over: bool,
}

/// A worker's result.
#[derive(Clone, Debug, Serialize)]
pub struct SpotResult {
    /// The masked name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// In hundredths of a point.
    pub score: i32,
    /// From how many hundredths on it is passed.
    pub pass_mark: i32,
    /// Whether it is passed.
    pub passed: bool,
    /// It arrived late (补交).
    pub late: bool,
    /// When it arrived.
    pub handed_in_at: DateTime<Utc>,
    /// Item by item.
    pub items: Vec<ItemResult>,
    /// The test to go back to, on the inspector's device.
    pub back: Option<Uuid>,
}

/// What the office's list is asked for; an empty text is no filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SpotQuery {
    /// The civil year.
    pub year: String,
    /// An area's identifier.
    pub area: String,
    /// A sector's code.
    pub sector: String,
    /// `opened`, `running`, `ended`, `low` or `follow_up`.
    pub state: String,
    /// A part of the unit's name.
    pub q: String,
    /// The page, from 1.
    pub page: String,
}

/// The rate of a group.
#[derive(Clone, Debug, Serialize)]
pub struct SpotRate {
    /// What the group is called.
    pub name: String,
    /// How many tests.
    pub tests: u32,
    /// What came of them.
    pub tally: SpotTally,
}

/// The office's page.
#[derive(Clone, Debug, Serialize)]
pub struct OfficeSpot {
    /// What was asked for.
    pub query: SpotQuery,
    /// The year shown.
    pub year: i32,
    /// The areas to choose from.
    pub areas: Vec<(Uuid, String)>,
    /// The sum over the filter.
    pub total: SpotTally,
    /// By sector, in the order of the list.
    pub by_sector: Vec<SpotRate>,
    /// By unit, the lowest rate first, at most twenty.
    pub by_unit: Vec<SpotRate>,
    /// The tests.
    pub rows: Vec<SpotLine>,
    /// Where this page stands.
    pub pager: Pager,
    /// The asker may hold tests.
    pub may_run: bool,
}
