//! An exam as it is watched.

use super::list::{badge, last_minute};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, NavItem, Tone, cells, fact},
};
use contract::{
    Frame,
    exam::{MonitorView, SeatState, SeatView},
};
use leptos::prelude::*;

/// Renders who sits an exam and how far they are. The page looks again every 15 seconds.
#[must_use]
pub fn page(frame: &Frame, view: &MonitorView) -> String {
    let exam = &view.exam;
    let desk = Desk {
        subtitle: format!("{} 的情况，每 15 秒自动更新", text::second(view.now)),
        crumbs: vec![NavItem::new("/office/exams", "考试")],
        ..Desk::titled(&exam.title)
    };
    layout::desk(frame, desk, || {
        let facts = vec![
            fact("状态", badge(exam)),
            fact("开放时间", format!("{} 至 {}", text::minute(exam.opens_at), last_minute(exam.closes_at))),
            fact("试卷", format!("{} 题 · {} 分钟", exam.items, exam.minutes)),
            fact("正在考", format!("{} 人次", exam.running)),
            fact("已交卷", format!("合格 {}，不合格 {}", exam.passed, exam.failed)),
            fact("密钥指纹", view! { <span class="code">{exam.commitment.clone()}</span> }),
        ];
        let columns = vec![
            Column::text("姓名"),
            Column::text("单位"),
            Column::number("次数"),
            Column::text("状态"),
            Column::number("已答"),
            Column::text("最后保存"),
            Column::number("离开页面"),
        ];
        let rows = view.seats.iter().map(|seat| row(seat, exam.items)).collect();
        let pager = view.pager;
        let link = Link::to(format!("/office/exams/{}/monitor", exam.id));
        view! {
            <ui::Card><ui::Facts items=facts columns=true/></ui::Card>
            <ui::Table caption="考生" columns=columns rows=rows cards=true empty="还没有人开始考核"/>
            <p class="small muted">"离开页面只作记录，供监考人员了解，不影响成绩。"</p>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn row(seat: &SeatView, items: u32) -> Vec<AnyView> {
    let state = match seat.state {
        SeatState::Running { seconds_left: 0 } => (Tone::Warn, "到时，正在交卷".to_owned()),
        SeatState::Running { seconds_left } => {
            let minutes = (seconds_left + 59) / 60;
            (if minutes <= 5 { Tone::Warn } else { Tone::Accent }, format!("剩 {minutes} 分钟"))
        }
        SeatState::HandedIn { score, passed: true, .. } => {
            (Tone::Good, format!("合格 {} 分", text::points(score)))
        }
        SeatState::HandedIn { score, passed: false, .. } => {
            (Tone::Bad, format!("不合格 {} 分", text::points(score)))
        }
        SeatState::Voided => (Tone::Neutral, "已作废".to_owned()),
    };
    let left = if seat.times_left == 0 { "—".to_owned() } else { format!("{} 次", seat.times_left) };
    cells![
        seat.person.clone(),
        seat.unit.clone(),
        seat.number.to_string(),
        view! { <ui::Badge tone=state.0>{state.1}</ui::Badge> },
        format!("{} / {items}", seat.answered),
        seat.last_saved.map_or_else(|| "—".to_owned(), text::second),
        left,
    ]
}
