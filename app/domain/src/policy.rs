//! The training policy matrix: sector × employment × post → frequency, content, scope and hours, in
//! versions with a date from which they hold. A test is always part of it, so it is no column.

mod diff;
mod preset;

pub use diff::{Change, Part, diff};
pub use preset::preset;

use crate::{
    audience::{Candidate, Clause},
    organization::vocabulary::vocabulary,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most rows of a matrix.
pub const MOST_ROWS: usize = 100;

vocabulary! {
    /// What a duty is about. A training says which of them it counts to.
    Topic {
        /// The first training of principals and managers in their post.
        Initial = "initial", "初次安全培训";
        /// The further training of each year.
        Annual = "annual", "年度再培训";
        /// The training before somebody begins at a post.
        Entry = "entry", "上岗前培训";
        /// The training after a change of post.
        Change = "change", "转岗复岗培训";
        /// The street's own training of each year.
        Street = "street", "街道年度培训";
        /// Fire safety.
        Fire = "fire", "消防安全培训";
        /// Confined spaces.
        ConfinedSpace = "confined_space", "有限空间专题培训";
        /// Explosive dust.
        Dust = "dust", "粉尘防爆专项培训";
        /// Anything else that the office asks for.
        Special = "special", "其他专题培训";
        /// The renewal of a certificate that expires; never a row of the matrix.
        Renewal = "renewal", "证明到期复训";
    }
}

impl Topic {
    /// What a training counts to where nobody has said anything: all that is general.
    pub const GENERAL: &[Self] =
        &[Self::Initial, Self::Annual, Self::Entry, Self::Change, Self::Street, Self::Renewal];
    /// What a row of the matrix or a training may be about.
    pub const OF_ROWS: &[Self] = match Self::ALL {
        [rows @ .., _] => rows,
        [] => &[],
    };
}

vocabulary! {
    /// How often. The stricter comes later.
    Frequency {
        /// Once, counted from the day somebody took up the post.
        Once = "once", "任职后一次";
        /// Once, counted from the day somebody joined the unit.
        OnEntry = "on_entry", "入职上岗前";
        /// Once, counted from a change of post within the unit.
        OnChange = "on_change", "转岗复岗时";
        /// Each civil year.
        Yearly = "yearly", "每年";
        /// Each half of a civil year.
        HalfYearly = "half_yearly", "每半年";
    }
}

vocabulary! {
    /// How far the basis of a row can be trusted.
    Trust {
        /// The text was read.
        Verbatim = "verbatim", "原文核对";
        /// Several public sources agree, the text is not held.
        Corroborated = "corroborated", "多方印证，待核原文";
        /// To be confirmed before anybody relies on it.
        Background = "background", "待确认";
        /// The street's own rule.
        Own = "own", "街道规定";
    }
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is known by over all versions: 1 to 40 lower-case letters, digits and hyphens.
    pub code: String,
    /// What it is about.
    pub topic: Topic,
    /// What people call it, 2 to 40 characters.
    pub title: String,
    /// Whom it is for; areas are never asked.
    pub scope: Clause,
    /// How often.
    pub frequency: Frequency,
    /// Class hours in the period, 0 where only a training is asked for, at most 200.
    pub hours: u16,
    /// Days after the occasion by which it is due, 0 to 400; of periods nothing, they end by themselves.
    pub within_days: u16,
    /// What is taught, at most 300 characters.
    pub content: String,
    /// How far it reaches: who takes part, in what form, at most 300 characters.
    pub reach: String,
    /// The law, by its name; empty for the street's own.
    pub law: String,
    /// The article, such as 第9条.
    pub article: String,
    /// How far the basis can be trusted.
    pub trust: Trust,
}

/// Why a row cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRefusal {
    /// The code is none.
    Code,
    /// The title has fewer than 2 or more than 40 characters.
    Title,
    /// More than 200 hours.
    Hours,
    /// More than 400 days.
    Days,
    /// Content or reach have more than 300 characters.
    Words,
    /// Neither the street's own nor a law with its article.
    Basis,
    /// Nobody is named.
    Scope,
    /// What a certificate's end brings is no row.
    Topic,
}

impl Row {
    /// Checks a row.
    pub fn checked(self) -> Result<Self, RowRefusal> {
        let code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let length = |text: &str| text.trim().chars().count();
        if !(1..=40).contains(&self.code.len()) || !self.code.chars().all(code) {
            return Err(RowRefusal::Code);
        }
        if self.topic == Topic::Renewal {
            return Err(RowRefusal::Topic);
        }
        if !(2..=40).contains(&length(&self.title)) {
            return Err(RowRefusal::Title);
        }
        if self.hours > 200 {
            return Err(RowRefusal::Hours);
        }
        if self.within_days > 400 {
            return Err(RowRefusal::Days);
        }
        if length(&self.content) > 300 || length(&self.reach) > 300 {
            return Err(RowRefusal::Words);
        }
        if self.trust != Trust::Own && (length(&self.law) < 2 || length(&self.article) < 1) {
            return Err(RowRefusal::Basis);
        }
        if self.scope.is_empty() || !self.scope.areas.is_empty() {
            return Err(RowRefusal::Scope);
        }
        Ok(self)
    }

    /// What it rests on, as people cite it.
    #[must_use]
    pub fn basis(&self) -> String {
        if self.law.is_empty() {
            self.trust.term().to_owned()
        } else {
            format!("《{}》{}", self.law, self.article)
        }
    }
}

/// A version that was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number in the street, from 1.
    pub number: u32,
    /// The first day it holds.
    pub effective_on: NaiveDate,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The version that holds on a day: the one that took effect last, of two on one day the later number.
#[must_use]
pub fn in_force(versions: &[Version], day: NaiveDate) -> Option<&Version> {
    let begun = versions.iter().filter(|version| version.effective_on <= day);
    begun.max_by_key(|version| (version.effective_on, version.number))
}

impl Version {
    /// The rows that bind somebody: of each topic the strictest, by frequency and then by hours.
    #[must_use]
    pub fn rows_for(&self, candidate: &Candidate) -> Vec<&Row> {
        let mut binding: Vec<&Row> = Vec::new();
        for row in self.rows.iter().filter(|row| row.scope.matches(candidate)) {
            match binding.iter_mut().find(|known| known.topic == row.topic) {
                Some(known) if (row.frequency, row.hours) > (known.frequency, known.hours) => *known = row,
                Some(_) => {}
                None => binding.push(row),
            }
        }
        binding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::Id,
        organization::{Employment, Facts, Position, Sector},
    };
    use uuid::Uuid;

    fn somebody(position: Position, sector: Sector, facts: &str) -> Candidate {
        Candidate {
            person: Id::new(Uuid::from_u128(1)),
            position,
            employment: Employment::Employee,
            sector,
            area: Id::new(Uuid::from_u128(2)),
            facts: Facts::from_codes(facts),
        }
    }

    fn hours(position: Position, sector: Sector, facts: &str, topic: Topic) -> Option<(Frequency, u16)> {
        let version = Version { number: 1, effective_on: NaiveDate::default(), rows: preset() };
        let rows = version.rows_for(&somebody(position, sector, facts));
        rows.iter().find(|row| row.topic == topic).map(|row| (row.frequency, row.hours))
    }

    #[test]
    fn the_longer_hours_bind_where_the_unit_is_high_hazard() {
        use {Frequency as F, Position as P, Sector as S, Topic as T};
        assert_eq!(hours(P::Principal, S::Furniture, "", T::Initial), Some((F::Once, 32)));
        assert_eq!(hours(P::Principal, S::Furniture, "", T::Annual), Some((F::Yearly, 12)));
        assert_eq!(hours(P::SafetyManager, S::HazardousChemicals, "", T::Initial), Some((F::Once, 48)));
        assert_eq!(hours(P::SafetyDirector, S::HazardousChemicals, "", T::Annual), Some((F::Yearly, 16)));
        assert_eq!(hours(P::Frontline, S::Machinery, "", T::Entry), Some((F::OnEntry, 24)));
        assert_eq!(hours(P::Frontline, S::HazardousChemicals, "", T::Entry), Some((F::OnEntry, 72)));
        assert_eq!(hours(P::TeamLeader, S::HazardousChemicals, "", T::Annual), Some((F::Yearly, 20)));
        assert_eq!(hours(P::Frontline, S::Machinery, "", T::Annual), None);
    }

    #[test]
    fn of_two_rows_about_one_matter_the_stricter_binds() {
        use {Frequency as F, Position as P, Sector as S, Topic as T};
        assert_eq!(hours(P::Frontline, S::Commerce, "fire_key", T::Fire), Some((F::Yearly, 0)));
        assert_eq!(
            hours(P::Frontline, S::Commerce, "fire_key,public_gathering", T::Fire),
            Some((F::HalfYearly, 0))
        );
        assert_eq!(hours(P::Frontline, S::Commerce, "", T::Fire), None);
    }

    #[test]
    fn confined_spaces_bind_trade_units_that_have_them() {
        use {Position as P, Sector as S, Topic as T};
        assert!(hours(P::DangerousPost, S::Food, "confined_space", T::ConfinedSpace).is_some());
        assert!(hours(P::DangerousPost, S::Food, "", T::ConfinedSpace).is_none());
        assert!(hours(P::DangerousPost, S::Education, "confined_space", T::ConfinedSpace).is_none());
    }

    #[test]
    fn officials_of_departments_owe_nothing_of_the_matrix() {
        for position in Position::ALL.iter().filter(|p| p.is_official()) {
            let version = Version { number: 1, effective_on: NaiveDate::default(), rows: preset() };
            assert!(version.rows_for(&somebody(*position, Sector::Department, "")).is_empty());
        }
    }

    #[test]
    fn the_version_that_took_effect_last_holds() {
        let version =
            |number, day: &str| Version { number, effective_on: day.parse().unwrap(), rows: Vec::new() };
        let all = [version(1, "2026-01-01"), version(3, "2026-07-01"), version(2, "2026-07-01")];
        let on = |day: &str| in_force(&all, day.parse().unwrap()).map(|v| v.number);
        assert_eq!((on("2025-12-31"), on("2026-06-30"), on("2026-07-01")), (None, Some(1), Some(3)));
    }

    #[test]
    fn every_row_of_the_preset_is_sound_and_named_once() {
        let rows = preset();
        let codes: std::collections::BTreeSet<_> = rows.iter().map(|row| row.code.clone()).collect();
        assert_eq!(codes.len(), rows.len());
        for row in rows {
            assert!(row.clone().checked().is_ok(), "{row:?}");
        }
    }
}
