//! Views of archives: 一人一档, 一期一档, 一企一档. One view each, shown on screen, as PDF and as workbook through the
//! same [`Layout`], so that the three never say different things.

mod common;
mod layout;
mod sections;

pub use common::statutory_state;
pub use layout::{Heading, Layout, Mood, Section, Value};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    archive::Minimum,
    certificate::Status,
    organization::{Employment, Position, Sector},
    register::{StatutoryKind, StatutoryState, WorkCategory},
    training::TrainingKind,
};
use serde::Serialize;
use uuid::Uuid;

/// What every archive says around its records.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveHead {
    /// The year that it is cut down to; all years where none.
    pub year: Option<i32>,
    /// The years with records, the latest first.
    pub years: Vec<i32>,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// Who gives it out: the street.
    pub issuer: String,
    /// What the law's minimum asks and is not recorded, by training.
    pub missing: Vec<Missing>,
}

/// What a record does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The training's title.
    pub about: String,
    /// What is missing.
    pub fields: Vec<Minimum>,
}

/// A training in an archive, with the law's minimum.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingFacts {
    /// The training.
    pub id: Uuid,
    /// What it is.
    pub kind: TrainingKind,
    /// Its title.
    pub title: String,
    /// The year it belongs to.
    pub year: i32,
    /// When it was offered.
    pub from: Option<NaiveDate>,
    /// When it ended, or is due.
    pub until: NaiveDate,
    /// Where; empty where nobody recorded it.
    pub place: String,
    /// What was taught, in short.
    pub content: String,
    /// Who taught; empty where nobody recorded it.
    pub lecturer: String,
    /// Class hours; 0 of what does not teach.
    pub hours: u32,
}

/// One sitting.
#[derive(Clone, Debug, Serialize)]
pub struct SittingEntry {
    /// Its number, from 1.
    pub number: i32,
    /// The day.
    pub on: NaiveDate,
    /// The score in hundredths, once handed in.
    pub score: Option<i32>,
    /// Whether it passed.
    pub passed: Option<bool>,
    /// Whether it counts for nothing.
    pub voided: bool,
}

/// Who excused somebody, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Excuse {
    /// The reason.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
}

/// What became of one attendee of one training.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// `passed`, `failed` or `excused`; none yet.
    pub result: Option<String>,
    /// The score in hundredths of the sitting that decided, else of the best.
    pub score: Option<i32>,
    /// The day of the result.
    pub on: Option<NaiveDate>,
    /// When the lesson was read.
    pub studied_on: Option<NaiveDate>,
    /// The training was taken for the how-manyeth time.
    pub round: u8,
    /// Why they are excused.
    pub excuse: Option<Excuse>,
    /// The number of the certificate.
    pub serial: Option<String>,
    /// All sittings, the oldest first.
    pub sittings: Vec<SittingEntry>,
}

/// A sign-in at a session that was held on site.
#[derive(Clone, Debug, Serialize)]
pub struct SessionEntry {
    /// The training's title.
    pub training: String,
    /// The day.
    pub on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who taught.
    pub lecturer: String,
    /// Class hours.
    pub hours: u32,
    /// Who, in an archive of more than one.
    pub person: String,
    /// How they signed in.
    pub how: String,
}

/// Something outside of the street's own trainings: a course of the province, a morning meeting.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityEntry {
    /// What.
    pub title: String,
    /// The day.
    pub on: NaiveDate,
    /// Who held it.
    pub organiser: String,
    /// Class hours; 0 where none are counted.
    pub hours: u32,
    /// Who, in an archive of more than one.
    pub person: String,
}

/// A certificate of the street.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CertificateEntry {
    pub serial: String,
    pub person: String,
    pub training: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    #[serde(skip)]
    pub status: Status,
}

/// A statutory certificate that is registered.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct StatutoryEntry {
    pub person: String,
    pub kind: StatutoryKind,
    pub category: Option<WorkCategory>,
    pub number: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub review_by: Option<NaiveDate>,
    pub state: StatutoryState,
    /// Whether the office has confirmed it.
    pub confirmed: bool,
}

/// That somebody was drawn in a spot test.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SpotEntry {
    pub person: String,
    pub on: NaiveDate,
    pub score: Option<i32>,
    pub passed: Option<bool>,
    pub absent: bool,
    pub late: bool,
}

/// A practical assessment.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PracticalEntry {
    pub person: String,
    pub title: String,
    pub on: NaiveDate,
    /// In hundredths, once it is settled.
    pub score: Option<i32>,
    pub passed: Option<bool>,
}

/// 一人一档
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PersonArchive {
    pub head: ArchiveHead,
    pub person: Uuid,
    pub name: String,
    /// Its middle hidden.
    pub mobile: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub area: String,
    pub position: Option<Position>,
    pub employment: Option<Employment>,
    pub active: bool,
    /// Class hours of the trainings that were passed.
    pub hours: u32,
    pub trainings: Vec<(TrainingFacts, Outcome)>,
    pub sessions: Vec<SessionEntry>,
    pub activities: Vec<ActivityEntry>,
    pub certificates: Vec<CertificateEntry>,
    pub statutory: Vec<StatutoryEntry>,
    pub spot: Vec<SpotEntry>,
    pub practical: Vec<PracticalEntry>,
}

/// An attendee in 一期一档.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct AttendeeEntry {
    pub person: Uuid,
    pub name: String,
    pub unit: String,
    pub position: Option<Position>,
    pub outcome: Outcome,
}

/// 一期一档
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct TrainingArchive {
    pub head: ArchiveHead,
    pub facts: TrainingFacts,
    /// `draft`, `published` or `closed`.
    pub status: String,
    pub closed_on: Option<NaiveDate>,
    pub audience: Vec<Position>,
    /// How the test is, in a sentence; empty without one.
    pub test: String,
    /// Only the asker's own area is counted and listed.
    pub own_area: bool,
    #[serde(skip)]
    pub counts: crate::training::Counts,
    pub sessions: Vec<SessionEntry>,
    /// Those of this page; all of them in a file.
    pub attendees: Vec<AttendeeEntry>,
    pub pager: crate::Pager,
}

/// How the people of a unit did in one training.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct UnitTraining {
    pub facts: TrainingFacts,
    #[serde(skip)]
    pub counts: crate::training::Counts,
}

/// One person's result of one training, in 一企一档.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct UnitRecord {
    pub person: Uuid,
    pub name: String,
    pub position: Option<Position>,
    pub training: Uuid,
    pub title: String,
    pub hours: u32,
    pub outcome: Outcome,
}

/// 一企一档
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct EnterpriseArchive {
    pub head: ArchiveHead,
    pub unit: Uuid,
    pub name: String,
    pub credit_code: String,
    pub area: String,
    pub sector: Option<Sector>,
    pub address: String,
    pub headcount: i32,
    /// Who leads it, by name.
    pub principals: Vec<String>,
    /// Whether names lead to archives of their own: not for the unit itself.
    pub links: bool,
    /// People in post.
    pub people: u32,
    pub trainings: Vec<UnitTraining>,
    pub sessions: Vec<SessionEntry>,
    pub activities: Vec<ActivityEntry>,
    /// Those of this page; all of them in a file.
    pub records: Vec<UnitRecord>,
    pub pager: crate::Pager,
    pub certificates: Vec<CertificateEntry>,
    pub statutory: Vec<StatutoryEntry>,
    pub spot: Vec<SpotEntry>,
    pub practical: Vec<PracticalEntry>,
}
