//! The draw of workers, the codes, the late answers.

use super::{
    bundle::{Called, Check, FORMAT, SpotBundle, verify},
    *,
};
use crate::{
    bank::{Question, RawQuestion},
    exam::Hex32,
};
use uuid::Uuid;

fn person(n: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(0x0193_5f5e_8d6a_7c3b_9a10_0000_0000_0000 + n))
}
fn test() -> Id<SpotTest> {
    Id::new(Uuid::from_u128(0x0193_5f5e_8d6a_7c3b_9a10_0000_2026_1123))
}
fn roster(people: u128) -> Roster {
    Roster::new((1..=people).map(person))
}
fn at(text: &str) -> DateTime<Utc> {
    format!("2026-03-02T{text}Z").parse().unwrap()
}

/// Twelve workers, four wanted; the second and the fourth called are absent.
fn golden() -> SpotBundle {
    let (seed, roster) = ([0x5a; 32], roster(12));
    let order = order(&seed, test(), &roster);
    let reasons = [(order[1], Absence::Rest), (order[3], Absence::Other)];
    let absent = reasons.iter().map(|(person, _)| *person).collect();
    let first = &order[..called(&order, 4, &absent)];
    let reason = |person| reasons.iter().find(|(absent, _)| *absent == person).map(|(_, reason)| *reason);
    let called = first.iter().map(|person| Called { person: *person, absent: reason(*person) }).collect();
    SpotBundle {
        format: FORMAT,
        street: "370112104".into(),
        test: test(),
        wanted: 4,
        commitment: Hex32(commitment(&seed)),
        seed: Hex32(seed),
        roster_hash: Hex32(roster.hash()),
        roster: roster.into(),
        order,
        called,
    }
}

fn failed(bundle: &SpotBundle) -> Vec<Check> {
    verify(bundle).into_iter().filter(|step| !step.ok).map(|step| step.check).collect()
}

#[test]
fn the_golden_draw_is_drawn_again_bit_for_bit() {
    let path = format!("{}/../../tests/golden/spot-bundle.json", env!("CARGO_MANIFEST_DIR"));
    let kept: SpotBundle = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(kept, golden());
    assert!(failed(&kept).is_empty());
    assert_eq!(kept.called.len(), 6, "two absences call two more");
}

#[test]
fn the_same_seed_and_roster_give_the_same_order_and_any_other_another() {
    let (seed, roster) = ([7; 32], roster(20));
    let once = order(&seed, test(), &roster);
    let turned = Roster::new(roster.people().iter().rev().copied());
    assert_eq!(once, order(&seed, test(), &turned), "the order of entry does not matter");
    assert_ne!(once, order(&[8; 32], test(), &roster));
    assert_ne!(once, order(&seed, Id::new(Uuid::from_u128(1)), &roster));
    assert_ne!(paper_key(&seed, test()), paper_key(&seed, Id::new(Uuid::from_u128(1))));
}

#[test]
fn the_next_of_the_order_steps_in_for_who_is_absent() {
    let order: Vec<_> = (1..=5).map(person).collect();
    let gone = |absent: &[u128]| called(&order, 2, &absent.iter().map(|n| person(*n)).collect());
    assert_eq!((gone(&[]), gone(&[1]), gone(&[1, 3]), gone(&[4])), (2, 3, 4, 2));
    // Nobody is left to step in.
    assert_eq!((gone(&[1, 2, 3, 4]), gone(&[1, 2, 3, 4, 5])), (5, 5));
    assert_eq!((called(&order, 10, &BTreeSet::new()), called(&[], 3, &BTreeSet::new())), (5, 0));
}

#[test]
fn every_worker_is_drawn_equally_often() {
    // 4,000 draws of 3 out of 12: each expected 1,000 times, standard deviation 27.4.
    let roster = roster(12);
    let mut counts = vec![0i32; 12];
    for n in 0u32..4_000 {
        let seed = hash(&n.to_be_bytes());
        for drawn in &order(&seed, test(), &roster)[..3] {
            counts[roster.people().iter().position(|p| p == drawn).unwrap()] += 1;
        }
    }
    assert!(counts.iter().all(|count| (count - 1_000).abs() < 110), "{counts:?}");
    let chi: i32 = counts.iter().map(|count| (count - 1_000).pow(2)).sum();
    // With 11 degrees of freedom and a factor 0.75 for drawing without return, 99.9 % lie below 23.4.
    assert!(chi < 23_400, "{counts:?}");
}

#[test]
fn a_changed_bundle_is_found_out() {
    let mut swapped = golden();
    swapped.called.swap(0, 2);
    assert_eq!(failed(&swapped), [Check::Called]);
    let mut chosen = golden();
    chosen.called[5].person = chosen.order[7];
    assert_eq!(failed(&chosen), [Check::Called]);
    let mut shorter = golden();
    shorter.roster.pop();
    assert_eq!(failed(&shorter), [Check::Roster, Check::Order, Check::Called]);
    let mut reseeded = golden();
    reseeded.seed = Hex32([1; 32]);
    assert_eq!(failed(&reseeded), [Check::Commitment, Check::Order, Check::Called]);
    let mut hidden = golden();
    hidden.called[1].absent = None;
    assert_eq!(failed(&hidden), [Check::Called], "more were called than the absences allow");
}

#[test]
fn a_code_is_bound_to_the_first_device_and_ends() {
    let fresh = Code { expires_at: at("01:30:00"), device: None, replaced: false, ended: false };
    let bound = Code { device: Some("a".into()), ..fresh.clone() };
    let now = at("01:10:00");
    assert_eq!(admit(&fresh, None, now), Ok(Standing::Fresh));
    assert_eq!(admit(&bound, Some("a"), at("23:00:00")), Ok(Standing::Bound));
    assert_eq!(admit(&bound, Some("b"), now), Err(CodeRefusal::Used));
    assert_eq!(admit(&bound, None, now), Err(CodeRefusal::Used));
    let since = at("01:30:00");
    assert_eq!(admit(&fresh, None, since), Err(CodeRefusal::Expired { since }));
    assert_eq!(admit(&Code { ended: true, ..fresh.clone() }, None, now), Err(CodeRefusal::Ended));
    assert_eq!(admit(&Code { ended: true, ..bound.clone() }, Some("a"), now), Ok(Standing::Bound));
    assert_eq!(admit(&Code { replaced: true, ..bound }, Some("a"), now), Err(CodeRefusal::Replaced));
}

#[test]
fn late_answers_are_taken_for_a_day_unless_the_device_says_they_were_given_late() {
    let deadline = at("01:00:00");
    assert_eq!(arrive(deadline, None, at("01:00:15")), Ok(Arrival::InTime));
    assert_eq!(arrive(deadline, None, at("01:00:16")), Ok(Arrival::Late));
    assert_eq!(arrive(deadline, Some(at("00:59:00")), at("20:00:00")), Ok(Arrival::Late));
    assert_eq!(
        arrive(deadline, Some(at("01:05:00")), at("01:06:00")),
        Err(TooLate::AnsweredAfterwards { deadline })
    );
    let until = deadline + LATE_WINDOW;
    assert_eq!(arrive(deadline, None, until + TimeDelta::seconds(1)), Err(TooLate::Closed { until }));
}

#[test]
fn the_threshold_is_sixty_percent_and_nobody_tested_is_no_rate() {
    let of = |passed, tested| Mastery { tested, passed };
    assert_eq!((of(2, 3).per_mille(), of(0, 0).per_mille()), (Some(666), None));
    assert!(of(5, 9).is_low() && !of(6, 10).is_low() && !of(3, 5).is_low() && !of(0, 0).is_low());
    assert_eq!(of(1, 2).and(of(3, 3)), of(4, 5));
}

#[test]
fn both_lengths_are_sound() {
    for length in Length::ALL {
        let blueprint = length.blueprint();
        assert_eq!(blueprint.items().to_string(), length.code());
        assert_eq!((blueprint.draft().minutes, blueprint.draft().pass_mark), (10, Points::whole(80)));
    }
}

fn question(sectors: &str, audiences: &str) -> Question {
    let text = format!(
        r#"{{"id":"q-001-01","type":"true_false","stem":"动火作业前应当办理审批手续。","answer":true,
        "explanation":"动火作业属于危险作业，须先审批。","difficulty":"easy","topics":["动火"],"sectors":{sectors},
        "audiences":{audiences},"basis":{{"kind":"law","law":"01","article":"43"}},"evidence":["动火"]}}"#
    );
    Question::parse(serde_json::from_str::<RawQuestion>(&text).unwrap()).unwrap()
}

#[test]
fn the_units_own_questions_come_first_and_those_of_other_sectors_never() {
    let tags: BTreeSet<&str> = ["furniture", "dust"].into();
    let close = |sectors, audiences| closeness(&question(sectors, audiences), &tags);
    assert_eq!(close(r#"["dust"]"#, r#"["frontline"]"#), Some(Closeness::Own));
    assert_eq!(close(r#"["all","furniture"]"#, "[]"), Some(Closeness::Own));
    assert_eq!(close(r#"["all"]"#, r#"["dangerous_post","principal"]"#), Some(Closeness::General));
    assert_eq!(close("[]", r#"["all"]"#), Some(Closeness::General));
    assert_eq!(close(r#"["textile"]"#, r#"["frontline"]"#), None);
    assert_eq!(close(r#"["dust"]"#, r#"["principal"]"#), None);
}
