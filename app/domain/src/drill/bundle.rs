//! A published draw as a file: everything that a stranger needs to compute it again.

use super::draw::{DayInputs, Draw};
use serde::{Deserialize, Serialize};

pub use super::verify::{Check, Report, State, Step, verify};

/// The format this program writes and reads.
pub const FORMAT: u32 = 1;

/// A day's draw with its proof. Keys and hashes are 64 hexadecimal characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawBundle {
    /// The version of this format: [`FORMAT`].
    pub format: u32,
    /// The street's code.
    pub street: String,
    /// The year as decimal text.
    pub year: String,
    /// `d`: the number of the working day.
    pub day: u32,
    /// `N`: the working days of the year.
    pub days: u32,
    /// The date, as `YYYY-MM-DD`.
    pub date: String,
    /// `k0A`, published when the year opened.
    pub anchor_a: String,
    /// `k0B`, published when the year opened.
    pub anchor_b: String,
    /// `kA_d`; absent until the evening of the day.
    pub link_a: Option<String>,
    /// `kB_d`; absent until the evening of the day.
    pub link_b: Option<String>,
    /// The beacon as it entered the key.
    pub beacon: String,
    /// What was frozen the evening before.
    pub inputs: DayInputs,
    /// The hash that was logged then.
    pub inputs_hash: String,
    /// What was drawn.
    pub result: Draw,
    /// What was drawn on the arrival of the teams, in any order.
    pub arrivals: Vec<Arrival>,
}

/// What was drawn when a team confirmed its arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The unit: a drawn one or a reserve.
    pub unit: String,
    /// The scenario cards at that moment, ordered by id.
    pub scenarios: Vec<String>,
    /// The unit's risk points at that moment, ordered by id.
    pub places: Vec<String>,
    /// The drawn scenario card.
    pub scenario: String,
    /// The drawn risk point.
    pub place: String,
}
