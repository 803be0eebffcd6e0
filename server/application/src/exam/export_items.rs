//! The questions of an exam with their figures, as a workbook.

use super::exam_detail::exam_detail;
use crate::{Cx, Failure};
use contract::results::AskedItem;
use document::table::{self, Cell, List, ListColumn};
use uuid::Uuid;

const COLUMNS: [(&str, u8); 9] = [
    ("题号", 16),
    ("题型", 10),
    ("题干", 70),
    ("出题次数", 10),
    ("答对次数", 10),
    ("首考人数", 10),
    ("难度（得分率%）", 16),
    ("区分度×100", 14),
    ("提示", 40),
];

/// Exports the questions that were asked in an exam, with their figures where there are any.
pub async fn export_items(
    cx: &Cx,
    exam: Uuid,
    hint: fn(&AskedItem) -> String,
) -> Result<(String, Vec<u8>), Failure> {
    let view = exam_detail(cx, exam).await?;
    let whole = |n: u32| Cell::Whole(n.into());
    let row = |item: &AskedItem| {
        let figures = item.figures.as_ref();
        let figure =
            |n: Option<i32>| n.map_or(Cell::Text("—".into()), |n| Cell::Hundredths(i64::from(n) * 10));
        vec![
            Cell::Text(item.question.clone()),
            Cell::Text(item.kind.term().into()),
            Cell::Text(item.stem.clone()),
            whole(item.asked),
            whole(item.right),
            figures.map_or(Cell::Text("不足 30".into()), |f| whole(f.attempts)),
            figure(figures.map(|f| f.facility)),
            figure(figures.and_then(|f| f.item_rest)),
            Cell::Text(hint(item)),
        ]
    };
    let title = format!("{} 试题分析（{}）", view.exam.title, cx.today());
    let list = List {
        sheet: "试题分析".into(),
        title: title.clone(),
        columns: COLUMNS.map(|(name, width)| ListColumn { name: name.into(), width }).into(),
        rows: view.items.iter().map(row).collect(),
        made_on: cx.today(),
    };
    let file = tokio::task::spawn_blocking(move || table::write(&list))
        .await
        .map_err(|e| anyhow::anyhow!("writing a workbook ended: {e}"))?;
    Ok((title, file.map_err(anyhow::Error::from)?))
}
