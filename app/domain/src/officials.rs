//! Figures of tests of officials, by department: participation, pass rate, mean.

use crate::{
    exam::Points,
    id::{Id, Unit},
    progress::Share,
};
use std::collections::BTreeMap;

/// What became of one official in one test; whoever is excused is left out beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The department.
    pub unit: Id<Unit>,
    /// The best score handed in; none where nothing was.
    pub best: Option<Points>,
    /// Whether the test is passed.
    pub passed: bool,
}

/// The figures of one department, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Officials meant, a person in two tests twice.
    pub meant: u32,
    /// Of these, who handed in.
    pub sat: u32,
    /// Of these, who passed.
    pub passed: u32,
    /// The sum of the best scores, in hundredths.
    sum: u64,
}

impl Figures {
    fn add(&mut self, taken: &Taken) {
        self.meant += 1;
        if let Some(best) = taken.best {
            self.sat += 1;
            self.sum += u64::from(best.get());
            self.passed += u32::from(taken.passed);
        }
    }
    /// Who handed in, of those meant.
    #[must_use]
    pub const fn participation(&self) -> Share {
        Share { part: self.sat, whole: self.meant }
    }
    /// Who passed, of those who handed in.
    #[must_use]
    pub const fn pass_rate(&self) -> Share {
        Share { part: self.passed, whole: self.sat }
    }
    /// The mean of the best scores, rounded half up to hundredths; none where nobody handed in.
    #[must_use]
    pub fn mean(&self) -> Option<Points> {
        let sat = u64::from(self.sat);
        let mean = (2 * self.sum + sat).checked_div(2 * sat)?;
        Some(Points::hundredths(u32::try_from(mean).unwrap_or(u32::MAX)))
    }
}

/// Adds up by department, and in all.
#[must_use]
pub fn figures(taken: &[Taken]) -> (BTreeMap<Id<Unit>, Figures>, Figures) {
    let mut by_unit: BTreeMap<Id<Unit>, Figures> = BTreeMap::new();
    let mut all = Figures::default();
    for one in taken {
        by_unit.entry(one.unit).or_default().add(one);
        all.add(one);
    }
    (by_unit, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_department_is_measured_by_who_came_who_passed_and_how_well() {
        let unit = |n| Id::new(Uuid::from_u128(n));
        let took = |n, best: Option<u32>, passed| Taken {
            unit: unit(n),
            best: best.map(Points::hundredths),
            passed,
        };
        let taken = [
            took(1, Some(9_001), true),
            took(1, Some(8_000), true),
            took(1, Some(6_000), false),
            took(1, None, false),
            took(2, None, false),
        ];
        let (by_unit, all) = figures(&taken);
        let first = by_unit[&unit(1)];
        assert_eq!(first.participation(), Share { part: 3, whole: 4 });
        assert_eq!(first.pass_rate(), Share { part: 2, whole: 3 });
        // 23001 / 3 = 7667.
        assert_eq!(first.mean(), Some(Points::hundredths(7_667)));
        assert_eq!(by_unit[&unit(2)].mean(), None);
        assert_eq!((all.meant, all.sat, all.passed), (5, 3, 2));
    }

    #[test]
    fn a_mean_is_rounded_half_up() {
        let unit = Id::new(Uuid::nil());
        let took = |best| Taken { unit, best: Some(Points::hundredths(best)), passed: true };
        assert_eq!(figures(&[took(8_000), took(8_001)]).1.mean(), Some(Points::hundredths(8_001)));
    }
}
