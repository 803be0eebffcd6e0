//! A published draw that never changes: `tests/golden/draw-bundle.json`, for this program and for the
//! verifier in `docs/verify/`.

use super::{
    bundle::{Arrival, Check, DrawBundle, FORMAT, State, verify},
    chain::{Anchors, Custodian, DayKey, Seed, day_key},
    draw::{
        DayInputs, Mode, Policy, Pool, Purpose, Standing, TeamSlots, UnitInput, draw, frozen_hazards, pick,
    },
    hazard::Clock,
};

/// To write the golden file anew after a deliberate change of the format: set to `true`, run this test
/// once, set back to `false`, and say in the changelog why old bundles do not verify any more.
const REGENERATE: bool = false;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/draw-bundle.json");
const DAY: u32 = 200;
const DAYS: u32 = 250;
const BEACON: &str = "beacon:none";

fn policy() -> Policy {
    Policy {
        mode: Mode::Guaranteed,
        mean_milli: 3000,
        days: DAYS,
        reserve_days: 20,
        theta: 500,
        rho: 500,
        absorber: true,
        reserves: 4,
    }
}

fn unit(number: u32, pool: &str, available: bool, owed: u32, left: u32) -> UnitInput {
    let clock = Clock { today: 3, remaining: 3 * left, total: 690 };
    let standing = Standing { available, owed, days_left: left, clock };
    let (hazard, free_hazard) = frozen_hazards(&policy(), policy().rate(), standing);
    let last_day = if owed > 0 { DAY + left - 1 } else { 0 };
    let id = format!("E{number:06}");
    let high_hazard = number.is_multiple_of(7);
    let pool = pool.to_owned();
    UnitInput {
        id,
        pool,
        high_hazard,
        available,
        owed,
        last_day,
        days_left: left,
        clock,
        hazard,
        free_hazard,
    }
}

fn team(id: &str, slots: &[&str]) -> TeamSlots {
    TeamSlots { id: id.to_owned(), slots: slots.iter().map(|slot| (*slot).to_owned()).collect() }
}

/// Pools for an ordinary day, for a day on which the deadlines outrun the slots, and for one without slots.
fn inputs() -> DayInputs {
    let pool = |id: &str, teams, ahead: u32| Pool { id: id.to_owned(), teams, ahead: vec![ahead; 30] };
    let mut units = Vec::new();
    for n in 1..=44 {
        // Some are away, some are owed nothing, and the last few are so near their end that they are absorbed.
        units.push(unit(n, "东区", n % 9 != 0, u32::from(n % 4 != 0), if n > 41 { 12 } else { 24 + n % 7 }));
    }
    units.push(unit(45, "东区", true, 2, 31));
    units.extend((46..=55).map(|n| unit(n, "西区", true, 1, 26)));
    units.extend((56..=58).map(|n| unit(n, "road", true, 1, 30)));
    let mut inputs = DayInputs {
        street: "370702001".to_owned(),
        year: "2026".to_owned(),
        day: DAY,
        date: "2026-10-27".to_owned(),
        beacon: BEACON.to_owned(),
        policy: policy(),
        pools: vec![
            pool("东区", vec![team("T1", &["09:00", "14:00"]), team("T2", &["09:30"])], 3),
            pool("西区", vec![team("T3", &["09:00", "15:30"])], 0),
            pool("road", vec![team("T4", &[])], 3),
        ],
        units,
    };
    inputs.pools[1].ahead[..8].fill(1);
    inputs.sort();
    inputs
}

fn arrival(unit: &str, key: &DayKey) -> Arrival {
    let scenarios = ["S01", "S04", "S07", "S12", "S13"].map(str::to_owned).to_vec();
    let places = ["P1", "P2", "P3"].map(|place| format!("{unit}-{place}")).to_vec();
    let scenario = scenarios[pick(key, Purpose::Scenario, unit, scenarios.len()).unwrap()].clone();
    let place = places[pick(key, Purpose::Place, unit, places.len()).unwrap()].clone();
    Arrival { unit: unit.to_owned(), scenarios, places, scenario, place }
}

fn bundle() -> DrawBundle {
    let (a, b) = (Seed::new([0xa1; 32]), Seed::new([0xb2; 32]));
    let anchors = Anchors { a: a.anchor(Custodian::A, DAYS), b: b.anchor(Custodian::B, DAYS) };
    let link_a = a.link(Custodian::A, DAYS, DAY).unwrap();
    let link_b = b.link(Custodian::B, DAYS, DAY).unwrap();
    let key = day_key(&anchors, &link_a, &link_b, "2026", DAY, BEACON);
    let inputs = inputs();
    let result = draw(&inputs, &key).unwrap();
    let drawn = result.pools.iter().flat_map(|pool| pool.drawn.iter().map(|drawn| drawn.unit.as_str()));
    // One unit could not be drilled; the first reserve of its pool took its place.
    let reserve = result.pools.iter().find_map(|pool| pool.next_reserve(0)).unwrap();
    let arrivals = drawn.skip(1).chain([reserve]).map(|unit| arrival(unit, &key)).collect();
    DrawBundle {
        format: FORMAT,
        street: inputs.street.clone(),
        year: inputs.year.clone(),
        day: DAY,
        days: DAYS,
        date: inputs.date.clone(),
        anchor_a: anchors.a.to_hex(),
        anchor_b: anchors.b.to_hex(),
        link_a: Some(link_a.reveal_hex()),
        link_b: Some(link_b.reveal_hex()),
        beacon: BEACON.to_owned(),
        inputs_hash: hex::encode(inputs.hash()),
        inputs,
        result,
        arrivals,
    }
}

/// The checks that differ once a bundle is changed.
fn differing(change: impl FnOnce(&mut DrawBundle)) -> Vec<Check> {
    let mut bundle = bundle();
    change(&mut bundle);
    verify(&bundle).differences().map(|step| step.check).collect()
}

#[test]
fn the_golden_bundle_is_what_the_code_gives() {
    let text = serde_json::to_string_pretty(&bundle()).unwrap() + "\n";
    if REGENERATE {
        std::fs::write(FILE, &text).unwrap();
        panic!("the golden file is written; set REGENERATE back to false");
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap(), text);
}

#[test]
fn the_golden_file_verifies_and_shows_every_case() {
    let bundle: DrawBundle = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    let report = verify(&bundle);
    assert!(report.agrees(), "{:?}", report.differences().collect::<Vec<_>>());
    let pools = &bundle.result.pools;
    assert_eq!(pools.iter().map(|pool| pool.pool.as_str()).collect::<Vec<_>>(), ["road", "东区", "西区"]);
    assert!(pools[0].drawn.is_empty());
    assert!(pools[1].drawn.len() >= 2 && !pools[1].absorbed.is_empty() && pools[1].reserves.len() == 4);
    assert!(pools[2].tilt.is_some() && !pools[2].alarms.is_empty());
    let frozen = |unit: &UnitInput| serde_json::to_string(unit).unwrap();
    let told: DayInputs = inputs();
    assert!(told.units.iter().zip(&bundle.inputs.units).all(|(a, b)| frozen(a) == frozen(b)));
}

#[test]
fn every_changed_part_is_found() {
    assert_eq!(differing(|_| ()), []);
    assert!(differing(|b| b.inputs.units[4].owed = 0).starts_with(&[Check::InputsHash, Check::Hazards]));
    assert!(differing(|b| b.inputs.units[4].id = "E000005x".into()).contains(&Check::InputsHash));
    assert!(differing(|b| b.inputs.units[4].hazard += 3).contains(&Check::Hazards));
    assert!(differing(|b| b.link_a.as_mut().unwrap().replace_range(0..2, "00")).contains(&Check::Anchor));
    assert!(differing(|b| b.link_a = b.link_b.clone()).contains(&Check::Anchor));
    assert!(differing(|b| b.anchor_b = "no".into()).contains(&Check::Anchor));
    assert!(differing(|b| b.day = 199).starts_with(&[Check::Header, Check::Anchor, Check::Anchor]));
    assert!(differing(|b| b.beacon = "beacon:none;".into()).contains(&Check::Header));
    assert_eq!(differing(|b| b.inputs_hash = "0".repeat(64)), [Check::InputsHash]);
    assert_eq!(differing(|b| b.format = 2), [Check::Format]);
    assert_eq!(differing(|b| b.result.size += 1), [Check::Size]);
    assert_eq!(differing(|b| b.result.table_hash = "0".repeat(64)), [Check::TableHash]);
    assert_eq!(differing(|b| b.result.pools.truncate(1)), [Check::Pools]);
    assert_eq!(differing(|b| b.result.pools[1].size += 1), [Check::PoolSize]);
    assert_eq!(differing(|b| b.result.pools[1].drawn.swap(0, 1)), [Check::Drawn]);
    assert_eq!(differing(|b| b.result.pools[1].drawn[0].unit = "E000002".into()), [Check::Drawn]);
    assert_eq!(differing(|b| b.result.pools[1].reserves.swap(0, 1)), [Check::Reserves]);
    assert_eq!(differing(|b| b.result.pools[1].absorbed.clear()), [Check::Absorbed]);
    assert_eq!(differing(|b| b.result.pools[2].tilt = None), [Check::Shortages]);
    assert_eq!(differing(|b| b.result.pools[1].drawn[0].team = "T9".into()), [Check::Team]);
    assert_eq!(differing(|b| b.result.pools[1].drawn[0].slot = "10:00".into()), [Check::Slot]);
    assert_eq!(differing(|b| b.result.pools[1].drawn[0].score = "0".repeat(64)), [Check::Score]);
    assert_eq!(differing(|b| b.result.pools[1].drawn[0].inclusion += 1), [Check::Inclusion]);
    assert_eq!(differing(|b| b.arrivals[0].scenario = "S99".into()), [Check::Scenario]);
    assert_eq!(differing(|b| b.arrivals[0].place = "P99".into()), [Check::Place]);
    assert_eq!(differing(|b| b.arrivals[0].places.swap(0, 1)), [Check::Place]);
    assert!(differing(|b| b.arrivals[0].unit = "E000009".into()).contains(&Check::Arrival));
    assert_eq!(differing(|b| b.arrivals.push(b.arrivals[0].clone())), [Check::Arrival]);
}

#[test]
fn before_the_links_are_out_the_draw_is_pending_and_nothing_agrees_as_a_whole() {
    let mut bundle = bundle();
    bundle.link_b = None;
    let report = verify(&bundle);
    assert!(!report.agrees());
    assert_eq!(report.differences().count(), 0);
    let pending = report.steps.iter().filter(|step| step.state == State::Pending).map(|step| step.check);
    assert_eq!(pending.collect::<Vec<_>>(), [Check::Anchor, Check::DayKey]);
}

#[test]
fn a_bundle_that_names_an_endless_year_ends_at_once() {
    assert!(differing(|b| (b.days, b.day) = (u32::MAX, u32::MAX - 1)).contains(&Check::Anchor));
}

#[test]
fn the_beacon_of_the_morning_follows_the_name_of_the_evening() {
    let mut inputs = inputs();
    inputs.beacon = "quake:cn".to_owned();
    assert!(inputs.names_beacon("quake:cn") && inputs.names_beacon("quake:cn=4f"));
    assert!(!inputs.names_beacon("quake:cn4f") && !inputs.names_beacon("beacon:none"));
}
