//! A simulated street: its units, its mornings.

use super::{
    super::{
        chain::{Anchors, Custodian, DayKey, Seed, day_key},
        draw::{PoolDraw, sample},
        inputs::{DayInputs, Mode, Pool, TeamSlots, UnitInput, frozen_hazards},
        table::tables,
        window::{Capacity, place},
    },
    Kind, Scenario, UnitDay,
    tally::{Morning, Tally},
};
use crate::{
    hash::{hash, lp},
    stream::KeyStream,
};

/// What is known of a unit within its window.
#[derive(Clone, Copy, Default)]
pub(super) struct Record {
    /// It had a four-no drill.
    pub drilled: bool,
    /// Its duty became an announced drill.
    pub absorbed: bool,
    /// The announced drill took place.
    pub announced: bool,
    /// From which day on the office wants to hold the announced drill.
    pub announced_from: u32,
    /// The first day of its surprise closure this year; 0 for none.
    pub closed_from: u32,
}

impl Record {
    fn closed(&self, day: u32) -> bool {
        self.closed_from > 0 && (self.closed_from..self.closed_from + Scenario::CLOSED_DAYS).contains(&day)
    }
    /// Nobody knows of a closure before its first morning.
    fn listed_closed(&self, day: u32) -> bool {
        self.closed(day) && day != self.closed_from
    }
}

pub(super) struct Street<'a> {
    scenario: &'a Scenario,
    capacity: Capacity,
    rate: f64,
    records: Vec<Record>,
    inputs: DayInputs,
    keys: Vec<DayKey>,
    world: KeyStream,
    year: u32,
}

impl<'a> Street<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        let slots = scenario.slots_a_day();
        let policy = scenario.policy.clone();
        let teams = (0..slots.div_ceil(Scenario::SLOTS_OF_A_TEAM)).map(|team| {
            let first = team * Scenario::SLOTS_OF_A_TEAM;
            let names = (first..slots.min(first + Scenario::SLOTS_OF_A_TEAM))
                .map(|slot| format!("{:02}:30", 9 + 5 * (slot - first)));
            TeamSlots { id: format!("T{team:05}"), slots: names.collect() }
        });
        let pool = Pool { id: "street".into(), teams: teams.collect(), ahead: Vec::new() };
        let units = (0..scenario.units).map(|unit| UnitInput {
            id: format!("E{:06}", unit + 1),
            pool: pool.id.clone(),
            high_hazard: scenario.is_half_yearly(unit),
            available: true,
            owed: 0,
            last_day: 0,
            days_left: 0,
            clock: super::super::hazard::Clock { today: 0, remaining: 0, total: 1 },
            hazard: 0,
            free_hazard: 0,
        });
        let inputs = DayInputs {
            street: "000000000".into(),
            year: String::new(),
            day: 0,
            date: String::new(),
            beacon: "beacon:none".into(),
            policy: policy.clone(),
            units: units.collect(),
            pools: vec![pool],
        };
        Self {
            scenario,
            capacity: Capacity::new(&vec![slots; policy.days as usize]),
            rate: policy.rate(),
            records: vec![Record::default(); scenario.units as usize],
            inputs,
            keys: Vec::new(),
            world: KeyStream::new(&hash(&lp(&[b"drill-world", &scenario.seed.to_be_bytes()]))),
            year: 0,
        }
    }

    /// Begins a year: new seeds, new closures.
    pub(super) fn open(&mut self, year: u32) {
        let days = self.scenario.policy.days;
        let seed = |name: &[u8]| {
            Seed::new(hash(&lp(&[
                b"drill-world",
                &self.scenario.seed.to_be_bytes(),
                &year.to_be_bytes(),
                name,
            ])))
        };
        let (a, b) = (seed(b"A"), seed(b"B"));
        let anchors = Anchors { a: a.anchor(Custodian::A, days), b: b.anchor(Custodian::B, days) };
        self.year = year;
        self.inputs.year = year.to_string();
        self.keys = (1..=days)
            .filter_map(|day| {
                let (a, b) = (a.link(Custodian::A, days, day)?, b.link(Custodian::B, days, day)?);
                Some(day_key(&anchors, &a, &b, &self.inputs.year, day, &self.inputs.beacon))
            })
            .collect();
        for record in &mut self.records {
            let closes = self.world.below(100) < self.scenario.closures;
            *record = Record {
                closed_from: if closes { 1 + self.world.below(days) } else { 0 },
                ..Record::default()
            };
        }
    }

    /// Holds one day. `None` if the draw refuses, which would be a fault of the simulation.
    pub(super) fn hold(
        &mut self,
        day: u32,
        tally: &mut Tally,
        watch: &mut impl FnMut(&UnitDay),
    ) -> Option<()> {
        self.prepare(day);
        let key = self.keys.get(day as usize - 1)?.clone();
        let table = tables(&self.inputs, &key).ok()?.pop()?;
        let mut hazards = vec![0; self.records.len()];
        for chance in &table.chances {
            hazards[number(&chance.unit)?] = chance.hazard;
        }
        let result = sample(&self.inputs, table, self.inputs.pools.first()?, &key);
        let kinds = self.carry_out(day, &result, tally)?;
        let morning = Morning {
            year: self.year,
            day,
            inputs: &self.inputs,
            hazards: &hazards,
            kinds: &kinds,
            result: &result,
        };
        tally.day(self.scenario, &morning);
        for (index, unit) in self.inputs.units.iter().enumerate() {
            watch(&UnitDay {
                year: self.year,
                unit: index as u32 + 1,
                half_yearly: unit.high_hazard,
                day,
                available: unit.available && !self.records[index].closed(day),
                owed: unit.owed > 0,
                hazard: hazards[index],
                kind: kinds[index],
            });
        }
        self.end(day, tally);
        Some(())
    }

    /// The inputs of the evening before.
    fn prepare(&mut self, day: u32) {
        let Self { scenario, capacity, rate, records, inputs, .. } = self;
        let policy = &scenario.policy;
        inputs.day = day;
        inputs.pools[0].ahead = capacity.ahead(day);
        // Four cases cover all units, since nobody knows of closures: class × owed.
        let case = |half_yearly: bool, owed: u32| {
            let at = place(capacity, policy, scenario.window(half_yearly, day), day, owed, &[]);
            (at, frozen_hazards(policy, *rate, at.standing))
        };
        let cases = [[case(false, 0), case(false, 1)], [case(true, 0), case(true, 1)]];
        for (unit, record) in inputs.units.iter_mut().zip(records.iter_mut()) {
            if day == scenario.window(unit.high_hazard, day).first {
                let closed_from = record.closed_from;
                *record = Record { closed_from, ..Record::default() };
            }
            let owes = policy.mode == Mode::Guaranteed && !record.drilled && !record.absorbed;
            let (at, (hazard, free_hazard)) = cases[usize::from(unit.high_hazard)][usize::from(owes)];
            unit.available = !record.listed_closed(day);
            unit.owed = u32::from(owes);
            unit.last_day = at.last_day;
            unit.days_left = at.standing.days_left;
            unit.clock = at.standing.clock;
            (unit.hazard, unit.free_hazard) = if unit.available { (hazard, free_hazard) } else { (0, 0) };
        }
    }

    /// What the teams and the office do that day.
    fn carry_out(&mut self, day: u32, result: &PoolDraw, tally: &mut Tally) -> Option<Vec<Kind>> {
        let mut kinds = vec![Kind::None; self.records.len()];
        for id in &result.absorbed {
            let record = &mut self.records[number(id)?];
            record.absorbed = true;
            record.announced_from = day + 1 + self.world.below(Scenario::ANNOUNCED_WITHIN);
        }
        let mut reserves = result.reserves.iter();
        for drawn in &result.drawn {
            let index = number(&drawn.unit)?;
            if !self.records[index].closed(day) {
                kinds[index] = Kind::FourNo;
                continue;
            }
            tally.closed_in_the_morning += 1;
            for id in reserves.by_ref() {
                let reserve = number(id)?;
                if !self.records[reserve].closed(day) {
                    kinds[reserve] = Kind::Reserve;
                    break;
                }
            }
        }
        for (record, kind) in self.records.iter_mut().zip(&mut kinds) {
            if *kind != Kind::None {
                record.drilled = true;
            } else if record.absorbed
                && !record.announced
                && day >= record.announced_from
                && !record.closed(day)
            {
                record.announced = true;
                *kind = Kind::Comprehensive;
            }
        }
        Some(kinds)
    }

    /// Judges the windows that end today.
    fn end(&mut self, day: u32, tally: &mut Tally) {
        for (unit, record) in self.inputs.units.iter().zip(&self.records) {
            if day == self.scenario.window(unit.high_hazard, day).legal {
                tally.windows += 1;
                let met = record.drilled || record.announced;
                tally.missed += u64::from(!met && self.scenario.policy.mode == Mode::Guaranteed);
                tally.absorbed += u64::from(record.absorbed);
            }
        }
    }
}

/// The index of a unit from its name.
pub(super) fn number(id: &str) -> Option<usize> {
    id.get(1..)?.parse::<usize>().ok()?.checked_sub(1)
}
