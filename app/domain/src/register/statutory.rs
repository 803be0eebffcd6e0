//! Statutory certificates: registered with their expiry and never issued by the street (TR-12, TR-13).

use crate::organization::{Position, UnitClass, vocabulary::vocabulary};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

vocabulary! {
    /// What a certificate of others proves (证书类别).
    StatutoryKind {
        /// That a principal passed the supervising authority's assessment (安全生产法 art. 27).
        Principal = "principal", "主要负责人考核合格证", "主要负责人安全生产知识和管理能力考核合格证";
        /// That a safety manager passed it (安全生产法 art. 27).
        Manager = "manager", "安全生产管理人员考核合格证", "安管人员考核合格证", "安全管理人员考核合格证";
        /// The licence for special work (安全生产法 art. 30).
        SpecialWork = "special_work", "特种作业操作证", "操作证";
        /// The licence to operate special equipment (特种设备安全法).
        SpecialEquipment = "special_equipment", "特种设备作业人员证", "特种设备安全管理和作业人员证";
    }
}

vocabulary! {
    /// The kinds of special work (作业类别). Work in confined spaces is none of them: it takes a training of its
    /// own (TR-08) and no licence.
    WorkCategory {
        /// Electric work.
        Electric = "electric", "电工作业", "电工";
        /// Welding and thermal cutting.
        Welding = "welding", "焊接与热切割作业", "焊接与热切割", "电气焊", "焊工";
        /// Work at height.
        Height = "height", "高处作业", "高处";
        /// Refrigeration and air conditioning.
        Refrigeration = "refrigeration", "制冷与空调作业", "制冷";
        /// Coal mines.
        CoalMine = "coal_mine", "煤矿安全作业";
        /// Other mines.
        Mine = "mine", "金属非金属矿山安全作业";
        /// Oil and gas.
        Petroleum = "petroleum", "石油天然气安全作业";
        /// Metallurgy.
        Metallurgy = "metallurgy", "冶金（有色）生产安全作业", "冶金";
        /// Hazardous chemicals.
        Chemicals = "chemicals", "危险化学品安全作业", "危险化学品";
        /// Fireworks.
        Fireworks = "fireworks", "烟花爆竹安全作业";
        /// What the authority adds to the list.
        Other = "other", "其他特种作业", "其他";
    }
}

/// The first of so many days before its end a certificate is warned of; from 30 days on it is urgent.
pub const WARN_DAYS: i64 = 90;
/// From so many days before its end on it is urgent.
const URGENT_DAYS: i64 = 30;
/// No statutory certificate is valid for longer than this.
pub const MOST_YEARS: i32 = 10;

/// What a registered certificate is worth on a day; the worse stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StatutoryState {
    /// 已过期: its last day is over.
    Expired {
        /// Days since.
        days: i64,
    },
    /// 复审逾期: the day of its review is over.
    ReviewMissed {
        /// Days since.
        days: i64,
    },
    /// 即将到期: at most 90 days are left.
    Expiring {
        /// Days left, 0 on the last day.
        days: i64,
        /// At most 30.
        urgent: bool,
    },
    /// 待复审: at most 90 days to its review.
    ReviewDue {
        /// Days left.
        days: i64,
        /// At most 30.
        urgent: bool,
    },
    /// 有效
    Valid,
}

impl StatutoryState {
    /// Whether its holder may work with it on that day.
    #[must_use]
    pub const fn in_force(self) -> bool {
        !matches!(self, Self::Expired { .. } | Self::ReviewMissed { .. })
    }
    /// Whether the list of warnings shows it.
    #[must_use]
    pub const fn warns(self) -> bool {
        !matches!(self, Self::Valid)
    }
    /// The code of the state alone.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expired { .. } => "expired",
            Self::ReviewMissed { .. } => "review_missed",
            Self::Expiring { .. } => "expiring",
            Self::ReviewDue { .. } => "review_due",
            Self::Valid => "valid",
        }
    }
}

/// Computes the state of a certificate; it is never stored.
#[must_use]
pub fn state(valid_until: NaiveDate, review_by: Option<NaiveDate>, today: NaiveDate) -> StatutoryState {
    let left = (valid_until - today).num_days();
    // A review after the end is none: then a new certificate is needed anyway.
    let review = review_by.filter(|day| *day < valid_until).map(|day| (day - today).num_days());
    match (left, review) {
        (..0, _) => StatutoryState::Expired { days: -left },
        (_, Some(days @ ..0)) => StatutoryState::ReviewMissed { days: -days },
        (0..=WARN_DAYS, _) => StatutoryState::Expiring { days: left, urgent: left <= URGENT_DAYS },
        (_, Some(days @ 0..=WARN_DAYS)) => StatutoryState::ReviewDue { days, urgent: days <= URGENT_DAYS },
        _ => StatutoryState::Valid,
    }
}

/// What does not fit together in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The licence for special work names its kind of work.
    CategoryMissing,
    /// No other certificate names one.
    CategoryUnwanted,
    /// It was issued after today.
    IssuedLater,
    /// It ends before it begins, or more than [`MOST_YEARS`] years later.
    Validity,
    /// The review lies outside of the validity.
    Review,
}

/// Checks that an entry fits together.
///
/// # Errors
/// Refuses what cannot stand on a certificate.
pub fn checked(
    kind: StatutoryKind,
    category: Option<WorkCategory>,
    issued_on: NaiveDate,
    valid_until: NaiveDate,
    review_by: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Misfit> {
    match (kind, category) {
        (StatutoryKind::SpecialWork, None) => return Err(Misfit::CategoryMissing),
        (StatutoryKind::SpecialWork, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Misfit::CategoryUnwanted),
    }
    if issued_on > today {
        return Err(Misfit::IssuedLater);
    }
    if valid_until <= issued_on || valid_until.year() - issued_on.year() > MOST_YEARS {
        return Err(Misfit::Validity);
    }
    match review_by {
        Some(day) if day <= issued_on || day > valid_until => Err(Misfit::Review),
        _ => Ok(()),
    }
}

/// What somebody's post asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The certificate.
    pub kind: StatutoryKind,
    /// The kind of work, of a licence for special work.
    pub category: Option<WorkCategory>,
}

/// Tells which certificates a post asks for: a principal and who manages safety in a high-hazard unit (TR-12), and
/// everybody whose post is noted as special work (TR-13).
#[must_use]
pub fn needs(position: Position, class: Option<UnitClass>, posts: &BTreeSet<WorkCategory>) -> BTreeSet<Need> {
    let high = class.is_some_and(|class| class.high_hazard_shandong);
    let by_position = match position {
        Position::Principal => Some(StatutoryKind::Principal),
        Position::SafetyDirector | Position::SafetyManager => Some(StatutoryKind::Manager),
        _ => None,
    };
    let of_position = by_position.filter(|_| high).map(|kind| Need { kind, category: None });
    let of_posts = posts.iter().map(|c| Need { kind: StatutoryKind::SpecialWork, category: Some(*c) });
    of_position.into_iter().chain(of_posts).collect()
}

/// A certificate that somebody holds, confirmed by the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub what: Need,
    /// What it is worth.
    pub state: StatutoryState,
}

/// What somebody's post asks for and they do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The certificate.
    pub what: Need,
    /// The one they had, which is over.
    pub over: Option<StatutoryState>,
}

/// Tells what is missing of what is needed.
#[must_use]
pub fn lacking(needs: &BTreeSet<Need>, held: &[Held]) -> Vec<Lack> {
    let lack = |need: &Need| {
        let own = held.iter().filter(|held| held.what == *need).map(|held| held.state);
        // The best of several counts: one renewed beside one that is over.
        match own.max() {
            Some(best) if best.in_force() => None,
            over => Some(Lack { what: *need, over }),
        }
    };
    needs.iter().filter_map(lack).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::{Facts, Sector};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_certificate_is_warned_of_ninety_days_and_urgently_thirty_days_before_its_end() {
        let until = day("2026-12-31");
        let at = |today: &str| state(until, None, day(today));
        assert_eq!(at("2026-10-01"), StatutoryState::Valid);
        assert_eq!(at("2026-10-02"), StatutoryState::Expiring { days: 90, urgent: false });
        assert_eq!(at("2026-12-01"), StatutoryState::Expiring { days: 30, urgent: true });
        assert_eq!(at("2026-12-31"), StatutoryState::Expiring { days: 0, urgent: true });
        assert_eq!(at("2027-01-01"), StatutoryState::Expired { days: 1 });
    }

    #[test]
    fn a_missed_review_is_worse_than_a_near_end_and_better_than_none() {
        let (until, review) = (day("2029-06-30"), Some(day("2026-06-30")));
        assert_eq!(state(until, review, day("2026-03-01")), StatutoryState::Valid);
        assert_eq!(
            state(until, review, day("2026-06-01")),
            StatutoryState::ReviewDue { days: 29, urgent: true }
        );
        let missed = state(until, review, day("2026-07-01"));
        assert_eq!(missed, StatutoryState::ReviewMissed { days: 1 });
        assert!(!missed.in_force() && missed > StatutoryState::Expired { days: 1 });
    }

    #[test]
    fn an_entry_that_no_certificate_says_is_refused() {
        let check = |kind, category, issued: &str, until: &str, review: Option<&str>| {
            checked(kind, category, day(issued), day(until), review.map(day), day("2026-11-23"))
        };
        let welder = Some(WorkCategory::Welding);
        let licence = StatutoryKind::SpecialWork;
        assert_eq!(check(licence, welder, "2024-01-02", "2030-01-01", Some("2027-01-01")), Ok(()));
        assert_eq!(check(licence, None, "2024-01-02", "2030-01-01", None), Err(Misfit::CategoryMissing));
        let other = StatutoryKind::Principal;
        assert_eq!(check(other, welder, "2024-01-02", "2027-01-01", None), Err(Misfit::CategoryUnwanted));
        assert_eq!(check(licence, welder, "2026-11-24", "2030-01-01", None), Err(Misfit::IssuedLater));
        assert_eq!(check(licence, welder, "2024-01-02", "2024-01-02", None), Err(Misfit::Validity));
        assert_eq!(check(licence, welder, "2024-01-02", "2040-01-01", None), Err(Misfit::Validity));
        let late = Some("2030-01-02");
        assert_eq!(check(licence, welder, "2024-01-02", "2030-01-01", late), Err(Misfit::Review));
    }

    #[test]
    fn posts_ask_for_what_the_law_asks_of_them() {
        let class = |sector| Some(UnitClass::of(sector, &Facts::default()));
        let posts = BTreeSet::from([WorkCategory::Electric, WorkCategory::Welding]);
        let of = |position, sector, posts: &BTreeSet<_>| {
            needs(position, class(sector), posts)
                .into_iter()
                .map(|n| (n.kind, n.category))
                .collect::<Vec<_>>()
        };
        let none = BTreeSet::new();
        assert_eq!(of(Position::Principal, Sector::Furniture, &none), []);
        assert_eq!(of(Position::Principal, Sector::Construction, &none), [(StatutoryKind::Principal, None)]);
        assert_eq!(
            of(Position::SafetyDirector, Sector::Construction, &none),
            [(StatutoryKind::Manager, None)]
        );
        assert_eq!(of(Position::Frontline, Sector::Construction, &posts).len(), 2);
    }

    #[test]
    fn who_has_renewed_lacks_nothing_and_who_has_not_is_told_what_is_over() {
        let need = Need { kind: StatutoryKind::SpecialWork, category: Some(WorkCategory::Welding) };
        let electric = Need { category: Some(WorkCategory::Electric), ..need };
        let needs = BTreeSet::from([need, electric]);
        let over = Held { what: need, state: StatutoryState::Expired { days: 40 } };
        let renewed = Held { what: need, state: StatutoryState::Valid };
        let none = Lack { what: electric, over: None };
        assert_eq!(lacking(&needs, &[over, renewed]), [none]);
        assert_eq!(lacking(&needs, &[over]), [none, Lack { what: need, over: Some(over.state) }]);
    }

    proptest! {
        #[test]
        fn as_days_pass_a_certificate_never_gets_better(
            until in 0i64..4_000, review in proptest::option::of(0i64..4_000), today in 0i64..4_000,
        ) {
            let at = |n: i64| day("2024-01-01") + chrono::TimeDelta::days(n);
            let rank = |n: i64| match state(at(until), review.map(at), at(n)) {
                StatutoryState::Valid => 3,
                StatutoryState::Expiring { .. } | StatutoryState::ReviewDue { .. } => 2,
                StatutoryState::ReviewMissed { .. } => 1,
                StatutoryState::Expired { .. } => 0,
            };
            prop_assert!(rank(today + 1) <= rank(today));
        }
    }
}
