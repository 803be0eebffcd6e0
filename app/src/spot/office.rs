//! `/office/spot` and `/office/spot/{id}`.

use super::{inspector, rate, rate_tone, state, worker_state};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    spot::{FollowUpView, OfficeSpot, SpotLine, SpotQuery, SpotRate, SpotState, SpotView, WorkerState},
};
use domain::organization::Sector;
use leptos::prelude::*;

/// The tests of a year with their rates.
#[must_use]
pub fn office(frame: &Frame, view: &OfficeSpot) -> String {
    let export = link("/office/spot.xlsx", &view.query).to_string();
    let run = view.may_run.then(|| {
        view! { <ui::LinkButton href="/team/spot" kind=Kind::Primary>"发起现场测试"</ui::LinkButton> }
    });
    let actions =
        view! { <ui::LinkButton href=export download="现场测试台账.xlsx">"导出台账"</ui::LinkButton>{run} };
    let desk = Desk {
        subtitle: format!("{} 年 · 掌握率为合格人数占测试人数，低于 60% 的单位需要补训", view.year),
        actions: Some(actions.into_any()),
        ..Desk::titled("现场测试")
    };
    layout::desk(frame, desk, || view! { {filters(view)}{sums(view)}{list(view)} }.into_any())
}

fn link(path: &str, query: &SpotQuery) -> Link {
    Link::to(path)
        .with("year", &query.year)
        .with("area", &query.area)
        .with("sector", &query.sector)
        .with("state", &query.state)
        .with("q", &query.q)
}

fn filters(view: &OfficeSpot) -> AnyView {
    let link = link("/office/spot", &view.query);
    let query = view.query.clone();
    let areas: Vec<_> = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let areas = (!areas.is_empty()).then(|| {
        view! { <ui::SelectField label="管理区" name="area" options=areas value=query.area.clone() blank="全部"/> }
    });
    let sectors = Sector::ALL.iter().map(|s| choice(s.code(), s.term())).collect();
    let states = [
        ("opened", "未抽取"),
        ("running", "进行中"),
        ("ended", "已结束"),
        ("low", "掌握率低于 60%"),
        ("follow_up", "补训未办结"),
    ];
    let states = states.map(|(code, term)| choice(code, term)).to_vec();
    let year = view.year.to_string();
    view! {
        <ui::Filters link=link fields=&["year", "area", "sector", "state", "q"]>
            <ui::Field label="年度" name="year" kind="number" value=year/>
            <ui::Field label="单位名称" name="q" kind="search" value=query.q/>
            {areas}
            <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
            <ui::SelectField label="状态" name="state" options=states value=query.state blank="全部"/>
        </ui::Filters>
    }
    .into_any()
}

fn sums(view: &OfficeSpot) -> AnyView {
    let total = &view.total;
    let tests = view.pager.total;
    let share = total.rate.map(|rate| (u64::from(rate), 1000));
    let note = format!(
        "{tests} 次测试，{} 人交卷，其中补交 {} 人，不在场 {} 人",
        total.tested, total.late, total.absent
    );
    let value = total.rate.map_or_else(|| "—".to_owned(), |rate| text::per_mille(Some(rate)));
    let by_sector = rates("行业领域", &view.by_sector, None);
    let by_unit = rates("单位", &view.by_unit, Some("只列掌握率最低的 20 家"));
    let tone = rate_tone(total);
    view! {
        <div class="grid">
            <ui::Figure label="掌握率" value=value share=share tone=tone note=note/>
        </div>
        <div class="grid">
            <ui::Card title="各行业领域" span=2>{by_sector}</ui::Card>
            <ui::Card title="各单位" span=2>{by_unit}</ui::Card>
        </div>
    }
    .into_any()
}

fn rates(of: &'static str, rates: &[SpotRate], note: Option<&'static str>) -> AnyView {
    let columns = vec![
        Column::text(of),
        Column::number("测试"),
        Column::number("交卷"),
        Column::number("合格"),
        Column::number("掌握率"),
    ];
    let rows = rates.iter().map(|rate| {
        let (tone, share) = (rate_tone(&rate.tally), text::per_mille(rate.tally.rate));
        cells![
            rate.name.clone(),
            rate.tests.to_string(),
            rate.tally.tested.to_string(),
            rate.tally.passed.to_string(),
            view! { <ui::Badge tone=tone>{share}</ui::Badge> },
        ]
    });
    let rows = rows.collect();
    let note = note.map(|note| view! { <p class="small muted">{note}</p> });
    view! { <ui::Table caption=format!("按{of}的掌握率") columns=columns rows=rows empty="还没有测试"/>{note} }.into_any()
}

fn list(view: &OfficeSpot) -> AnyView {
    let columns = vec![
        Column::text("时间"),
        Column::text("单位"),
        Column::text("管理区"),
        Column::text("行业领域"),
        Column::text("检查组"),
        Column::text("状态"),
        Column::text("掌握率"),
        Column::text("补训"),
    ];
    let rows = view.rows.iter().map(row).collect();
    let (link, pager) = (link("/office/spot", &view.query), view.pager);
    view! {
        <ui::Card title="测试台账">
            <ui::Table caption="测试台账" columns=columns rows=rows cards=true empty="没有符合条件的测试"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        </ui::Card>
    }
    .into_any()
}

fn row(line: &SpotLine) -> Vec<Cell> {
    let (tone, word) = state(line.state);
    let (href, unit) = (format!("/office/spot/{}", line.id), line.unit.clone());
    let (rated, share) = (rate_tone(&line.tally), rate(&line.tally));
    let order = match (&line.follow_up, line.state == SpotState::Ended && line.tally.low) {
        (Some(order), _) => {
            let (tone, words) = order_state(order);
            view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
        }
        (None, true) => view! { <ui::Badge tone=Tone::Warn>"需要补训"</ui::Badge> }.into_any(),
        (None, false) => "—".into_any(),
    };
    cells![
        view! { <span class="num">{text::minute(line.opened_at)}</span> },
        view! { <a href=href>{unit}</a> },
        line.area.clone(),
        line.sector.map_or("—", Sector::term),
        line.team.clone().unwrap_or_else(|| "应急办".into()),
        view! { <ui::Badge tone=tone>{word}</ui::Badge> },
        view! { <ui::Badge tone=rated>{share}</ui::Badge> },
        order,
    ]
}

fn order_state(order: &FollowUpView) -> (Tone, String) {
    match (order.done_at, order.overdue) {
        (Some(_), _) => (Tone::Good, "已办结".into()),
        (None, true) => (Tone::Bad, format!("{} 到期，已逾期", text::date(order.due_on))),
        (None, false) => (Tone::Accent, format!("{} 前完成", text::date(order.due_on))),
    }
}

/// One test.
#[must_use]
pub fn office_test(frame: &Frame, view: &SpotView) -> String {
    let line = &view.line;
    let desk = Desk {
        subtitle: format!("{} 现场测试", text::minute(line.opened_at)),
        crumbs: vec![NavItem::new("/office/spot", "现场测试")],
        ..Desk::titled(&line.unit)
    };
    layout::desk(frame, desk, || {
        let proof = inspector::proof(view);
        let run = (view.may_run && line.state != SpotState::Ended).then(|| {
            let href = format!("/team/spot/{}", line.id);
            view! { <ui::LinkButton href=href kind=Kind::Primary>"继续这次测试"</ui::LinkButton> }
        });
        view! {
            <div class="grid">{facts(view)}{follow_up(frame, view)}</div>
            {run}{workers(view)}{proof}
        }
        .into_any()
    })
}

fn facts(view: &SpotView) -> AnyView {
    let (line, tally) = (&view.line, &view.line.tally);
    let (tone, word) = state(line.state);
    let badge = view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any();
    let (rated, share) = (rate_tone(tally), rate(tally));
    let items = vec![
        fact("掌握率", view! { <ui::Badge tone=rated>{share}</ui::Badge> }),
        fact("管理区", line.area.clone()),
        fact("行业领域", line.sector.map_or("—", Sector::term)),
        fact("检查组", line.team.clone().unwrap_or_else(|| "应急办".into())),
        fact(
            "题目",
            format!("{} 题，{} 分钟，{} 分合格", view.items, view.minutes, text::points(view.pass_mark)),
        ),
        fact(
            "抽取",
            format!(
                "{} 人，从名单 {} 人中；抽到 {} 人，不在场 {} 人",
                view.wanted, view.roster, tally.called, tally.absent
            ),
        ),
        fact("结束", view.ended_at.map_or_else(|| "—".to_owned(), text::minute)),
    ];
    view! { <ui::Card title="测试" aside=badge span=2><ui::Facts items=items/></ui::Card> }.into_any()
}

fn follow_up(frame: &Frame, view: &SpotView) -> AnyView {
    let id = view.line.id.to_string();
    let error = |name: &str| text::field_error(&frame.flash, name).unwrap_or_default();
    let body = match &view.line.follow_up {
        Some(order) => ordered(frame, view, order),
        None if view.may_order => {
            let (first, last) = view.due_between;
            let due = Some(frame.typed("due_on")).filter(|typed| !typed.is_empty());
            let due = due.unwrap_or_else(|| text::date(first + chrono::TimeDelta::days(14)));
            let (first, last, wrong) = (text::date(first), text::date(last), error("due_on"));
            view! {
                <ui::Notice tone=Tone::Warn title="掌握率低于 60%，需要补训"
                    body="培训的对象按岗位划分，不能只给一家单位，所以补训作为交办事项记录：有期限、有状态、有办结说明。"/>
                <ui::PostForm action="/api/spot/order-follow-up">
                    <input type="hidden" name="test" value=id/>
                    <ui::Field label="完成期限" name="due_on" kind="date" value=due min=first max=last error=wrong required=true/>
                    <ui::Button kind=Kind::Primary>"下达补训"</ui::Button>
                </ui::PostForm>
            }
            .into_any()
        }
        None => {
            let words = match (view.line.state, view.line.tally.low) {
                (SpotState::Ended, true) => "掌握率低于 60%，由应急办下达补训。",
                (SpotState::Ended, false) => "掌握率没有低于 60%，不需要补训。",
                _ => "测试结束后，掌握率低于 60% 的单位可以下达补训。",
            };
            view! { <p class="muted">{words}</p> }.into_any()
        }
    };
    view! { <ui::Card title="补训" span=2>{body}</ui::Card> }.into_any()
}

fn ordered(frame: &Frame, view: &SpotView, order: &FollowUpView) -> AnyView {
    let (tone, words) = order_state(order);
    let mut items = vec![
        fact("状态", view! { <ui::Badge tone=tone>{words}</ui::Badge> }),
        fact("期限", text::date(order.due_on)),
        fact("下达", text::minute(order.ordered_at)),
    ];
    if let (Some(at), Some(note)) = (order.done_at, order.note.clone()) {
        items.push(fact("办结", text::minute(at)));
        items.push(fact("说明", note));
    }
    let may = frame.visitor.as_ref().is_some_and(|v| v.role == domain::actor::Role::Office);
    let form = (may && order.done_at.is_none()).then(|| {
        let (id, note) = (view.line.id.to_string(), frame.typed("note"));
        let wrong = text::field_error(&frame.flash, "note").unwrap_or_default();
        view! {
            <ui::PostForm action="/api/spot/finish-follow-up">
                <input type="hidden" name="test" value=id/>
                <ui::TextArea label="办结说明" name="note" maxlength=500 rows=2 value=note error=wrong required=true
                    hint="何时、怎样补训，怎样核实的，例如再次现场测试的结果"/>
                <ui::Button kind=Kind::Primary>"办结补训"</ui::Button>
            </ui::PostForm>
        }
    });
    view! { <ui::Facts items=items/>{form} }.into_any()
}

fn workers(view: &SpotView) -> AnyView {
    let columns = vec![
        Column::number("次序"),
        Column::text("姓名"),
        Column::text("岗位"),
        Column::text("结果"),
        Column::text("说明"),
    ];
    let rows = view.workers.iter().map(|worker| {
        let (tone, words) = worker_state(&worker.state);
        let note = match &worker.state {
            WorkerState::Absent { note: Some(note), .. } => note.clone().into_any(),
            WorkerState::HandedIn { late: true, at, answered_at, .. } => inspector::late(*at, *answered_at),
            WorkerState::HandedIn { at, .. } => format!("{} 交卷", text::minute(*at)).into_any(),
            _ => "—".into_any(),
        };
        cells![
            worker.place.to_string(),
            worker.name.clone(),
            worker.position.clone(),
            view! { <ui::Badge tone=tone>{words}</ui::Badge> },
            note,
        ]
    });
    let rows = rows.collect();
    view! {
        <ui::Card title="抽到的人员">
            <ui::Table caption="抽到的人员" columns=columns rows=rows cards=true empty="还没有抽取"/>
        </ui::Card>
    }
    .into_any()
}
