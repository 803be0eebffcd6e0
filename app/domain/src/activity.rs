//! Public activities of the street and the campaigns that gather them. Four-no drills are no
//! activities: nothing here knows of them.

use crate::organization::vocabulary::vocabulary;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What an activity is.
    ActivityTag {
        /// The month of safe production, June.
        SafetyMonth = "safety_month", "安全生产月";
        /// The month of fire safety, November.
        FireMonth = "fire_month", "消防宣传月";
        /// The day of public advice on safety.
        ConsultingDay = "consulting_day", "安全宣传咨询日";
        /// A drill that the public takes part in, announced beforehand.
        PublicDrill = "public_drill", "全民应急演练";
        /// A knowledge contest.
        Contest = "contest", "知识竞赛";
        /// A contest of skills.
        Skills = "skills", "技术比武";
        /// Prevention of injuries at work.
        InjuryPrevention = "injury_prevention", "工伤预防";
        /// Learning from accidents.
        Warning = "warning", "警示教育";
        /// Anything else.
        Other = "other", "其他";
    }
}

vocabulary! {
    /// Where an activity stands.
    ActivityState {
        /// It is to come.
        Planned = "planned", "计划中";
        /// It took place.
        Held = "held", "已举办";
        /// It was called off.
        Cancelled = "cancelled", "已取消";
    }
}

/// The most people that an activity may count.
pub const MOST_PEOPLE: u32 = 100_000;

/// Why an activity cannot be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettleRefusal {
    /// What was held or called off stands.
    Stands,
    /// It has not taken place yet.
    ToCome,
}

/// Decides whether somebody may say today that an activity of a day took place, or was called off: once, and
/// that it took place not before its day.
///
/// # Errors
/// Refuses what [`SettleRefusal`] names.
pub fn settle(
    state: ActivityState,
    held_on: NaiveDate,
    today: NaiveDate,
    to: ActivityState,
) -> Result<(), SettleRefusal> {
    match (state, to) {
        (ActivityState::Planned, ActivityState::Held) if held_on > today => Err(SettleRefusal::ToCome),
        (ActivityState::Planned, ActivityState::Held | ActivityState::Cancelled) => Ok(()),
        _ => Err(SettleRefusal::Stands),
    }
}

/// A month on a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month that a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }
    /// Reads `2026-06`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let first = format!("{}-01", text.trim()).parse::<NaiveDate>().ok()?;
        (2000..2100).contains(&first.year()).then_some(Self { first })
    }
    /// Writes `2026-06`.
    #[must_use]
    pub fn code(self) -> String {
        self.first.format("%Y-%m").to_string()
    }
    /// The first day.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        self.first
    }
    /// The last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }
    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first.checked_add_days(Days::new(31)).unwrap_or(self.first))
    }
    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::of(self.first.pred_opt().unwrap_or(self.first))
    }
    /// Its weeks from Monday to Sunday, filled up with days of the months beside.
    #[must_use]
    pub fn weeks(self) -> Vec<[NaiveDate; 7]> {
        let back = u64::from(self.first.weekday().num_days_from_monday());
        let Some(mut monday) = self.first.checked_sub_days(Days::new(back)) else { return Vec::new() };
        let mut weeks = Vec::with_capacity(6);
        while monday <= self.last() {
            let day = |n: u64| monday.checked_add_days(Days::new(n)).unwrap_or(monday);
            weeks.push([day(0), day(1), day(2), day(3), day(4), day(5), day(6)]);
            monday = day(7);
        }
        weeks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_took_place_is_said_once_and_not_before_its_day() {
        use ActivityState::{Cancelled, Held, Planned};
        let (on, before) = (day("2026-06-16"), day("2026-06-15"));
        assert_eq!(settle(Planned, on, before, Held), Err(SettleRefusal::ToCome));
        assert_eq!(settle(Planned, on, on, Held), Ok(()));
        assert_eq!(settle(Planned, on, before, Cancelled), Ok(()));
        for (from, to) in [(Held, Cancelled), (Held, Held), (Cancelled, Held), (Planned, Planned)] {
            assert_eq!(settle(from, on, on, to), Err(SettleRefusal::Stands));
        }
    }

    #[test]
    fn a_month_is_whole_weeks_from_monday_to_sunday() {
        let month = Month::parse("2026-02").unwrap();
        let weeks = month.weeks();
        assert_eq!((weeks.len(), weeks[0][0], weeks[4][6]), (5, day("2026-01-26"), day("2026-03-01")));
        assert_eq!(
            (month.last(), month.next().code(), month.before().code()),
            (day("2026-02-28"), "2026-03".into(), "2026-01".into())
        );
        assert_eq!(Month::parse("2027-02").unwrap().weeks().len(), 4);
        assert_eq!(Month::of(day("2026-12-31")).next().code(), "2027-01");
        for wrong in ["", "2026", "2026-13", "1800-01", "十一月"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
