//! Where a unit stands in the window of its duty: which days and slots are left, and so how likely today is
//! (03-drills, section 1, capacity clock).

use super::{
    hazard::Clock,
    inputs::{Policy, Standing},
};

/// The slots of a pool on each working day of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// `sums[d]`: the slots of days 1 to `d`; `sums[0]` is 0.
    sums: Vec<u32>,
}

impl Capacity {
    /// Takes the slots of day 1, day 2, …
    #[must_use]
    pub fn new(slots: &[u32]) -> Self {
        let mut sum = 0_u32;
        let mut sums = vec![0];
        sums.extend(slots.iter().map(|slots| {
            sum = sum.saturating_add(*slots);
            sum
        }));
        Self { sums }
    }

    /// How many working days the year has.
    #[must_use]
    pub fn days(&self) -> u32 {
        u32::try_from(self.sums.len() - 1).unwrap_or(u32::MAX)
    }

    /// The slots of one day; none outside the year.
    #[must_use]
    pub fn of(&self, day: u32) -> u32 {
        self.between(day, day)
    }

    /// The slots of the days from `first` to `last`, both included.
    #[must_use]
    pub fn between(&self, first: u32, last: u32) -> u32 {
        let until = last.min(self.days());
        if first == 0 || first > until {
            return 0;
        }
        self.sums[until as usize] - self.sums[first as usize - 1]
    }

    /// The slots of each day after `day`, as [`super::inputs::Pool::ahead`] wants them.
    #[must_use]
    pub fn ahead(&self, day: u32) -> Vec<u32> {
        (day + 1..=self.days()).map(|day| self.of(day)).collect()
    }

    /// The largest slots of a day of a window, as a multiple of the mean; 1 where all days are alike.
    #[must_use]
    pub fn unevenness(&self, window: Window) -> f64 {
        let days = window.first..=window.legal.min(self.days());
        let most = days.clone().map(|day| self.of(day)).max().unwrap_or(0);
        let sum = self.between(window.first, window.legal);
        if sum == 0 { 1.0 } else { f64::from(most) * days.count() as f64 / f64::from(sum) }
    }
}

/// The working days within which a drill is owed, by number, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub first: u32,
    /// The last by which the duty must be met: the legal deadline.
    pub legal: u32,
}

impl Window {
    /// The window of a day: half a year for units with the half-year duty, else the year. `days` are
    /// all working days, `half` those up to 30 June.
    #[must_use]
    pub const fn of(half_yearly: bool, day: u32, half: u32, days: u32) -> Self {
        match half_yearly {
            true if day <= half => Self { first: 1, legal: half },
            true => Self { first: half + 1, legal: days },
            false => Self { first: 1, legal: days },
        }
    }

    /// The internal deadline: `reserve` working days before the legal one, but never before the first day.
    #[must_use]
    pub fn internal(self, reserve: u32) -> u32 {
        self.legal.saturating_sub(reserve).max(self.first)
    }
}

/// Where a unit stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What its hazards follow from.
    pub standing: Standing,
    /// The number of its last available day up to the internal deadline; 0 if none is left or nothing owed.
    pub last_day: u32,
}

/// Places a unit on a day. `away` are the days of the year on which it is known not to be available, in
/// ascending order; what nobody can know beforehand is not among them.
#[must_use]
pub fn place(
    capacity: &Capacity,
    policy: &Policy,
    window: Window,
    day: u32,
    owed: u32,
    away: &[u32],
) -> Place {
    let last = window.internal(policy.reserve_days);
    let away_between = |from: u32| away.iter().filter(move |day| (from..=last).contains(*day)).copied();
    let weight = |from: u32| {
        capacity.between(from, last) - away_between(from).map(|day| capacity.of(day)).sum::<u32>()
    };
    let days = |from: u32| {
        let all = (last + 1).saturating_sub(from);
        all - u32::try_from(away_between(from).count()).unwrap_or(u32::MAX).min(all)
    };
    let available = away.binary_search(&day).is_err();
    let today = if available { capacity.of(day) } else { 0 };
    let days_left = days(day);
    let last_day = (day..=last).rev().find(|day| away.binary_search(day).is_err());
    let clock = Clock {
        today,
        // After the internal deadline today still weighs what it weighs for the free hazard.
        remaining: weight(day),
        total: weight(window.first).max(today).max(1),
    };
    let last_day = if owed > 0 { last_day.unwrap_or(0) } else { 0 };
    Place { standing: Standing { available, owed, days_left, clock }, last_day }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::inputs::Mode;

    fn policy(reserve_days: u32) -> Policy {
        Policy {
            mode: Mode::Guaranteed,
            mean_milli: 1500,
            days: 10,
            reserve_days,
            theta: 500,
            rho: 500,
            absorber: true,
            reserves: 3,
        }
    }

    #[test]
    fn halves_are_windows_of_their_own_for_units_with_the_half_year_duty() {
        assert_eq!(Window::of(false, 7, 5, 10), Window { first: 1, legal: 10 });
        assert_eq!(Window::of(true, 5, 5, 10), Window { first: 1, legal: 5 });
        assert_eq!(Window::of(true, 6, 5, 10), Window { first: 6, legal: 10 });
        assert_eq!(Window { first: 6, legal: 10 }.internal(2), 8);
        assert_eq!(Window { first: 6, legal: 10 }.internal(9), 6);
    }

    #[test]
    fn blackout_days_weigh_nothing_and_are_no_days() {
        let capacity = Capacity::new(&[2, 2, 2, 0, 4, 4, 2, 2, 2, 2]);
        let window = Window { first: 1, legal: 10 };
        let whole = place(&capacity, &policy(2), window, 3, 1, &[]);
        assert_eq!(whole.standing.clock, Clock { today: 2, remaining: 14, total: 18 });
        assert_eq!((whole.standing.days_left, whole.last_day), (6, 8));
        let away = place(&capacity, &policy(2), window, 3, 1, &[5, 7, 8]);
        assert_eq!(away.standing.clock, Clock { today: 2, remaining: 6, total: 10 });
        assert_eq!((away.standing.days_left, away.last_day), (3, 6));
        let closed = place(&capacity, &policy(2), window, 5, 1, &[5, 7, 8]);
        assert!(!closed.standing.available);
        assert_eq!(closed.standing.clock.today, 0);
    }

    #[test]
    fn after_the_internal_deadline_nothing_remains() {
        let capacity = Capacity::new(&[1; 10]);
        let late = place(&capacity, &policy(2), Window { first: 1, legal: 10 }, 9, 1, &[]);
        assert_eq!(late.standing.clock, Clock { today: 1, remaining: 0, total: 8 });
        assert_eq!((late.standing.days_left, late.last_day), (0, 0));
        assert_eq!(capacity.of(11), 0);
        assert_eq!(capacity.ahead(8), [1, 1]);
    }

    #[test]
    fn unevenness_is_the_largest_day_over_the_mean() {
        let capacity = Capacity::new(&[1, 1, 1, 3]);
        assert_eq!(capacity.unevenness(Window { first: 1, legal: 4 }), 2.0);
        assert_eq!(capacity.unevenness(Window { first: 1, legal: 3 }), 1.0);
    }
}
