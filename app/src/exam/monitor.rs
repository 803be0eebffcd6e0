//! An exam as it is watched.

use super::list::{badge, last_minute};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    exam::{InvigilatorView, MonitorView, Part, SeatState, SeatView},
};
use domain::exam::presence::Connection;
use leptos::prelude::*;

/// Renders who sits an exam, how far they are, and who has not begun. The page looks again every 15 seconds,
/// unless a form is being filled in.
#[must_use]
pub fn page(frame: &Frame, view: &MonitorView) -> String {
    let exam = &view.exam;
    let seen = text::second(view.now);
    let subtitle = if view.query.form.is_empty() {
        format!("{seen} 的情况，每 15 秒自动更新")
    } else {
        format!("{seen} 的情况，填写时暂停自动更新")
    };
    let find = link(view).with("form", "find").to_string();
    let find = (view.query.form != "find")
        .then(|| view! { <ui::LinkButton href=find>"查找考生"</ui::LinkButton> }.into_any());
    let rooms = format!("/office/exams/{}/rooms", exam.id);
    let actions = view! { <ui::LinkButton href=rooms>"场次和座位"</ui::LinkButton>{find} }.into_any();
    let crumbs = vec![NavItem::new("/office/exams", "考试")];
    let desk = Desk { subtitle, crumbs, actions: Some(actions), ..Desk::titled(&exam.title) };
    layout::desk(frame, desk, || {
        let facts = vec![
            fact("状态", badge(exam)),
            fact("开放时间", format!("{} 至 {}", text::minute(exam.opens_at), last_minute(exam.closes_at))),
            fact("试卷", format!("{} 题 · {} 分钟", exam.items, exam.minutes)),
            fact("监考人员", invigilators(view)),
            fact("密钥指纹", view! { <span class="code">{exam.commitment.clone()}</span> }),
        ];
        let staff = (view.may_name && view.query.form == "staff").then(|| staff(frame, view));
        let pager = view.pager;
        view! {
            <ui::Card><ui::Facts items=facts columns=true/></ui::Card>
            {staff}
            {parts(view)}
            {search(view)}
            {people(view)}
            <p class="small muted">"离开页面只作记录，供监考人员了解，不影响成绩。“未知”是考生的浏览器没有启用脚本，不能自动联系，答案照常保存。"</p>
            <ui::Pager link=link(view) page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

/// The list as it is looked at, without its page and without a form.
fn link(view: &MonitorView) -> Link {
    let path = format!("/office/exams/{}/monitor", view.exam.id);
    Link::to(path).with("state", &view.query.state).with("q", &view.query.q)
}

fn name(invigilator: &InvigilatorView) -> String {
    match &invigilator.area {
        Some(area) => format!("{}（{area}）", invigilator.name),
        None => format!("{}（应急办）", invigilator.name),
    }
}

fn invigilators(view: &MonitorView) -> AnyView {
    let names: Vec<_> = view.invigilators.iter().map(name).collect();
    let names =
        if names.is_empty() { "未另行指定，由应急办监考".to_owned() } else { names.join("、") };
    let change = link(view).with("form", "staff").to_string();
    let change = view.may_name.then(|| view! { " "<a href=change>"指定"</a> });
    view! { <span>{names}{change}</span> }.into_any()
}

/// The form in which invigilators are named.
fn staff(frame: &Frame, view: &MonitorView) -> AnyView {
    let exam = view.exam.id.to_string();
    let named: Vec<_> = view
        .invigilators
        .iter()
        .map(|invigilator| {
            let (exam, account) = (exam.clone(), invigilator.account.to_string());
            view! {
                <div class="row">
                    <span>{name(invigilator)}</span>
                    <ui::PostForm action="/api/exam/release-invigilator" inline=true>
                        <input type="hidden" name="exam" value=exam/>
                        <input type="hidden" name="account" value=account/>
                        <ui::Button>"取消指定"</ui::Button>
                    </ui::PostForm>
                </div>
            }
        })
        .collect();
    let options = view.nameable.iter().map(|other| choice(other.account.to_string(), name(other))).collect();
    let (error, chosen) = (text::field_error(&frame.flash, "account"), frame.typed("account"));
    let back = link(view).to_string();
    view! {
        <ui::Card title="监考人员">
            <p class="small muted">"指定后，管理区人员可以为本区考生延长、重新开放、作废。应急办人员都可以办理，指定只作记录。"</p>
            {named}
            <ui::PostForm action="/api/exam/name-invigilator">
                <input type="hidden" name="exam" value=exam/>
                <ui::SelectField label="指定监考人员" name="account" options=options blank="请选择"
                    value=chosen error=error required=true/>
                <div class="actions">
                    <ui::Button kind=Kind::Primary>"指定"</ui::Button>
                    <ui::LinkButton href=back>"完成"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

/// The parts with their numbers; each leads to its list.
fn parts(view: &MonitorView) -> AnyView {
    let (link, heads) = (link(view).without("q"), view.heads);
    let current = Part::from_code(&view.query.state);
    let tab = |part: Option<Part>, words: &'static str, count: u64| {
        let href = link.with("state", part.map_or("", Part::code)).to_string();
        let here = (part == current).then_some("page");
        view! { <li><a href=href aria-current=here>{words}" "<b class="num">{count}</b></a></li> }
    };
    let tabs = Part::ALL.map(|part| {
        let words = match part {
            Part::Absent => "未开始",
            Part::Running => "正在考",
            Part::Passed => "合格",
            Part::Failed => "不合格",
            Part::Voided => "已作废",
        };
        tab(Some(part), words, heads.of(part))
    });
    let all = tab(None, "全部考次", heads.sittings());
    view! { <nav class="parts" aria-label="按情况看"><ul>{all}{tabs}</ul></nav> }.into_any()
}

fn search(view: &MonitorView) -> AnyView {
    let (link, q) = (link(view), view.query.q.clone());
    if view.query.form == "find" {
        return view! {
            <ui::Filters link=link fields=&["q"] label="查找">
                <ui::Field label="姓名或单位" name="q" kind="search" value=q/>
            </ui::Filters>
        }
        .into_any();
    }
    let clear = link.without("q").to_string();
    let asked = (!q.is_empty())
        .then(|| view! { <p>{format!("只看姓名或单位含“{q}”的。")}<a href=clear>"看全部"</a></p> });
    asked.into_any()
}

fn people(view: &MonitorView) -> AnyView {
    if Part::from_code(&view.query.state) == Some(Part::Absent) {
        let columns = ["姓名", "单位", "课件"].map(Column::text).to_vec();
        let rows = view.absent.iter().map(|absent| {
            let (tone, word) =
                if absent.has_read { (Tone::Good, "已学完") } else { (Tone::Warn, "未学完") };
            cells![
                absent.person.clone(),
                absent.unit.clone(),
                view! { <ui::Badge tone=tone>{word}</ui::Badge> },
            ]
        });
        let rows = rows.collect();
        return view! {
            <ui::Table caption="还没有开始的考生" columns=columns rows=rows cards=true empty="没有未开始的考生"/>
        }
        .into_any();
    }
    let mut columns = vec![
        Column::text("姓名"),
        Column::text("单位"),
        Column::number("次数"),
        Column::text("状态"),
        Column::text("连接"),
        Column::number("已答"),
        Column::text("最后保存"),
        Column::number("离开页面"),
    ];
    if view.may_act {
        columns.push(Column::text("办理"));
    }
    let rows = view.seats.iter().map(|seat| row(view, seat)).collect();
    let empty = if view.query.q.is_empty() {
        "还没有这样的考生"
    } else {
        "没有找到这位考生，请核对姓名或单位"
    };
    view! { <ui::Table caption="考生" columns=columns rows=rows cards=true empty=empty/> }.into_any()
}

fn row(view: &MonitorView, seat: &SeatView) -> Vec<Cell> {
    let record = format!("/office/exams/{}/attempts/{}", view.exam.id, seat.attempt);
    let left = if seat.times_left == 0 { "—".to_owned() } else { format!("{} 次", seat.times_left) };
    let mut cells = cells![
        view! { <a href=record.clone()>{seat.person.clone()}</a> },
        seat.unit.clone(),
        seat.number.to_string(),
        state(seat.state),
        connection(seat),
        format!("{} / {}", seat.answered, view.exam.items),
        seat.last_saved.map_or_else(|| "—".to_owned(), text::second),
        left,
    ];
    if view.may_act {
        cells.push(menu(&record, seat.state));
    }
    cells
}

/// How a sitting stands.
pub(super) fn state(state: SeatState) -> AnyView {
    let (tone, words) = match state {
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
    view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
}

/// How the device of a running sitting is connected.
pub(super) fn connection(seat: &SeatView) -> AnyView {
    if !matches!(seat.state, SeatState::Running { .. }) {
        return "—".into_any();
    }
    let (tone, words) = match seat.connection {
        Connection::Online => (Tone::Good, "在线".to_owned()),
        Connection::Lost { minutes } => (Tone::Bad, format!("断线 {minutes} 分钟")),
        Connection::Unknown => (Tone::Neutral, "未知".to_owned()),
    };
    view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
}

/// What can be done in a sitting: each leads to its form on the sitting's own page, which stands still.
fn menu(record: &str, state: SeatState) -> AnyView {
    let acts: &[(&str, &str)] = match state {
        SeatState::Running { .. } => &[("extend", "延长"), ("void", "作废")],
        SeatState::HandedIn { passed: false, .. } => &[("reopen", "重新开放"), ("void", "作废")],
        SeatState::HandedIn { passed: true, .. } => &[("void", "作废")],
        SeatState::Voided => return "—".into_any(),
    };
    let acts = acts.iter().map(|(act, words)| {
        let href = format!("{record}?act={act}");
        view! { <li><a class="button" href=href>{*words}</a></li> }
    });
    let acts: Vec<_> = acts.collect();
    view! {
        <details class="disclosure row-menu"><summary class="disclosure-label">"办理"</summary><ul>{acts}</ul></details>
    }
    .into_any()
}
