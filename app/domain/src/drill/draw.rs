//! The day's draw (03-drills, section 3): nothing exists to be leaked before the morning.

use super::{chain::DayKey, table::Chance};
use crate::{
    hash::{Bytes32, Keyed, hmac, lp},
    stream::KeyStream,
};
use core::cmp::Ordering;
use serde::{Deserialize, Serialize};

pub use super::{
    inputs::{DayInputs, Mode, Policy, Pool, Standing, TeamSlots, UnitInput, frozen_hazards},
    table::{Alarm, Table, Tilt, tables, tables_hash},
};

/// A day's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// How many units were drawn in all pools.
    pub size: u32,
    /// The hash of the chances, as 64 hexadecimal characters.
    pub table_hash: String,
    /// The pools by id.
    pub pools: Vec<PoolDraw>,
}

/// A pool's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolDraw {
    /// The pool.
    pub pool: String,
    /// How many units were drawn.
    pub size: u32,
    /// The drawn units in the order of the draw.
    pub drawn: Vec<Drawn>,
    /// The units that take a drawn one's place, in this order only.
    pub reserves: Vec<String>,
    /// The owed units whose duty becomes an announced comprehensive drill, by id.
    pub absorbed: Vec<String>,
    /// What the deadline guard did.
    pub tilt: Option<Tilt>,
    /// Shortages.
    pub alarms: Vec<Alarm>,
}

/// A drawn unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The unit.
    pub unit: String,
    /// The team that goes.
    pub team: String,
    /// The team's slot.
    pub slot: String,
    /// The unit's chance in 2⁻³² parts.
    pub inclusion: u64,
    /// `HMAC(K_d, lp("score", unit))`, as 64 hexadecimal characters.
    pub score: String,
}

impl PoolDraw {
    /// The reserve that has to take the place of the next unit that cannot be drilled, once `used`
    /// reserves have been taken. `None` when they are used up.
    #[must_use]
    pub fn next_reserve(&self, used: usize) -> Option<&str> {
        self.reserves.get(used).map(String::as_str)
    }
}

/// Why a day cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawRefusal {
    /// The policy contradicts itself.
    BadPolicy,
    /// The day is none of the year's.
    DayOutsideYear {
        /// The day.
        day: u32,
        /// The working days of the year.
        days: u32,
    },
    /// A list is not in ascending order, or an id stands twice or is empty.
    OutOfOrder {
        /// The first id out of order.
        id: String,
    },
    /// A unit names a pool that is not there.
    UnknownPool {
        /// The unit.
        unit: String,
        /// The pool.
        pool: String,
    },
    /// A unit's capacity clock contradicts itself.
    BadClock {
        /// The unit.
        unit: String,
    },
    /// A hazard is above certainty.
    HazardAboveOne {
        /// The unit.
        unit: String,
    },
    /// A unit that is away has a hazard.
    HazardWhileAway {
        /// The unit.
        unit: String,
    },
    /// A unit is owed a drill although nothing is owed in this mode.
    OwedWhileDecoupled {
        /// The unit.
        unit: String,
    },
    /// The later slots are not given up to the last day of an owed drill.
    SlotsAheadUnknown {
        /// The pool.
        pool: String,
        /// The working day up to which they are needed.
        until_day: u32,
    },
}

/// What an index is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The team that goes.
    Team,
    /// The slot of the team.
    Slot,
    /// The scenario card, on arrival.
    Scenario,
    /// The risk point, on arrival.
    Place,
}

impl Purpose {
    /// The name as it enters the key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Slot => "slot",
            Self::Scenario => "scenario",
            Self::Place => "place",
        }
    }
}

/// Draws an index below `len` for a unit: Lemire's method over the ChaCha20 stream keyed
/// `HMAC(K_d, lp(purpose, unit))`. The list meant is ordered by id. `None` for an empty list.
///
/// The same purpose, day, unit and length always give the same index.
#[must_use]
pub fn pick(key: &DayKey, purpose: Purpose, unit: &str, len: usize) -> Option<usize> {
    let len = u32::try_from(len).ok().filter(|len| *len > 0)?;
    let stream = hmac(key.reveal(), &lp(&[purpose.name().as_bytes(), unit.as_bytes()]));
    Some(KeyStream::new(&stream).below(len) as usize)
}

/// The score of a unit on a day: `HMAC(K_d, lp("score", unit))`. No other input can change it.
#[must_use]
pub fn score(key: &DayKey, unit: &str) -> Bytes32 {
    hmac(key.reveal(), &lp(&[b"score", unit.as_bytes()]))
}

/// `U = (x + ½) / 2^53` of the first 53 bits of a score, as an IEEE double.
#[must_use]
pub fn unit_interval(score: &Bytes32) -> f64 {
    let [a, b, c, d, e, f, g, h, ..] = *score;
    let x = u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 11;
    (x as f64 + 0.5) / (1_u64 << 53) as f64
}

/// Draws a day. The same inputs and key give the same result, bit for bit.
///
/// A pool without slots draws nobody; a shortage is an alarm in the result, not a refusal.
pub fn draw(inputs: &DayInputs, key: &DayKey) -> Result<Draw, DrawRefusal> {
    let tables = tables(inputs, key)?;
    let table_hash = hex::encode(tables_hash(inputs, &tables));
    let pools: Vec<PoolDraw> =
        tables.into_iter().zip(&inputs.pools).map(|(table, pool)| sample(inputs, table, pool, key)).collect();
    let size = pools.iter().map(|pool| pool.size).sum();
    Ok(Draw { size, table_hash, pools })
}

/// A unit in the order sample.
struct Ranked {
    chance: Chance,
    score: Bytes32,
    rank: f64,
}

/// Pareto order sampling, then teams and slots.
pub(super) fn sample(inputs: &DayInputs, table: Table, pool: &Pool, key: &DayKey) -> PoolDraw {
    let Table { pool: id, size, chances, absorbed, tilt, alarms } = table;
    let reserves = inputs.policy.reserves as usize;
    let scores = Keyed::new(key.reveal());
    let mut ranked: Vec<Ranked> = chances
        .into_iter()
        .filter(|chance| chance.inclusion > 0)
        .map(|chance| {
            let score = scores.hash(&lp(&[b"score", chance.unit.as_bytes()]));
            let rank = rank(&score, chance.inclusion);
            Ranked { chance, score, rank }
        })
        .collect();
    let order = |a: &Ranked, b: &Ranked| match a.rank.total_cmp(&b.rank) {
        Ordering::Equal => a.chance.unit.cmp(&b.chance.unit),
        order => order,
    };
    // Only the front is looked at: no need to bring all the others into order.
    let wanted = (size as usize).saturating_add(reserves);
    if wanted < ranked.len() {
        ranked.select_nth_unstable_by(wanted, order);
        ranked.truncate(wanted);
    }
    ranked.sort_unstable_by(order);
    let after = ranked.split_off((size as usize).min(ranked.len()));
    let reserves = after.into_iter().take(reserves).map(|r| r.chance.unit).collect();
    PoolDraw { pool: id, size, drawn: assign(&ranked, pool, key), reserves, absorbed, tilt, alarms }
}

/// `q = (U/(1−U)) · ((1−π)/π)` in IEEE doubles, −1 for certainty. `inclusion` is above 0.
fn rank(score: &Bytes32, inclusion: u64) -> f64 {
    // Both conversions are exact: `inclusion` has 33 bits at most.
    let chance = inclusion as f64 / (1_u64 << 32) as f64;
    if chance >= 1.0 {
        return -1.0;
    }
    let u = unit_interval(score);
    (u / (1.0 - u)) * ((1.0 - chance) / chance)
}

/// Gives each drawn unit, in the order of the draw, one of the teams with a slot left, and one of the
/// slots left of this team. The size is never above the slots, so every unit gets one.
fn assign(ranked: &[Ranked], pool: &Pool, key: &DayKey) -> Vec<Drawn> {
    let mut teams: Vec<TeamSlots> =
        pool.teams.iter().filter(|team| !team.slots.is_empty()).cloned().collect();
    let mut drawn = Vec::with_capacity(ranked.len());
    for Ranked { chance, score, .. } in ranked {
        let Some(index) = pick(key, Purpose::Team, &chance.unit, teams.len()) else { break };
        let team = &mut teams[index];
        let Some(slot) = pick(key, Purpose::Slot, &chance.unit, team.slots.len()) else { break };
        drawn.push(Drawn {
            unit: chance.unit.clone(),
            team: team.id.clone(),
            slot: team.slots.remove(slot),
            inclusion: chance.inclusion,
            score: hex::encode(score),
        });
        if team.slots.is_empty() {
            teams.remove(index);
        }
    }
    drawn
}
