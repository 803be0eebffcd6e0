//! The list of units, on pages and as a workbook.

use super::{PAGE, bound_to, workbook};
use crate::{Cx, Failure};
use contract::{
    Pager,
    organization::{AreaChoice, UnitLine, UnitQuery, UnitsView},
};
use document::table::{Cell, List, ListColumn};
use domain::{
    actor::{Action, may},
    organization::{Facts, Sector, UnitClass},
};
use std::collections::HashMap;
use storage::organization::{AreaRow, UnitFilter, UnitRow};
use uuid::Uuid;

/// Names of areas.
pub(super) type AreaNames = HashMap<Uuid, String>;

/// Lists one page of units. An area official sees those of the own area.
pub async fn list_units(cx: &Cx, query: UnitQuery) -> Result<UnitsView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let (reader, own) = (cx.reader(), bound_to(actor));
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let page = query.page.unwrap_or(1).max(1);
    let found =
        storage::organization::units_page(&reader, cx.street(), &filter(&query, own), page, PAGE).await?;
    let names = names(&areas);
    Ok(UnitsView {
        query,
        rows: found.rows.into_iter().map(|row| line(row, &names)).collect(),
        pager: Pager { page, size: PAGE, total: found.total },
        areas: areas
            .into_iter()
            .filter(|a| own.is_none_or(|own| own == a.id))
            .map(|a| AreaChoice { id: a.id, name: a.name })
            .collect(),
        may_manage: may(actor, Action::ManageOrganization).is_ok(),
    })
}

/// Gives the whole list that a query finds as a workbook.
pub async fn export_units(cx: &Cx, query: &UnitQuery) -> Result<Vec<u8>, Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let reader = cx.reader();
    let names = names(&storage::organization::areas(&reader, cx.street()).await?);
    let found =
        storage::organization::units_page(&reader, cx.street(), &filter(query, own), 1, i32::MAX as u64)
            .await?;
    let lines: Vec<UnitLine> = found.rows.into_iter().map(|row| line(row, &names)).collect();
    let columns = [
        ("单位名称", 36),
        ("统一社会信用代码", 22),
        ("管理区", 14),
        ("行业领域", 12),
        ("地址", 36),
        ("从业人数", 10),
        ("情况", 36),
        ("演练频次", 12),
        ("状态", 10),
    ];
    let columns = columns.into_iter().map(|(name, width)| ListColumn { name: name.into(), width });
    workbook::write_list(List {
        sheet: "单位".into(),
        title: format!("单位名单（共 {} 家，{}）", lines.len(), cx.today()),
        columns: columns.collect(),
        rows: lines.into_iter().map(cells).collect(),
        made_on: cx.today(),
    })
    .await
}

fn cells(unit: UnitLine) -> Vec<Cell> {
    let facts: Vec<&str> = unit.facts.iter().map(|f| f.term()).collect();
    vec![
        unit.name.into(),
        unit.credit_code.into(),
        unit.area.into(),
        unit.sector.map(Sector::term).into(),
        unit.address.into(),
        Cell::Whole(unit.headcount.into()),
        facts.join("、").into(),
        if unit.half_yearly { "每半年一次" } else { "每年一次" }.into(),
        if unit.closed_on.is_some() { "已关闭" } else { "在营" }.into(),
    ]
}

fn filter(query: &UnitQuery, own: Option<Uuid>) -> UnitFilter {
    UnitFilter {
        text: query.q.clone(),
        area: own.or_else(|| query.area.parse().ok()),
        sector: Sector::from_code(&query.sector).map(|s| s.code().to_owned()),
    }
}

pub(super) fn names(areas: &[AreaRow]) -> AreaNames {
    areas.iter().map(|a| (a.id, a.name.clone())).collect()
}

pub(super) fn line(row: UnitRow, areas: &AreaNames) -> UnitLine {
    let facts = Facts::from_codes(&row.facts);
    let sector = Sector::from_code(&row.sector);
    let class = sector.map(|sector| UnitClass::of(sector, &facts));
    UnitLine {
        id: row.id,
        name: row.name,
        credit_code: row.credit_code,
        area: areas.get(&row.area_id).cloned().unwrap_or_default(),
        sector,
        address: row.address,
        headcount: row.headcount,
        facts: facts.0.into_iter().collect(),
        high_hazard: class.is_some_and(|c| c.high_hazard_shandong),
        crowded: class.is_some_and(|c| c.crowded_place),
        half_yearly: class.is_some_and(UnitClass::drills_each_half_year),
        closed_on: row.closed_on,
    }
}
