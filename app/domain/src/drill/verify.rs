//! Computes a published draw again and compares step by step.

use super::{
    bundle::{Arrival, DrawBundle, FORMAT},
    chain::{Anchor, Anchors, Custodian, DayKey, Link, day_key},
    draw::{Draw, PoolDraw, Purpose, draw, frozen_hazards, pick},
};
use serde::Serialize;

/// How far a frozen hazard may lie from the law, in 2⁻³² parts: `exp` and `ln` differ between machines.
const HAZARD_TOLERANCE: u64 = 2;

/// One kind of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The file is of a known format.
    Format,
    /// Street, year, day, date, working days and beacon are those of the frozen inputs.
    Header,
    /// The inputs can be drawn from, and stand in canonical order.
    Inputs,
    /// The hash of the inputs is the logged one.
    InputsHash,
    /// The frozen hazards follow the published law. The subject is the unit that does not, if any.
    Hazards,
    /// A link leads to its anchor when hashed `d` times. The subject is the custodian.
    Anchor,
    /// The day's key could be derived.
    DayKey,
    /// How many units were drawn in all.
    Size,
    /// The hash of the chances.
    TableHash,
    /// The pools, by id.
    Pools,
    /// How many units were drawn. The subject is the pool.
    PoolSize,
    /// The drawn units in order. The subject is the pool.
    Drawn,
    /// The ordered reserves. The subject is the pool.
    Reserves,
    /// The owed units that get an announced drill. The subject is the pool.
    Absorbed,
    /// The deadline guard and the alarms. The subject is the pool.
    Shortages,
    /// A drawn unit's score.
    Score,
    /// A drawn unit's chance.
    Inclusion,
    /// A drawn unit's team.
    Team,
    /// A drawn unit's slot.
    Slot,
    /// The unit of an arrival was drawn, or is a reserve, and arrived once.
    Arrival,
    /// The scenario drawn on arrival.
    Scenario,
    /// The place drawn on arrival.
    Place,
}

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Both are the same.
    Agrees,
    /// They differ.
    Differs,
    /// It cannot be told before the links are published.
    Pending,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was compared.
    pub check: Check,
    /// Of which unit, pool or custodian; empty if of the day.
    pub subject: String,
    /// How it came out.
    pub state: State,
    /// What the bundle says.
    pub published: String,
    /// What was computed.
    pub computed: String,
}

/// All comparisons, in the order of the computation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The comparisons.
    pub steps: Vec<Step>,
}

impl Report {
    /// Tells whether everything was computed and agrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.steps.iter().all(|step| step.state == State::Agrees)
    }

    /// The steps that differ.
    pub fn differences(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.state == State::Differs)
    }

    fn note(
        &mut self,
        check: Check,
        subject: &str,
        published: impl ToString,
        computed: impl ToString,
    ) -> bool {
        let (published, computed) = (published.to_string(), computed.to_string());
        let same = published == computed;
        let state = if same { State::Agrees } else { State::Differs };
        self.steps.push(Step { check, subject: subject.to_owned(), state, published, computed });
        same
    }

    fn pend(&mut self, check: Check, subject: &str) {
        let (published, computed) = (String::new(), String::new());
        self.steps.push(Step {
            check,
            subject: subject.to_owned(),
            state: State::Pending,
            published,
            computed,
        });
    }
}

/// Recomputes everything that a bundle says. Nothing of it is trusted but the anchors, the frozen inputs
/// and the lists of the arrivals; compare anchors and the inputs' hash with the log.
#[must_use]
pub fn verify(bundle: &DrawBundle) -> Report {
    let mut report = Report { steps: Vec::new() };
    report.note(Check::Format, "", bundle.format, FORMAT);
    header(bundle, &mut report);
    let frozen = match bundle.inputs.check() {
        Ok(()) => "ok".to_owned(),
        Err(refusal) => format!("{refusal:?}"),
    };
    let usable = report.note(Check::Inputs, "", "ok", frozen);
    let inputs_hash = hex::encode(bundle.inputs.hash());
    report.note(Check::InputsHash, "", bundle.inputs_hash.to_lowercase(), inputs_hash);
    hazards(bundle, &mut report);
    let Some(key) = key(bundle, &mut report) else { return report };
    if usable && let Ok(computed) = draw(&bundle.inputs, &key) {
        result(&bundle.result, &computed, &mut report);
        for (index, arrival) in bundle.arrivals.iter().enumerate() {
            let again = bundle.arrivals[..index].iter().any(|earlier| earlier.unit == arrival.unit);
            self::arrival(arrival, again, &computed, &key, &mut report);
        }
    }
    report
}

fn header(bundle: &DrawBundle, report: &mut Report) {
    let DrawBundle { street, year, day, days, date, beacon, inputs, .. } = bundle;
    let named = if inputs.names_beacon(beacon) { beacon } else { &inputs.beacon };
    report.note(
        Check::Header,
        "",
        format!("{street} {year} {day}/{days} {date} {beacon}"),
        format!(
            "{} {} {}/{} {} {named}",
            inputs.street, inputs.year, inputs.day, inputs.policy.days, inputs.date
        ),
    );
}

fn hazards(bundle: &DrawBundle, report: &mut Report) {
    let policy = &bundle.inputs.policy;
    let rate = policy.rate();
    for unit in &bundle.inputs.units {
        let (hazard, free) = frozen_hazards(policy, rate, unit.standing());
        let off = unit.hazard.abs_diff(hazard).max(unit.free_hazard.abs_diff(free));
        if off > HAZARD_TOLERANCE {
            let frozen = format!("{} {}", unit.hazard, unit.free_hazard);
            report.note(Check::Hazards, &unit.id, frozen, format!("{hazard} {free}"));
            return;
        }
    }
    let count = bundle.inputs.units.len();
    report.note(Check::Hazards, "", count, count);
}

/// Follows both links to their anchors and derives the key. `None` if that is impossible.
fn key(bundle: &DrawBundle, report: &mut Report) -> Option<DayKey> {
    let a = link(Custodian::A, bundle, bundle.link_a.as_deref(), &bundle.anchor_a, report);
    let b = link(Custodian::B, bundle, bundle.link_b.as_deref(), &bundle.anchor_b, report);
    let (Some((link_a, anchor_a)), Some((link_b, anchor_b))) = (a, b) else {
        let unpublished = bundle.link_a.is_none() || bundle.link_b.is_none();
        if unpublished {
            report.pend(Check::DayKey, "");
        } else {
            report.note(Check::DayKey, "", "links and anchors", "not hexadecimal, or no day of the year");
        }
        return None;
    };
    let anchors = Anchors { a: anchor_a, b: anchor_b };
    let key = day_key(&anchors, &link_a, &link_b, &bundle.year, bundle.day, &bundle.beacon);
    let shown = key.reveal_hex();
    report.note(Check::DayKey, "", &shown, &shown);
    Some(key)
}

fn link(
    custodian: Custodian,
    bundle: &DrawBundle,
    link: Option<&str>,
    anchor: &str,
    report: &mut Report,
) -> Option<(Link, Anchor)> {
    let Some(link) = link else {
        report.pend(Check::Anchor, custodian.name());
        return None;
    };
    // A bundle from elsewhere could name a day so large that hashing would not end.
    let in_year = (1..=bundle.days).contains(&bundle.day) && bundle.days <= 366;
    let (Some(link), Some(anchor), true) = (Link::from_hex(link), Anchor::from_hex(anchor), in_year) else {
        report.note(Check::Anchor, custodian.name(), anchor, "unusable");
        return None;
    };
    let reached = link.hashed(custodian, bundle.day);
    report.note(Check::Anchor, custodian.name(), anchor.to_hex(), reached.to_hex());
    Some((link, anchor))
}

fn result(published: &Draw, computed: &Draw, report: &mut Report) {
    report.note(Check::Size, "", published.size, computed.size);
    report.note(Check::TableHash, "", published.table_hash.to_lowercase(), &computed.table_hash);
    let ids = |draw: &Draw| draw.pools.iter().map(|pool| pool.pool.clone()).collect::<Vec<_>>().join(" ");
    if !report.note(Check::Pools, "", ids(published), ids(computed)) {
        return;
    }
    for (published, computed) in published.pools.iter().zip(&computed.pools) {
        pool(published, computed, report);
    }
}

fn pool(published: &PoolDraw, computed: &PoolDraw, report: &mut Report) {
    let id = &computed.pool;
    report.note(Check::PoolSize, id, published.size, computed.size);
    let units = |pool: &PoolDraw| pool.drawn.iter().map(|d| d.unit.clone()).collect::<Vec<_>>().join(" ");
    report.note(Check::Drawn, id, units(published), units(computed));
    report.note(Check::Reserves, id, published.reserves.join(" "), computed.reserves.join(" "));
    report.note(Check::Absorbed, id, published.absorbed.join(" "), computed.absorbed.join(" "));
    let shortages = |pool: &PoolDraw| format!("{:?} {:?}", pool.tilt, pool.alarms);
    report.note(Check::Shortages, id, shortages(published), shortages(computed));
    for said in &published.drawn {
        let unit = &said.unit;
        let Some(found) = computed.drawn.iter().find(|drawn| drawn.unit == *unit) else { continue };
        report.note(Check::Score, unit, said.score.to_lowercase(), &found.score);
        report.note(Check::Inclusion, unit, said.inclusion, found.inclusion);
        report.note(Check::Team, unit, &said.team, &found.team);
        report.note(Check::Slot, unit, &said.slot, &found.slot);
    }
}

fn arrival(arrival: &Arrival, again: bool, computed: &Draw, key: &DayKey, report: &mut Report) {
    let unit = &arrival.unit;
    let meant = |pool: &PoolDraw| pool.drawn.iter().any(|d| d.unit == *unit) || pool.reserves.contains(unit);
    let known = if again {
        "arrived twice"
    } else if computed.pools.iter().any(meant) {
        "drawn"
    } else {
        "not drawn"
    };
    report.note(Check::Arrival, unit, "drawn", known);
    let chosen = |purpose, list: &[String]| match pick(key, purpose, unit, list.len()) {
        Some(index) if list.windows(2).all(|pair| pair[0] < pair[1]) => list[index].clone(),
        Some(_) => "list out of order".to_owned(),
        None => "list empty".to_owned(),
    };
    report.note(Check::Scenario, unit, &arrival.scenario, chosen(Purpose::Scenario, &arrival.scenarios));
    report.note(Check::Place, unit, &arrival.place, chosen(Purpose::Place, &arrival.places));
}
