//! Views of drill years, draws and drills. Nothing here can name a unit that no team was sent to.

use crate::Pager;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A drill year that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearHead {
    /// The civil year.
    pub year: i32,
    /// `k0` of the first chain, 64 hexadecimal characters.
    pub anchor_a: String,
    /// `k0` of the second chain.
    pub anchor_b: String,
    /// How many days can be drawn.
    pub days: u32,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The begins of the slots that a team has each day, as `HH:MM`.
    pub slots: Vec<String>,
}

/// What is open about a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayHead {
    /// The number of the working day, from 1.
    pub day: u32,
    /// The date.
    pub date: NaiveDate,
    /// The hash of what the draw depends on.
    pub inputs_hash: String,
    /// When the inputs were frozen.
    pub frozen_at: DateTime<Utc>,
    /// When it was drawn.
    pub drawn_at: Option<DateTime<Utc>>,
    /// The hash of the chances.
    pub table_hash: Option<String>,
    /// How many units were drawn.
    pub size: Option<u32>,
    /// When the links were published.
    pub published_at: Option<DateTime<Utc>>,
    /// The day's link of the first chain, once published.
    pub link_a: Option<String>,
    /// The day's link of the second chain, once published.
    pub link_b: Option<String>,
}

/// How far today is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TodayState {
    /// The year is not open.
    YearClosed,
    /// Today is no working day.
    DayOff,
    /// Not drawn yet.
    NotDrawn,
    /// Drawn; nobody has been sent out, or not everybody.
    Drawn,
    /// Every drawn drill has ended.
    Ended,
    /// The links are published.
    Published,
}

/// Today at the office: figures only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TodayView {
    /// The date.
    pub date: NaiveDate,
    /// How far it is.
    pub state: TodayState,
    /// What is open about it, once the inputs are frozen.
    pub head: Option<DayHead>,
    /// Drills that are still sealed.
    pub sealed: u32,
    /// Drills under way.
    pub running: u32,
    /// Drills that ended well.
    pub finished: u32,
    /// Drills that were broken off.
    pub aborted: u32,
}

/// A finished drill in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillLine {
    /// The drill.
    pub id: Uuid,
    /// When.
    pub held_on: NaiveDate,
    /// The unit's name.
    pub unit: String,
    /// The area's name.
    pub area: String,
    /// `comprehensive`, `special`, `on_site` or `fire`.
    pub kind: String,
    /// Whether the street organised it.
    pub by_street: bool,
    /// Whether the four facts hold.
    pub four_no: bool,
    /// Whether they are only declared (imported history).
    pub declared: bool,
    /// Why it had to be announced.
    pub notice_exception: Option<String>,
    /// How it was rated.
    pub rating: Option<Rating>,
}

/// How well something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 好.
    Good,
    /// 一般.
    Fair,
    /// 差.
    Poor,
}

impl Grade {
    /// Every grade, the best first.
    pub const ALL: [Self; 3] = [Self::Good, Self::Fair, Self::Poor];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
        }
    }
    /// The word.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Good => "好",
            Self::Fair => "一般",
            Self::Poor => "差",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }
}

/// The short structured sheet at the end of a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 准备: plans, equipment, people on duty.
    pub preparedness: Grade,
    /// 处置: alarm and first response.
    pub response: Grade,
    /// 疏散: evacuation and headcount.
    pub evacuation: Grade,
}

/// What is asked of the list of finished drills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillQuery {
    /// The civil year; this one where it is absent.
    pub year: Option<i32>,
    /// Only this area.
    pub area: Option<Uuid>,
    /// `yes` or `no`; all where it is empty.
    #[serde(default)]
    pub four_no: String,
    /// A part of the unit's name.
    #[serde(default)]
    pub q: String,
    /// The page, from 1.
    pub page: Option<u64>,
}

/// The office's page of drills.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeDrills {
    /// The year of today, where it is open.
    pub year: Option<YearHead>,
    /// Today's year, for the button that opens it.
    pub this_year: i32,
    /// Today.
    pub today: TodayView,
    /// Earlier days whose links are still to be published.
    pub unpublished: Vec<DayHead>,
    /// Whether the visitor may open, draw and publish.
    pub may_run: bool,
    /// What was asked of the list.
    pub query: DrillQuery,
    /// The areas to filter by; empty where the visitor sees one only.
    pub areas: Vec<(Uuid, String)>,
    /// The finished drills of this page.
    pub rows: Vec<DrillLine>,
    /// Where the page stands.
    pub pager: Pager,
}

/// A released drill in a team's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamLine {
    /// The drill.
    pub id: Uuid,
    /// The unit's name.
    pub unit: String,
    /// The unit's address.
    pub address: String,
    /// The begin of the slot, as `HH:MM`.
    pub slot: String,
    /// Where it stands, as the code of a stage.
    pub stage: String,
}

/// What a team sees of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamToday {
    /// The date.
    pub date: NaiveDate,
    /// Whether today was drawn.
    pub drawn: bool,
    /// The released drills of the own team.
    pub drills: Vec<TeamLine>,
    /// Drills can be taken over now.
    pub ready: bool,
    /// When the next one can be taken over, as `HH:MM`, if one waits.
    pub next_at: Option<String>,
}

/// A scenario card as a team reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioView {
    /// What happens, in a few words.
    pub title: String,
    /// What the team tells the people on site.
    pub situation: String,
    /// What is to be expected of them.
    pub responses: Vec<String>,
}

/// A point on the timeline that was reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// `start` or the code of a mark.
    pub mark: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was noted.
    pub note: String,
}

/// A drill as its team sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamDrill {
    /// The drill.
    pub id: Uuid,
    /// The unit's name.
    pub unit: String,
    /// The unit's address.
    pub address: String,
    /// The area's name.
    pub area: String,
    /// The team's name.
    pub team: String,
    /// The date.
    pub held_on: NaiveDate,
    /// The begin of the slot, as `HH:MM`.
    pub slot: String,
    /// Where it stands, as the code of a stage.
    pub stage: String,
    /// When the team was there.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When the clock began to run.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// The scenario drawn on arrival.
    pub scenario: Option<ScenarioView>,
    /// The place drawn on arrival.
    pub place: Option<String>,
    /// What was reached, in order.
    pub reached: Vec<Reached>,
    /// A fresh key for the next mark, so that sending it twice sets it once.
    pub client_key: String,
    /// How it was rated.
    pub rating: Option<Rating>,
    /// What was remarked.
    pub remarks: Option<String>,
    /// Why it was broken off.
    pub abort_reason: Option<String>,
    /// Whether the four facts are proven; known at the end.
    pub four_no: Option<bool>,
}

/// The auditor's page of draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditDraws {
    /// The opened years, the latest first.
    pub years: Vec<YearHead>,
    /// The year whose days are shown.
    pub year: i32,
    /// The days of this page, the latest first.
    pub days: Vec<DayHead>,
    /// Where the page stands.
    pub pager: Pager,
}
