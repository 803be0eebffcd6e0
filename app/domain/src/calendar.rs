//! Civil dates of the street: Asia/Shanghai, fixed +08:00, without daylight saving.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, Utc, Weekday};
use std::collections::BTreeSet;

/// Seconds that Asia/Shanghai is ahead of UTC.
const OFFSET_SECONDS: i32 = 8 * 3600;

fn offset() -> FixedOffset {
    FixedOffset::east_opt(OFFSET_SECONDS).expect("eight hours is a valid offset")
}

/// The wall clock of the street at an instant.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&offset()).naive_local()
}

/// The civil date of the street at an instant.
#[must_use]
pub fn date_of(at: DateTime<Utc>) -> NaiveDate {
    local(at).date()
}

/// The instant of a wall-clock time of the street.
#[must_use]
pub fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    local.and_utc() - chrono::TimeDelta::seconds(i64::from(OFFSET_SECONDS))
}

/// The first instant after a civil date has ended.
#[must_use]
pub fn end_of(date: NaiveDate) -> DateTime<Utc> {
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    instant(next.and_time(chrono::NaiveTime::MIN))
}

/// The working days of a year, in order: Monday to Friday without the days off, with the make-up days
/// (01-rules, "The working year").
#[must_use]
pub fn working_days(year: i32, off: &BTreeSet<NaiveDate>, made_up: &BTreeSet<NaiveDate>) -> Vec<NaiveDate> {
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return Vec::new() };
    first
        .iter_days()
        .take_while(|d| d.year() == year)
        .filter(|d| {
            let weekend = matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
            made_up.contains(d) || (!weekend && !off.contains(d))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_ends_at_midnight_of_the_street_not_of_greenwich() {
        let last: DateTime<Utc> = "2026-12-31T15:59:59Z".parse().unwrap();
        let first: DateTime<Utc> = "2026-12-31T16:00:00Z".parse().unwrap();
        assert_eq!(date_of(last), day("2026-12-31"));
        assert_eq!(date_of(first), day("2027-01-01"));
        assert_eq!(end_of(day("2026-12-31")), first);
    }

    #[test]
    fn working_days_leave_out_holidays_and_take_in_make_up_days() {
        let off = BTreeSet::from([day("2026-10-01"), day("2026-10-02")]);
        let made_up = BTreeSet::from([day("2026-10-10")]);
        let days = working_days(2026, &off, &made_up);
        assert_eq!(days.len(), 261 - 2 + 1);
        assert!(!days.contains(&day("2026-10-01")) && days.contains(&day("2026-10-10")));
        assert!(working_days(2028, &BTreeSet::new(), &BTreeSet::new()).contains(&day("2028-02-29")));
    }
}
