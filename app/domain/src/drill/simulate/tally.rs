//! What is counted while years go by.

use super::{
    super::{draw::PoolDraw, hazard::ONE, inputs::DayInputs},
    Kind, Scenario,
    year::number,
};
use crate::{
    hash::{hash, lp},
    stream::KeyStream,
};
use std::collections::BTreeMap;

/// Something that is expected so often, and happened so often.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count {
    pub expected: f64,
    /// The variance of independent draws, an upper bound of the real one.
    pub variance: f64,
    pub got: u64,
}

impl Count {
    fn add(&mut self, chance: f64, happened: bool) {
        self.expected += chance;
        self.variance += chance * (1.0 - chance);
        self.got += u64::from(happened);
    }
    /// How many standard deviations off; 0 where nothing was left to chance and nothing is off.
    pub fn z(&self, variance: f64) -> f64 {
        let off = self.got as f64 - self.expected;
        match variance > 0.0 {
            true => off / variance.sqrt(),
            false if off.abs() < 0.5 => 0.0,
            false => f64::INFINITY.copysign(off),
        }
    }
}

/// The upper ends of the hazard bins.
pub(super) const BINS: [f64; 9] = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.999_999, 1.0];
/// Into how many parts the unit interval is cut for the test of rescaled times.
pub(super) const PARTS: usize = 1 << 16;
/// Within how many days a drill next door might give a hint.
const HINT_DAYS: u64 = 5;

/// One morning as it is counted.
pub(super) struct Morning<'a> {
    pub year: u32,
    pub day: u32,
    pub inputs: &'a DayInputs,
    /// By unit, what the table left of the hazard.
    pub hazards: &'a [u64],
    pub kinds: &'a [Kind],
    pub result: &'a PoolDraw,
}

/// A unit's rescaled time: before its first drill, and since its last.
#[derive(Clone, Copy, Default)]
struct Rescaled {
    /// Time before the first drill, and the share of the drill's own step.
    head: Option<(f64, f64)>,
    since: f64,
}

pub(super) struct Tally {
    pub windows: u64,
    pub missed: u64,
    pub absorbed: u64,
    pub closed_in_the_morning: u64,
    pub four_no: u64,
    pub reserve: u64,
    pub comprehensive: u64,
    pub bins: [Count; BINS.len()],
    pub weekdays: [Count; 5],
    pub months: [Count; 12],
    pub hours: Vec<Count>,
    pub areas: Vec<Count>,
    pub hint: Count,
    /// The least hazard while nothing is owed, as a share of the free one.
    pub least_free: f64,
    /// The largest hazard of a drill on a day that the guard did not tilt.
    pub largest: u64,
    pub tilted_days: u64,
    pub alarm_days: u64,
    /// Drills of a team above its slots.
    pub overload: u64,
    pub parts: Vec<u64>,
    times: Vec<Rescaled>,
    last_drill: Vec<u64>,
    coins: KeyStream,
}

impl Tally {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let units = scenario.units as usize;
        Self {
            windows: 0,
            missed: 0,
            absorbed: 0,
            closed_in_the_morning: 0,
            four_no: 0,
            reserve: 0,
            comprehensive: 0,
            bins: Default::default(),
            weekdays: Default::default(),
            months: Default::default(),
            hours: vec![Count::default(); Scenario::SLOTS_OF_A_TEAM as usize],
            areas: vec![Count::default(); scenario.areas as usize],
            hint: Count::default(),
            least_free: f64::INFINITY,
            largest: 0,
            tilted_days: 0,
            alarm_days: 0,
            overload: 0,
            parts: vec![0; PARTS],
            times: vec![Rescaled::default(); units],
            last_drill: vec![0; units],
            coins: KeyStream::new(&hash(&lp(&[b"drill-coins", &scenario.seed.to_be_bytes()]))),
        }
    }

    /// Counts one day.
    pub(super) fn day(&mut self, scenario: &Scenario, morning: &Morning<'_>) {
        let Morning { inputs, result, .. } = *morning;
        self.tilted_days += u64::from(result.tilt.is_some());
        self.alarm_days += u64::from(!result.alarms.is_empty());
        let mut drawn = vec![false; morning.hazards.len()];
        for unit in result.drawn.iter().filter_map(|drawn| number(&drawn.unit)) {
            drawn[unit] = true;
        }
        self.units(scenario, morning, &drawn);
        self.teams(scenario, inputs, result);
        let today = u64::from(morning.year) * 1_000 + u64::from(morning.day);
        for (last, drawn) in self.last_drill.iter_mut().zip(&drawn) {
            if *drawn {
                *last = today;
            }
        }
        for kind in morning.kinds {
            match kind {
                Kind::None => {}
                Kind::FourNo => self.four_no += 1,
                Kind::Reserve => self.reserve += 1,
                Kind::Comprehensive => self.comprehensive += 1,
            }
        }
    }

    fn units(&mut self, scenario: &Scenario, morning: &Morning<'_>, drawn: &[bool]) {
        let today = u64::from(morning.year) * 1_000 + u64::from(morning.day);
        let weekday = (morning.day as usize - 1) % 5;
        let month = (morning.day as usize - 1) * 12 / scenario.policy.days as usize;
        let areas = scenario.areas as usize;
        let in_area = morning.hazards.len().div_ceil(areas);
        for (index, unit) in morning.inputs.units.iter().enumerate() {
            if !unit.available {
                continue;
            }
            let (hazard, happened) = (morning.hazards[index], drawn[index]);
            let chance = hazard as f64 / ONE as f64;
            let bin = BINS.iter().position(|end| chance <= *end).unwrap_or(BINS.len() - 1);
            self.bins[bin].add(chance, happened);
            self.weekdays[weekday].add(chance, happened);
            self.months[month].add(chance, happened);
            self.areas[index / in_area].add(chance, happened);
            if unit.owed == 0 && unit.free_hazard > 0 {
                self.least_free = self.least_free.min(hazard as f64 / unit.free_hazard as f64);
            }
            if happened && morning.result.tilt.is_none() {
                self.largest = self.largest.max(hazard);
            }
            let hinted = |neighbour: usize| {
                neighbour / in_area == index / in_area
                    && self
                        .last_drill
                        .get(neighbour)
                        .is_some_and(|last| *last > 0 && today - last <= HINT_DAYS)
            };
            if hinted(index + 1) || index.checked_sub(1).is_some_and(hinted) {
                self.hint.add(chance, happened);
            }
            self.rescale(index, chance, happened);
        }
    }

    /// Runs a unit's rescaled clock: between drills it advances like a unit-rate Poisson process exactly if
    /// the hazards are right.
    fn rescale(&mut self, index: usize, chance: f64, happened: bool) {
        if !happened {
            self.times[index].since -= (-chance).ln_1p();
            return;
        }
        let share = chance * (f64::from(self.coins.next_u32()) + 0.5) / 4_294_967_296.0;
        let since = core::mem::take(&mut self.times[index].since);
        if self.times[index].head.is_none() {
            self.times[index].head = Some((since, share));
        } else {
            self.part(since, share);
        }
    }

    fn part(&mut self, since: f64, share: f64) {
        let uniform = 1.0 - (-since).exp() * (1.0 - share);
        let part = ((uniform * PARTS as f64) as usize).min(PARTS - 1);
        self.parts[part] += 1;
    }

    /// Lays the units' clocks end to end, so that nothing is cut off but the very last interval.
    pub(super) fn join(&mut self) {
        let times = core::mem::take(&mut self.times);
        let mut carried = 0.0;
        for Rescaled { head, since } in times {
            match head {
                Some((before, share)) => {
                    self.part(carried + before, share);
                    carried = since;
                }
                None => carried += since,
            }
        }
    }

    fn teams(&mut self, scenario: &Scenario, inputs: &DayInputs, result: &PoolDraw) {
        let mut loads: BTreeMap<&str, u64> = BTreeMap::new();
        let hour = |slot: &str| usize::from(!slot.starts_with("09"));
        for drawn in &result.drawn {
            *loads.entry(&drawn.team).or_default() += 1;
            if let Some(count) = self.hours.get_mut(hour(&drawn.slot)) {
                count.got += 1;
            }
        }
        let teams = inputs.pools.iter().flat_map(|pool| &pool.teams);
        let slots: BTreeMap<&str, u64> =
            teams.map(|team| (team.id.as_str(), team.slots.len() as u64)).collect();
        self.overload += loads
            .iter()
            .map(|(team, load)| load.saturating_sub(slots.get(team).copied().unwrap_or(0)))
            .sum::<u64>();
        // A drawn unit gets one of the teams that have a slot left, then one of its slots. The mornings and
        // afternoons of equal teams are alike; an odd slot of the last team is a morning.
        let all = f64::from(scenario.slots_a_day());
        let mornings = f64::from(scenario.slots_a_day().div_ceil(Scenario::SLOTS_OF_A_TEAM));
        if scenario.slots_a_day().is_multiple_of(Scenario::SLOTS_OF_A_TEAM) {
            let drawn = result.drawn.len() as f64;
            self.hours[0].expected += drawn * mornings / all;
            self.hours[1].expected += drawn * (all - mornings) / all;
        }
    }
}
