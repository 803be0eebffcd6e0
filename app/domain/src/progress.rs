//! How far the street is from its yearly targets. Computed, never stored.

use crate::id::{Id, ManagementArea, Unit};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the formulas below; named beside every figure.
pub const FORMULA_VERSION: u16 = 1;

/// A drill as far as the figures need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillFact {
    /// The civil date it was held on.
    pub held_on: NaiveDate,
    /// The unit drilled.
    pub unit: Id<Unit>,
    /// The area the unit belonged to.
    pub area: Id<ManagementArea>,
    /// Whether it was a comprehensive drill (综合演练).
    pub comprehensive: bool,
    /// Whether the four facts hold (or were declared, for imported history).
    pub four_no: bool,
    /// Whether the street organised it (otherwise the unit did, confirmed by the office).
    pub by_street: bool,
    /// Whether it had to be announced (fire drills); such drills leave both sides.
    pub notice_exception: bool,
}

/// What the share is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Finished drills that the street organised (the default).
    StreetOrganised,
    /// All confirmed drills, self-run ones too.
    AllConfirmed,
}

/// A year's target for the four-no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The share must reach this many percent of all drills.
    Share {
        /// Whole percent, 1 to 99.
        percent: u8,
    },
    /// Normalised (常态化): the share without comprehensive drills must reach this many percent.
    Normalised {
        /// Whole percent, 1 to 99.
        percent: u8,
    },
}

impl Target {
    /// The plan's targets: 40 % in 2024, 50 % in 2025, normalised at 90 % from 2026 on.
    /// Before 2024 there was none.
    #[must_use]
    pub const fn of_year(year: i32) -> Option<Self> {
        match year {
            ..2024 => None,
            2024 => Some(Self::Share { percent: 40 }),
            2025 => Some(Self::Share { percent: 50 }),
            _ => Some(Self::Normalised { percent: 90 }),
        }
    }
    /// The threshold in whole percent.
    #[must_use]
    pub const fn percent(self) -> u8 {
        match self {
            Self::Share { percent } | Self::Normalised { percent } => percent,
        }
    }
    /// Whether comprehensive drills are left out.
    #[must_use]
    pub const fn leaves_out_comprehensive(self) -> bool {
        matches!(self, Self::Normalised { .. })
    }
}

/// A share as the two counts that make it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The counted ones.
    pub part: u32,
    /// All of them.
    pub whole: u32,
}

impl Share {
    /// The share in tenths of a percent, rounded down; `None` of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u32> {
        (self.whole > 0).then(|| (u64::from(self.part) * 1000 / u64::from(self.whole)) as u32)
    }

    /// Whether the share reaches a threshold in percent. Nothing reaches nothing.
    #[must_use]
    pub fn reaches(self, percent: u8) -> bool {
        self.whole > 0 && u64::from(self.part) * 100 >= u64::from(percent) * u64::from(self.whole)
    }

    /// The smallest number of further four-no drills with which the share reaches a threshold: the
    /// smallest n with (part + n) / (whole + n) ≥ percent / 100. `percent` must be below 100.
    #[must_use]
    pub fn needed(self, percent: u8) -> u32 {
        let (part, whole, p) = (u64::from(self.part), u64::from(self.whole), u64::from(percent.min(99)));
        let lacking = (p * whole).saturating_sub(100 * part);
        let n = lacking.div_ceil(100 - p);
        // With no drill at all one is needed: a share of nothing reaches nothing.
        let n = if whole == 0 { n.max(1) } else { n };
        u32::try_from(n).unwrap_or(u32::MAX)
    }
}

/// The four-no figures of one year on one basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// The civil year.
    pub year: i32,
    /// What the share is taken of.
    pub basis: Basis,
    /// Four-no drills of the counted ones.
    pub share: Share,
    /// Finished drills left out because they are comprehensive (normalised years only).
    pub left_out_comprehensive: u32,
    /// Finished drills left out because they had to be announced.
    pub left_out_announced: u32,
    /// The target, where the plan sets one.
    pub target: Option<Target>,
    /// Four-no drills in each month, January first.
    pub four_no_by_month: [u32; 12],
    /// Counted drills in each month, January first.
    pub counted_by_month: [u32; 12],
}

impl YearFigures {
    /// Whether the share reaches the target; `None` without one.
    #[must_use]
    pub fn reached(&self) -> Option<bool> {
        self.target.map(|t| self.share.reaches(t.percent()))
    }
    /// Further four-no drills needed to reach the target.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.target.map_or(0, |t| self.share.needed(t.percent()))
    }
    /// Months up to and including `until` without a four-no drill: the rhythm, reported only.
    #[must_use]
    pub fn silent_months(&self, until: NaiveDate) -> Vec<u32> {
        let last = match until.year().cmp(&self.year) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => until.month(),
            std::cmp::Ordering::Greater => 12,
        };
        (1..=last).filter(|m| self.four_no_by_month[(*m - 1) as usize] == 0).collect()
    }
}

/// Computes a year's figures from its finished drills.
#[must_use]
pub fn year_figures(year: i32, drills: &[DrillFact], basis: Basis) -> YearFigures {
    let target = Target::of_year(year);
    let leave_comprehensive = target.is_some_and(Target::leaves_out_comprehensive);
    let mut figures = YearFigures {
        year,
        basis,
        share: Share::default(),
        left_out_comprehensive: 0,
        left_out_announced: 0,
        target,
        four_no_by_month: [0; 12],
        counted_by_month: [0; 12],
    };
    for drill in drills.iter().filter(|d| d.held_on.year() == year) {
        if basis == Basis::StreetOrganised && !drill.by_street {
            continue;
        }
        if drill.notice_exception {
            figures.left_out_announced += 1;
            continue;
        }
        if leave_comprehensive && drill.comprehensive {
            figures.left_out_comprehensive += 1;
            continue;
        }
        let month = drill.held_on.month0() as usize;
        figures.share.whole += 1;
        figures.counted_by_month[month] += 1;
        if drill.four_no {
            figures.share.part += 1;
            figures.four_no_by_month[month] += 1;
        }
    }
    figures
}

/// The two coverages: sectors with a finished training, and units whose principal passed.
#[must_use]
pub fn coverage<K: Ord>(all: &BTreeSet<K>, covered: &BTreeSet<K>) -> Share {
    let part = all.intersection(covered).count();
    Share {
        part: u32::try_from(part).unwrap_or(u32::MAX),
        whole: u32::try_from(all.len()).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn drill(date: &str, comprehensive: bool, four_no: bool, by_street: bool) -> DrillFact {
        DrillFact {
            held_on: date.parse().unwrap(),
            unit: Id::new(Uuid::nil()),
            area: Id::new(Uuid::nil()),
            comprehensive,
            four_no,
            by_street,
            notice_exception: false,
        }
    }

    #[test]
    fn from_2026_on_comprehensive_drills_are_left_out() {
        let drills = [drill("2026-03-02", false, true, true), drill("2026-03-03", true, false, true)];
        let figures = year_figures(2026, &drills, Basis::StreetOrganised);
        assert_eq!(figures.share, Share { part: 1, whole: 1 });
        assert_eq!(figures.left_out_comprehensive, 1);
        assert_eq!(figures.reached(), Some(true));
        let drills_2025: Vec<_> = drills
            .iter()
            .map(|d| DrillFact { held_on: "2025-03-02".parse().unwrap(), ..d.clone() })
            .collect();
        assert_eq!(
            year_figures(2025, &drills_2025, Basis::StreetOrganised).share,
            Share { part: 1, whole: 2 }
        );
    }

    #[test]
    fn self_run_drills_count_on_the_second_basis_only() {
        let drills = [drill("2024-05-06", false, false, false)];
        assert_eq!(year_figures(2024, &drills, Basis::StreetOrganised).share.whole, 0);
        assert_eq!(year_figures(2024, &drills, Basis::AllConfirmed).share.whole, 1);
    }

    #[test]
    fn announced_fire_drills_leave_both_sides() {
        let mut fire = drill("2026-06-01", false, false, true);
        fire.notice_exception = true;
        let figures = year_figures(2026, &[fire], Basis::StreetOrganised);
        assert_eq!((figures.share.whole, figures.left_out_announced), (0, 1));
    }

    #[test]
    fn a_year_without_drills_needs_one_and_nothing_breaks_in_2027() {
        let figures = year_figures(2027, &[], Basis::StreetOrganised);
        assert_eq!(figures.share.per_mille(), None);
        assert_eq!(figures.reached(), Some(false));
        assert_eq!(figures.needed(), 1);
        assert_eq!(figures.silent_months("2027-02-28".parse().unwrap()), vec![1, 2]);
        assert_eq!(Target::of_year(2023), None);
    }

    proptest! {
        #[test]
        fn needed_is_the_smallest_number_that_reaches(part in 0u32..500, more in 0u32..500, percent in 1u8..100) {
            let share = Share { part, whole: part + more };
            let n = share.needed(percent);
            let after = |n: u32| Share { part: share.part + n, whole: share.whole + n };
            prop_assert!(after(n).reaches(percent));
            if n > 0 {
                prop_assert!(!after(n - 1).reaches(percent));
            }
        }
    }
}
