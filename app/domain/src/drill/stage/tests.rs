use super::super::{
    four_no::{DrillRecord, Evidence},
    stage_record::StageRecord,
};
use super::*;
use uuid::Uuid;

fn id<K>(n: u128) -> Id<K> {
    Id::new(Uuid::from_u128(n))
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + 60 * minute, 0).unwrap()
}

fn lead() -> TimeDelta {
    TimeDelta::minutes(DISPATCH_LEAD_MINUTES)
}

fn on_arrival() -> OnArrival {
    draw_on_arrival(&DayKey::new([3; 32]), id(9), &[id(2), id(1)], &[id(5), id(4), id(6)]).unwrap()
}

/// Every stage of a drill that goes well, for the slot at minute 60.
fn story() -> Vec<Stage> {
    let drawn = Stage::drawn(id(1), at(60));
    let dispatched = drawn.dispatch(id(1), at(30), lead()).unwrap();
    let arrived = dispatched.arrive(id(1), at(55), &on_arrival()).unwrap();
    let running = arrived.start(at(60), true).unwrap();
    let marked = running.mark(Mark::Alarm, at(61)).unwrap().mark(Mark::Control, at(70)).unwrap();
    let finished = marked.mark(Mark::End, at(80)).unwrap();
    vec![drawn, dispatched, arrived, running, marked, finished]
}

#[test]
fn a_drill_goes_through_its_stages_in_order_only() {
    let story = story();
    for stage in &story {
        let name = stage.name();
        let wrong = Err(StageRefusal::WrongStage { stage: name });
        if name != StageName::Drawn {
            assert_eq!(stage.dispatch(id(1), at(90), lead()), wrong);
        }
        if name != StageName::Dispatched {
            assert_eq!(stage.arrive(id(1), at(90), &on_arrival()), wrong);
        }
        if name != StageName::Arrived {
            assert_eq!(stage.start(at(90), true), wrong);
        }
        if name != StageName::Running {
            assert_eq!(stage.mark(Mark::Headcount, at(90)), wrong);
        }
    }
}

#[test]
fn the_unit_is_told_to_the_drawn_team_only_and_not_too_early() {
    let drawn = Stage::drawn(id(1), at(60));
    assert_eq!(drawn.dispatch(id(2), at(40), lead()), Err(StageRefusal::OtherTeam));
    assert_eq!(drawn.dispatch(id(1), at(29), lead()), Err(StageRefusal::TooEarly { not_before: at(30) }));
    assert!(drawn.dispatch(id(1), at(0), TimeDelta::minutes(60)).is_ok());
    assert!(!drawn.shows_unit_to(id(1)));
    for stage in &story()[1..] {
        assert!(stage.shows_unit_to(id(1)) && !stage.shows_unit_to(id(2)));
    }
    assert!(!drawn.abort("台风", at(10)).unwrap().shows_unit_to(id(1)));
}

#[test]
fn scenario_and_place_exist_from_the_arrival_on_and_not_before() {
    for stage in story() {
        let record = stage.snapshot();
        let there = !matches!(stage.name(), StageName::Drawn | StageName::Dispatched);
        assert_eq!((record.scenario.is_some(), record.place.is_some()), (there, there));
    }
    let dispatched = &story()[1];
    assert_eq!(dispatched.arrive(id(2), at(55), &on_arrival()), Err(StageRefusal::OtherTeam));
    assert_eq!(
        dispatched.arrive(id(1), at(29), &on_arrival()),
        Err(StageRefusal::TooEarly { not_before: at(30) })
    );
}

#[test]
fn the_order_in_which_lists_are_given_does_not_change_what_is_drawn() {
    let key = DayKey::new([3; 32]);
    let again = draw_on_arrival(&key, id(9), &[id(1), id(2), id(1)], &[id(6), id(5), id(4)]).unwrap();
    assert_eq!(again, on_arrival());
    assert_eq!(draw_on_arrival(&key, id(9), &[], &[id(1)]), Err(StageRefusal::NoScenario));
    assert_eq!(draw_on_arrival(&key, id(9), &[id(1)], &[]), Err(StageRefusal::NoPlace));
}

#[test]
fn nothing_starts_without_a_safety_check() {
    let arrived = &story()[2];
    assert_eq!(arrived.start(at(60), false), Err(StageRefusal::SafetyNotConfirmed));
    assert_eq!(arrived.start(at(54), true), Err(StageRefusal::TooEarly { not_before: at(55) }));
}

#[test]
fn marks_stand_once_each_and_not_before_the_start() {
    let marked = &story()[4];
    assert_eq!(marked.mark(Mark::Headcount, at(59)), Err(StageRefusal::TooEarly { not_before: at(60) }));
    assert_eq!(
        marked.mark(Mark::Alarm, at(65)),
        Err(StageRefusal::AlreadyMarked { mark: Mark::Alarm, at: at(61) })
    );
    assert_eq!(marked.mark(Mark::End, at(69)), Err(StageRefusal::TooEarly { not_before: at(70) }));
    // A mark that was noted late may lie before one that was noted earlier.
    assert!(marked.mark(Mark::FirstResponse, at(62)).is_ok());
}

#[test]
fn an_abort_needs_a_reason_and_an_open_drill() {
    for stage in story() {
        assert!(stage.abort(" ", at(90)).is_err());
        let open = stage.name() != StageName::Finished;
        assert_eq!(stage.abort("真实险情", at(90)).is_ok(), open);
    }
    let aborted = story()[3].abort(" 真实险情 ", at(62)).unwrap();
    assert_eq!(aborted.snapshot().abort_reason.as_deref(), Some("真实险情"));
    assert_eq!(aborted.abort("again", at(63)), Err(StageRefusal::WrongStage { stage: StageName::Aborted }));
}

#[test]
fn every_stage_survives_storage() {
    let mut stages = story();
    let aborted: Vec<Stage> = stages.iter().filter_map(|s| s.abort("停电", at(90)).ok()).collect();
    stages.extend(aborted);
    for stage in stages {
        assert_eq!(Stage::restore(&stage.snapshot()), Ok(stage));
    }
}

#[test]
fn a_damaged_record_is_refused() {
    let good = story()[5].snapshot();
    let damaged = [
        StageRecord { scenario: None, ..good.clone() },
        StageRecord { dispatched_at: None, ..good.clone() },
        StageRecord { started_at: Some(at(54)), ..good.clone() },
        StageRecord { stage: StageName::Arrived, ..good.clone() },
        StageRecord { ended_at: None, ..good.clone() },
        StageRecord { abort_reason: Some("x".into()), ..good.clone() },
        StageRecord { marks: vec![(Mark::Alarm, at(61)), (Mark::Alarm, at(62))], ..good.clone() },
        StageRecord { arrived_at: None, started_at: None, ended_at: None, marks: Vec::new(), ..good.clone() },
    ];
    for record in damaged {
        assert!(Stage::restore(&record).is_err(), "{record:?}");
    }
}

#[test]
fn a_drill_that_went_by_its_stages_is_four_no() {
    let finished = &story()[5];
    assert!(Evidence::of(&DrillRecord::of(finished, None, 0)).counts_as_four_no());
    assert!(!Evidence::of(&DrillRecord::of(finished, Some(at(50)), 0)).counts_as_four_no());
    assert!(!Evidence::of(&DrillRecord::of(&story()[2], None, 0)).counts_as_four_no());
}

#[test]
fn codes_are_read_back() {
    assert!(Mark::ALL.into_iter().all(|mark| Mark::from_code(mark.code()) == Some(mark)));
    assert!(StageName::ALL.into_iter().all(|name| StageName::from_code(name.code()) == Some(name)));
    assert_eq!(Mark::from_code("late"), None);
}
