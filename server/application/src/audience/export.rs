//! The list of whom a training means, as a workbook.

use super::{filter, rule_of, show::why};
use crate::{Cx, Failure, training::visible, workbook::workbook};
use contract::audience::{MeantQuery, Why};
use document::table::Cell;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    organization::{Employment, Position, Sector},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Writes the list of a query as a workbook, with whole numbers; logged. Gives the file's name and its bytes.
pub async fn export_audience(
    cx: &Cx,
    training: Uuid,
    query: &MeantQuery,
) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let row = visible(cx, &reader, training).await?;
    let (rule, ..) = rule_of(cx, &reader, &row).await?;
    let found = storage::audience::all(&reader, cx.street(), &rule, &filter(&row, query)).await?;
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: HashMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let rows: Vec<Vec<Cell>> = found
        .into_iter()
        .map(|person| {
            let reason = match why(&person, &rule) {
                Why::Clause(place) => format!("符合条件 {place}"),
                Why::Named(reason) => format!("指定参加：{reason}"),
            };
            vec![
                person.name.into(),
                person.mobile.into(),
                Position::from_code(&person.position).map(Position::term).into(),
                Employment::from_code(&person.employment).map(Employment::term).into(),
                person.unit_name.into(),
                areas.get(&person.area_id).cloned().into(),
                Sector::from_code(&person.sector).map(Sector::term).into(),
                reason.into(),
            ]
        })
        .collect();
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead {
        list: "audience".into(),
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    };
    cx.log(&tx, event, Subject::new("training", training)).await?;
    tx.commit().await?;
    let columns = [
        ("姓名", 14),
        ("手机号", 14),
        ("岗位", 18),
        ("用工形式", 12),
        ("单位", 36),
        ("管理区", 16),
        ("行业领域", 14),
        ("原因", 30),
    ];
    let kind = if row.status == "draft" { "应训人员" } else { "新增应训" };
    let title = format!("{kind}：{}（{}，共 {} 人）", row.title, cx.today(), rows.len());
    workbook(cx, &format!("{kind}-{}", row.title), title, &columns, rows).await
}
