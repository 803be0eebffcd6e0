//! Closed lists of the field, each with its code (stored) and its term (shown and imported).

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $term:literal $(, $alias:literal)*;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// Every member, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// The stable code that is stored.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code,)* } }
            /// The field's own term.
            #[must_use]
            pub const fn term(self) -> &'static str { match self { $(Self::$variant => $term,)* } }
            /// Reads a stored code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.code() == code) }
            /// Reads the term as people write it in workbooks.
            #[must_use]
            pub fn from_term(term: &str) -> Option<Self> {
                match term.trim() { $($term $(| $alias)* => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What a person does (岗位类别; 01-rules, "People").
    Position {
        /// The enterprise's principal.
        Principal = "principal", "主要负责人", "负责人", "法定代表人";
        /// The safety director.
        SafetyDirector = "safety_director", "安全总监";
        /// A safety manager.
        SafetyManager = "safety_manager", "安全生产管理人员", "安全管理人员", "安全员";
        /// A team leader.
        TeamLeader = "team_leader", "班组长";
        /// A worker at a dangerous post.
        DangerousPost = "dangerous_post", "危险岗位作业人员", "危险岗位人员";
        /// Any other worker.
        Frontline = "frontline", "一线从业人员", "从业人员", "员工";
        /// A leader of party or government.
        Leader = "leader", "党政领导";
        /// Staff of a member unit of the safety committee.
        CommitteeMember = "committee_member", "安委会成员单位";
        /// Staff of a management area.
        AreaOfficial = "area_official", "管理区职能人员";
        /// An enforcement officer.
        EnforcementOfficer = "enforcement_officer", "执法人员";
    }
}

vocabulary! {
    /// How a person is employed (用工形式, A-12).
    Employment {
        /// Employed by the unit itself.
        Employee = "employee", "企业人员", "正式员工";
        /// Staff of a contractor or tenant.
        Contractor = "contractor", "外包外租", "外包外租项目人员";
        /// Flexible employment.
        Flexible = "flexible", "灵活用工", "灵活用工人员";
        /// Dispatched labour.
        Dispatched = "dispatched", "劳务派遣", "劳务派遣人员";
    }
}

vocabulary! {
    /// The sector of a unit (行业领域): the twelve of a suburban street, and the departments that are no enterprise.
    Sector {
        /// Furniture and wood.
        Furniture = "furniture", "家具木业";
        /// Food and ammonia cooling.
        Food = "food", "食品加工";
        /// Machinery and metal products.
        Machinery = "machinery", "机械制造";
        /// Building materials.
        BuildingMaterials = "building_materials", "建材";
        /// Textile and clothing.
        Textile = "textile", "纺织服装";
        /// Warehouses and logistics.
        Warehouse = "warehouse", "仓储物流";
        /// Building sites.
        Construction = "construction", "建筑施工";
        /// Hazardous chemicals and petrol stations.
        HazardousChemicals = "hazardous_chemicals", "危险化学品";
        /// Shops and markets.
        Commerce = "commerce", "商贸市场";
        /// Restaurants and hotels.
        Catering = "catering", "餐饮住宿";
        /// Schools and training.
        Education = "education", "学校教育";
        /// Care homes and clinics.
        Care = "care", "养老医疗";
        /// Departments of party and government: never drilled, never counted among enterprises.
        Department = "department", "机关单位", "机关", "党政机关";
    }
}

impl Sector {
    /// The sectors of enterprises: all but the departments.
    pub const ENTERPRISE: &[Self] = match Self::ALL {
        [enterprises @ .., _] => enterprises,
        [] => &[],
    };
    /// Whether units of this sector are enterprises.
    #[must_use]
    pub const fn is_enterprise(self) -> bool {
        !matches!(self, Self::Department)
    }
}

impl Position {
    /// Whether it is an official's: leaders, the committee's members, staff of areas, enforcement.
    #[must_use]
    pub const fn is_official(self) -> bool {
        matches!(self, Self::Leader | Self::CommitteeMember | Self::AreaOfficial | Self::EnforcementOfficer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_terms_lead_back_to_their_member() {
        for p in Position::ALL {
            assert_eq!(Position::from_code(p.code()), Some(*p));
            assert_eq!(Position::from_term(p.term()), Some(*p));
        }
        assert_eq!((Sector::ALL.len(), Sector::ENTERPRISE.len()), (13, 12));
        assert!(Sector::ALL.iter().all(|s| Sector::ENTERPRISE.contains(s) == s.is_enterprise()));
        assert_eq!(Position::from_term(" 安全员 "), Some(Position::SafetyManager));
        assert_eq!(Employment::from_term("临时"), None);
    }
}
