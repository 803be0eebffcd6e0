//! What can go wrong where: the kinds of hazard that tie scenario cards to risk points, and the risk
//! points that every unit of a sector has at least.

use super::{Fact, Facts, Sector, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// A kind of hazard (风险类别). A scenario card fits a risk point of the same kind.
    Hazard {
        /// Fire of goods, equipment or buildings.
        Fire = "fire", "火灾";
        /// Electric shock and electrical fire.
        Electric = "electric", "触电与电气";
        /// Injury by machines and vehicles.
        Mechanical = "mechanical", "机械与车辆伤害";
        /// Falls from height, falling objects.
        Height = "height", "高处坠落";
        /// Poisoning and suffocation in confined spaces.
        ConfinedSpace = "confined_space", "有限空间";
        /// Explosive dust.
        Dust = "dust", "粉尘涉爆";
        /// Ammonia.
        Ammonia = "ammonia", "氨泄漏";
        /// Fuel gas.
        Gas = "gas", "燃气泄漏";
        /// Hazardous chemicals.
        Chemicals = "chemicals", "危险化学品";
        /// Crowds.
        Crowd = "crowd", "人员密集";
    }
}

/// The places that a unit of this sector with these facts has at least, each with its kind of hazard.
///
/// They stand in for a register that nobody has filled in yet, so that a place can be drawn on arrival.
#[must_use]
pub fn standard_places(sector: Sector, facts: &Facts) -> Vec<(&'static str, Hazard)> {
    let mut places = of_sector(sector).to_vec();
    let by_fact: [(Fact, &str, Hazard); 5] = [
        (Fact::ConfinedSpace, "污水池及地下井室", Hazard::ConfinedSpace),
        (Fact::Dust, "除尘系统及除尘管道", Hazard::Dust),
        (Fact::Ammonia, "氨制冷机房", Hazard::Ammonia),
        (Fact::HazardousChemicals, "危险化学品储存间", Hazard::Chemicals),
        (Fact::HeightWork, "屋面及高处检修平台", Hazard::Height),
    ];
    for (fact, name, hazard) in by_fact {
        if facts.has(fact) && places.iter().all(|(known, _)| *known != name) {
            places.push((name, hazard));
        }
    }
    places
}

const fn of_sector(sector: Sector) -> &'static [(&'static str, Hazard)] {
    use Hazard::{Chemicals, ConfinedSpace, Crowd, Dust, Electric, Fire, Gas, Height, Mechanical};
    match sector {
        Sector::Furniture => {
            &[("木料及成品仓库", Fire), ("砂光工位及除尘系统", Dust), ("开料锯及铣床工位", Mechanical)]
        }
        Sector::Food => &[("加工车间流水线", Mechanical), ("冷库及制冷机房", Electric), ("包装材料库", Fire)],
        Sector::Machinery => &[
            ("冲压及剪板工位", Mechanical),
            ("焊接工位", Fire),
            ("总配电室", Electric),
            ("行车吊装区", Height),
        ],
        Sector::BuildingMaterials => {
            &[("搅拌机及皮带机", Mechanical), ("料仓及筒仓", ConfinedSpace), ("配电室", Electric)]
        }
        Sector::Textile => &[("原料及成品仓库", Fire), ("裁剪及缝纫车间", Electric), ("车间疏散通道", Crowd)],
        Sector::Warehouse => {
            &[("货架存储区", Fire), ("装卸月台及叉车通道", Mechanical), ("叉车充电区", Electric)]
        }
        Sector::Construction => &[
            ("脚手架及临边洞口", Height),
            ("塔吊及吊装区", Mechanical),
            ("临时配电箱", Electric),
            ("动火作业点", Fire),
        ],
        Sector::HazardousChemicals => {
            &[("储罐区或储存间", Chemicals), ("装卸作业区", Chemicals), ("配电室", Electric)]
        }
        Sector::Commerce => &[("营业厅及疏散通道", Crowd), ("库房", Fire), ("配电间", Electric)],
        Sector::Catering => &[("厨房灶台及燃气管路", Gas), ("后厨排烟管道", Fire), ("用餐大厅", Crowd)],
        Sector::Education => &[("教学楼楼梯间", Crowd), ("食堂厨房", Gas), ("实验室或活动室", Fire)],
        Sector::Care => &[("居室及护理区", Fire), ("食堂厨房", Gas), ("主要疏散通道", Crowd)],
        // Departments are never drilled.
        Sector::Department => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_has_two_places_or_more_with_different_names() {
        for sector in Sector::ENTERPRISE {
            let places = standard_places(*sector, &Facts(Fact::ALL.iter().copied().collect()));
            let names: std::collections::BTreeSet<_> = places.iter().map(|(name, _)| name).collect();
            assert!(standard_places(*sector, &Facts::default()).len() >= 2, "{sector:?}");
            assert_eq!(names.len(), places.len(), "{sector:?}");
        }
    }

    #[test]
    fn a_fact_adds_its_place() {
        let dusty = standard_places(Sector::Care, &Facts::from_codes("dust"));
        assert!(dusty.iter().any(|(_, hazard)| *hazard == Hazard::Dust));
    }
}
