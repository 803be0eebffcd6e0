//! Spot tests (现场测试, A-11): workers of a unit are drawn on site and answer a short paper at once.
//!
//! # The frozen draw (version 1)
//! `H` is SHA-256, `lp` joins parts each preceded by its length as u32 big-endian, ids are lower-case hyphenated
//! UUIDs, a stream and its shuffle are those of [`paper`](crate::exam::paper).
//!
//! 1. *Before the draw* the roster (the unit's workers in post, ascending by id, byte order) and 32 fresh random
//!    bytes, the seed, are fixed: `H(lp("anxun-spot-roster-v1", id, id, …))` and `H(seed)` go into the log.
//! 2. *Order.* The roster is shuffled by the stream keyed `HMAC(seed, lp("anxun-spot-order-v1", test))`.
//! 3. *Called* are the first of that order until as many are called and present as were wanted, or nobody is
//!    left: who is absent is passed over, so the next one steps in and nobody is chosen.
//! 4. *Papers* are drawn as in any exam from `HMAC(seed, lp("anxun-spot-paper-v1", test))`, attempt 1.
//!
//! The seed leaves the server in the [`bundle`] only, once the test has ended.

pub mod bundle;
mod code;
mod questions;
#[cfg(test)]
mod tests;

pub use code::{Code, CodeRefusal, Standing, admit};
pub use questions::{Closeness, closeness, sector_tags, select};

use crate::{
    exam::{Attempt, Blueprint, BlueprintDraft, Cell, Points, blueprint::MultipleRule},
    hash::{Bytes32, hash, hmac, lp},
    id::{Id, Person, SpotTest},
    organization::{Position, vocabulary::vocabulary},
    stream::KeyStream,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The positions among which is drawn: those who work on the line (一线从业人员).
pub const WORKERS: [Position; 3] = [Position::TeamLeader, Position::DangerousPost, Position::Frontline];
/// No more workers are drawn in one test.
pub const MOST_WORKERS: u8 = 10;
/// How long an unused code is good.
pub const CODE_LIFE: TimeDelta = TimeDelta::minutes(30);
/// How long after the deadline answers are still taken that were given before it (补交).
pub const LATE_WINDOW: TimeDelta = TimeDelta::hours(24);
/// A unit with a smaller share of passed workers, in percent, needs a follow-up training.
pub const THRESHOLD: u32 = 60;

vocabulary! {
    /// Why a drawn worker is not tested.
    Absence {
        /// Off shift or on leave.
        Rest = "rest", "休息";
        /// Away on an errand.
        Out = "out", "外出";
        /// Has left the post or the unit.
        Gone = "gone", "离岗";
        /// Something else, to be written down.
        Other = "other", "其他";
    }
}

vocabulary! {
    /// How long a paper is.
    Length {
        /// Ten items of ten points.
        Ten = "10", "10 题，每题 10 分";
        /// Five items of twenty points.
        Five = "5", "5 题，每题 20 分";
    }
}

impl Length {
    /// The blueprint of this length: 10 minutes, passed from 80 points on, one attempt.
    #[must_use]
    pub fn blueprint(self) -> Blueprint {
        use crate::bank::KindName::{Multiple, Single, TrueFalse};
        let cells = match self {
            Self::Ten => [(Single, 5, 10), (Multiple, 2, 10), (TrueFalse, 3, 10)],
            Self::Five => [(Single, 3, 20), (Multiple, 1, 20), (TrueFalse, 1, 20)],
        };
        let draft = BlueprintDraft {
            cells: cells.map(|(kind, count, each)| Cell::plain(kind, count, each)).to_vec(),
            pass_mark: Points::whole(80),
            minutes: 10,
            attempts: 1,
            cool_down_minutes: 0,
            multiple_rule: MultipleRule::AllOrNothing,
            one_paper: false,
        };
        Blueprint::new(draft).expect("both lengths total 100 points")
    }
}

/// The workers of a unit as they stood when a test was opened: ascending by id, nobody twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Id<Person>>", into = "Vec<Id<Person>>")]
pub struct Roster(Vec<Id<Person>>);

impl Roster {
    /// Sorts people into a roster.
    #[must_use]
    pub fn new(people: impl IntoIterator<Item = Id<Person>>) -> Self {
        let people: BTreeSet<Id<Person>> = people.into_iter().collect();
        Self(people.into_iter().collect())
    }
    /// Gives the people by id.
    #[must_use]
    pub fn people(&self) -> &[Id<Person>] {
        &self.0
    }
    /// Hashes the roster, as the module says.
    #[must_use]
    pub fn hash(&self) -> Bytes32 {
        let ids: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        let mut parts: Vec<&[u8]> = vec![b"anxun-spot-roster-v1"];
        parts.extend(ids.iter().map(String::as_bytes));
        hash(&lp(&parts))
    }
}
impl From<Vec<Id<Person>>> for Roster {
    fn from(people: Vec<Id<Person>>) -> Self {
        Self::new(people)
    }
}
impl From<Roster> for Vec<Id<Person>> {
    fn from(roster: Roster) -> Self {
        roster.0
    }
}

/// Commits to a seed: its SHA-256.
#[must_use]
pub fn commitment(seed: &Bytes32) -> Bytes32 {
    hash(seed)
}

/// Gives the order in which the people of a roster are called.
#[must_use]
pub fn order(seed: &Bytes32, test: Id<SpotTest>, roster: &Roster) -> Vec<Id<Person>> {
    let mut order = roster.0.clone();
    KeyStream::new(&derived(seed, b"anxun-spot-order-v1", test)).shuffle(&mut order);
    order
}

/// Derives the key from which the papers of a test are drawn.
#[must_use]
pub fn paper_key(seed: &Bytes32, test: Id<SpotTest>) -> Bytes32 {
    derived(seed, b"anxun-spot-paper-v1", test)
}

fn derived(seed: &Bytes32, purpose: &[u8], test: Id<SpotTest>) -> Bytes32 {
    hmac(seed, &lp(&[purpose, test.to_string().as_bytes()]))
}

/// Counts how many of an order are called: the least prefix that holds `wanted` people who are not absent, or
/// everybody.
#[must_use]
pub fn called(order: &[Id<Person>], wanted: u8, absent: &BTreeSet<Id<Person>>) -> usize {
    let mut present = order.iter().enumerate().filter(|(_, person)| !absent.contains(person));
    match usize::from(wanted).checked_sub(1) {
        None => 0,
        Some(last) => present.nth(last).map_or(order.len(), |(index, _)| index + 1),
    }
}

/// How answers arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Before the deadline and its grace.
    InTime,
    /// Afterwards, from a phone without a network (补交).
    Late,
}

/// Why answers are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLate {
    /// They arrive more than 24 hours after the deadline.
    Closed {
        /// Until when they would have been taken.
        until: DateTime<Utc>,
    },
    /// The device itself says that they were given after the deadline.
    AnsweredAfterwards {
        /// The deadline.
        deadline: DateTime<Utc>,
    },
}

/// Judges answers that arrive. `answered` is when the device says they were last changed; a device can lie, so
/// this only keeps honest ones honest, and late answers are marked whatever it says.
///
/// # Errors
/// Refuses what [`TooLate`] names.
pub fn arrive(
    deadline: DateTime<Utc>,
    answered: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Arrival, TooLate> {
    let (until, closed) = (deadline + Attempt::GRACE, deadline + LATE_WINDOW);
    if now <= until {
        return Ok(Arrival::InTime);
    }
    if now > closed {
        return Err(TooLate::Closed { until: closed });
    }
    match answered {
        Some(answered) if answered > until => Err(TooLate::AnsweredAfterwards { deadline }),
        _ => Ok(Arrival::Late),
    }
}

/// What came of a test, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mastery {
    /// Workers who handed in.
    pub tested: u32,
    /// Those of them who passed.
    pub passed: u32,
}

impl Mastery {
    /// The mastery rate (掌握率) in tenths of a percent, rounded down; none where nobody was tested.
    #[must_use]
    pub fn per_mille(self) -> Option<u32> {
        (u64::from(self.passed) * 1000).checked_div(self.tested.into()).and_then(|p| u32::try_from(p).ok())
    }
    /// Whether the rate is below the threshold, so that a follow-up training can be ordered.
    #[must_use]
    pub fn is_low(self) -> bool {
        u64::from(self.passed) * 100 < u64::from(self.tested) * u64::from(THRESHOLD)
    }
    /// Adds another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { tested: self.tested + other.tested, passed: self.passed + other.passed }
    }
}
