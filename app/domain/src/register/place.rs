//! The places of a unit that its facts, trainings and drills rest on: one register for all.

use crate::organization::{Fact, Facts, Hazard, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// What kind of place it is (场所类别).
    PlaceKind {
        /// A confined space.
        ConfinedSpace = "confined_space", "有限空间";
        /// Where welding, cutting and other hot work is done.
        HotWork = "hot_work", "电气焊动火点", "动火点", "电气焊";
        /// Where work is done at height.
        HeightWork = "height_work", "高处作业点", "高处作业";
        /// Any other point of risk that a drill may begin at.
        General = "general", "其他风险点", "风险点";
    }
}

impl PlaceKind {
    /// The kinds that a supervision register is kept of.
    pub const SUPERVISED: [Self; 3] = [Self::ConfinedSpace, Self::HotWork, Self::HeightWork];

    /// The kind of hazard that ties scenario cards to such a place; none where it must be named.
    #[must_use]
    pub const fn hazard(self) -> Option<Hazard> {
        match self {
            Self::ConfinedSpace => Some(Hazard::ConfinedSpace),
            Self::HotWork => Some(Hazard::Fire),
            Self::HeightWork => Some(Hazard::Height),
            Self::General => None,
        }
    }
}

vocabulary! {
    /// How far an entry is.
    EntryState {
        /// Entered by the unit; it counts once the office has confirmed it.
        Proposed = "proposed", "待确认";
        /// It counts.
        Active = "active", "在册";
        /// It is no more; kept, for drills were held there.
        Removed = "removed", "已移除";
    }
}

/// The fact that a place of this kind makes of its unit.
#[must_use]
pub const fn fact_of(kind: PlaceKind) -> Option<Fact> {
    match kind {
        PlaceKind::ConfinedSpace => Some(Fact::ConfinedSpace),
        PlaceKind::HotWork => Some(Fact::HotWork),
        PlaceKind::HeightWork => Some(Fact::HeightWork),
        PlaceKind::General => None,
    }
}

/// A fact in which the register and the unit differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The fact.
    pub fact: Fact,
    /// Places in the register that make it; 0 where the unit has the fact and the register knows of none.
    pub places: u32,
}

/// Compares a unit's facts with its active places, counted by kind.
#[must_use]
pub fn differences(facts: &Facts, places: &BTreeMap<PlaceKind, u32>) -> Vec<Difference> {
    let differ = |kind: &PlaceKind| {
        let fact = fact_of(*kind)?;
        let places = places.get(kind).copied().unwrap_or(0);
        (facts.has(fact) != (places > 0)).then_some(Difference { fact, places })
    };
    PlaceKind::SUPERVISED.iter().filter_map(differ).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_register_and_the_facts_differ_in_both_directions() {
        let facts = Facts::from_codes("confined_space,dust");
        let places = BTreeMap::from([(PlaceKind::HotWork, 2), (PlaceKind::General, 9)]);
        assert_eq!(
            differences(&facts, &places),
            [
                Difference { fact: Fact::ConfinedSpace, places: 0 },
                Difference { fact: Fact::HotWork, places: 2 }
            ]
        );
    }

    #[test]
    fn every_supervised_kind_has_a_fact_and_a_hazard() {
        for kind in PlaceKind::SUPERVISED {
            assert!(fact_of(kind).is_some() && kind.hazard().is_some(), "{kind:?}");
        }
        assert!(fact_of(PlaceKind::General).is_none() && PlaceKind::General.hazard().is_none());
    }

    proptest! {
        #[test]
        fn who_takes_every_difference_over_has_none_left(bits in 0u8..8, counts in [0u32..3, 0u32..3, 0u32..3]) {
            let mut facts = Facts::default();
            for (n, kind) in PlaceKind::SUPERVISED.into_iter().enumerate() {
                if bits & (1 << n) != 0 {
                    facts.0.extend(fact_of(kind));
                }
            }
            let places: BTreeMap<_, _> = PlaceKind::SUPERVISED.into_iter().zip(counts).collect();
            for difference in differences(&facts, &places) {
                if difference.places > 0 {
                    facts.0.insert(difference.fact);
                } else {
                    facts.0.remove(&difference.fact);
                }
            }
            prop_assert_eq!(differences(&facts, &places), Vec::new());
        }
    }
}
