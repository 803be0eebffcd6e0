//! Facts about a unit, and the classes that the law makes of them.

use super::vocabulary::{Sector, vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

vocabulary! {
    /// A fact about a unit that duties rest on. Stored as facts; classes are computed.
    Fact {
        /// Work in confined spaces.
        ConfinedSpace = "confined_space", "有限空间";
        /// Hot work.
        HotWork = "hot_work", "动火";
        /// Work at height.
        HeightWork = "height_work", "高处作业";
        /// Explosive dust.
        Dust = "dust", "粉尘涉爆";
        /// Ammonia cooling.
        Ammonia = "ammonia", "涉氨制冷";
        /// Hazardous chemicals made, stored, sold or used in quantity.
        HazardousChemicals = "hazchem", "危险化学品";
        /// Crowded place (消防法 art. 73).
        CrowdedPlace = "crowded", "人员密集场所";
        /// Place of public gathering (消防法 art. 73).
        PublicGathering = "public_gathering", "公众聚集场所";
        /// Fire-key unit (公安部令61号 art. 13).
        FireKey = "fire_key", "消防重点单位";
        /// High-rise civil building (应急管理部令5号).
        HighRise = "highrise", "高层建筑";
        /// Uses dispatched labour.
        Dispatch = "dispatch", "劳务派遣";
    }
}

/// The facts of one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts(pub BTreeSet<Fact>);

impl Facts {
    /// Reads the stored form: codes separated by commas. Unknown codes are left out.
    #[must_use]
    pub fn from_codes(codes: &str) -> Self {
        Self(codes.split(',').filter_map(Fact::from_code).collect())
    }
    /// Gives the stored form.
    #[must_use]
    pub fn codes(&self) -> String {
        self.0.iter().map(|f| f.code()).collect::<Vec<_>>().join(",")
    }
    /// Tells whether a fact holds.
    #[must_use]
    pub fn has(&self, fact: Fact) -> bool {
        self.0.contains(&fact)
    }
}

/// What the law makes of a unit's sector and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitClass {
    /// High-hazard in the sense of 山东省安全生产条例 art. 19.
    pub high_hazard_shandong: bool,
    /// Crowded place (消防法 art. 73); every place of public gathering is one.
    pub crowded_place: bool,
}

impl UnitClass {
    /// Computes the classes.
    #[must_use]
    pub fn of(sector: Sector, facts: &Facts) -> Self {
        let high_hazard_shandong = matches!(sector, Sector::Construction | Sector::HazardousChemicals)
            || [Fact::Dust, Fact::Ammonia, Fact::HazardousChemicals].into_iter().any(|f| facts.has(f));
        let crowded_place = facts.has(Fact::CrowdedPlace) || facts.has(Fact::PublicGathering);
        Self { high_hazard_shandong, crowded_place }
    }

    /// Owes a drill each half-year instead of each year.
    #[must_use]
    pub const fn drills_each_half_year(self) -> bool {
        self.high_hazard_shandong || self.crowded_place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_decide_the_half_year_duty() {
        let none = Facts::default();
        assert!(!UnitClass::of(Sector::Machinery, &none).drills_each_half_year());
        assert!(UnitClass::of(Sector::Construction, &none).drills_each_half_year());
        assert!(UnitClass::of(Sector::Furniture, &Facts::from_codes("dust")).high_hazard_shandong);
        assert!(UnitClass::of(Sector::Catering, &Facts::from_codes("public_gathering")).crowded_place);
    }

    #[test]
    fn facts_survive_storage() {
        let facts = Facts::from_codes("dust,hot_work,nonsense");
        assert_eq!(Facts::from_codes(&facts.codes()), facts);
        assert_eq!(facts.0.len(), 2);
    }
}
