//! The rooms of an exam, and one room with its seats.

use super::list::last_minute;
use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    exam::{ExamLine, RoomLine, RoomSeat, RoomView, RoomsView, SeatState},
};
use leptos::prelude::*;

pub(super) fn crumbs(exam: &ExamLine) -> Vec<NavItem> {
    vec![
        NavItem::new("/office/exams", "考试"),
        NavItem::new(format!("/office/exams/{}/monitor", exam.id), exam.title.clone()),
    ]
}

/// Renders the rooms of an exam and the form for another.
#[must_use]
pub fn list(frame: &Frame, view: &RoomsView) -> String {
    let exam = &view.exam;
    let desk = Desk {
        subtitle: format!(
            "{} 至 {} · {} 分钟 · 还有 {} 人没有安排",
            text::minute(exam.opens_at),
            last_minute(exam.closes_at),
            exam.minutes,
            view.unseated
        ),
        crumbs: crumbs(exam),
        ..Desk::titled("考试场次")
    };
    layout::desk(frame, desk, || {
        let columns = vec![
            Column::text("地点"),
            Column::text("开始"),
            Column::number("座位"),
            Column::number("已进入"),
            Column::number("已交卷"),
            Column::text("口令"),
        ];
        let rows = view.rooms.iter().map(|room| {
            cells![
                view! { <a href=format!("/office/exams/{}/rooms/{}", exam.id, room.id)>{room.place.clone()}</a> },
                text::minute(room.starts_at),
                room.seats.to_string(),
                room.begun.to_string(),
                room.handed_in.to_string(),
                room.entry_code.clone().unwrap_or_else(|| "不用".into()),
            ]
        });
        let rows = rows.collect();
        let form = view.may_open.then(|| match (exam.over, view.unseated) {
            (true, _) => view! { <p class="muted">"考核已截止，不能再安排场次。"</p> }.into_any(),
            (false, 0) => {
                view! { <p class="muted">"没有还需要安排的人：都已有成绩、正在考，或已排入场次。"</p> }
                    .into_any()
            }
            (false, _) => form(frame, view),
        });
        view! {
            <ui::Table caption="场次" columns=columns rows=rows cards=true
                empty="还没有场次。不安排场次时，考生在开放期间各自参加。"/>
            {form}
        }
        .into_any()
    })
}

fn form(frame: &Frame, view: &RoomsView) -> AnyView {
    let typed = frame.flash.typed.clone();
    let value = |name: &str, usual: &str| typed.get(name).cloned().unwrap_or_else(|| usual.to_owned());
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let areas = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let unseated = view.unseated.clamp(1, 300).to_string();
    let (place, place_error) = (value("place", ""), error("place"));
    let (starts, starts_error) = (value("starts_at", &view.proposed_start), error("starts_at"));
    let (seats, seats_error) = (value("capacity", &unseated), error("capacity"));
    let (networks, networks_error) = (value("networks", ""), error("networks"));
    let area = value("area", "");
    let coded = typed.is_empty() || typed.contains_key("code");
    let exam = view.exam.id.to_string();
    view! {
        <ui::Card title="安排一场">
            <p class="muted">
                "从还没有成绩、没有座位的考生里安排座位，并按座位抽好试卷：相邻座位几乎没有相同的题。开始时间以前谁也不能进入。"
            </p>
            <ui::PostForm action="/api/exam/open-room">
                <input type="hidden" name="exam" value=exam/>
                <ui::Field label="地点" name="place" value=place error=place_error
                    hint="例如 街道办事处三楼会议室" required=true/>
                <ui::Field label="开始时间" name="starts_at" kind="datetime-local" value=starts error=starts_error required=true/>
                <ui::Field label="座位数" name="capacity" inputmode="numeric" value=seats error=seats_error required=true/>
                <ui::SelectField label="管理区" name="area" options=areas value=area blank="全部"/>
                <ui::Check label="进入时要输入监考人员宣读的口令" name="code" checked=coded/>
                <ui::Field label="只允许这些网络进入" name="networks" value=networks error=networks_error
                    hint="可不填。例如 192.168.1.0/24，多个用逗号分开"/>
                <ui::Button kind=Kind::Primary>"安排座位并抽卷"</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

/// Renders one room with its seats.
#[must_use]
pub fn one(frame: &Frame, view: &RoomView) -> String {
    let mut crumbs = crumbs(&view.exam);
    crumbs.push(NavItem::new(format!("/office/exams/{}/rooms", view.exam.id), "场次"));
    let base = format!("/office/exams/{}/rooms/{}", view.exam.id, view.room.id);
    let actions = view.may_key_in.then(|| {
        view! { <ui::LinkButton href=format!("{base}/papers")>"打印纸质试卷"</ui::LinkButton> }.into_any()
    });
    let subtitle = format!("{} · {} 开始", view.exam.title, text::minute(view.room.starts_at));
    layout::desk(frame, Desk { subtitle, crumbs, actions, ..Desk::titled(&view.room.place) }, || {
        let columns = vec![
            Column::number("座位"),
            Column::text("姓名"),
            Column::text("单位"),
            Column::text("状态"),
            Column::text("纸质答卷"),
        ];
        let rows = view.seats.iter().map(|seat| row(seat, &base, view.may_key_in)).collect();
        view! {
            {facts(&view.room)}
            <ui::Table caption="座位" columns=columns rows=rows cards=true/>
        }
        .into_any()
    })
}

fn facts(room: &RoomLine) -> AnyView {
    let code = room.entry_code.clone().map_or_else(
        || "不用口令".to_owned().into_any(),
        |code| view! { <strong class="num entry-code">{spaced(&code)}</strong> }.into_any(),
    );
    let networks = if room.networks.is_empty() { "不限".to_owned() } else { room.networks.clone() };
    let items = vec![
        fact("考场口令", code),
        fact("座位", format!("{} 个，{} 人已进入，{} 人已交卷", room.seats, room.begun, room.handed_in)),
        fact("网络", networks),
        fact("试卷指纹", view! { <span class="code">{room.papers_hash.clone()}</span> }),
    ];
    view! { <ui::Card><ui::Facts items=items columns=true/></ui::Card> }.into_any()
}

/// A code in two groups, as it is read out.
fn spaced(code: &str) -> String {
    let (left, right) = code.split_at_checked(3).unwrap_or((code, ""));
    format!("{left} {right}")
}

fn row(seat: &RoomSeat, base: &str, may_key_in: bool) -> Vec<AnyView> {
    let state = match seat.state {
        None => (Tone::Neutral, "未进入".to_owned()),
        Some(SeatState::Running { seconds_left }) => {
            (Tone::Accent, format!("剩 {} 分钟", (seconds_left + 59) / 60))
        }
        Some(SeatState::HandedIn { score, passed: true, .. }) => {
            (Tone::Good, format!("合格 {} 分", text::points(score)))
        }
        Some(SeatState::HandedIn { score, .. }) => (Tone::Bad, format!("不合格 {} 分", text::points(score))),
        Some(SeatState::Voided) => (Tone::Neutral, "已作废".to_owned()),
    };
    let key_in = if may_key_in && seat.state.is_none() {
        view! { <a href=format!("{base}/key-in/{}", seat.person)>"录入"</a> }.into_any()
    } else {
        "—".into_any()
    };
    cells![
        seat.seat.to_string(),
        seat.name.clone(),
        seat.unit.clone(),
        view! { <ui::Badge tone=state.0>{state.1}</ui::Badge> },
        key_in,
    ]
}
