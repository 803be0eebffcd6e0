//! An exam as it is reviewed: who took part, what was asked, which keys were corrected.

use super::{
    figures::{decimal, hints, section},
    list::{badge, last_minute},
};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, NavItem, Tone, cells, fact},
};
use contract::{
    Frame,
    results::{AskedItem, CorrectionLine, ExamDetail},
};
use leptos::prelude::*;

/// Renders an exam for who reviews it.
#[must_use]
pub fn page(frame: &Frame, view: &ExamDetail) -> String {
    let exam = &view.exam;
    let monitor = view.may_correct.then(|| {
        let href = format!("/office/exams/{}/monitor", exam.id);
        let rooms = format!("/office/exams/{}/rooms", exam.id);
        view! {
            <ui::LinkButton href=rooms>"场次和座位"</ui::LinkButton>
            <ui::LinkButton href=href>"考试现场"</ui::LinkButton>
        }
        .into_any()
    });
    let desk = Desk {
        crumbs: vec![NavItem::new("/office/exams", "考试")],
        actions: monitor,
        ..Desk::titled(&exam.title)
    };
    layout::desk(frame, desk, || {
        let training = view.training.map(|training| {
            view! { <p><a href=format!("/office/trainings/{training}")>"查看培训和学员"</a></p> }
        });
        let facts = facts(view);
        view! {
            <ui::Card><ui::Facts items=facts columns=true/>{training}</ui::Card>
            {corrections(view)}
            {section(view)}
            {items(view)}
        }
        .into_any()
    })
}

fn facts(view: &ExamDetail) -> Vec<ui::Fact> {
    let (exam, who) = (&view.exam, view.participation);
    let mut facts = vec![
        fact("状态", badge(exam)),
        fact("开放时间", format!("{} 至 {}", text::minute(exam.opens_at), last_minute(exam.closes_at))),
        fact(
            "试卷",
            format!("{} 题 · {} 分钟 · {} 分合格", exam.items, exam.minutes, text::points(view.pass_mark)),
        ),
        fact("应考", format!("{} 人", who.meant)),
        fact("已考", format!("{} 人，交卷 {} 份", who.sat, who.handed_in)),
        fact("合格", format!("{} 人", who.passed)),
    ];
    if who.regraded > 0 {
        facts.push(fact("答案更正后改分", format!("{} 份", who.regraded)));
    }
    facts
}

fn corrections(view: &ExamDetail) -> AnyView {
    if view.amendments.is_empty() {
        return ().into_any();
    }
    let waiting = view.amendments.iter().filter(|line| line.decided.is_none()).count();
    let note = (waiting > 0).then(|| {
        let title = format!("有 {waiting} 项答案更正等待审定");
        let body = "由提议人以外的应急办同事审定。批准后相关答卷重新判分，原成绩保留。";
        view! { <ui::Notice tone=Tone::Warn title=title body=body/> }
    });
    view! { {note}{correction_table(&view.amendments)} }.into_any()
}

/// The corrections of an exam or a question.
pub(super) fn correction_table(lines: &[CorrectionLine]) -> AnyView {
    let columns = vec![
        Column::text("试题"),
        Column::text("状态"),
        Column::text("更正原因"),
        Column::text("提议"),
        Column::text("审定"),
    ];
    let rows = lines.iter().map(|line| {
        let href = format!("/office/corrections/{}", line.id);
        let decided = line.decided.as_ref();
        cells![
            view! { <a href=href>{line.stem.clone()}</a> },
            state(line),
            line.reason.clone(),
            format!("{} {}", line.proposed_by, text::minute(line.proposed_at)),
            decided.map_or_else(|| "—".to_owned(), |d| format!("{} {}", d.by, text::minute(d.at))),
        ]
    });
    let rows = rows.collect();
    view! { <ui::Table caption="答案更正" columns=columns rows=rows cards=true/> }.into_any()
}

/// How a correction stands.
pub(super) fn state(line: &CorrectionLine) -> AnyView {
    let (tone, word) = match line.decided.as_ref().map(|d| d.approved) {
        None => (Tone::Warn, "待审定"),
        Some(true) => (Tone::Good, "已批准"),
        Some(false) => (Tone::Neutral, "未采用"),
    };
    view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any()
}

fn items(view: &ExamDetail) -> AnyView {
    let columns = vec![
        Column::text("试题"),
        Column::text("题型"),
        Column::number("出题次数"),
        Column::number("答对率"),
        Column::number("区分度"),
        Column::text("提示"),
    ];
    let rows = view.items.iter().map(|item| row(view, item)).collect();
    let export = format!("/office/exams/{}/items.xlsx", view.exam.id);
    view! {
        <ui::Table caption="考过的试题" columns=columns rows=rows cards=true
            empty="还没有人交卷。交卷后，这里列出考过的每道题。"/>
        <p class="small muted">
            "点开试题可以看答案和依据；发现答案有误，可提出更正。满 30 人首次答过的题有区分度。"
            <a href=export>"导出 Excel"</a>
        </p>
    }
    .into_any()
}

fn row(view: &ExamDetail, item: &AskedItem) -> Vec<ui::Cell> {
    let href = format!("/office/exams/{}/items/{}", view.exam.id, item.question);
    let share = (item.right * 1000 + item.asked / 2).checked_div(item.asked);
    let rest = item.figures.as_ref().and_then(|figures| figures.item_rest);
    cells![
        view! { <a href=href>{item.stem.clone()}</a> },
        item.kind.term(),
        item.asked.to_string(),
        text::per_mille(share),
        rest.map_or_else(|| "—".to_owned(), decimal),
        hints(item),
    ]
}
