//! The figures of a year.

use super::year;
use crate::{Cx, Failure, organization::bound_to};
use chrono::Datelike;
use contract::duty::{BaseLine, CoverageGroup, CoverageView};
use domain::{
    actor::{Action, may},
    organization::{Position, Sector},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::coverage::{AttendeeCount, STANDINGS, UnitCount, UnitFilter};
use uuid::Uuid;

/// Shows the coverage of a year on its newest denominator. An area official sees the figures of the own area.
pub async fn show_coverage(cx: &Cx, asked: &str) -> Result<CoverageView, Failure> {
    let actor = cx.allow(Action::ReadProgress)?;
    let (reader, year, own) = (cx.reader(), year(cx, asked), bound_to(actor));
    let bases = storage::coverage::bases(&reader, cx.street(), year).await?;
    let (mut counts, mut new_units) = (Vec::new(), 0);
    if let Some(base) = bases.first() {
        counts = storage::coverage::unit_counts(&reader, cx.street(), base).await?;
        counts.retain(|count| own.is_none_or(|area| area == count.area_id));
        let filter = UnitFilter { area: own, ..UnitFilter::default() };
        new_units = storage::coverage::new_units(&reader, cx.street(), base, &filter, 1, 1).await?.total;
    }
    let people = storage::coverage::attendee_counts(&reader, cx.street(), year, own).await?;
    let names = storage::account::by_ids(&reader, bases.iter().map(|base| base.frozen_by)).await?;
    let names: HashMap<Uuid, String> = names.into_iter().map(|account| (account.id, account.name)).collect();
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: HashMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let sum = |standing: &str| units(counts.iter().filter(|count| count.standing == standing));
    let sectors: BTreeSet<&str> = counts.iter().map(|count| count.sector.as_str()).collect();
    let passed = counts.iter().filter(|count| count.standing == "passed");
    let sectors_passed: BTreeSet<&str> = passed.map(|count| count.sector.as_str()).collect();
    let sector_term = |code: &str| Sector::from_code(code).map_or("", Sector::term).to_owned();
    let area_term =
        |code: &str| code.parse().ok().and_then(|id: Uuid| areas.get(&id).cloned()).unwrap_or_default();
    let position_term = |code: &str| Position::from_code(code).map_or("", Position::term).to_owned();
    let counted: Vec<&AttendeeCount> =
        people.iter().filter(|count| count.result.as_deref() != Some("excused")).collect();
    Ok(CoverageView {
        year,
        today: cx.today(),
        standings: STANDINGS.iter().map(|standing| ((*standing).to_owned(), sum(standing))).collect(),
        closed: counts.iter().map(|count| count.closed.unsigned_abs()).sum(),
        new_units,
        sectors: sectors.len() as u64,
        sectors_passed: sectors_passed.len() as u64,
        by_sector: groups(&counts, &counted, |u| u.sector.clone(), |p| p.sector.clone(), sector_term),
        by_area: groups(&counts, &counted, |u| u.area_id.to_string(), |p| p.area_id.to_string(), area_term),
        by_position: groups(&[], &counted, |u| u.sector.clone(), |p| p.position.clone(), position_term),
        people_passed: people_of(counted.iter().copied().filter(|c| c.result.as_deref() == Some("passed"))),
        people: people_of(counted.iter().copied()),
        bases: bases
            .iter()
            .map(|base| BaseLine {
                number: base.number.unsigned_abs(),
                frozen_at: base.frozen_at,
                frozen_by: names.get(&base.frozen_by).cloned().unwrap_or_default(),
                reason: base.reason.clone(),
                units: u64::from(base.units.unsigned_abs()),
                sectors: u64::from(base.sectors.unsigned_abs()),
            })
            .collect(),
        may_freeze: may(actor, Action::ManageTrainings).is_ok() && year == cx.today().year(),
    })
}

fn units<'a>(counts: impl Iterator<Item = &'a UnitCount>) -> u64 {
    counts.map(|count| count.units.unsigned_abs()).sum()
}

fn people_of<'a>(counts: impl Iterator<Item = &'a AttendeeCount>) -> u64 {
    counts.map(|count| count.people.unsigned_abs()).sum()
}

/// Puts units and attendees together by group, the one with the most left to do first.
fn groups(
    of_units: &[UnitCount],
    of_people: &[&AttendeeCount],
    unit_key: impl Fn(&UnitCount) -> String,
    person_key: impl Fn(&AttendeeCount) -> String,
    term: impl Fn(&str) -> String,
) -> Vec<CoverageGroup> {
    let mut groups: BTreeMap<String, CoverageGroup> = BTreeMap::new();
    let empty = |code: &str| CoverageGroup {
        code: code.to_owned(),
        term: term(code),
        passed: 0,
        units: 0,
        reopened: 0,
        people_passed: 0,
        people: 0,
    };
    for count in of_units {
        let key = unit_key(count);
        let group = groups.entry(key.clone()).or_insert_with(|| empty(&key));
        let units = count.units.unsigned_abs();
        group.units += units;
        match count.standing.as_str() {
            "passed" => group.passed += units,
            "reopened" => group.reopened += units,
            _ => {}
        }
    }
    for count in of_people {
        let key = person_key(count);
        let group = groups.entry(key.clone()).or_insert_with(|| empty(&key));
        group.people += count.people.unsigned_abs();
        if count.result.as_deref() == Some("passed") {
            group.people_passed += count.people.unsigned_abs();
        }
    }
    let mut groups: Vec<CoverageGroup> = groups.into_values().collect();
    groups.sort_by_key(|group| {
        (
            std::cmp::Reverse(group.units - group.passed + group.people - group.people_passed),
            group.code.clone(),
        )
    });
    groups
}
