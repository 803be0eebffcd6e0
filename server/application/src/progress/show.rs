//! The progress page and the lists behind it.

use super::gather::{FIRST_YEAR, gather};
use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::{
    Pager,
    progress::{AreaLine, ProgressView, UncoveredUnit, UncoveredView},
};
use domain::{
    actor::Action,
    progress::{Basis, DrillFact, FORMULA_VERSION, Share, YearFigures, year_figures},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;

/// Shows the figures on one basis, as of today.
pub async fn show_progress(cx: &Cx, basis: Basis) -> Result<ProgressView, Failure> {
    cx.allow(Action::ReadProgress)?;
    let reader = cx.reader();
    let records = gather(cx, &reader).await?;
    let year = records.today.year();
    let years: Vec<YearFigures> =
        (FIRST_YEAR..=year.max(FIRST_YEAR + 2)).map(|y| year_figures(y, &records.drills, basis)).collect();
    let bases = [Basis::StreetOrganised, Basis::AllConfirmed].map(|b| year_figures(year, &records.drills, b));
    let this_year = year_figures(year, &records.drills, basis);
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let street = storage::organization::street(&reader, cx.street()).await?;
    let areas = areas.into_iter().map(|area| {
        let of_area: Vec<DrillFact> =
            records.drills.iter().filter(|d| d.area.uuid() == area.id).cloned().collect();
        let figures = year_figures(year, &of_area, basis);
        AreaLine {
            id: area.id,
            name: area.name,
            units: records.principals(Some(area.id)).whole,
            principals: records.principals(Some(area.id)),
            four_no: figures.share,
            needed: figures.needed(),
        }
    });
    Ok(ProgressView {
        street: street.map(|s| s.name).unwrap_or_default(),
        as_of: records.today,
        formula: FORMULA_VERSION,
        basis,
        projected: projected(&this_year, records.today),
        areas: areas.collect(),
        principals: records.principals(None),
        sectors: records.sectors(),
        passed: records.pass_rate(),
        years,
        bases: bases.to_vec(),
    })
}

/// The share on 31 December if the rest of the year goes like the year so far: both counts grow by the days.
fn projected(figures: &YearFigures, today: NaiveDate) -> Option<Share> {
    let days = NaiveDate::from_ymd_opt(figures.year, 12, 31)?.ordinal();
    let gone = today.ordinal();
    let grow = |n: u32| u32::try_from(u64::from(n) * u64::from(days) / u64::from(gone)).unwrap_or(u32::MAX);
    (figures.share.whole > 0)
        .then(|| Share { part: grow(figures.share.part), whole: grow(figures.share.whole) })
}

/// Lists the units whose principal has not passed this year, optionally of one area.
pub async fn uncovered(cx: &Cx, area: Option<Uuid>, page: u64) -> Result<UncoveredView, Failure> {
    cx.allow(Action::ReadProgress)?;
    let reader = cx.reader();
    let records = gather(cx, &reader).await?;
    let names: HashMap<Uuid, String> = storage::organization::areas(&reader, cx.street())
        .await?
        .into_iter()
        .map(|a| (a.id, a.name))
        .collect();
    let all: Vec<_> =
        records.uncovered().into_iter().filter(|(unit, ..)| area.is_none_or(|a| unit.area_id == a)).collect();
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let skipped = usize::try_from((page.max(1) - 1) * SIZE).unwrap_or(usize::MAX);
    let shown = all.into_iter().skip(skipped).take(usize::try_from(SIZE).unwrap_or(50));
    let units = shown.map(|(unit, principal, standing)| UncoveredUnit {
        id: unit.id,
        name: unit.name.clone(),
        area: names.get(&unit.area_id).cloned().unwrap_or_default(),
        principal: principal.map(|p| p.name.clone()),
        standing,
    });
    Ok(UncoveredView { units: units.collect(), pager: Pager { page, size: SIZE, total } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projection_keeps_the_mix_and_grows_with_the_days() {
        let mut figures = year_figures(2026, &[], Basis::StreetOrganised);
        assert_eq!(projected(&figures, "2026-07-02".parse().unwrap()), None);
        figures.share = Share { part: 45, whole: 50 };
        let end = projected(&figures, "2026-07-02".parse().unwrap()).unwrap();
        assert_eq!((end.part, end.whole), (89, 99));
        assert_eq!(projected(&figures, "2026-12-31".parse().unwrap()), Some(figures.share));
    }
}
