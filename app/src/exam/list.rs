//! The exams of a street.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, Tone, cells},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Frame,
    exam::{ExamLine, ExamsView},
};
use domain::organization::vocabulary_role::Role;
use leptos::prelude::*;

/// Renders the list of exams.
#[must_use]
pub fn page(frame: &Frame, view: &ExamsView) -> String {
    let page = Desk {
        subtitle: "考核随培训一起发布，密钥在发布时封存。".into(), ..Desk::titled("考试")
    };
    layout::desk(frame, page, || {
        let columns = vec![
            Column::text("考核"),
            Column::text("状态"),
            Column::text("开放时间"),
            Column::text("试卷"),
            Column::number("正在考"),
            Column::number("合格"),
            Column::number("不合格"),
        ];
        // An area official watches; the others review.
        let area = frame.visitor.as_ref().is_some_and(|visitor| visitor.role == Role::Area);
        let way = if area { "/monitor" } else { "" };
        let rows = view.exams.iter().map(|exam| {
            cells![
                view! { <a href=format!("/office/exams/{}{way}", exam.id)>{exam.title.clone()}</a> },
                badge(exam),
                format!("{} 至 {}", text::minute(exam.opens_at), last_minute(exam.closes_at)),
                format!("{} 题 · {} 分钟", exam.items, exam.minutes),
                exam.running.to_string(),
                exam.passed.to_string(),
                exam.failed.to_string(),
            ]
        });
        let rows = rows.collect();
        let pager = view.pager;
        view! {
            <ui::Table caption="考试" columns=columns rows=rows cards=true
                empty="还没有考试。发布培训时会同时生成考试。"/>
            <ui::Pager link=Link::to("/office/exams") page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

/// How an exam stands.
pub(super) fn badge(exam: &ExamLine) -> AnyView {
    let (tone, word) = match (exam.open, exam.running) {
        (_, 1..) => (Tone::Accent, "有人在考"),
        (true, 0) => (Tone::Good, "开放中"),
        (false, 0) => (Tone::Neutral, "未开放"),
    };
    view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any()
}

/// The last minute before an instant: people read 23:59 as the end of a day, and midnight as its beginning.
pub(super) fn last_minute(until: DateTime<Utc>) -> String {
    text::minute(until - TimeDelta::seconds(1))
}
