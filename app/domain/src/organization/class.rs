//! The classes that the law makes of a unit's sector and facts, each as a closed condition, so that a rule in
//! memory and a query in the database read the same list.

use super::{Fact, Facts, Sector, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

vocabulary! {
    /// A class of units. Computed from sector and facts, never set by hand.
    Class {
        /// High-hazard by the hours of training (总局令3号: mines, hazardous chemicals, fireworks, smelting).
        HighHazardHours = "hr_hours", "高危（学时）";
        /// High-hazard by 安全生产法 art. 24: building, transport, smelting, hazardous goods.
        HighHazardNational = "hr_national", "高危（安全生产法）";
        /// High-hazard by 山东省安全生产条例 art. 19.
        HighHazardShandong = "hr_sd", "高危（省条例）";
        /// Crowded place (消防法 art. 73).
        CrowdedPlace = "crowded_place", "人员密集场所";
        /// One of the eight trades of industry and commerce that the confined-space rules speak of.
        IndustrialTrade = "industrial_trade", "工贸行业";
    }
}

impl Class {
    /// The sectors and the facts that put a unit into the class: one of either suffices.
    ///
    /// Mines, smelting and fireworks have neither sector nor fact here, for the street has none of them. The fact
    /// 危险化学品 also covers use in quantity, which the hours do not ask for, so the sector alone decides them.
    #[must_use]
    pub const fn made_of(self) -> (&'static [Sector], &'static [Fact]) {
        match self {
            Self::HighHazardHours => (&[Sector::HazardousChemicals], &[]),
            Self::HighHazardNational => (&[Sector::Construction, Sector::HazardousChemicals], &[]),
            Self::HighHazardShandong => (
                &[Sector::Construction, Sector::HazardousChemicals],
                &[Fact::Dust, Fact::Ammonia, Fact::HazardousChemicals],
            ),
            Self::CrowdedPlace => (&[], &[Fact::CrowdedPlace, Fact::PublicGathering]),
            Self::IndustrialTrade => (
                &[
                    Sector::Furniture,
                    Sector::Food,
                    Sector::Machinery,
                    Sector::BuildingMaterials,
                    Sector::Textile,
                    Sector::Commerce,
                ],
                &[],
            ),
        }
    }

    /// Whether a unit of this sector with these facts is in the class.
    #[must_use]
    pub fn holds(self, sector: Sector, facts: &Facts) -> bool {
        let (sectors, of_facts) = self.made_of();
        sectors.contains(&sector) || of_facts.iter().any(|fact| facts.has(*fact))
    }

    /// Every class of such a unit.
    #[must_use]
    pub fn of(sector: Sector, facts: &Facts) -> BTreeSet<Self> {
        Self::ALL.iter().copied().filter(|class| class.holds(sector, facts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::UnitClass;

    #[test]
    fn the_classes_agree_with_those_of_the_drills() {
        for sector in Sector::ALL {
            for fact in Fact::ALL {
                let facts = Facts(BTreeSet::from([*fact]));
                let drills = UnitClass::of(*sector, &facts);
                assert_eq!(Class::HighHazardShandong.holds(*sector, &facts), drills.high_hazard_shandong);
                assert_eq!(Class::CrowdedPlace.holds(*sector, &facts), drills.crowded_place);
            }
        }
    }

    #[test]
    fn chemicals_alone_owe_the_longer_hours() {
        let none = Facts::default();
        let long: Vec<_> = Sector::ALL.iter().filter(|s| Class::HighHazardHours.holds(**s, &none)).collect();
        assert_eq!(long, [&Sector::HazardousChemicals]);
    }
}
