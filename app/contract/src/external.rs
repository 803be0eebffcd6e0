//! Activities beyond the street.

use crate::Pager;
use chrono::NaiveDate;
use domain::external::Level;
use serde::Serialize;
use uuid::Uuid;

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExternalLine {
    /// Which.
    pub id: Uuid,
    /// What it was.
    pub title: String,
    /// Who held it, by level.
    pub level: Option<Level>,
    /// Who held it, by name.
    pub organiser: String,
    /// On which day.
    pub held_on: NaiveDate,
    /// Class hours.
    pub hours: u16,
    /// What else is to be said.
    pub remark: String,
    /// How many took part.
    pub people: u32,
    /// It is confirmed, so it counts.
    pub confirmed: bool,
}

/// The list of activities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExternalList {
    /// The newest first.
    pub lines: Vec<ExternalLine>,
    /// Where this page stands.
    pub pager: Pager,
    /// The asker may record.
    pub may_write: bool,
}

/// A file that proves an activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Which.
    pub id: Uuid,
    /// The name of the file.
    pub name: String,
    /// It is a picture that a page can show.
    pub picture: bool,
}

/// One activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExternalView {
    /// The activity.
    pub line: ExternalLine,
    /// Who took part, with their units.
    pub people: Vec<(String, String)>,
    /// What proves it.
    pub evidence: Vec<Evidence>,
    /// The asker may add files.
    pub may_add: bool,
    /// The asker may confirm.
    pub may_confirm: bool,
    /// The asker recorded it, so somebody else confirms.
    pub own: bool,
}
