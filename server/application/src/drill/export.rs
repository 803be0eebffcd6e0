//! The list of finished drills as a workbook.

use super::office_view::{filter, lines};
use crate::{Cx, Failure};
use chrono::Datelike;
use contract::drill::{DrillLine, DrillQuery};
use document::table::{Cell, List, ListColumn, write};
use domain::actor::Action;

/// More rows than any street has; keeps the memory bounded.
const MOST: u64 = 50_000;

/// What the kind of a drill is called.
fn kind(code: &str) -> &'static str {
    match code {
        "comprehensive" => "综合演练",
        "special" => "专项演练",
        "fire" => "消防演练",
        _ => "现场处置",
    }
}

/// Writes the finished drills of a query. Gives the file's name and its bytes.
pub async fn export_drills(cx: &Cx, query: DrillQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ReadOffice)?;
    let filter = filter(cx, &query)?;
    let rows = storage::drill::drills_all(&cx.reader(), cx.street(), &filter, MOST).await?;
    let lines = lines(cx, rows).await?;
    let year = query.year.unwrap_or_else(|| cx.today().year());
    let columns = [
        ("日期", 12),
        ("单位", 36),
        ("管理区", 14),
        ("类型", 12),
        ("组织方", 10),
        ("四不", 8),
        ("依据", 12),
        ("须预告的理由", 30),
        ("准备", 8),
        ("处置", 8),
        ("疏散", 8),
    ];
    let list = List {
        sheet: "演练台账".into(),
        title: format!("{year}年演练台账（{} 导出，共 {} 场）", cx.today(), lines.len()),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: lines.into_iter().map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("{year}年演练台账.xlsx"), bytes.map_err(anyhow::Error::from)?))
}

fn cells(line: DrillLine) -> Vec<Cell> {
    let grade = |pick: fn(&contract::drill::Rating) -> contract::drill::Grade| -> Cell {
        line.rating.as_ref().map(|rating| pick(rating).term()).into()
    };
    vec![
        line.held_on.into(),
        line.unit.clone().into(),
        line.area.clone().into(),
        kind(&line.kind).into(),
        if line.by_street { "街道" } else { "单位" }.into(),
        if line.four_no { "是" } else { "否" }.into(),
        if line.declared { "历史申报" } else { "系统记录" }.into(),
        line.notice_exception.clone().into(),
        grade(|rating| rating.preparedness),
        grade(|rating| rating.response),
        grade(|rating| rating.evacuation),
    ]
}
