//! What staff do in a sitting.

use super::attempt::{ONE, at, attempt, because, extra, letters, paper};
use super::*;
use chrono::TimeDelta;
use proptest::prelude::*;

#[test]
fn time_is_given_in_whole_minutes_up_to_three_hours_and_a_reason_in_words() {
    assert_eq!(
        [0, 1, 180, 181].map(|m| Extra::minutes(m).map(Extra::seconds)),
        [None, Some(60), Some(10_800), None]
    );
    assert_eq!(Reason::new("  停电 ").unwrap().as_str(), "停电");
    assert!(Reason::new(" 停 ").is_none() && Reason::new(&"字".repeat(201)).is_none());
    assert!(serde_json::from_str::<Reason>("\" 停电\"").is_err(), "a kept reason is trimmed");
}

#[test]
fn an_extension_after_the_deadline_helps_the_next_answer_and_not_the_late_one() {
    let mut attempt = attempt(&paper());
    assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at(5_500)), Ok(Receipt::Late));
    assert_eq!(attempt.extend(extra(10), because(), at(5_510)), Ok(at(6_000)));
    assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at(5_520)), Ok(Receipt::Already { late: true }));
    assert_eq!(attempt.current(ONE), None);
    assert_eq!(attempt.answer(ONE, letters("B"), 2, 1, at(5_520)), Ok(Receipt::Saved));
}

#[test]
fn what_was_handed_in_is_opened_again_with_a_new_deadline() {
    let mut attempt = attempt(&paper());
    let standing = Standing::default();
    let running = attempt.reopen(extra(10), because(), standing, at(5));
    assert_eq!(running, Err(ReopenRefusal::Running));
    attempt.answer(ONE, letters("A"), 1, 1, at(10)).unwrap();
    attempt.submit(SubmittedBy::Deadline, at(5_420)).unwrap();
    assert_eq!(attempt.answer(ONE, letters("B"), 2, 1, at(5_430)), Ok(Receipt::Late));
    assert_eq!(attempt.reopen(extra(10), because(), standing, at(6_000)), Ok(at(6_600)));
    assert_eq!((attempt.submitted(), attempt.remaining(at(6_100))), (None, TimeDelta::seconds(500)));
    assert_eq!(
        attempt.sheet().shown(ONE, attempt.current(ONE).unwrap()),
        Some(letters("A")),
        "late stays late"
    );
    assert_eq!(attempt.answer(ONE, letters("C"), 3, 1, at(6_100)), Ok(Receipt::Saved));
    assert!(attempt.submit(SubmittedBy::Candidate, at(6_200)).unwrap().first);
}

#[test]
fn a_pass_a_shown_result_and_an_overtaken_attempt_stay_closed() {
    let mut attempt = attempt(&paper());
    assert!(!attempt.show_result(at(1)), "there is none yet");
    attempt.submit(SubmittedBy::Candidate, at(10)).unwrap();
    let mut why = |passed, later| attempt.reopen(extra(10), because(), Standing { passed, later }, at(20));
    assert_eq!(why(true, false), Err(ReopenRefusal::Passed));
    assert_eq!(why(false, true), Err(ReopenRefusal::Later));
    assert!(attempt.show_result(at(30)) && attempt.show_result(at(40)));
    assert_eq!(attempt.steps().iter().filter(|s| s.what == What::ResultShown).count(), 1);
    let refusal = attempt.reopen(extra(10), because(), Standing::default(), at(50));
    assert_eq!(refusal, Err(ReopenRefusal::Shown { at: at(30) }));
}

#[test]
fn a_voided_attempt_takes_nothing_more() {
    for handed_in in [false, true] {
        let mut attempt = attempt(&paper());
        attempt.answer(ONE, letters("A"), 1, 1, at(5)).unwrap();
        if handed_in {
            attempt.submit(SubmittedBy::Candidate, at(9)).unwrap();
        }
        assert_eq!(attempt.void(because(), at(10)), Ok(()));
        let at = at(10);
        assert_eq!(attempt.void(because(), at), Err(AlreadyVoided { at }));
        assert_eq!(attempt.voided(), Some((at, &because())));
        assert_eq!(attempt.answer(ONE, letters("B"), 2, 1, at), Err(AnswerRefusal::Voided { at }));
        assert_eq!(attempt.answer(ONE, letters("A"), 1, 1, at), Ok(Receipt::Already { late: false }));
        assert_eq!(attempt.submit(SubmittedBy::Candidate, at), Err(SubmitRefusal::Voided { at }));
        assert_eq!(attempt.extend(extra(1), because(), at), Err(Closed { at }));
        let reopened = attempt.reopen(extra(1), because(), Standing::default(), at);
        assert_eq!(reopened, Err(ReopenRefusal::Voided { at }));
        assert!(!attempt.is_open() && !attempt.show_result(at));
        assert_eq!(attempt.remaining(at), TimeDelta::zero());
    }
}

/// Does one of the things that can happen; a refusal changes nothing.
fn act(attempt: &mut Attempt, act: u8, n: u64, now: chrono::DateTime<chrono::Utc>) {
    let item = ItemRef::item(u16::try_from(n % 4).unwrap() + 1);
    let by = if n.is_multiple_of(2) { SubmittedBy::Candidate } else { SubmittedBy::Deadline };
    let more = extra(u32::try_from(n % 30).unwrap() + 1);
    match act {
        0..=3 => _ = attempt.answer(item, letters("A"), n, attempt.lease(), now),
        4 => _ = attempt.see(item, now),
        5 => _ = attempt.flag(item, n.is_multiple_of(2), now),
        6 => _ = attempt.leave(now),
        7 => _ = attempt.come_back(now),
        8 => _ = attempt.take_over(now),
        9 | 10 => _ = attempt.submit(by, now),
        11 => _ = attempt.extend(more, because(), now),
        12 | 13 => _ = attempt.reopen(more, because(), Standing::default(), now),
        14 => _ = attempt.show_result(now),
        _ => _ = attempt.void(because(), now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_history_can_be_taken_again(acts in proptest::collection::vec((0u8..16, 0i64..900), 0..40)) {
        let paper = paper();
        let mut attempt = attempt(&paper);
        let (mut n, mut now) = (0, 0);
        for (what, seconds) in acts {
            (n, now) = (n + 1, now + seconds);
            act(&mut attempt, what, n, at(now));
        }
        prop_assert_eq!(deadline_at_start(attempt.deadline(), attempt.steps()), at(5_400));
        let json = serde_json::to_string(&attempt.snapshot()).unwrap();
        let snapshot = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(Attempt::restore(snapshot, &paper), Ok(attempt));
    }
}
