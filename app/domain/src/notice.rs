//! When somebody is reminded, and never of a drill: the kinds are a closed list without one, and what they are made
//! from are duties alone.

use crate::organization::vocabulary::vocabulary;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a notice tells. There is no kind for drills, and there must never be: a drill that is announced is
    /// none of the four-no kind.
    Kind {
        /// A duty is due within thirty days.
        DutySoon = "duty_soon", "培训责任即将到期";
        /// A duty is overdue.
        DutyOverdue = "duty_overdue", "培训责任已逾期";
        /// A certificate ends within sixty days.
        CertificateExpiring = "certificate_expiring", "证明即将到期";
    }
}

/// The most times that a message is tried.
pub const MOST_TRIES: u32 = 6;

/// Whether nobody is disturbed at this instant: from 21 to 8 on the street's clock.
#[must_use]
pub fn is_quiet(now: DateTime<Utc>) -> bool {
    let hour = crate::calendar::local(now).hour();
    !(8..21).contains(&hour)
}

/// The step of reminding that a duty is at: once within thirty days, within seven, on the last day, and then once a
/// week. The same step is told once.
#[must_use]
pub fn step(due_on: NaiveDate, today: NaiveDate) -> Option<String> {
    let plus = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
    if due_on < today {
        return Some(format!("late{}", (today - due_on).num_days() / 7));
    }
    let steps = [(plus(1), "1"), (plus(7), "7"), (plus(30), "30")];
    steps.iter().find(|(until, _)| due_on <= *until).map(|(_, step)| (*step).to_owned())
}

/// When a message that failed so many times is tried again: after 1, 2, 4, … minutes up to a day, and a part of
/// that more, so that many do not come at once. `chance` is any number. Nothing after the last try.
#[must_use]
pub fn next_try(tries: u32, chance: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if tries >= MOST_TRIES {
        return None;
    }
    let seconds = 60_i64.saturating_mul(1 << tries.saturating_sub(1).min(10)).min(86_400);
    let jitter = seconds * i64::from(chance % 256) / 1024;
    Some(now + TimeDelta::seconds(seconds + jitter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_is_disturbed_at_night() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert!(is_quiet(at("2026-03-02T13:00:00Z")) && is_quiet(at("2026-03-02T23:59:59Z")));
        assert!(!is_quiet(at("2026-03-02T00:00:00Z")) && !is_quiet(at("2026-03-02T12:59:59Z")));
    }

    #[test]
    fn a_duty_is_told_of_in_steps() {
        let (today, day) = ("2026-03-02".parse().unwrap(), |text: &str| text.parse::<NaiveDate>().unwrap());
        let step = |due: &str| step(day(due), today);
        assert_eq!(step("2026-04-02"), None);
        assert_eq!(step("2026-04-01").as_deref(), Some("30"));
        assert_eq!(step("2026-03-09").as_deref(), Some("7"));
        assert_eq!(step("2026-03-02").as_deref(), Some("1"));
        assert_eq!(step("2026-03-01").as_deref(), Some("late0"));
        assert_eq!(step("2026-02-20").as_deref(), Some("late1"));
    }

    #[test]
    fn no_kind_tells_of_a_drill() {
        for kind in Kind::ALL {
            assert!(!kind.code().contains("drill") && !kind.term().contains("演练"));
        }
    }

    proptest! {
        #[test]
        fn waits_grow_and_end(chance in any::<u32>()) {
            let now = DateTime::<Utc>::default();
            let waits: Vec<_> = (1..MOST_TRIES).map(|tries| next_try(tries, chance, now).unwrap()).collect();
            prop_assert!(waits.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(next_try(MOST_TRIES, chance, now), None);
        }
    }
}
