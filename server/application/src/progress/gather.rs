//! The records that the figures are made of.

use crate::{Cx, Failure, drill};
use chrono::{Datelike, NaiveDate};
use domain::{
    organization::{Position, Sector},
    progress::{DrillFact, Share, coverage},
};
use std::collections::{BTreeMap, BTreeSet};
use storage::{
    Reader,
    organization::{PersonFilter, PersonRow, UnitRow},
    training::EnrolmentRow,
};
use uuid::Uuid;

/// The first year of the plan.
pub(super) const FIRST_YEAR: i32 = 2024;

/// Everything the figures need, read once.
pub(super) struct Records {
    pub today: NaiveDate,
    pub units: Vec<UnitRow>,
    pub principals: Vec<PersonRow>,
    pub enrolments: Vec<EnrolmentRow>,
    /// Who took part in a confirmed activity beyond the street this year.
    pub elsewhere: BTreeSet<Uuid>,
    pub drills: Vec<DrillFact>,
}

pub(super) async fn gather(cx: &Cx, reader: &Reader) -> Result<Records, Failure> {
    let today = cx.today();
    let mut units = storage::organization::all_units(reader, cx.street()).await?;
    // Departments are no enterprises: they count nowhere.
    units.retain(|u| u.closed_on.is_none_or(|day| day > today) && is_enterprise(&u.sector));
    let filter = PersonFilter {
        positions: vec![Position::Principal.code().into()],
        active_only: true,
        ..PersonFilter::default()
    };
    let principals =
        storage::organization::people_page(reader, cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows;
    let trainings = storage::training::offered_in(reader, cx.street(), today.year()).await?;
    let enrolments =
        storage::training::attendees(reader, cx.street(), trainings.into_iter().map(|t| t.id)).await?;
    let day = |month, day| NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today);
    let elsewhere =
        storage::external::confirmed_participants(reader, cx.street(), day(1, 1), day(12, 31)).await?;
    let elsewhere = elsewhere.into_iter().map(|row| row.person_id).collect();
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or(today);
    let drills = drill::facts(&storage::drill::finished_between(reader, cx.street(), first, today).await?);
    Ok(Records { today, units, principals, enrolments, elsewhere, drills })
}

fn is_enterprise(sector: &str) -> bool {
    Sector::from_code(sector).is_none_or(Sector::is_enterprise)
}

impl Records {
    /// People who passed a training of this year, or took part in one beyond the street.
    fn passed(&self) -> BTreeSet<Uuid> {
        let passed = self.enrolments.iter().filter(|e| e.result.as_deref() == Some("passed"));
        passed.map(|e| e.person_id).chain(self.elsewhere.iter().copied()).collect()
    }

    /// Units whose present principal passed.
    pub fn covered(&self) -> BTreeSet<Uuid> {
        let passed = self.passed();
        self.principals.iter().filter(|p| passed.contains(&p.id)).map(|p| p.unit_id).collect()
    }

    /// The coverage of units, of one area or of all.
    pub fn principals(&self, area: Option<Uuid>) -> Share {
        let of_area = self.units.iter().filter(|u| area.is_none_or(|a| u.area_id == a));
        coverage(&of_area.map(|u| u.id).collect(), &self.covered())
    }

    /// The coverage of sectors: those with a unit whose principal passed.
    pub fn sectors(&self) -> Share {
        let covered = self.covered();
        let sector = |u: &UnitRow| Sector::from_code(&u.sector);
        let all = self.units.iter().filter_map(sector).collect();
        coverage(&all, &self.units.iter().filter(|u| covered.contains(&u.id)).filter_map(sector).collect())
    }

    /// Attendees that passed, of all that were not excused.
    pub fn pass_rate(&self) -> Share {
        let counted: Vec<_> =
            self.enrolments.iter().filter(|e| e.result.as_deref() != Some("excused")).collect();
        let passed = counted.iter().filter(|e| e.result.as_deref() == Some("passed")).count();
        Share {
            part: u32::try_from(passed).unwrap_or(u32::MAX),
            whole: u32::try_from(counted.len()).unwrap_or(u32::MAX),
        }
    }

    /// Units not covered, each with its principal and where that one stands.
    pub fn uncovered(&self) -> Vec<(&UnitRow, Option<&PersonRow>, &'static str)> {
        let covered = self.covered();
        let by_unit: BTreeMap<Uuid, &PersonRow> = self.principals.iter().map(|p| (p.unit_id, p)).collect();
        let result: BTreeMap<Uuid, Option<&str>> =
            self.enrolments.iter().map(|e| (e.person_id, e.result.as_deref())).collect();
        let mut units: Vec<_> = self
            .units
            .iter()
            .filter(|u| !covered.contains(&u.id))
            .map(|unit| {
                let principal = by_unit.get(&unit.id).copied();
                let standing = match principal.map(|p| result.get(&p.id).copied()) {
                    None => "未登记负责人",
                    Some(None) => "未参训",
                    Some(Some(None)) => "未出结果",
                    Some(Some(Some("failed"))) => "不合格",
                    Some(Some(Some(_))) => "免考",
                };
                (unit, principal, standing)
            })
            .collect();
        units.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        units
    }
}
