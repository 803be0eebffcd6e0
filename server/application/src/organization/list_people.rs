//! The list of people, on pages with hidden numbers, and whole as a workbook, which is logged.

use super::{PAGE, bound_to, workbook};
use crate::{Cx, Failure};
use contract::{
    Pager,
    organization::{PeopleQuery, PeopleView, PersonLine},
};
use document::table::{Cell, List, ListColumn};
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    organization::{Employment, Position, mask_mobile},
};
use std::collections::HashMap;
use storage::{
    db::Handle,
    organization::{PersonFilter, PersonRow},
};
use uuid::Uuid;

/// Lists one page of people. An area official sees those of the own area.
pub async fn list_people(cx: &Cx, query: PeopleQuery) -> Result<PeopleView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let page = query.page.unwrap_or(1).max(1);
    let filter = filter(&query, bound_to(actor));
    let found = storage::organization::people_page(&reader, cx.street(), &filter, page, PAGE).await?;
    // The name of a unit of another area is not told either.
    let named = match (filter.unit, bound_to(actor)) {
        (Some(id), Some(area)) => {
            let unit = storage::organization::unit(&reader, cx.street(), id).await?;
            unit.filter(|u| u.area_id == area).map(|u| u.id)
        }
        (id, _) => id,
    };
    let wanted = named.into_iter().chain(found.rows.iter().map(|p| p.unit_id));
    let units = unit_names(&reader, cx.street(), wanted.collect()).await?;
    Ok(PeopleView {
        unit_name: named.and_then(|id| units.get(&id).cloned()).unwrap_or_default(),
        query,
        rows: found.rows.into_iter().map(|row| line(row, &units)).collect(),
        pager: Pager { page, size: PAGE, total: found.total },
        may_export: may(actor, Action::ManageOrganization).is_ok(),
    })
}

/// Gives the whole list that a query finds, with whole numbers, as a workbook, and logs that it was read.
pub async fn export_people(cx: &Cx, query: &PeopleQuery) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::ManageOrganization)?;
    let reader = cx.reader();
    let filter = filter(query, None);
    let found = storage::organization::people_page(&reader, cx.street(), &filter, 1, i32::MAX as u64).await?;
    // All units at once: a list of thousands of identifiers fits no statement.
    let units = storage::organization::all_units(&reader, cx.street()).await?;
    let units: HashMap<Uuid, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
    let count = u32::try_from(found.rows.len()).unwrap_or(u32::MAX);
    let columns =
        [("姓名", 16), ("手机号", 16), ("岗位类别", 20), ("用工形式", 14), ("单位", 36), ("状态", 8)];
    let columns = columns.into_iter().map(|(name, width)| ListColumn { name: name.into(), width });
    let bytes = workbook::write_list(List {
        sheet: "人员".into(),
        title: format!("人员名单（共 {count} 人，{}）", cx.today()),
        columns: columns.collect(),
        rows: found.rows.into_iter().map(|row| cells(row, &units)).collect(),
        made_on: cx.today(),
    })
    .await?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "people".into(), rows: count };
    cx.log(&tx, event, Subject::new("street", cx.street())).await?;
    tx.commit().await?;
    Ok(bytes)
}

fn cells(row: PersonRow, units: &HashMap<Uuid, String>) -> Vec<Cell> {
    vec![
        row.name.into(),
        row.mobile.into(),
        Position::from_code(&row.position).map(Position::term).into(),
        Employment::from_code(&row.employment).map(Employment::term).into(),
        units.get(&row.unit_id).cloned().into(),
        if row.active { "在岗" } else { "离岗" }.into(),
    ]
}

fn filter(query: &PeopleQuery, own: Option<Uuid>) -> PersonFilter {
    let position = Position::from_code(&query.position).map(|p| p.code().to_owned());
    PersonFilter {
        text: query.q.clone(),
        unit: query.unit.parse().ok(),
        area: own,
        positions: position.into_iter().collect(),
        active_only: false,
    }
}

async fn unit_names(
    db: &impl Handle,
    street: &str,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, String>, Failure> {
    let units = storage::organization::units_by_ids(db, street, ids).await?;
    Ok(units.into_iter().map(|u| (u.id, u.name)).collect())
}

pub(super) fn line(row: PersonRow, units: &HashMap<Uuid, String>) -> PersonLine {
    PersonLine {
        id: row.id,
        name: row.name,
        mobile: mask_mobile(&row.mobile),
        position: Position::from_code(&row.position),
        employment: Employment::from_code(&row.employment),
        unit: row.unit_id,
        unit_name: units.get(&row.unit_id).cloned().unwrap_or_default(),
        active: row.active,
    }
}
