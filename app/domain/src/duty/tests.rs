//! Duties over time, told as stories of one person.

use super::*;
use crate::{
    organization::{Employment, Facts, Position, Sector},
    policy::preset,
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn post(position: Position, sector: Sector, since: &str) -> Post {
    let candidate = Candidate {
        person: Id::new(Uuid::from_u128(1)),
        position,
        employment: Employment::Employee,
        sector,
        area: Id::new(Uuid::from_u128(2)),
        facts: Facts::default(),
    };
    Post { candidate, joined_on: day(since), since: day(since) }
}

fn since_2024() -> Vec<Version> {
    vec![Version { number: 1, effective_on: day("2024-01-01"), rows: preset() }]
}

fn passed(on: &str, hours: u16) -> Credit {
    Credit {
        source: Source::Training(Id::new(Uuid::from_u128(9))),
        title: "年度培训".into(),
        topics: Topic::GENERAL.iter().copied().collect(),
        on: day(on),
        hours,
    }
}

fn find(duties: &[Duty], topic: Topic, year: i32) -> Option<&Duty> {
    duties.iter().find(|duty| duty.topic == topic && duty.due_on.year() == year)
}

#[test]
fn a_principal_owes_the_first_training_within_half_a_year_and_the_further_one_each_year() {
    let duties = of(
        &post(Position::Principal, Sector::Furniture, "2026-02-01"),
        &since_2024(),
        &[],
        None,
        day("2026-03-02"),
    );
    let first = find(&duties, Topic::Initial, 2026).unwrap();
    assert_eq!(
        (first.hours, first.due_on, first.state(day("2026-03-02"))),
        (32, day("2026-08-03"), State::Open)
    );
    let yearly = find(&duties, Topic::Annual, 2026).unwrap();
    assert_eq!((yearly.hours, yearly.due_on), (12, day("2026-12-31")));
    assert_eq!(yearly.state(day("2026-12-01")), State::DueSoon);
    assert_eq!(yearly.state(day("2027-01-01")), State::Overdue);
    assert!(find(&duties, Topic::Street, 2026).is_some());
}

#[test]
fn hours_add_up_within_the_period_and_nothing_else_counts() {
    let post = post(Position::Principal, Sector::Furniture, "2025-01-01");
    let credits = [passed("2025-12-30", 12), passed("2026-03-01", 8), passed("2026-05-01", 4)];
    let met = |today: &str| {
        let duties = of(&post, &since_2024(), &credits, None, day(today));
        find(&duties, Topic::Annual, 2026).map(|duty| (duty.hours_done, duty.met_on)).unwrap()
    };
    assert_eq!(met("2026-03-02"), (8, None));
    assert_eq!(met("2026-06-01"), (12, Some(day("2026-05-01"))));
}

#[test]
fn a_new_principal_opens_the_duty_again() {
    let old = post(Position::Principal, Sector::Furniture, "2025-01-01");
    let credits = [passed("2026-03-01", 12)];
    let met = |post: &Post| {
        let duties = of(post, &since_2024(), &credits, None, day("2026-09-01"));
        find(&duties, Topic::Street, 2026).unwrap().met_on.is_some()
    };
    assert!(met(&old));
    // The same person, who led nothing yet when the training was passed.
    assert!(!met(&Post { since: day("2026-06-01"), ..old }));
}

#[test]
fn whoever_was_in_post_before_the_matrix_owes_no_first_training_afterwards() {
    let versions = [Version { number: 1, effective_on: day("2026-01-01"), rows: preset() }];
    let duties = of(
        &post(Position::Frontline, Sector::Machinery, "2020-05-01"),
        &versions,
        &[],
        None,
        day("2026-03-02"),
    );
    assert_eq!(duties, []);
    let new = of(
        &post(Position::Frontline, Sector::Machinery, "2026-02-01"),
        &versions,
        &[],
        None,
        day("2026-03-02"),
    );
    assert_eq!(
        new.iter().map(|d| (d.topic, d.state(day("2026-03-02")))).collect::<Vec<_>>(),
        [(Topic::Entry, State::Overdue)]
    );
}

#[test]
fn a_change_of_post_within_the_unit_brings_its_own_duty() {
    let changed =
        Post { since: day("2026-02-10"), ..post(Position::TeamLeader, Sector::Machinery, "2025-02-01") };
    let duties = of(&changed, &since_2024(), &[passed("2025-02-01", 24)], None, day("2026-03-02"));
    assert!(find(&duties, Topic::Change, 2026).unwrap().met_on.is_none());
    assert!(find(&duties, Topic::Entry, 2025).unwrap().met_on.is_some());
}

#[test]
fn what_was_missed_last_year_stays_overdue_and_what_was_met_is_no_duty_any_more() {
    let post = post(Position::Principal, Sector::Furniture, "2024-03-01");
    let missed = of(&post, &since_2024(), &[], None, day("2026-01-10"));
    assert_eq!(find(&missed, Topic::Annual, 2025).unwrap().state(day("2026-01-10")), State::Overdue);
    let met = of(&post, &since_2024(), &[passed("2025-05-01", 12)], None, day("2026-01-10"));
    assert!(find(&met, Topic::Annual, 2025).is_none());
}

#[test]
fn whoever_comes_in_the_last_days_of_a_period_owes_the_next_one() {
    let late = post(Position::Principal, Sector::Furniture, "2026-12-10");
    assert!(find(&of(&late, &since_2024(), &[], None, day("2026-12-20")), Topic::Annual, 2026).is_none());
    assert!(find(&of(&late, &since_2024(), &[], None, day("2027-01-02")), Topic::Annual, 2027).is_some());
    assert!(find(&of(&late, &since_2024(), &[], None, day("2027-01-02")), Topic::Annual, 2026).is_none());
}

#[test]
fn a_new_version_changes_the_running_period_and_not_the_one_that_is_over() {
    let mut later = preset();
    later.iter_mut().filter(|row| row.code == "leading-yearly").for_each(|row| row.hours = 20);
    let mut versions = since_2024();
    versions.push(Version { number: 2, effective_on: day("2026-01-01"), rows: later });
    let duties = of(
        &post(Position::Principal, Sector::Furniture, "2024-03-01"),
        &versions,
        &[],
        None,
        day("2026-03-02"),
    );
    let hours = |year| find(&duties, Topic::Annual, year).map(|duty| (duty.hours, duty.version));
    assert_eq!((hours(2025), hours(2026)), (Some((12, 1)), Some((20, 2))));
}

#[test]
fn a_certificate_near_its_end_asks_for_its_renewal() {
    let held = Held { serial: "TW-1".into(), valid_until: day("2026-05-01") };
    let post = post(Position::CommitteeMember, Sector::Department, "2024-03-01");
    let state = |today: &str| {
        of(&post, &since_2024(), &[], Some(&held), day(today)).first().map(|duty| duty.state(day(today)))
    };
    assert_eq!(state("2026-03-01"), None);
    assert_eq!(state("2026-03-02"), Some(State::Open));
    assert_eq!(state("2026-04-02"), Some(State::DueSoon));
    assert_eq!(state("2026-05-02"), Some(State::Overdue));
}

proptest! {
    #[test]
    fn a_further_pass_never_opens_a_duty(first in 0u64..400, second in 0u64..400, hours in 1u16..40, now in 0u64..400) {
        let (begin, post) = (day("2026-01-01"), post(Position::SafetyManager, Sector::HazardousChemicals, "2025-06-01"));
        let at = |days| plus(begin, days).to_string();
        let one = [passed(&at(first), hours)];
        let two = [passed(&at(first), hours), passed(&at(second), hours)];
        let today = plus(begin, now);
        let met = |credits: &[Credit]| of(&post, &since_2024(), credits, None, today).iter()
            .filter(|duty| duty.met_on.is_none()).count();
        prop_assert!(met(&two) <= met(&one));
    }

    #[test]
    fn a_duty_is_met_only_within_its_period(on in 0u64..800, now in 0u64..800) {
        let begin = day("2025-01-01");
        let credit = passed(&plus(begin, on).to_string(), 100);
        let post = post(Position::Principal, Sector::Furniture, "2024-03-01");
        for duty in of(&post, &since_2024(), core::slice::from_ref(&credit), None, plus(begin, now)) {
            if duty.met_on.is_some() {
                prop_assert!(credit.on >= duty.period.from && duty.period.until.is_none_or(|end| credit.on <= end));
            }
        }
    }
}
