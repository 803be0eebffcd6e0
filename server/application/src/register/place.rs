//! The register of places: the list, where it differs from the units' facts, the workbook.

use super::{Ground, PAGE, bound_to};
use crate::{Cx, Failure};
use contract::{
    Pager,
    organization::AreaChoice,
    register::{DifferenceLine, PlaceLine, PlaceQuery, PlacesView},
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    organization::{Facts, Sector},
    register::{EntryState, PlaceKind, differences},
};
use std::collections::{BTreeMap, HashMap};
use storage::{
    db::Handle,
    register::{PlaceFilter, PlaceRow},
};
use uuid::Uuid;

/// Differences shown above the list.
const TOLD: usize = 10;

/// Lists one page of places. An area official sees the own area.
pub async fn list_places(cx: &Cx, query: PlaceQuery) -> Result<PlacesView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let (reader, own) = (cx.reader(), bound_to(actor));
    let ground = Ground::load(&reader, cx.street()).await?;
    let page = query.page.parse().unwrap_or(1).max(1);
    let found = storage::register::all_places(&reader, cx.street(), &filter(&query, own), page, PAGE).await?;
    let all = all_of(cx, &reader, own).await?;
    let counted = by_unit(&all);
    let mut different = different(&ground, &counted, own);
    let total = u32::try_from(different.len()).unwrap_or(u32::MAX);
    different.truncate(TOLD);
    let counts =
        PlaceKind::ALL.iter().map(|kind| (*kind, counted.values().filter_map(|kinds| kinds.get(kind)).sum()));
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let proposed = all.iter().filter(|row| row.state == EntryState::Proposed.code()).count();
    Ok(PlacesView {
        counts: counts.collect(),
        proposed: u32::try_from(proposed).unwrap_or(u32::MAX),
        rows: found.rows.into_iter().filter_map(|row| line(&ground, row)).collect(),
        pager: Pager { page, size: PAGE, total: found.total },
        differences: different,
        different: total,
        areas: areas
            .into_iter()
            .filter(|a| own.is_none_or(|own| own == a.id))
            .map(|a| AreaChoice { id: a.id, name: a.name })
            .collect(),
        may_manage: may(actor, Action::ManageRegisters).is_ok(),
        query,
    })
}

fn filter(query: &PlaceQuery, own: Option<Uuid>) -> PlaceFilter {
    let supervised = || PlaceKind::SUPERVISED.iter().map(|kind| kind.code().to_owned()).collect();
    let kinds = match (query.kind.as_str(), PlaceKind::from_code(&query.kind)) {
        (_, Some(kind)) => vec![kind.code().to_owned()],
        ("all", None) => Vec::new(),
        _ => supervised(),
    };
    let state = EntryState::from_code(&query.state).unwrap_or(EntryState::Active);
    PlaceFilter {
        text: query.q.clone(),
        area: own.or_else(|| query.area.parse().ok()),
        kinds,
        state: Some(state.code().into()),
    }
}

/// Every place that was not taken out, of an area or of all.
async fn all_of(cx: &Cx, db: &impl Handle, own: Option<Uuid>) -> Result<Vec<PlaceRow>, Failure> {
    let filter = PlaceFilter { area: own, ..PlaceFilter::default() };
    let mut rows =
        storage::register::all_places(db, cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows;
    rows.retain(|row| row.state != EntryState::Removed.code());
    Ok(rows)
}

/// Counts active places by unit and kind.
fn by_unit(rows: &[PlaceRow]) -> HashMap<Uuid, BTreeMap<PlaceKind, u32>> {
    let mut counted: HashMap<Uuid, BTreeMap<PlaceKind, u32>> = HashMap::new();
    for row in rows.iter().filter(|row| row.state == EntryState::Active.code()) {
        if let Some(kind) = PlaceKind::from_code(&row.kind) {
            *counted.entry(row.unit_id).or_default().entry(kind).or_default() += 1;
        }
    }
    counted
}

/// Where the enterprises' facts differ from the register, by name.
fn different(
    ground: &Ground,
    counted: &HashMap<Uuid, BTreeMap<PlaceKind, u32>>,
    own: Option<Uuid>,
) -> Vec<DifferenceLine> {
    let none = BTreeMap::new();
    let enterprise = |sector: &str| Sector::from_code(sector).is_none_or(Sector::is_enterprise);
    let units = ground
        .units
        .values()
        .filter(|unit| unit.closed_on.is_none() && enterprise(&unit.sector) && ground.shows(unit.id, own));
    let mut lines: Vec<DifferenceLine> = units
        .flat_map(|unit| {
            let places = counted.get(&unit.id).unwrap_or(&none);
            let differ = differences(&Facts::from_codes(&unit.facts), places);
            differ.into_iter().map(|difference| DifferenceLine {
                unit: unit.id,
                unit_name: unit.name.clone(),
                difference,
            })
        })
        .collect();
    // What the register knows and the unit's facts do not comes first: it changes duties.
    lines.sort_by(|a, b| {
        let key = |line: &DifferenceLine| {
            (line.difference.places == 0, line.unit_name.clone(), line.difference.fact)
        };
        key(a).cmp(&key(b))
    });
    lines
}

pub(super) fn line(ground: &Ground, row: PlaceRow) -> Option<PlaceLine> {
    Some(PlaceLine {
        id: row.id,
        unit: row.unit_id,
        unit_name: ground.units.get(&row.unit_id)?.name.clone(),
        kind: PlaceKind::from_code(&row.kind)?,
        name: row.name,
        location: row.location,
        medium: row.medium,
        risk: row.risk,
        amount: row.amount.unsigned_abs(),
        guardian: row.guardian,
        checked_on: row.checked_on,
        state: EntryState::from_code(&row.state)?,
        remove_reason: row.remove_reason,
    })
}

/// A unit's facts that differ from its places.
pub(super) fn own_differences(facts: &str, rows: &[PlaceRow]) -> Vec<domain::register::Difference> {
    let counted = by_unit(rows).into_values().next().unwrap_or_default();
    differences(&Facts::from_codes(facts), &counted)
}

/// Writes what a query finds as a workbook; logged.
pub async fn export_places(cx: &Cx, query: &PlaceQuery) -> Result<(String, Vec<u8>), Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let reader = cx.reader();
    let ground = Ground::load(&reader, cx.street()).await?;
    let most = u64::from(u32::MAX);
    let found = storage::register::all_places(&reader, cx.street(), &filter(query, own), 1, most).await?;
    let lines: Vec<PlaceLine> = found.rows.into_iter().filter_map(|row| line(&ground, row)).collect();
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let codes = |unit: Uuid| ground.units.get(&unit).map(|u| u.credit_code.clone()).unwrap_or_default();
    // The first columns are those of the import, so that an export can be corrected and taken in again.
    let columns = [
        ("单位统一社会信用代码", 22),
        ("场所类别", 16),
        ("名称", 28),
        ("位置", 28),
        ("介质或物料", 18),
        ("主要风险", 28),
        ("数量", 8),
        ("监护人", 12),
        ("最近检查日期", 14),
        ("单位", 36),
        ("状态", 10),
    ];
    let rows = lines.into_iter().map(|line| {
        vec![
            codes(line.unit).into(),
            line.kind.term().into(),
            line.name.into(),
            line.location.into(),
            line.medium.into(),
            line.risk.into(),
            Cell::Whole(line.amount.into()),
            line.guardian.into(),
            line.checked_on.into(),
            line.unit_name.into(),
            line.state.term().into(),
        ]
    });
    let list = List {
        sheet: "作业场所".into(),
        title: format!("有限空间、动火、高处作业场所台账（{} 导出，共 {count} 处）", cx.today()),
        rows: rows.collect(),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        made_on: cx.today(),
    };
    let bytes = crate::organization::blocking(move || write(&list)).await?.map_err(anyhow::Error::from)?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "places".into(), rows: count };
    cx.log(&tx, event, Subject::new("register", "places")).await?;
    tx.commit().await?;
    Ok((format!("作业场所-{}.xlsx", cx.today()), bytes))
}
