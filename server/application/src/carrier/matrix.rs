//! The yearly matrix unit × carrier, on the page and as a workbook.

use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::{
    Pager,
    carrier::{CarrierMatrix, CarrierQuery, CarrierUnit},
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::{Action, Role, may},
    carrier::Carrier,
    organization::Sector,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of a page.
const SIZE: usize = 50;

/// Shows the matrix of a year. An area's official sees the own area.
pub async fn carrier_matrix(cx: &Cx, query: CarrierQuery) -> Result<CarrierMatrix, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let (year, rows) = found(cx, &query).await?;
    let page = query.page.parse::<u64>().unwrap_or(1).max(1);
    let areas = storage::organization::areas(&cx.reader(), cx.street()).await?;
    let bound = actor.role == Role::Area;
    let mut used = [0; 5];
    for row in &rows {
        for (used, count) in used.iter_mut().zip(row.counts) {
            *used += u32::from(count > 0);
        }
    }
    let total = rows.len();
    let skip = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(SIZE);
    Ok(CarrierMatrix {
        year,
        rows: rows.into_iter().skip(skip).take(SIZE).collect(),
        used,
        units: u32::try_from(total).unwrap_or(u32::MAX),
        areas: if bound { Vec::new() } else { areas.into_iter().map(|a| (a.id, a.name)).collect() },
        query,
        pager: Pager { page, size: SIZE as u64, total: total as u64 },
        may_enter: may(actor, Action::ManageOrganization).is_ok(),
    })
}

/// Writes the matrix of a query. Gives the file's name and its bytes.
pub async fn export_carriers(cx: &Cx, query: CarrierQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ReadOffice)?;
    let (year, rows) = found(cx, &query).await?;
    let carriers = Carrier::ALL.iter().map(|carrier| (carrier.term(), 12));
    let columns = [("单位", 36), ("管理区", 14), ("行业领域", 12)].into_iter().chain(carriers);
    let list = List {
        sheet: "五个载体".into(),
        title: format!("{year}年“五个载体”学习台账（{} 导出，共 {} 家）", cx.today(), rows.len()),
        columns: columns
            .chain([("参加人次", 10)])
            .map(|(name, width)| ListColumn { name: name.into(), width })
            .collect(),
        rows: rows.into_iter().map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("{year}年五个载体台账.xlsx"), bytes.map_err(anyhow::Error::from)?))
}

fn cells(row: CarrierUnit) -> Vec<Cell> {
    let head: [Cell; 3] = [row.name.into(), row.area.into(), row.sector.map(Sector::term).into()];
    let counts = row.counts.map(|count| Cell::Whole(count.into()));
    head.into_iter().chain(counts).chain([Cell::Whole(row.people.into())]).collect()
}

/// The units of a query in the order of their names, closed ones and departments left out.
async fn found(cx: &Cx, query: &CarrierQuery) -> Result<(i32, Vec<CarrierUnit>), Failure> {
    let actor = cx.actor()?;
    let reader = cx.reader();
    let year = query.year.filter(|year| (2000..=2999).contains(year)).unwrap_or_else(|| cx.today().year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_else(|| cx.today());
    let counts = storage::carrier::counts(&reader, cx.street(), day(1, 1), day(12, 31)).await?;
    let mut of: HashMap<Uuid, ([u32; 5], u32)> = HashMap::new();
    for count in counts {
        let place = Carrier::ALL.iter().position(|carrier| carrier.code() == count.carrier);
        let Some(place) = place else { continue };
        let (counts, people) = of.entry(count.unit_id).or_default();
        counts[place] = u32::try_from(count.count).unwrap_or(u32::MAX);
        *people = people.saturating_add(u32::try_from(count.people).unwrap_or(u32::MAX));
    }
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: HashMap<Uuid, String> = areas.into_iter().map(|a| (a.id, a.name)).collect();
    let area =
        if actor.role == Role::Area { actor.area.map(|area| area.uuid()) } else { query.area.parse().ok() };
    let sector = Sector::from_code(&query.sector);
    let without = Carrier::ALL.iter().position(|carrier| carrier.code() == query.without);
    let q = query.q.trim();
    let units = storage::organization::all_units(&reader, cx.street()).await?;
    let open = units.into_iter().filter(|unit| unit.closed_on.is_none_or(|closed| closed > cx.today()));
    let mut rows: Vec<CarrierUnit> = open
        .filter(|unit| area.is_none_or(|area| unit.area_id == area))
        .filter(|unit| q.is_empty() || unit.name.contains(q))
        .map(|unit| {
            let (counts, people) = of.get(&unit.id).copied().unwrap_or_default();
            CarrierUnit {
                unit: unit.id,
                sector: Sector::from_code(&unit.sector),
                area: areas.get(&unit.area_id).cloned().unwrap_or_default(),
                name: unit.name,
                counts,
                people,
            }
        })
        .filter(|row| row.sector.is_some_and(Sector::is_enterprise))
        .filter(|row| sector.is_none_or(|sector| row.sector == Some(sector)))
        .filter(|row| match (query.without.as_str(), without) {
            ("any", _) => row.counts.iter().all(|count| *count == 0),
            (_, Some(place)) => row.counts[place] == 0,
            _ => true,
        })
        .collect();
    rows.sort_by(|a, b| (&a.name, a.unit).cmp(&(&b.name, b.unit)));
    Ok((year, rows))
}
