//! A few years, and years that are rigged: every bound must be able to fail.

use super::*;
use crate::drill::inputs::Mode;

fn value(report: &Report, measure: Measure) -> f64 {
    report.verdicts.iter().find(|verdict| verdict.measure == measure).unwrap().value
}

fn broken(report: &Report) -> Vec<Measure> {
    report.verdicts.iter().filter(|verdict| !verdict.holds()).map(|verdict| verdict.measure).collect()
}

#[test]
fn the_usual_plan_keeps_every_bound() {
    let report = simulate(&Scenario::usual(400, 12, 7), |_| {}).unwrap();
    assert_eq!(broken(&report), []);
    assert!(value(&report, Measure::FourNoOfAll) > 0.9);
    // 300 units with 1.5 in 230 days and 20 more at the free hazard, 100 with twice 1.5 in 105 and 20 more.
    assert!((1.8..2.3).contains(&value(&report, Measure::DrillsAUnit)));
}

#[test]
fn the_same_seed_gives_the_same_years_and_another_one_others() {
    let run = |seed| {
        let mut days = Vec::new();
        simulate(&Scenario::usual(50, 1, seed), |day| days.push(*day)).unwrap();
        days
    };
    assert_eq!(run(3), run(3));
    assert_ne!(run(3), run(4));
    assert_eq!(run(3).len(), 50 * 250);
}

#[test]
fn without_a_reserve_before_the_deadline_closures_cost_units_their_drill() {
    let mut scenario = Scenario::usual(2_000, 1, 5);
    scenario.closures = 100;
    scenario.policy.absorber = false;
    scenario.policy.reserve_days = 0;
    let report = simulate(&scenario, |_| {}).unwrap();
    assert!(broken(&report).contains(&Measure::Missed), "{:?}", broken(&report));
    scenario.policy.reserve_days = 20;
    let report = simulate(&scenario, |_| {}).unwrap();
    assert!(!broken(&report).contains(&Measure::Missed));
}

#[test]
fn without_the_absorber_drills_fall_on_days_that_can_be_foreseen() {
    let mut scenario = Scenario::usual(400, 2, 5);
    scenario.policy.absorber = false;
    let report = simulate(&scenario, |_| {}).unwrap();
    assert!(value(&report, Measure::LargestHazard) > 0.5);
    assert_eq!(value(&report, Measure::FourNoOfAll), 1.0);
}

#[test]
fn too_few_slots_are_an_alarm_and_missed_duties() {
    let mut scenario = Scenario::usual(400, 1, 5);
    scenario.slots = Some(1);
    scenario.policy.absorber = false;
    let report = simulate(&scenario, |_| {}).unwrap();
    assert!(value(&report, Measure::AlarmDays) > 0.0);
    assert!(broken(&report).contains(&Measure::Missed));
    scenario.slots = Some(0);
    let report = simulate(&scenario, |_| {}).unwrap();
    assert_eq!(report.drills, 0);
    assert!(broken(&report).contains(&Measure::Missed));
}

#[test]
fn in_a_decoupled_year_the_hazard_is_the_same_every_day() {
    let mut scenario = Scenario::usual(400, 6, 5);
    scenario.policy.mode = Mode::Decoupled;
    scenario.policy.mean_milli = 1_000;
    scenario.target = 40;
    let mut hazards = std::collections::BTreeSet::new();
    let report = simulate(&scenario, |day| {
        if day.available {
            hazards.insert((day.half_yearly, day.hazard));
        }
    })
    .unwrap();
    assert_eq!(hazards.len(), 2);
    assert_eq!(broken(&report), []);
}

#[test]
fn what_makes_no_sense_is_not_simulated() {
    let mut scenario = Scenario::usual(0, 1, 1);
    assert!(simulate(&scenario, |_| {}).is_none());
    scenario = Scenario::usual(10, 1, 1);
    scenario.policy.reserve_days = 125;
    assert!(simulate(&scenario, |_| {}).is_none());
}
