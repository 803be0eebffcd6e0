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

/// Whether a candidate has done what stands before the next attempt: the training before the first one, the
/// wrong-answer book before a retake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyGate {
    /// Nothing is left to do.
    Open,
    /// So many things are left.
    Closed {
        /// How many.
        left: u32,
    },
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
    /// All attempts are used up; the training is to be taken again.
    NoneLeft {
        /// How many there were.
        allowed: u8,
    },
    /// The last failure is too recent.
    CoolingDown {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Something is to be studied first.
    StudyFirst {
        /// How many things.
        left: u32,
    },
}

/// Says whether an attempt may start now, and gives its number. Voided attempts do not count against the
/// allowed ones, but their numbers are not given again, so that no paper comes twice.
///
/// # Errors
/// Refuses with the first reason of the order in which [`StartRefusal`] lists them.
pub fn may_start(
    past: &[PastAttempt],
    blueprint: &Blueprint,
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
    let failures = past.iter().filter_map(|a| match a.state {
        PastState::Failed { at } => Some(at),
        PastState::Live | PastState::Passed | PastState::Voided => None,
    });
    let next = past.iter().map(|a| a.number.get()).max().unwrap_or(0).checked_add(1);
    let (true, Some(next)) = (failures.clone().count() < usize::from(rules.attempts), next) else {
        return Err(StartRefusal::NoneLeft { allowed: rules.attempts });
    };
    if let Some(last) = failures.max() {
        let until = last + TimeDelta::minutes(i64::from(rules.cool_down_minutes));
        if now < until {
            return Err(StartRefusal::CoolingDown { until });
        }
    }
    match gate {
        StudyGate::Closed { left } => Err(StartRefusal::StudyFirst { left }),
        StudyGate::Open => Ok(AttemptNumber(next)),
    }
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
        may_start(&past(states), &Blueprint::yearly(), gate, window, at(minute)).map(AttemptNumber::get)
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
        let failed = |minute| PastState::Failed { at: at(minute) };
        let until = at(10 + DAY);
        assert_eq!(start(&[failed(10)], StudyGate::Open, DAY), Err(StartRefusal::CoolingDown { until }));
        assert_eq!(start(&[failed(10)], StudyGate::Open, 10 + DAY), Ok(2));
        let three = [failed(1), failed(2), failed(3)];
        assert_eq!(start(&three, StudyGate::Open, 9 * DAY), Err(StartRefusal::NoneLeft { allowed: 3 }));
    }

    #[test]
    fn a_voided_attempt_is_given_back_with_a_new_number() {
        let failed = |minute| PastState::Failed { at: at(minute) };
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
}
