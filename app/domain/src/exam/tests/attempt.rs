use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

pub(super) fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

pub(super) fn paper() -> Paper {
    draw(&varied(), &pool(&bank(90, 60)), &key(1, 1), &BTreeSet::new()).unwrap()
}

/// An attempt of 5,400 seconds that starts at 0.
pub(super) fn attempt(paper: &Paper) -> Attempt {
    let sitting = Sitting {
        id: Id::new(Uuid::from_u128(1)),
        exam: Id::new(Uuid::from_u128(2)),
        candidate: candidate(1),
        number: AttemptNumber::FIRST,
        started_at: at(0),
        deadline: at(5_400),
    };
    Attempt::start(sitting, paper)
}

pub(super) fn letters(text: &str) -> GivenAnswer {
    GivenAnswer::Letters(text.into())
}

pub(super) const ONE: ItemRef = ItemRef::item(1);

pub(super) fn extra(minutes: u32) -> Extra {
    Extra::minutes(minutes).unwrap()
}

pub(super) fn because() -> Reason {
    Reason::new("设备故障").unwrap()
}

#[test]
fn a_candidate_answers_changes_their_mind_and_hands_in() {
    let paper = paper();
    let mut attempt = attempt(&paper);
    assert_eq!(attempt.see(ONE, at(1)), Ok(()));
    assert_eq!(attempt.answer(ONE, letters("Ｂ"), 1, 1, at(2)), Ok(Receipt::Saved));
    assert_eq!(attempt.answer(ONE, letters("a"), 2, 1, at(3)), Ok(Receipt::Saved));
    let first = paper.items[0].order[0];
    assert_eq!(attempt.current(ONE), Some(&Answer::Choice([first].into())));
    assert_eq!(attempt.sheet().shown(ONE, attempt.current(ONE).unwrap()), Some(letters("A")));
    assert_eq!(attempt.answer(ONE, letters("a"), 2, 1, at(4)), Ok(Receipt::Already { late: false }));
    let reused = AnswerRefusal::SequenceReused { client_seq: 2 };
    assert_eq!(attempt.answer(ONE, letters("C"), 2, 1, at(4)), Err(reused));
    assert_eq!(attempt.flag(ONE, true, at(5)), Ok(()));
    assert_eq!(
        (attempt.leave(at(6)), attempt.leave(at(7)), attempt.come_back(at(8))),
        (Ok(()), Ok(()), Ok(()))
    );
    assert_eq!((attempt.steps().len(), attempt.times_left()), (6, 1));
    let by = SubmittedBy::Candidate;
    assert_eq!(attempt.submit(by, at(9)), Ok(Submission { at: at(9), first: true }));
    assert_eq!(attempt.submit(by, at(10)), Ok(Submission { at: at(9), first: false }));
    let refusal = AnswerRefusal::Submitted { at: at(9) };
    assert_eq!(attempt.answer(ONE, letters("C"), 3, 1, at(10)), Err(refusal));
    assert_eq!(attempt.answer(ONE, letters("A"), 2, 1, at(10)), Ok(Receipt::Already { late: false }));
    assert_eq!(attempt.flag(ONE, false, at(10)), Err(NoteRefusal::Submitted { at: at(9) }));
    assert_eq!(attempt.extend(extra(1), because(), at(10)), Err(Closed { at: at(9) }));
    assert_eq!(attempt.remaining(at(10)), TimeDelta::zero());
}

#[test]
fn an_answer_is_judged_by_its_arrival() {
    let mut attempt = attempt(&paper());
    assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at(5_415)), Ok(Receipt::Saved), "within the grace");
    assert_eq!(attempt.answer(ONE, letters("B"), 2, 1, at(5_416)), Ok(Receipt::Late));
    let kept = attempt.answers();
    assert_eq!(attempt.answer(ONE, letters("B"), 2, 1, at(5_417)), Ok(Receipt::Already { late: true }));
    assert_eq!(attempt.submit(SubmittedBy::Deadline, at(5_418)).unwrap().at, at(5_418));
    assert_eq!(attempt.answer(ONE, letters("C"), 3, 1, at(5_419)), Ok(Receipt::Late), "kept, not scored");
    assert_eq!(attempt.answers(), kept);
}

#[test]
fn the_server_hands_in_after_the_grace_only_and_an_extension_moves_it() {
    let mut attempt = attempt(&paper());
    let until = at(5_415);
    assert_eq!(attempt.submit(SubmittedBy::Deadline, at(5_415)), Err(SubmitRefusal::NotDue { until }));
    assert_eq!(attempt.extend(extra(10), because(), at(5_416)), Ok(at(6_000)));
    assert_eq!(attempt.remaining(at(5_900)), TimeDelta::seconds(100));
    assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at(6_015)), Ok(Receipt::Saved));
    assert!(attempt.submit(SubmittedBy::Deadline, at(6_016)).unwrap().first);
}

#[test]
fn a_clock_that_is_set_back_gives_no_time() {
    let mut attempt = attempt(&paper());
    assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at(5_420)), Ok(Receipt::Late));
    assert_eq!(attempt.answer(ONE, letters("A"), 2, 1, at(100)), Ok(Receipt::Late));
    assert_eq!(attempt.steps()[1].at, at(5_420));
}

#[test]
fn a_second_device_takes_over_and_the_first_is_refused() {
    let mut attempt = attempt(&paper());
    assert_eq!(attempt.answer(ONE, letters("A"), 9, 1, at(1)), Ok(Receipt::Saved));
    assert_eq!(attempt.take_over(at(2)), Ok(2));
    assert_eq!(attempt.answer(ONE, letters("B"), 10, 1, at(3)), Err(AnswerRefusal::TakenOver { lease: 2 }));
    assert_eq!(attempt.answer(ONE, letters("A"), 9, 1, at(3)), Ok(Receipt::Already { late: false }));
    assert_eq!(attempt.answer(ONE, letters("C"), 1, 2, at(4)), Ok(Receipt::Saved), "a new lease counts anew");
    assert_eq!(attempt.sheet().shown(ONE, attempt.current(ONE).unwrap()), Some(letters("C")));
}

#[test]
fn an_answer_that_makes_no_sense_is_refused() {
    let paper = paper();
    let mut attempt = attempt(&paper);
    let mut why = |item: ItemRef, given: GivenAnswer| match attempt.answer(item, given, 1, 1, at(1)) {
        Err(AnswerRefusal::Malformed { why }) => Some(why),
        _ => None,
    };
    let of = |kind| ItemRef::item(paper.items.iter().find(|i| i.kind == kind).unwrap().number);
    assert_eq!(why(ONE, letters("AB")), Some(Malformed::TooManyChoices { have: 2 }));
    assert_eq!(why(ONE, letters("H")), Some(Malformed::NoSuchOption { letter: 'h' }));
    assert_eq!(why(ONE, GivenAnswer::TrueFalse(true)), Some(Malformed::WrongType));
    assert_eq!(why(of(KindName::TrueFalse), letters("A")), Some(Malformed::WrongType));
    let long = GivenAnswer::Fill("字".repeat(201));
    assert_eq!(why(of(KindName::Fill), long), Some(Malformed::TooLong { have: 201 }));
    let case = of(KindName::Case);
    let refusal = AnswerRefusal::NotOnPaper { item: case };
    assert_eq!(
        attempt.answer(case, letters("A"), 1, 1, at(1)),
        Err(refusal),
        "a case is answered by its parts"
    );
    let part = ItemRef { part: 3, ..case };
    let fill = GivenAnswer::Fill("字".repeat(200));
    assert_eq!(attempt.answer(part, fill, 1, 1, at(1)), Ok(Receipt::Saved));
    assert!(attempt.answer(ItemRef { part: 4, ..case }, letters("A"), 1, 1, at(1)).is_err());
    assert!(attempt.answer(ItemRef::item(99), letters("A"), 1, 1, at(1)).is_err());
}

#[test]
fn a_stored_attempt_comes_back_and_a_damaged_one_does_not() {
    let paper = paper();
    let mut attempt = attempt(&paper);
    attempt.see(ONE, at(1)).unwrap();
    attempt.answer(ONE, letters("A"), 1, 1, at(2)).unwrap();
    attempt.take_over(at(3)).unwrap();
    attempt.extend(extra(1), because(), at(4)).unwrap();
    attempt.submit(SubmittedBy::Candidate, at(5)).unwrap();
    let json = serde_json::to_string(&attempt.snapshot()).unwrap();
    let snapshot: AttemptSnapshot = serde_json::from_str(&json).unwrap();
    assert_eq!(Attempt::restore(snapshot.clone(), &paper), Ok(attempt));
    let damaged = |change: fn(&mut AttemptSnapshot)| {
        let mut snapshot = snapshot.clone();
        change(&mut snapshot);
        Attempt::restore(snapshot, &paper).unwrap_err()
    };
    assert_eq!(damaged(|s| s.steps.swap(0, 1)), Corrupt::Step { index: 1 });
    assert_eq!(damaged(|s| s.steps[1].at = at(9_999)), Corrupt::Step { index: 1 });
    assert_eq!(damaged(|s| s.steps[2].what = What::TakenOver { lease: 5 }), Corrupt::Step { index: 2 });
    assert_eq!(damaged(|s| s.steps.push(s.steps[4].clone())), Corrupt::Step { index: 5 });
    assert_eq!(damaged(|s| s.sitting.deadline = at(-1)), Corrupt::Deadline);
}

#[test]
fn references_are_written_as_people_read_them() {
    for text in ["1", "12.3"] {
        assert_eq!(text.parse::<ItemRef>().map(|i| i.to_string()), Ok(text.to_owned()));
    }
    for text in ["", "0", "1.0", "1.", ".1", "a", "1.2.3", "+1", "70000"] {
        assert!(text.parse::<ItemRef>().is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_sent_again_in_any_order_give_the_same(
        sent in proptest::collection::vec((0usize..4, 0usize..4), 1..30),
        again in proptest::collection::vec((0usize..30, 0usize..30), 0..60),
    ) {
        let paper = paper();
        let messages: Vec<_> = sent.iter().zip(1u64..).map(|((item, choice), seq)| {
            (ItemRef::item(*item as u16 + 1), letters(&"ABCD"[*choice..=*choice]), seq)
        }).collect();
        let mut in_order = attempt(&paper);
        for (item, given, seq) in &messages {
            in_order.answer(*item, given.clone(), *seq, 1, at(1)).unwrap();
        }
        // Shuffled by swaps, with duplicates in between, and at the end everything once more.
        let mut shuffled = messages.clone();
        let n = shuffled.len();
        for (a, b) in &again {
            shuffled.swap(a % n, b % n);
            shuffled.push(shuffled[a % n].clone());
        }
        shuffled.extend(messages.clone());
        let mut out_of_order = attempt(&paper);
        for (item, given, seq) in shuffled {
            out_of_order.answer(item, given, seq, 1, at(1)).unwrap();
        }
        prop_assert_eq!(out_of_order.answers(), in_order.answers());
        prop_assert_eq!(out_of_order.answers_hash(), in_order.answers_hash());
        prop_assert_eq!(out_of_order.steps().len(), messages.len());
        prop_assert_eq!(Attempt::restore(out_of_order.snapshot(), &paper), Ok(out_of_order));
    }
}
