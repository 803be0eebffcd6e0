//! What units do by the five carriers.

use crate::Pager;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    carrier::{Carrier, Standard},
    organization::Sector,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarrierLine {
    /// Which.
    pub id: Uuid,
    /// By what.
    pub carrier: Option<Carrier>,
    /// On which day.
    pub held_on: NaiveDate,
    /// How many people.
    pub headcount: u32,
    /// What was learnt.
    pub standard: Option<Standard>,
    /// The unit's sector at that time.
    pub sector: Option<Sector>,
    /// What else is to be said.
    pub remark: String,
    /// Entered by the unit itself.
    pub by_unit: bool,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// Why it was struck, where it was.
    pub struck: Option<String>,
}

/// The entry of a unit, with everything filled in that can be guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarrierEntry {
    /// The entry's key, so that sending it twice records it once.
    pub key: Uuid,
    /// The unit.
    pub unit: Uuid,
    /// Its name.
    pub name: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// The standards of its sector, the usual one first.
    pub standards: Vec<Standard>,
    /// The day: today.
    pub day: NaiveDate,
    /// The carrier of the last entry, else the meeting before the shift.
    pub carrier: Carrier,
    /// The people of the last entry, else all of the unit.
    pub headcount: u32,
    /// The standard of the last entry of this carrier, else the usual one.
    pub standard: Standard,
    /// Entered before, the newest first.
    pub lines: Vec<CarrierLine>,
    /// Where this page of the entries stands.
    pub pager: Pager,
    /// The office looks, and may strike.
    pub by_office: bool,
}

/// What is asked of the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of the filters")]
pub struct CarrierQuery {
    pub year: Option<i32>,
    pub q: String,
    pub area: String,
    pub sector: String,
    /// The code of a carrier: only units that did not use it; `any` for those without any.
    pub without: String,
    pub page: String,
}

/// A unit of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarrierUnit {
    /// Which.
    pub unit: Uuid,
    /// Its name.
    pub name: String,
    /// Its area.
    pub area: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// How often by each carrier, in their order.
    pub counts: [u32; 5],
    /// People, each time counted.
    pub people: u32,
}

/// The yearly matrix unit × carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarrierMatrix {
    /// The year.
    pub year: i32,
    /// The units of this page.
    pub rows: Vec<CarrierUnit>,
    /// How many units of the whole list used each carrier.
    pub used: [u32; 5],
    /// How many units the whole list has.
    pub units: u32,
    /// The areas to choose from; none for an area's official.
    pub areas: Vec<(Uuid, String)>,
    /// What was asked.
    pub query: CarrierQuery,
    /// Where this page stands.
    pub pager: Pager,
    /// The asker may enter.
    pub may_enter: bool,
}
