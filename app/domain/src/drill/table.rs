//! The chances of a day: who is drawn with which probability (03-drills, section 3, steps 1 to 4).
//!
//! Whole numbers only, so that every machine and language gets the same table.

use super::{
    chain::DayKey,
    draw::DrawRefusal,
    hazard::ONE,
    inputs::{DayInputs, Mode, Pool, UnitInput, decimal, list, record},
};
use crate::hash::{Bytes32, hash, hmac, lp};
use serde::{Deserialize, Serialize};

/// A factor of one on the odds, in 2⁻¹⁶ parts.
const FACTOR_ONE: u64 = 1 << 16;
/// The largest factor the deadline guard uses: 2⁴⁰.
const FACTOR_MAX: u64 = 1 << 56;
/// All of something in hundredths of a percent.
const WHOLE: i128 = 10_000;

/// A unit and its chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// The unit.
    pub unit: String,
    /// `π`: its inclusion probability in 2⁻³² parts, 0 to 2³².
    pub inclusion: u64,
    /// The chance before the day's size was known, in 2⁻³² parts: what absorber, guard and capacity leave of
    /// the hazard. Nobody without the key can know better. Not hashed: it follows from the inputs.
    pub hazard: u64,
}

/// What the deadline guard did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tilt {
    /// The working day up to which slots would be short.
    pub by_day: u32,
    /// How many units had their odds raised.
    pub units: u32,
    /// The sum of their hazards before, in 2⁻³² parts.
    pub before: u64,
    /// The sum that was aimed at, in 2⁻³² parts.
    pub target: u64,
    /// The common factor on their odds, in 2⁻¹⁶ parts; at most 2⁵⁶, which stands for certainty too.
    pub factor: u64,
}

/// A shortage that somebody has to know about. The day is drawn all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alarm", rename_all = "snake_case", deny_unknown_fields)]
pub enum Alarm {
    /// More drills fall due by a day than the slots can be relied on to hold.
    DeadlinesExceedSlots {
        /// How many drills today must carry, rounded up.
        must: u32,
        /// Today's slots.
        slots: u32,
        /// The working day by which they fall due.
        by_day: u32,
    },
    /// The owed hazards alone exceed the slots.
    OwedExceedSlots {
        /// The sum of owed hazards in 2⁻³² parts.
        owed: u64,
        /// Today's slots.
        slots: u32,
    },
    /// More units are on their last day than there are slots.
    ForcedExceedSlots {
        /// How many units must be drilled today.
        forced: u32,
        /// Today's slots.
        slots: u32,
    },
}

/// The chances of one pool on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The pool.
    pub pool: String,
    /// `n`: how many units are drawn.
    pub size: u32,
    /// The available units by id. Their chances sum to `n · 2³²` exactly.
    pub chances: Vec<Chance>,
    /// The owed units whose duty becomes an announced comprehensive drill, by id.
    pub absorbed: Vec<String>,
    /// What the deadline guard did, if anything.
    pub tilt: Option<Tilt>,
    /// Shortages.
    pub alarms: Vec<Alarm>,
}

impl Table {
    fn encoded(&self) -> Vec<u8> {
        let chances =
            self.chances.iter().map(|c| record(&[c.unit.clone().into_bytes(), decimal(c.inclusion)]));
        record(&[self.pool.clone().into_bytes(), decimal(self.size), list(chances)])
    }
}

/// The hash of a day's tables, for the log.
#[must_use]
pub fn tables_hash(inputs: &DayInputs, tables: &[Table]) -> Bytes32 {
    hash(&record(&[
        b"drill-tables-v1".into(),
        inputs.street.clone().into_bytes(),
        inputs.year.clone().into_bytes(),
        decimal(inputs.day),
        list(tables.iter().map(Table::encoded)),
    ]))
}

/// Computes the chances of a day, pool by pool.
pub fn tables(inputs: &DayInputs, key: &DayKey) -> Result<Vec<Table>, DrawRefusal> {
    inputs.check()?;
    Ok(inputs.pools.iter().map(|pool| table(inputs, pool, key)).collect())
}

/// A unit while its chance is worked out.
struct Entry<'a> {
    unit: &'a UnitInput,
    hazard: u64,
    owed: u32,
}

fn table(inputs: &DayInputs, pool: &Pool, key: &DayKey) -> Table {
    let slots = pool.slots();
    let mut entries: Vec<Entry<'_>> = inputs
        .units
        .iter()
        .filter(|unit| unit.pool == pool.id)
        .map(|unit| Entry { unit, hazard: unit.hazard, owed: unit.owed })
        .collect();
    let mut alarms = Vec::new();
    let absorbed = absorb(inputs, &mut entries);
    let tilt = guard(inputs, pool, &mut entries, slots, &mut alarms);
    entries.retain(|entry| entry.unit.available);
    fit(&mut entries, slots, &mut alarms);
    let size = size(&entries, &pool.id, key);
    let shares = shares(&entries.iter().map(|e| e.hazard).collect::<Vec<_>>(), size);
    let chances = entries
        .iter()
        .zip(shares)
        .map(|(entry, inclusion)| Chance { unit: entry.unit.id.clone(), inclusion, hazard: entry.hazard })
        .collect();
    Table { pool: pool.id.clone(), size, chances, absorbed, tilt, alarms }
}

/// Step 1: an owed unit above `θ` gets an announced drill instead, and only its free hazard stays.
fn absorb(inputs: &DayInputs, entries: &mut [Entry<'_>]) -> Vec<String> {
    let policy = &inputs.policy;
    let mut absorbed = Vec::new();
    if policy.mode != Mode::Guaranteed || !policy.absorber {
        return absorbed;
    }
    for entry in entries.iter_mut().filter(|e| e.unit.available && e.owed > 0) {
        if entry.hazard * 10_000 > u64::from(policy.theta) * ONE {
            entry.hazard = entry.unit.free_hazard;
            entry.owed = 0;
            absorbed.push(entry.unit.id.clone());
        }
    }
    absorbed
}

/// Step 2: raises the odds of units whose deadlines the later slots cannot be relied on to meet.
fn guard(
    inputs: &DayInputs,
    pool: &Pool,
    entries: &mut [Entry<'_>],
    slots: u32,
    alarms: &mut Vec<Alarm>,
) -> Option<Tilt> {
    let (must, by_day) = shortage(inputs, pool, entries)?;
    let drills = u32::try_from((must + WHOLE - 1) / WHOLE).unwrap_or(u32::MAX);
    if drills > slots {
        alarms.push(Alarm::DeadlinesExceedSlots { must: drills, slots, by_day });
    }
    let mut meant: Vec<&mut Entry<'_>> = entries
        .iter_mut()
        .filter(|e| e.unit.available && e.owed > 0 && deadline(e, inputs.day) <= by_day)
        .collect();
    let most = u64::from(slots).min(meant.len() as u64) * ONE;
    // Above `most` the exact figure does not matter, so a huge one may saturate.
    let wanted = u64::try_from((must * i128::from(ONE) + WHOLE - 1) / WHOLE).unwrap_or(u64::MAX);
    let target = wanted.min(most);
    let before: u64 = meant.iter().map(|e| e.hazard).sum();
    if before >= target {
        return None;
    }
    let certain = target == meant.len() as u64 * ONE;
    let hazards: Vec<u64> = meant.iter().map(|e| e.hazard).collect();
    let factor = if certain { FACTOR_MAX } else { least_factor(&hazards, target) };
    for entry in &mut meant {
        entry.hazard = if certain { ONE } else { tilted(entry.hazard, factor) };
    }
    trim(&mut meant, target);
    let units = u32::try_from(meant.len()).unwrap_or(u32::MAX);
    Some(Tilt { by_day, units, before, target, factor })
}

/// Takes off what the least factor overshot the target by; certain ones stay certain.
fn trim(meant: &mut [&mut Entry<'_>], target: u64) {
    let sum: u64 = meant.iter().map(|e| e.hazard).sum();
    if sum <= target {
        return;
    }
    let certain = meant.iter().filter(|e| e.hazard == ONE).count() as u64;
    let open: Vec<usize> = (0..meant.len()).filter(|&i| meant[i].hazard < ONE).collect();
    let hazards: Vec<u64> = open.iter().map(|&i| meant[i].hazard).collect();
    // The certain ones fit: their sum is part of the sum before the tilt, which was below the target.
    for (&i, hazard) in open.iter().zip(apportion(&hazards, target - certain * ONE)) {
        meant[i].hazard = hazard;
    }
}

/// The day by which an owed drill falls due; today for overdue ones.
fn deadline(entry: &Entry<'_>, today: u32) -> u32 {
    entry.unit.last_day.max(today)
}

/// The largest excess of owed drills over `(1−ρ)` of the later slots, in 10,000ths of a drill, and the
/// latest day that has it. `None` if there is no excess.
fn shortage(inputs: &DayInputs, pool: &Pool, entries: &[Entry<'_>]) -> Option<(i128, u32)> {
    let mut due: Vec<(u32, u32)> =
        entries.iter().filter(|e| e.owed > 0).map(|e| (deadline(e, inputs.day), e.owed)).collect();
    due.sort_unstable();
    let mut worst: Option<(i128, u32)> = None;
    let (mut owed, mut later, mut counted) = (0_i128, 0_i128, 0_usize);
    for group in due.chunk_by(|a, b| a.0 == b.0) {
        let day = group[0].0;
        owed += group.iter().map(|(_, owed)| i128::from(*owed)).sum::<i128>();
        let until = ((day - inputs.day) as usize).min(pool.ahead.len());
        later += pool.ahead[counted..until].iter().map(|n| i128::from(*n)).sum::<i128>();
        counted = until;
        let excess = owed * WHOLE - (WHOLE - i128::from(inputs.policy.rho)) * later;
        if excess > 0 && worst.is_none_or(|(most, _)| excess >= most) {
            worst = Some((excess, day));
        }
    }
    worst
}

/// `f·o / (1 + f·o)` of the odds `o` of a hazard, rounded down; `f` in 2⁻¹⁶ parts.
fn tilted(hazard: u64, factor: u64) -> u64 {
    let raised = u128::from(factor) * u128::from(hazard);
    let rest = u128::from(ONE - hazard) * u128::from(FACTOR_ONE);
    if hazard == 0 { 0 } else { ((raised << 32) / (rest + raised)) as u64 }
}

/// The least factor that brings the sum of hazards to the target, or the largest allowed.
fn least_factor(hazards: &[u64], target: u64) -> u64 {
    let (mut low, mut high) = (FACTOR_ONE, FACTOR_MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        let sum: u64 = hazards.iter().map(|h| tilted(*h, middle)).sum();
        if sum >= target { high = middle } else { low = middle + 1 }
    }
    low
}

/// Step 3: keeps the sum of hazards within the slots. Owed units come before the others, and among them
/// those on their last day.
fn fit(entries: &mut [Entry<'_>], slots: u32, alarms: &mut Vec<Alarm>) {
    let capacity = u64::from(slots) * ONE;
    let is_forced = |e: &Entry<'_>| e.owed > 0 && e.hazard == ONE;
    let owed: u64 = entries.iter().filter(|e| e.owed > 0).map(|e| e.hazard).sum();
    let free: u64 = entries.iter().filter(|e| e.owed == 0).map(|e| e.hazard).sum();
    let forced = u32::try_from(entries.iter().filter(|e| is_forced(e)).count()).unwrap_or(u32::MAX);
    if forced > slots {
        alarms.push(Alarm::ForcedExceedSlots { forced, slots });
    } else if slots > 0 && owed > capacity {
        alarms.push(Alarm::OwedExceedSlots { owed, slots });
    }
    if owed <= capacity {
        if owed + free > capacity {
            rescale(entries, |e| e.owed == 0, capacity - owed);
        }
        return;
    }
    rescale(entries, |e| e.owed == 0, 0);
    let first = u64::from(forced.min(slots)) * ONE;
    rescale(entries, |e| e.owed > 0 && !is_forced(e), capacity - first);
    if forced > slots {
        rescale(entries, is_forced, capacity);
    }
}

/// Scales the hazards of some entries down to a total.
fn rescale(entries: &mut [Entry<'_>], which: impl Fn(&Entry<'_>) -> bool, total: u64) {
    let mut meant: Vec<&mut Entry<'_>> = entries.iter_mut().filter(|e| which(e)).collect();
    let hazards: Vec<u64> = meant.iter().map(|e| e.hazard).collect();
    for (entry, hazard) in meant.iter_mut().zip(apportion(&hazards, total)) {
        entry.hazard = hazard;
    }
}

/// Largest remainder: whole shares of `total` in proportion to the weights, ties to the earlier one.
/// All 0 if the weights are.
fn apportion(weights: &[u64], total: u64) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let product = |i: usize| u128::from(weights[i]) * u128::from(total);
    let mut shares: Vec<u64> = (0..weights.len()).map(|i| (product(i) / sum) as u64).collect();
    let left = usize::try_from(total - shares.iter().sum::<u64>()).unwrap_or(usize::MAX);
    if left == 0 {
        return shares;
    }
    let mut rests: Vec<_> = (0..weights.len()).map(|i| (core::cmp::Reverse(product(i) % sum), i)).collect();
    // Fewer are left than there are weights: the remainders sum to `left · sum`, each below `sum`.
    rests.select_nth_unstable(left - 1);
    for (_, i) in &rests[..left] {
        shares[*i] += 1;
    }
    shares
}

/// Rounds the sum of hazards to `n`, up with the chance of its fraction: `n = floor(Σh) + [first 32 bits
/// of HMAC(K_d, lp("size", pool)) < frac(Σh)·2^32]`.
fn size(entries: &[Entry<'_>], pool: &str, key: &DayKey) -> u32 {
    let sum: u64 = entries.iter().map(|e| e.hazard).sum();
    let [a, b, c, d, ..] = hmac(key.reveal(), &lp(&[b"size", pool.as_bytes()]));
    let coin = u64::from(u32::from_be_bytes([a, b, c, d]));
    let whole = u32::try_from(sum >> 32).unwrap_or(u32::MAX);
    whole + u32::from(coin < sum % ONE)
}

/// Step 4: the chances. Certain ones stay certain; the others are scaled to fill `size`; what would pass
/// certainty becomes certain, and the rest is scaled again.
fn shares(hazards: &[u64], size: u32) -> Vec<u64> {
    let mut shares: Vec<u64> = hazards.iter().map(|h| if *h == ONE { ONE } else { 0 }).collect();
    let certain = shares.iter().filter(|s| **s == ONE).count() as u64;
    let mut total = (u64::from(size)).saturating_sub(certain) * ONE;
    let mut open: Vec<usize> = (0..hazards.len()).filter(|&i| hazards[i] < ONE).collect();
    loop {
        let sum: u128 = open.iter().map(|&i| u128::from(hazards[i])).sum();
        let passes = |i: usize| u128::from(hazards[i]) * u128::from(total) >= u128::from(ONE) * sum;
        let (full, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|&&i| hazards[i] > 0 && passes(i));
        if full.is_empty() {
            break;
        }
        full.iter().for_each(|&i| shares[i] = ONE);
        total -= full.len() as u64 * ONE;
        open = rest;
    }
    let weights: Vec<u64> = open.iter().map(|&i| hazards[i]).collect();
    for (&i, share) in open.iter().zip(apportion(&weights, total)) {
        shares[i] = share;
    }
    shares
}
