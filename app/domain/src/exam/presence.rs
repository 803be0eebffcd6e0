//! Whether a candidate's device still speaks to the server.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

/// The page asks every 30 seconds; two requests may be lost before it counts as gone.
pub const STILL_THERE: TimeDelta = TimeDelta::seconds(75);
/// How often a contact is written down at most.
pub const NOTED_EVERY: TimeDelta = TimeDelta::seconds(20);

/// How a candidate's device is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "connection", rename_all = "snake_case")]
pub enum Connection {
    /// It was heard of just now.
    Online,
    /// It was not heard of for so long.
    Lost {
        /// Whole minutes, at least 1.
        minutes: i64,
    },
    /// It never spoke by itself: a page without scripts does not.
    Unknown,
}

/// Judges by the last contact.
#[must_use]
pub fn connection(seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Connection {
    match seen_at.map(|seen| now - seen) {
        None => Connection::Unknown,
        Some(silent) if silent <= STILL_THERE => Connection::Online,
        Some(silent) => Connection::Lost { minutes: silent.num_minutes().max(1) },
    }
}

/// Says whether a contact is to be written down.
#[must_use]
pub fn is_to_be_noted(seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    seen_at.is_none_or(|seen| now - seen >= NOTED_EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn two_lost_requests_are_forgiven_and_a_third_is_told() {
        assert_eq!(connection(None, at(0)), Connection::Unknown);
        assert_eq!(connection(Some(at(0)), at(75)), Connection::Online);
        assert_eq!(connection(Some(at(0)), at(76)), Connection::Lost { minutes: 1 });
        assert_eq!(connection(Some(at(0)), at(300)), Connection::Lost { minutes: 5 });
        assert_eq!(connection(Some(at(5)), at(0)), Connection::Online, "a clock that was set back");
    }

    #[test]
    fn a_contact_is_written_down_every_twenty_seconds_at_most() {
        assert!(is_to_be_noted(None, at(0)));
        assert!(!is_to_be_noted(Some(at(0)), at(19)));
        assert!(is_to_be_noted(Some(at(0)), at(20)));
    }
}
