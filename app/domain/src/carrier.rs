//! The five carriers (五个载体, A-07) by which units learn the standards of major hazards.

use crate::organization::{Sector, vocabulary::vocabulary};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// By what a unit's people learn a standard; a closed list of five.
    Carrier {
        /// The first lesson after a stop.
        FirstLesson = "first_lesson", "开工第一课";
        /// The meeting before a shift.
        Morning = "morning", "晨会";
        /// The training of all staff.
        AllStaff = "all_staff", "全员培训";
        /// Learning from accidents.
        Warning = "warning", "警示教育";
        /// The month of safe production, June.
        Month = "month", "安全生产月";
    }
}

vocabulary! {
    /// By which major hazards (重大事故隐患) are judged.
    Standard {
        /// Industry and trade.
        Industry = "industry", "工贸企业重大事故隐患判定标准";
        /// Hazardous chemicals.
        Chemicals = "chemicals", "化工和危险化学品生产经营单位重大生产安全事故隐患判定标准";
        /// Building sites and municipal works.
        Construction = "construction", "房屋市政工程生产安全重大事故隐患判定标准";
        /// Fire.
        Fire = "fire", "重大火灾隐患判定规则";
        /// Town gas.
        Gas = "gas", "城镇燃气经营安全重大隐患判定标准";
        /// Special equipment.
        Equipment = "equipment", "特种设备重大事故隐患判定准则";
        /// Fireworks.
        Fireworks = "fireworks", "烟花爆竹生产经营单位重大生产安全事故隐患判定标准";
    }
}

/// The standards that a sector's units learn, the usual one first.
#[must_use]
pub const fn standards(sector: Sector) -> &'static [Standard] {
    use Standard::{Chemicals, Construction, Equipment, Fire, Fireworks, Gas, Industry};
    match sector {
        Sector::Furniture
        | Sector::Food
        | Sector::Machinery
        | Sector::BuildingMaterials
        | Sector::Textile => &[Industry, Fire, Equipment],
        Sector::HazardousChemicals => &[Chemicals, Fire, Equipment],
        Sector::Construction => &[Construction, Fire, Equipment],
        Sector::Catering => &[Fire, Gas, Equipment],
        Sector::Commerce => &[Fire, Fireworks, Equipment],
        Sector::Warehouse | Sector::Education | Sector::Care | Sector::Department => &[Fire, Equipment],
    }
}

/// The most people at one carrier.
pub const MOST: u32 = 10_000;
/// A unit enters what it did so many days back.
pub const UNIT_DAYS: u64 = 31;

/// Whether a day may be entered: none to come; by a unit of the last month, by the office since last year began.
#[must_use]
pub fn may_enter(day: NaiveDate, today: NaiveDate, by_office: bool) -> bool {
    let earliest = if by_office {
        NaiveDate::from_ymd_opt(today.year() - 1, 1, 1)
    } else {
        today.checked_sub_days(Days::new(UNIT_DAYS))
    };
    day <= today && earliest.is_none_or(|earliest| day >= earliest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_has_a_usual_standard_and_none_twice() {
        for sector in Sector::ALL {
            let of = standards(*sector);
            let mut sorted = of.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert!(!of.is_empty() && sorted.len() == of.len(), "{sector:?}");
        }
        assert_eq!(standards(Sector::Furniture)[0], Standard::Industry);
        assert_eq!(Carrier::ALL.len(), 5);
    }

    #[test]
    fn a_unit_enters_the_last_month_and_nobody_the_future() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-03-02");
        for (text, unit, office) in [
            ("2026-03-02", true, true),
            ("2026-03-03", false, false),
            ("2026-01-30", true, true),
            ("2026-01-29", false, true),
            ("2025-01-01", false, true),
            ("2024-12-31", false, false),
        ] {
            assert_eq!(may_enter(day(text), today, false), unit, "{text}");
            assert_eq!(may_enter(day(text), today, true), office, "{text}");
        }
    }
}
