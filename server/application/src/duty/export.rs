//! The list of duties as a workbook.

use super::list::{filter, line};
use crate::{Cx, Failure, workbook::workbook};
use contract::duty::DutyQuery;
use document::table::Cell;
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use std::collections::HashMap;
use uuid::Uuid;

/// The most rows of a workbook; keeps the memory bounded.
const MOST: u64 = 50_000;

/// Writes the duties of a query as a workbook; logged. Gives the file's name and its bytes.
pub async fn export_duties(cx: &Cx, query: &DutyQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let filter = filter(cx, query, None);
    let found = storage::duty::lines(&reader, cx.street(), &filter, MOST).await?;
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: HashMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let rows: Vec<Vec<Cell>> = found
        .into_iter()
        .map(|row| {
            let row = line(row, &areas, &filter);
            vec![
                row.name.into(),
                row.position.into(),
                row.unit_name.into(),
                row.area.into(),
                row.sector.into(),
                row.topic.into(),
                row.title.into(),
                Cell::Whole(row.hours.into()),
                Cell::Whole(row.hours_done.into()),
                row.due_on.into(),
                row.state.term().into(),
                row.basis.into(),
            ]
        })
        .collect();
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "duties".into(), rows: count };
    cx.log(&tx, event, Subject::new("list", "duties")).await?;
    tx.commit().await?;
    let columns = [
        ("姓名", 14),
        ("岗位", 18),
        ("单位", 36),
        ("管理区", 16),
        ("行业领域", 14),
        ("类别", 18),
        ("培训责任", 32),
        ("应训学时", 10),
        ("已完成学时", 12),
        ("到期日", 12),
        ("状态", 10),
        ("依据", 40),
    ];
    workbook(cx, "培训责任清单", format!("培训责任清单（{}，共 {count} 项）", cx.today()), &columns, rows)
        .await
}
