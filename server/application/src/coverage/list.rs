//! The lists behind the figures, on pages and as workbooks.

use super::year;
use crate::{Cx, Failure, organization::bound_to, workbook::workbook};
use contract::{
    Pager,
    duty::{CoverageLine, CoverageListView, CoverageQuery},
};
use document::table::Cell;
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    calendar::date_of,
    organization::{Position, Sector},
};
use std::collections::HashMap;
use storage::{
    Reader,
    coverage::{AttendeeFilter, AttendeeLine, NewUnit, UnitFilter, UnitLine},
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;
/// The most rows of a workbook; keeps the memory bounded.
const MOST: u64 = 50_000;

/// Lists one page of what a figure counts. An area official sees the own area.
pub async fn coverage_list(cx: &Cx, query: CoverageQuery) -> Result<CoverageListView, Failure> {
    let actor = cx.allow(Action::ReadProgress)?;
    let reader = cx.reader();
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: Vec<(Uuid, String)> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let page = query.page.parse().unwrap_or(1).max(1);
    let (rows, total) = lines(cx, &reader, &query, bound_to(actor), &areas, page, SIZE).await?;
    Ok(CoverageListView {
        year: year(cx, &query.year),
        rows,
        pager: Pager { page, size: SIZE, total },
        may_export: may(actor, Action::ManageTrainings).is_ok(),
        areas,
        query,
    })
}

/// Writes such a list as a workbook; logged. Gives the file's name and its bytes.
pub async fn export_coverage(cx: &Cx, query: &CoverageQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: Vec<(Uuid, String)> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let (found, _) = lines(cx, &reader, query, None, &areas, 1, MOST).await?;
    let count = found.len();
    let rows: Vec<Vec<Cell>> = found
        .into_iter()
        .map(|line| {
            vec![
                line.unit_name.into(),
                line.area.into(),
                line.sector.into(),
                line.name.into(),
                line.position.into(),
                line.training.map(|(_, title)| title).into(),
                line.day.into(),
                state_term(&line.state).into(),
                line.closed.then_some("已关闭").into(),
            ]
        })
        .collect();
    let tx = cx.begin().await?;
    let event =
        Event::PersonalDataRead { list: "coverage".into(), rows: u32::try_from(count).unwrap_or(u32::MAX) };
    cx.log(&tx, event, Subject::new("list", "coverage")).await?;
    tx.commit().await?;
    let columns = [
        ("单位", 36),
        ("管理区", 16),
        ("行业领域", 14),
        ("姓名", 14),
        ("岗位", 18),
        ("培训", 36),
        ("日期", 12),
        ("状态", 16),
        ("备注", 10),
    ];
    let title = format!("{} 年培训覆盖名单（{} 导出，共 {count} 条）", year(cx, &query.year), cx.today());
    workbook(cx, "培训覆盖名单", title, &columns, rows).await
}

/// What a standing or a result is called.
#[must_use]
pub(crate) fn state_term(state: &str) -> &'static str {
    match state {
        "passed" => "合格",
        "reopened" => "新任，待参训",
        "failed" => "不合格",
        "open" => "未出结果",
        "absent" => "未参训",
        "nobody" => "未登记负责人",
        "excused" => "免考",
        "new" => "冻结后新增",
        _ => "",
    }
}

async fn lines(
    cx: &Cx,
    reader: &Reader,
    query: &CoverageQuery,
    own: Option<Uuid>,
    areas: &[(Uuid, String)],
    page: u64,
    size: u64,
) -> Result<(Vec<CoverageLine>, u64), Failure> {
    let areas: HashMap<Uuid, &str> = areas.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let year = year(cx, &query.year);
    let area = own.or_else(|| query.area.parse().ok());
    let sector = Sector::from_code(&query.sector).map(|sector| sector.code().to_owned());
    let state = Some(query.state.clone()).filter(|state| !state.is_empty());
    if query.of == "people" {
        let position = Position::from_code(&query.position).map(|position| position.code().to_owned());
        let unit = query.unit.parse().ok();
        let filter = AttendeeFilter { area, sector, position, unit, result: state, text: query.q.clone() };
        let found = storage::coverage::attendees(reader, cx.street(), year, &filter, page, size).await?;
        return Ok((found.rows.into_iter().map(|row| attendee(row, &areas)).collect(), found.total));
    }
    let Some(base) = storage::coverage::bases(reader, cx.street(), year).await?.into_iter().next() else {
        return Ok((Vec::new(), 0));
    };
    let filter = UnitFilter { area, sector, standing: state, text: query.q.clone() };
    if query.of == "new" {
        let found = storage::coverage::new_units(reader, cx.street(), &base, &filter, page, size).await?;
        return Ok((found.rows.into_iter().map(|row| new_unit(row, &areas)).collect(), found.total));
    }
    let found = storage::coverage::units(reader, cx.street(), &base, &filter, page, size).await?;
    Ok((found.rows.into_iter().map(|row| unit(row, &areas)).collect(), found.total))
}

fn area_name(areas: &HashMap<Uuid, &str>, area: Uuid) -> String {
    areas.get(&area).map_or_else(String::new, |name| (*name).to_owned())
}

fn sector_name(code: &str) -> String {
    Sector::from_code(code).map_or("", Sector::term).to_owned()
}

fn attendee(row: AttendeeLine, areas: &HashMap<Uuid, &str>) -> CoverageLine {
    CoverageLine {
        unit: row.unit_id,
        unit_name: row.unit_name,
        area: area_name(areas, row.area_id),
        sector: sector_name(&row.sector),
        name: Some(row.name),
        position: Position::from_code(&row.position).map_or("", Position::term).to_owned(),
        training: Some((row.training_id, row.title)),
        day: row.result_at.map(date_of),
        state: row.result.unwrap_or_else(|| "open".into()),
        closed: false,
    }
}

fn new_unit(row: NewUnit, areas: &HashMap<Uuid, &str>) -> CoverageLine {
    CoverageLine {
        unit: row.unit_id,
        unit_name: row.name,
        area: area_name(areas, row.area_id),
        sector: sector_name(&row.sector),
        name: None,
        position: String::new(),
        training: None,
        day: Some(date_of(row.created_at)),
        state: "new".into(),
        closed: false,
    }
}

fn unit(row: UnitLine, areas: &HashMap<Uuid, &str>) -> CoverageLine {
    CoverageLine {
        unit: row.unit_id,
        unit_name: row.name,
        area: area_name(areas, row.area_id),
        sector: sector_name(&row.sector),
        name: row.principal,
        position: Position::Principal.term().to_owned(),
        training: None,
        day: row.since,
        state: row.standing,
        closed: row.closed_on.is_some(),
    }
}
