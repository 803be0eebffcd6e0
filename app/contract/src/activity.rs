//! Public activities, their calendar and their campaigns.

use crate::Pager;
use chrono::NaiveDate;
use domain::activity::{ActivityState, ActivityTag};
use serde::Serialize;
use uuid::Uuid;

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct ActivityLine {
    pub id: Uuid,
    pub title: String,
    pub tag: Option<ActivityTag>,
    pub held_on: NaiveDate,
    pub place: String,
    pub organiser: String,
    /// Empty where it is the whole street's.
    pub area: String,
    pub campaign: Option<Uuid>,
    pub state: Option<ActivityState>,
    /// How many took part, once it was held.
    pub headcount: Option<u32>,
    /// How it went, or why it was called off.
    pub said: String,
}

/// Something on a day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayEntry {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The kind, in a word: 活动, 培训场次, 培训截止.
    pub kind: String,
}

/// A day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarDay {
    /// The day.
    pub day: NaiveDate,
    /// It lies in the month shown.
    pub inside: bool,
    /// It is today.
    pub today: bool,
    /// What is on.
    pub entries: Vec<DayEntry>,
}

/// The calendar of a month, and the list of activities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityCalendar {
    /// The month, as `2026-06`.
    pub month: String,
    /// The month before.
    pub before: String,
    /// The month after.
    pub after: String,
    /// Its weeks, from Monday to Sunday.
    pub weeks: Vec<Vec<CalendarDay>>,
    /// The tag shown; all where empty.
    pub tag: String,
    /// The campaign that the list is narrowed to.
    pub campaign: Option<Uuid>,
    /// All activities of this tag and campaign, the latest first.
    pub lines: Vec<ActivityLine>,
    /// Where this page stands.
    pub pager: Pager,
    /// The asker may plan.
    pub may_write: bool,
}

/// What the forms need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityChoices {
    /// Keeps an entry one, however often it is sent.
    pub key: Uuid,
    /// The areas.
    pub areas: Vec<(Uuid, String)>,
    /// The campaigns.
    pub campaigns: Vec<(Uuid, String)>,
    /// The trainings of this year and the last.
    pub trainings: Vec<(Uuid, String)>,
}

/// One activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityView {
    /// The activity.
    pub line: ActivityLine,
    /// The name of its campaign.
    pub campaign: Option<String>,
    /// The asker may say that it was held.
    pub may_hold: bool,
    /// The asker may call it off.
    pub may_cancel: bool,
}

/// A campaign with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CampaignLine {
    pub id: Uuid,
    pub name: String,
    pub tag: Option<ActivityTag>,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    /// Activities held, of all planned.
    pub held: u32,
    pub planned: u32,
    pub goal_activities: u32,
    pub people: u32,
    pub goal_people: u32,
    /// Its trainings: which, and its name.
    pub trainings: Vec<(Uuid, String)>,
}
