//! Views of practical assessments.

use crate::Pager;
use chrono::{DateTime, NaiveDate, Utc};
use domain::practical::{Given, Sheet, Verdict};
use uuid::Uuid;

/// A version of a score sheet in a list.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SheetLine {
    pub id: Uuid,
    pub title: String,
    pub post: String,
    pub version: u32,
    pub items: usize,
    pub created_at: DateTime<Utc>,
}

/// A score sheet, blank.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SheetView {
    pub line: SheetLine,
    pub sheet: Sheet,
}

/// An assessment in a list.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SessionLine {
    pub id: Uuid,
    pub title: String,
    pub sheet: String,
    pub held_on: NaiveDate,
    pub people: u32,
    /// People of whom the result is settled.
    pub settled: u32,
}

/// The office's page of assessments.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SessionsView {
    pub sessions: Vec<SessionLine>,
    pub pager: Pager,
    pub sheets: Vec<SheetLine>,
}

/// Somebody who can be named a judge.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct JudgeChoice {
    pub account: Uuid,
    pub label: String,
}

/// What the form for a new assessment offers.
#[derive(Clone, Debug)]
pub struct SessionForm {
    /// The newest version of each score sheet.
    pub sheets: Vec<SheetLine>,
    /// The accounts that may judge.
    pub judges: Vec<JudgeChoice>,
    /// The trainings it may belong to.
    pub trainings: Vec<(Uuid, String)>,
}

/// A person who is judged, as the office sees them.
#[derive(Clone, Debug)]
pub struct CandidateLine {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// What the sheets come to.
    pub verdict: Verdict,
    /// The totals in hundredths by the judges in their order; none of them before all have handed in.
    pub totals: Vec<Option<u32>>,
    /// How distant judges agreed.
    pub note: Option<String>,
}

/// An assessment as the office sees it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct SessionView {
    pub line: SessionLine,
    pub sheet: SheetLine,
    pub training: Option<(Uuid, String)>,
    /// The judges' names in their order.
    pub judges: Vec<String>,
    pub people: Vec<CandidateLine>,
    /// Who may be named a further judge; empty for whoever may not name one.
    pub eligible: Vec<JudgeChoice>,
}

/// A person as one of the judges sees them.
#[derive(Clone, Debug)]
pub struct ToJudge {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// The own sheet, once handed in.
    pub own: Option<u32>,
    /// What the sheets come to; told only after the own one is handed in.
    pub verdict: Option<Verdict>,
    /// The others' totals, once all have handed in.
    pub others: Vec<u32>,
}

/// An assessment as one of its judges sees it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct JudgeView {
    pub id: Uuid,
    pub title: String,
    pub held_on: NaiveDate,
    pub sheet_title: String,
    pub sheet: Sheet,
    pub people: Vec<ToJudge>,
    /// The person whose sheet is shown, with what was given once it is handed in.
    pub shown: Option<(Uuid, Option<Vec<Given>>)>,
}
