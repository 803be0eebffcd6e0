//! Sessions of on-site trainings, signing in, and requests to excuse.

use crate::Pager;
use chrono::{DateTime, Utc};
use domain::session::{Mode, Tag};
use serde::Serialize;
use uuid::Uuid;

/// A request to excuse an attendee that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcuseLine {
    /// The request.
    pub id: Uuid,
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub person: String,
    /// Their unit.
    pub unit: String,
    /// Why.
    pub reason: String,
    /// Since when it waits.
    pub proposed_at: DateTime<Utc>,
    /// The asker wrote it and somebody else has to decide.
    pub own: bool,
}

/// The requests that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExcusesView {
    /// The oldest first.
    pub lines: Vec<ExcuseLine>,
}

/// How a training is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// Online, on site or both.
    pub mode: Mode,
    /// Who is commissioned; may be empty.
    pub agency: String,
    /// What it is for.
    pub tag: Option<Tag>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionLine {
    /// Which.
    pub id: Uuid,
    /// What is taught.
    pub topic: String,
    /// Where.
    pub place: String,
    /// By whom.
    pub lecturer: String,
    /// By which agency; may be empty.
    pub agency: String,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// Class hours.
    pub hours: u16,
    /// The most people.
    pub capacity: Option<u32>,
    /// Who came.
    pub signed: u32,
}

/// The sessions of a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionsView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// Its status: `draft`, `published`, `closed`.
    pub status: String,
    /// Its lecturer, to begin with.
    pub lecturer: String,
    /// How it is held.
    pub form: FormView,
    /// The mode stays, because somebody has come.
    pub mode_stays: bool,
    /// The sessions, the earliest first.
    pub sessions: Vec<SessionLine>,
    /// Its attendees.
    pub attendees: u32,
    /// Attendees who came to a session at least.
    pub came: u32,
    /// The asker may change it.
    pub may_write: bool,
}

/// Somebody on the list of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionPerson {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// Their position, in the field's term.
    pub position: String,
    /// Came, and how.
    pub came: Option<Came>,
    /// Would become an attendee by signing in.
    pub walk_in: bool,
}

/// How somebody came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Came {
    /// The record.
    pub attendance: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Signed in by staff.
    pub by_hand: bool,
    /// Was no attendee before.
    pub walk_in: bool,
    /// Why so late.
    pub reason: Option<String>,
}

/// One session with its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// The session.
    pub line: SessionLine,
    /// The list: who came first, then who is expected; with a search also others who are meant.
    pub people: Vec<SessionPerson>,
    /// What was searched for.
    pub q: String,
    /// Where this page of the list stands.
    pub pager: Pager,
    /// People can be signed in now.
    pub open: bool,
    /// A reason is needed, because codes are taken no more.
    pub late: bool,
    /// The session can be changed or taken away.
    pub may_write: bool,
    /// Times, hours stay, because somebody has come.
    pub times_stay: bool,
}

/// The projector's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScreenView {
    /// The training's title.
    pub title: String,
    /// The session.
    pub line: SessionLine,
    /// Codes are taken now.
    pub open: bool,
    /// Where the code leads.
    #[serde(skip)]
    pub url: String,
    /// Modules at each side of the drawing.
    #[serde(skip)]
    pub size: u32,
    /// The dark modules as an SVG path.
    #[serde(skip)]
    pub drawing: String,
    /// Who came last, masked.
    pub latest: Vec<String>,
}

/// What a scan leads to, for who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignView {
    /// The scan.
    #[serde(skip)]
    pub ticket: String,
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// The session.
    pub line: SessionLine,
    /// Who confirms.
    pub name: String,
    /// They came already.
    pub came_at: Option<DateTime<Utc>>,
    /// Until when the scan can be confirmed.
    pub expires_at: DateTime<Utc>,
}

/// What a training on site is to one of its attendees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MySessions {
    /// Online, on site or both.
    pub mode: Mode,
    /// The sessions, the earliest first, each with when the asker came.
    pub sessions: Vec<(SessionLine, Option<DateTime<Utc>>)>,
    /// Class hours attended.
    pub hours: u16,
    /// A session is still to be attended.
    pub to_attend: bool,
}
