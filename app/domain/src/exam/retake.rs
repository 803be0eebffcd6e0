//! Who may start an attempt, and when.

use super::blueprint::Blueprint;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The number of an attempt at an exam, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct AttemptNumber(u8);

impl AttemptNumber {
    /// The first attempt.
    pub const FIRST: Self = Self(1);

    /// Takes a number from 1.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }
    /// Gives the number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}
impl From<AttemptNumber> for u8 {
    fn from(number: AttemptNumber) -> Self {
        number.0
    }
}
impl TryFrom<u8> for AttemptNumber {
    type Error = &'static str;
    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("attempts count from 1")
    }
}

/// How an earlier attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastState {
    /// It is still running.
    Live,
    /// It was passed.
    Passed,
    /// It was failed at a time.
    Failed {
        /// When it was handed in.
        at: DateTime<Utc>,
    },
    /// It was voided, with a reason kept elsewhere; its number is spent for papers, not for the candidate.
    Voided,
}

/// An earlier attempt at the same exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastAttempt {
    /// Which.
    pub number: AttemptNumber,
    /// How it stands.
    pub state: PastState,
}

/// Whether a candidate has done what stands before the next attempt: the lesson before the first one of a
/// round, the wrong-answer book before a retake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyGate {
    /// Nothing is left to do.
    Open,
    /// A session is to be attended.
    SignIn,
    /// The lesson is to be read.
    Lesson,
    /// So many wrong questions of the last attempt are to be worked through.
    Closed {
        /// How many.
        left: u32,
    },
}

/// A round of a training: the first one, or one that was ordered after all attempts of the last had failed.
/// Each round has the blueprint's attempts again; their numbers go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which, from 1.
    pub number: u8,
    /// The number of its first attempt.
    pub from: AttemptNumber,
}

impl Round {
    /// The round that everybody begins with.
    pub const FIRST: Self = Self { number: 1, from: AttemptNumber::FIRST };
    /// A person is trained for the same exam so often at most, the first time included.
    pub const MOST: u8 = 3;

    /// Counts the attempts that were failed in this round.
    #[must_use]
    pub fn failures(self, past: &[PastAttempt]) -> usize {
        let own = past.iter().filter(|a| a.number >= self.from);
        own.filter(|a| matches!(a.state, PastState::Failed { .. })).count()
    }
}

/// When attempts may start. The closing moment itself is too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From here on.
    pub opens: DateTime<Utc>,
    /// Up to here.
    pub closes: DateTime<Utc>,
}

/// Why an attempt may not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum StartRefusal {
    /// An attempt is running; go on with it.
    Running {
        /// Which.
        number: AttemptNumber,
    },
    /// The exam is passed.
    AlreadyPassed {
        /// By which attempt.
        number: AttemptNumber,
    },
    /// It is too early.
    NotOpen {
        /// When it opens.
        opens: DateTime<Utc>,
    },
    /// It is too late.
    Closed {
        /// Since when.
        closed: DateTime<Utc>,
    },
    /// All attempts of the round are used up; the training is to be taken again.
    NoneLeft {
        /// How many there were.
        allowed: u8,
    },
    /// A session is to be attended first.
    SignInFirst,
    /// The lesson is to be read first.
    LessonFirst,
    /// The wrong-answer book is to be worked through first.
    StudyFirst {
        /// How many questions are left.
        left: u32,
    },
    /// The last failure is too recent.
    CoolingDown {
        /// Until when.
        until: DateTime<Utc>,
    },
}

/// Says whether an attempt may start now, and gives its number. Of the failures only those of the round count
/// against the allowed ones. Voided attempts do not count, but their numbers are not given again, so that no
/// paper comes twice.
///
/// # Errors
/// Refuses with the first reason of the order in which [`StartRefusal`] lists them.
pub fn may_start(
    past: &[PastAttempt],
    blueprint: &Blueprint,
    round: Round,
    gate: StudyGate,
    window: Window,
    now: DateTime<Utc>,
) -> Result<AttemptNumber, StartRefusal> {
    let rules = blueprint.draft();
    if let Some(live) = past.iter().find(|a| a.state == PastState::Live) {
        return Err(StartRefusal::Running { number: live.number });
    }
    if let Some(passed) = past.iter().find(|a| a.state == PastState::Passed) {
        return Err(StartRefusal::AlreadyPassed { number: passed.number });
    }
    if now < window.opens {
        return Err(StartRefusal::NotOpen { opens: window.opens });
    }
    if now >= window.closes {
        return Err(StartRefusal::Closed { closed: window.closes });
    }
    let next = past.iter().map(|a| a.number.get()).max().unwrap_or(0).checked_add(1);
    let (true, Some(next)) = (round.failures(past) < usize::from(rules.attempts), next) else {
        return Err(StartRefusal::NoneLeft { allowed: rules.attempts });
    };
    match gate {
        StudyGate::SignIn => return Err(StartRefusal::SignInFirst),
        StudyGate::Lesson => return Err(StartRefusal::LessonFirst),
        StudyGate::Closed { left } => return Err(StartRefusal::StudyFirst { left }),
        StudyGate::Open => {}
    }
    // A new round does not shorten the wait after the last failure.
    let failed = past.iter().filter_map(|a| match a.state {
        PastState::Failed { at } => Some(at),
        PastState::Live | PastState::Passed | PastState::Voided => None,
    });
    if let Some(last) = failed.max() {
        let until = last + TimeDelta::minutes(i64::from(rules.cool_down_minutes));
        if now < until {
            return Err(StartRefusal::CoolingDown { until });
        }
    }
    Ok(AttemptNumber(next))
}

/// Why a training is not ordered again for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum RetrainRefusal {
    /// A sitting is under way.
    Running,
    /// The exam is passed.
    AlreadyPassed,
    /// Attempts of this round are left.
    AttemptsLeft {
        /// How many.
        left: u8,
    },
    /// All rounds are used up.
    RoundsUsed {
        /// How many there were.
        rounds: u8,
    },
    /// The exam is over, so nothing could be sat.
    Closed {
        /// Since when.
        closed: DateTime<Utc>,
    },
}

/// Opens the next round for somebody who failed all attempts of this one.
///
/// # Errors
/// Refuses with the first reason of the order in which [`RetrainRefusal`] lists them.
pub fn retrain(
    past: &[PastAttempt],
    blueprint: &Blueprint,
    round: Round,
    window: Window,
    now: DateTime<Utc>,
) -> Result<Round, RetrainRefusal> {
    if past.iter().any(|a| a.state == PastState::Live) {
        return Err(RetrainRefusal::Running);
    }
    if past.iter().any(|a| a.state == PastState::Passed) {
        return Err(RetrainRefusal::AlreadyPassed);
    }
    let used = u8::try_from(round.failures(past)).unwrap_or(u8::MAX);
    let left = blueprint.draft().attempts.saturating_sub(used);
    if left > 0 {
        return Err(RetrainRefusal::AttemptsLeft { left });
    }
    let next = past.iter().map(|a| a.number.get()).max().unwrap_or(0).checked_add(1);
    let (true, Some(from)) = (round.number < Round::MOST, next.and_then(AttemptNumber::new)) else {
        return Err(RetrainRefusal::RoundsUsed { rounds: round.number });
    };
    if now >= window.closes {
        return Err(RetrainRefusal::Closed { closed: window.closes });
    }
    Ok(Round { number: round.number + 1, from })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(minute * 60, 0).unwrap()
    }
    fn past(states: &[PastState]) -> Vec<PastAttempt> {
        (1..).zip(states).map(|(n, s)| PastAttempt { number: AttemptNumber(n), state: *s }).collect()
    }
    fn start(states: &[PastState], gate: StudyGate, minute: i64) -> Result<u8, StartRefusal> {
        let window = Window { opens: at(0), closes: at(100 * DAY) };
        may_start(&past(states), &Blueprint::yearly(), Round::FIRST, gate, window, at(minute))
            .map(AttemptNumber::get)
    }
    fn failed(minute: i64) -> PastState {
        PastState::Failed { at: at(minute) }
    }

    #[test]
    fn a_candidate_starts_within_the_window_only() {
        assert_eq!(start(&[], StudyGate::Open, -1), Err(StartRefusal::NotOpen { opens: at(0) }));
        assert_eq!(start(&[], StudyGate::Open, 0), Ok(1));
        let closed = at(100 * DAY);
        assert_eq!(start(&[], StudyGate::Open, 100 * DAY), Err(StartRefusal::Closed { closed }));
        assert_eq!(start(&[], StudyGate::Closed { left: 3 }, 5), Err(StartRefusal::StudyFirst { left: 3 }));
    }

    #[test]
    fn a_failure_costs_a_day_and_three_failures_the_exam() {
        let until = at(10 + DAY);
        assert_eq!(start(&[failed(10)], StudyGate::Open, DAY), Err(StartRefusal::CoolingDown { until }));
        assert_eq!(start(&[failed(10)], StudyGate::Open, 10 + DAY), Ok(2));
        let three = [failed(1), failed(2), failed(3)];
        assert_eq!(start(&three, StudyGate::Open, 9 * DAY), Err(StartRefusal::NoneLeft { allowed: 3 }));
    }

    #[test]
    fn a_voided_attempt_is_given_back_with_a_new_number() {
        let four = [failed(1), PastState::Voided, failed(3)];
        assert_eq!(start(&four, StudyGate::Open, 9 * DAY), Ok(4));
    }

    #[test]
    fn a_running_or_passed_exam_is_not_started_again() {
        let number = AttemptNumber(1);
        assert_eq!(start(&[PastState::Live], StudyGate::Open, 5), Err(StartRefusal::Running { number }));
        assert_eq!(
            start(&[PastState::Passed], StudyGate::Open, 5),
            Err(StartRefusal::AlreadyPassed { number })
        );
    }

    #[test]
    fn the_lesson_and_the_wrong_answers_come_before_the_wait() {
        assert_eq!(start(&[], StudyGate::Lesson, 5), Err(StartRefusal::LessonFirst));
        assert_eq!(start(&[], StudyGate::SignIn, 5), Err(StartRefusal::SignInFirst));
        let gate = StudyGate::Closed { left: 2 };
        assert_eq!(start(&[failed(10)], gate, 20), Err(StartRefusal::StudyFirst { left: 2 }));
        let three = [failed(1), failed(2), failed(3)];
        assert_eq!(start(&three, gate, 9 * DAY), Err(StartRefusal::NoneLeft { allowed: 3 }));
    }

    fn in_round(states: &[PastState], round: Round, minute: i64) -> Result<u8, StartRefusal> {
        let window = Window { opens: at(0), closes: at(100 * DAY) };
        may_start(&past(states), &Blueprint::yearly(), round, StudyGate::Open, window, at(minute))
            .map(AttemptNumber::get)
    }
    fn again(states: &[PastState], round: Round, minute: i64) -> Result<Round, RetrainRefusal> {
        let window = Window { opens: at(0), closes: at(100 * DAY) };
        retrain(&past(states), &Blueprint::yearly(), round, window, at(minute))
    }

    #[test]
    fn a_new_round_gives_fresh_attempts_whose_numbers_go_on() {
        let mut states = vec![failed(1), PastState::Voided, failed(2), failed(3)];
        let second = again(&states, Round::FIRST, 9 * DAY).unwrap();
        assert_eq!(second, Round { number: 2, from: AttemptNumber(5) });
        for number in 5..8 {
            assert_eq!(in_round(&states, second, 9 * DAY), Ok(number));
            states.push(failed(4));
        }
        assert_eq!(in_round(&states, second, 9 * DAY), Err(StartRefusal::NoneLeft { allowed: 3 }));
        assert_eq!(again(&states, second, 9 * DAY), Ok(Round { number: 3, from: AttemptNumber(8) }));
        // The wait after the last failure is not shortened.
        let until = at(4 + DAY);
        let third = Round { number: 3, from: AttemptNumber(8) };
        assert_eq!(in_round(&states, third, 5), Err(StartRefusal::CoolingDown { until }));
    }

    #[test]
    fn nobody_is_trained_again_who_may_still_sit_or_has_passed_or_was_trained_three_times() {
        let three = [failed(1), failed(2), failed(3)];
        assert_eq!(again(&three[..2], Round::FIRST, 9), Err(RetrainRefusal::AttemptsLeft { left: 1 }));
        let running = [failed(1), failed(2), failed(3), PastState::Live];
        assert_eq!(again(&running, Round::FIRST, 9), Err(RetrainRefusal::Running));
        let passed = [failed(1), failed(2), PastState::Passed];
        assert_eq!(again(&passed, Round::FIRST, 9), Err(RetrainRefusal::AlreadyPassed));
        let third = Round { number: Round::MOST, from: AttemptNumber::FIRST };
        assert_eq!(again(&three, third, 9), Err(RetrainRefusal::RoundsUsed { rounds: 3 }));
        let closed = at(100 * DAY);
        assert_eq!(again(&three, Round::FIRST, 100 * DAY), Err(RetrainRefusal::Closed { closed }));
    }
}
