//! What a day's draw depends on, frozen the evening before, and its canonical bytes.

use super::{
    draw::DrawRefusal,
    hazard::{self, Clock, ONE},
};
use crate::hash::{Bytes32, hash, lp};
use serde::{Deserialize, Serialize};

/// Which duty the draw owes (03-drills, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing is owed: announced drills carry the legal duty, four-no drills are memoryless.
    Decoupled,
    /// Every unit is owed its four-no drills of the window.
    Guaranteed,
}

impl Mode {
    /// The name as it enters the hash.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decoupled => "decoupled",
            Self::Guaranteed => "guaranteed",
        }
    }
}

/// The year's rules of drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Which duty the draw owes.
    pub mode: Mode,
    /// Mean drills per unit and window, in thousandths: `m` when guaranteed (1000 and up; above 1000 no
    /// day is safe), `μ` when decoupled.
    pub mean_milli: u32,
    /// `N`: the working days of the year, and the length of the chains.
    pub days: u32,
    /// `B`: how many working days the internal deadline lies before the legal one. Less than `N`.
    pub reserve_days: u32,
    /// `θ`: the hazard above which an owed drill is announced instead, in hundredths of a percent.
    pub theta: u32,
    /// `ρ`: the share of later slots that the deadline guard does not count on, in hundredths of a percent.
    pub rho: u32,
    /// Whether owed units above `θ` are absorbed by announced comprehensive drills.
    pub absorber: bool,
    /// How many ordered reserves a pool keeps a day.
    pub reserves: u32,
}

/// A drill team and its slots of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamSlots {
    /// The team.
    pub id: String,
    /// Its slots, ordered by id.
    pub slots: Vec<String>,
}

/// Teams that serve the same units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// The pool.
    pub id: String,
    /// Its teams, ordered by id.
    pub teams: Vec<TeamSlots>,
    /// How many slots the pool is going to have on each later day: day + 1, day + 2, … up to the last
    /// available day of any of its units that is owed a drill, at least.
    pub ahead: Vec<u32>,
}

impl Pool {
    /// How many drills the pool can hold today.
    #[must_use]
    pub fn slots(&self) -> u32 {
        self.teams
            .iter()
            .fold(0, |n, team| n.saturating_add(u32::try_from(team.slots.len()).unwrap_or(u32::MAX)))
    }
}

/// A unit as it stands in the draw of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitInput {
    /// The unit.
    pub id: String,
    /// The pool that serves it.
    pub pool: String,
    /// Whether it is owed a drill each half-year rather than each year: the reason for its window.
    pub high_hazard: bool,
    /// Whether it can be drilled today: no blackout, no closure.
    pub available: bool,
    /// How many four-no drills it is still owed in its window.
    pub owed: u32,
    /// The number of its last available day up to the internal deadline; 0 if none is left or nothing owed.
    pub last_day: u32,
    /// How many available days are left up to the internal deadline, today included.
    pub days_left: u32,
    /// Its place on the capacity clock.
    pub clock: Clock,
    /// Today's hazard in 2⁻³² parts: of the owed law while owed, else the free one. 0 when away.
    pub hazard: u64,
    /// Today's hazard if nothing were owed, in 2⁻³² parts. 0 when away.
    pub free_hazard: u64,
}

/// Everything that a day's draw depends on, except the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayInputs {
    /// The street's code.
    pub street: String,
    /// The year as decimal text.
    pub year: String,
    /// The number of the working day, from 1.
    pub day: u32,
    /// The date, as `YYYY-MM-DD`.
    pub date: String,
    /// The beacon that will enter the key: the whole text if it is fixed, such as `beacon:none`, or the
    /// name of a source whose value of the morning will follow after `=`.
    pub beacon: String,
    /// The rules.
    pub policy: Policy,
    /// The pools, ordered by id.
    pub pools: Vec<Pool>,
    /// The units, ordered by id.
    pub units: Vec<UnitInput>,
}

/// What the hazards of a unit follow from, apart from the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it can be drilled today.
    pub available: bool,
    /// How many drills are owed.
    pub owed: u32,
    /// How many available days are left, today included.
    pub days_left: u32,
    /// The capacity clock.
    pub clock: Clock,
}

/// Today's hazard and free hazard of a unit, frozen. `rate` is [`Policy::rate`], solved once a day.
#[must_use]
pub fn frozen_hazards(policy: &Policy, rate: f64, unit: Standing) -> (u64, u64) {
    if !unit.available || unit.clock.total == 0 {
        return (0, 0);
    }
    let free = match policy.mode {
        Mode::Decoupled => rate * f64::from(unit.clock.today) / f64::from(unit.clock.total),
        Mode::Guaranteed => hazard::free(rate, unit.clock),
    };
    let today = match (policy.mode, unit.owed) {
        (Mode::Decoupled, _) | (_, 0) => free,
        (_, 1) => hazard::owed(rate, unit.clock),
        (_, owed) => hazard::owed_several(free, unit.days_left, owed),
    };
    (hazard::freeze(today), hazard::freeze(free))
}

impl Policy {
    /// What the hazards are made of: `λ` when guaranteed, `μ` when decoupled.
    #[must_use]
    pub fn rate(&self) -> f64 {
        let mean = f64::from(self.mean_milli) / 1000.0;
        match self.mode {
            Mode::Decoupled => mean,
            Mode::Guaranteed => hazard::rate(mean),
        }
    }

    fn encoded(&self) -> Vec<u8> {
        record(&[
            self.mode.name().into(),
            decimal(self.mean_milli),
            decimal(self.days),
            decimal(self.reserve_days),
            decimal(self.theta),
            decimal(self.rho),
            flag(self.absorber),
            decimal(self.reserves),
        ])
    }
}

impl Pool {
    fn encoded(&self) -> Vec<u8> {
        let teams = self.teams.iter().map(|team| {
            let slots = team.slots.iter().map(|slot| slot.clone().into_bytes());
            record(&[team.id.clone().into_bytes(), list(slots)])
        });
        record(&[self.id.clone().into_bytes(), list(teams), list(self.ahead.iter().map(|n| decimal(*n)))])
    }
}

impl UnitInput {
    /// What its hazards follow from.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing { available: self.available, owed: self.owed, days_left: self.days_left, clock: self.clock }
    }

    fn encoded(&self) -> Vec<u8> {
        record(&[
            self.id.clone().into_bytes(),
            self.pool.clone().into_bytes(),
            flag(self.high_hazard),
            flag(self.available),
            decimal(self.owed),
            decimal(self.last_day),
            decimal(self.days_left),
            decimal(self.clock.today),
            decimal(self.clock.remaining),
            decimal(self.clock.total),
            decimal(self.hazard),
            decimal(self.free_hazard),
        ])
    }

    fn check(&self, inputs: &DayInputs) -> Result<(), DrawRefusal> {
        let unit = || self.id.clone();
        let clock = self.clock;
        if clock.total == 0 || clock.remaining > clock.total || clock.today > clock.total {
            return Err(DrawRefusal::BadClock { unit: unit() });
        }
        if self.hazard > ONE || self.free_hazard > ONE {
            return Err(DrawRefusal::HazardAboveOne { unit: unit() });
        }
        if !self.available && (self.hazard > 0 || self.free_hazard > 0) {
            return Err(DrawRefusal::HazardWhileAway { unit: unit() });
        }
        if self.owed > 0 && inputs.policy.mode == Mode::Decoupled {
            return Err(DrawRefusal::OwedWhileDecoupled { unit: unit() });
        }
        let Some(pool) = inputs.pools.iter().find(|pool| pool.id == self.pool) else {
            return Err(DrawRefusal::UnknownPool { unit: unit(), pool: self.pool.clone() });
        };
        let ahead = self.last_day.saturating_sub(inputs.day) as usize;
        if self.owed > 0 && pool.ahead.len() < ahead {
            return Err(DrawRefusal::SlotsAheadUnknown { pool: pool.id.clone(), until_day: self.last_day });
        }
        Ok(())
    }
}

impl DayInputs {
    /// Brings the lists into canonical order: by the bytes of their ids.
    pub fn sort(&mut self) {
        for pool in &mut self.pools {
            for team in &mut pool.teams {
                team.slots.sort();
            }
            pool.teams.sort_by(|a, b| a.id.cmp(&b.id));
        }
        self.pools.sort_by(|a, b| a.id.cmp(&b.id));
        self.units.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Checks that the inputs can be drawn from.
    pub fn check(&self) -> Result<(), DrawRefusal> {
        let policy = &self.policy;
        if policy.reserve_days >= policy.days || policy.theta > 10_000 || policy.rho > 10_000 {
            return Err(DrawRefusal::BadPolicy);
        }
        if self.day == 0 || self.day > policy.days {
            return Err(DrawRefusal::DayOutsideYear { day: self.day, days: policy.days });
        }
        ordered(self.pools.iter().map(|pool| pool.id.as_str()))?;
        ordered(self.units.iter().map(|unit| unit.id.as_str()))?;
        for pool in &self.pools {
            ordered(pool.teams.iter().map(|team| team.id.as_str()))?;
            for team in &pool.teams {
                ordered(team.slots.iter().map(String::as_str))?;
            }
        }
        self.units.iter().try_for_each(|unit| unit.check(self))
    }

    /// The canonical bytes, as the documentation of [`crate::drill`] fixes them.
    #[must_use]
    pub fn encoded(&self) -> Vec<u8> {
        record(&[
            b"drill-inputs-v1".into(),
            self.street.clone().into_bytes(),
            self.year.clone().into_bytes(),
            decimal(self.day),
            self.date.clone().into_bytes(),
            self.beacon.clone().into_bytes(),
            self.policy.encoded(),
            list(self.pools.iter().map(Pool::encoded)),
            list(self.units.iter().map(UnitInput::encoded)),
        ])
    }

    /// The hash that is logged when the inputs are frozen. It never enters a key.
    #[must_use]
    pub fn hash(&self) -> Bytes32 {
        hash(&self.encoded())
    }

    /// Tells whether a beacon is the one that was named when the inputs were frozen.
    #[must_use]
    pub fn names_beacon(&self, beacon: &str) -> bool {
        beacon.strip_prefix(self.beacon.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    }
}

/// Checks that ids are not empty, ascend by their bytes, and stand once each.
fn ordered<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), DrawRefusal> {
    let mut last = "";
    for id in ids {
        // An empty id is never above the empty text that the comparison begins with.
        if id <= last {
            return Err(DrawRefusal::OutOfOrder { id: id.to_owned() });
        }
        last = id;
    }
    Ok(())
}

/// Joins fields: the `lp` of their bytes.
pub(super) fn record(fields: &[Vec<u8>]) -> Vec<u8> {
    lp(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Joins a list: the `lp` of its items.
pub(super) fn list(items: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    record(&items.collect::<Vec<_>>())
}

/// A whole number as decimal digits without leading zeros.
pub(super) fn decimal(number: impl Into<u64>) -> Vec<u8> {
    number.into().to_string().into_bytes()
}

fn flag(flag: bool) -> Vec<u8> {
    if flag { b"1".into() } else { b"0".into() }
}
