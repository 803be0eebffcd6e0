//! Views of what people owe by the training policy.

use crate::Pager;
use chrono::{DateTime, NaiveDate, Utc};
use domain::duty::{Duty, State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a list of duties is asked for; empty texts filter nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct DutyQuery {
    /// `overdue`, `soon`, `open` or `met`; all that are not met where it is empty.
    pub state: String,
    pub topic: String,
    pub area: String,
    pub sector: String,
    pub position: String,
    pub unit: String,
    /// A part of the person's or the unit's name.
    pub q: String,
    pub page: String,
}

/// A duty in the office's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct DutyRow {
    pub person: Uuid,
    pub name: String,
    pub position: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub area: String,
    pub sector: String,
    pub topic: String,
    pub title: String,
    pub basis: String,
    pub hours: u16,
    pub hours_done: u16,
    pub due_on: NaiveDate,
    pub state: State,
}

/// How many duties stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DutyTally {
    /// Past their day.
    pub overdue: u64,
    /// Due within thirty days.
    pub soon: u64,
    /// With time left.
    pub open: u64,
    /// Met.
    pub met: u64,
}

/// One group of the office's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyGroup {
    /// The code or identifier, for the list behind it.
    pub code: String,
    /// What people call it.
    pub term: String,
    /// The counts.
    pub tally: DutyTally,
}

/// The office's list of duties.
#[derive(Clone, Debug, Serialize)]
pub struct DutiesView {
    /// What was asked for.
    pub query: DutyQuery,
    /// Today.
    pub today: NaiveDate,
    /// The counts of the query, whatever state it asks for.
    pub tally: DutyTally,
    /// By area.
    pub by_area: Vec<DutyGroup>,
    /// By sector.
    pub by_sector: Vec<DutyGroup>,
    /// By position.
    pub by_position: Vec<DutyGroup>,
    /// By topic.
    pub by_topic: Vec<DutyGroup>,
    /// One page.
    pub rows: Vec<DutyRow>,
    /// Where the page stands.
    pub pager: Pager,
    /// The areas to choose from.
    pub areas: Vec<(Uuid, String)>,
    /// The name of the unit that was asked for.
    pub unit_name: String,
    /// When everything was computed last; none where that has not happened yet.
    pub computed_at: Option<DateTime<Utc>>,
    /// Whether it is being computed again.
    pub computing: bool,
    /// Whether any version of the policy holds.
    pub has_policy: bool,
    /// Whether the asker may compute, export and correct.
    pub may_manage: bool,
}

/// The own duties.
#[derive(Clone, Debug, Default)]
pub struct MyDuties {
    /// Today.
    pub today: NaiveDate,
    /// The duties, the first due first.
    pub duties: Vec<Duty>,
    /// Notices that were not read.
    pub unread: u64,
}

/// The duties of the people of a unit, for who leads it.
#[derive(Clone, Debug, Default)]
pub struct UnitDuties {
    /// Today.
    pub today: NaiveDate,
    /// Whether the asker leads the unit; everybody else is shown nothing.
    pub leads: bool,
    /// The counts.
    pub tally: DutyTally,
    /// Name, position and duty of what is not met, the first due first; at most a hundred.
    pub lacking: Vec<(String, String, Duty)>,
}

/// One person's duties with the posts they rest on, for the office.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PersonDuties {
    pub person: Uuid,
    pub name: String,
    pub position: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub joined_on: NaiveDate,
    pub since: NaiveDate,
    /// Position, first day, and the reason of a correction; the oldest first.
    pub posts: Vec<(String, NaiveDate, Option<String>)>,
    pub today: NaiveDate,
    pub duties: Vec<Duty>,
    pub may_manage: bool,
}

/// A share and its parts by group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageGroup {
    /// The code or identifier, for the list behind it.
    pub code: String,
    /// What people call it.
    pub term: String,
    /// Units whose present principal passed.
    pub passed: u64,
    /// Units of the denominator.
    pub units: u64,
    /// Units whose new principal opened the duty again.
    pub reopened: u64,
    /// Attendees that passed.
    pub people_passed: u64,
    /// Attendees that were not excused.
    pub people: u64,
}

/// A frozen denominator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct BaseLine {
    pub number: u32,
    pub frozen_at: DateTime<Utc>,
    pub frozen_by: String,
    pub reason: Option<String>,
    pub units: u64,
    pub sectors: u64,
}

/// Coverage of a year on its frozen denominator, and pass rates.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// The year.
    pub year: i32,
    /// Today.
    pub today: NaiveDate,
    /// The denominators of the year, the newest first; the newest holds.
    pub bases: Vec<BaseLine>,
    /// Units by standing, as its code: `passed`, `reopened`, `failed`, `open`, `absent`, `nobody`.
    pub standings: Vec<(String, u64)>,
    /// Units of the denominator that are closed by now.
    pub closed: u64,
    /// Active units that came after it.
    pub new_units: u64,
    /// Sectors of the denominator.
    pub sectors: u64,
    /// Those with a unit whose present principal passed.
    pub sectors_passed: u64,
    /// By sector.
    pub by_sector: Vec<CoverageGroup>,
    /// By area.
    pub by_area: Vec<CoverageGroup>,
    /// Pass rates by position.
    pub by_position: Vec<CoverageGroup>,
    /// Attendees that passed.
    pub people_passed: u64,
    /// Attendees that were not excused.
    pub people: u64,
    /// Whether the asker may freeze.
    pub may_freeze: bool,
}

/// What a list behind a figure of coverage is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CoverageQuery {
    /// `units`, `new` or `people`.
    pub of: String,
    pub year: String,
    /// A standing, `uncovered` or `closed`; of people a result, `lacking` or `counted`.
    pub state: String,
    pub area: String,
    pub sector: String,
    pub position: String,
    pub unit: String,
    pub q: String,
    pub page: String,
}

/// A line of such a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CoverageLine {
    pub unit: Uuid,
    pub unit_name: String,
    pub area: String,
    pub sector: String,
    /// Of units the present principal, of people the person.
    pub name: Option<String>,
    /// Of people.
    pub position: String,
    /// Of people the training.
    pub training: Option<(Uuid, String)>,
    /// Of units since when the principal leads, of new units when they came, of people when they had the result.
    pub day: Option<NaiveDate>,
    /// A standing or a result, as its code.
    pub state: String,
    /// Of units, whether it is closed by now.
    pub closed: bool,
}

/// A list behind a figure of coverage.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageListView {
    /// What was asked for.
    pub query: CoverageQuery,
    /// The year it is of.
    pub year: i32,
    /// One page.
    pub rows: Vec<CoverageLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// The areas to choose from.
    pub areas: Vec<(Uuid, String)>,
    /// Whether the asker may take the list along.
    pub may_export: bool,
}
