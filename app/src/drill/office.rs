//! `/office/drills`.

use super::kind;
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, Link, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    drill::{DayHead, DrillLine, DrillQuery, OfficeDrills, TodayState, TodayView, YearHead},
};
use leptos::prelude::*;

/// The state of the year, today's draw, and the drills that are over.
#[must_use]
pub fn office_drills(frame: &Frame, view: &OfficeDrills) -> String {
    let desk = Desk {
        subtitle: format!("{} · 被抽中的单位在演练组出发前对所有人保密", text::date(view.today.date)),
        actions: Some(export_button(&view.query)),
        ..Desk::titled("四不演练")
    };
    layout::desk(frame, desk, || {
        view! {
            <div class="grid">{today_card(view)}{year_card(view)}</div>
            {unpublished(view)}
            {list(view)}
        }
        .into_any()
    })
}

/// The list as it is looked at.
fn link(path: &str, query: &DrillQuery) -> Link {
    Link::to(path)
        .with("year", query.year.map(|y| y.to_string()).unwrap_or_default())
        .with("area", query.area.map(|a| a.to_string()).unwrap_or_default())
        .with("four_no", &query.four_no)
        .with("q", &query.q)
}

fn export_button(query: &DrillQuery) -> AnyView {
    let href = link("/office/drills.xlsx", query).to_string();
    view! { <ui::LinkButton href=href download="演练台账.xlsx">"导出台账"</ui::LinkButton> }.into_any()
}

fn today_card(view: &OfficeDrills) -> AnyView {
    let today = &view.today;
    let (tone, word) = state_badge(today.state);
    let badge = view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any();
    let body = match today.state {
        TodayState::YearClosed => view! { <p>"年度还没有开启，开启后才能抽签。"</p> }.into_any(),
        TodayState::DayOff => view! { <p>"今天不是工作日，不抽签。"</p> }.into_any(),
        TodayState::NotDrawn => not_drawn(view.may_run),
        _ => drawn(today, view.may_run),
    };
    view! { <ui::Card title="今天" aside=badge span=2>{body}</ui::Card> }.into_any()
}

const fn state_badge(state: TodayState) -> (Tone, &'static str) {
    match state {
        TodayState::YearClosed => (Tone::Neutral, "年度未开启"),
        TodayState::DayOff => (Tone::Neutral, "非工作日"),
        TodayState::NotDrawn => (Tone::Warn, "未抽签"),
        TodayState::Drawn => (Tone::Accent, "已抽签"),
        TodayState::Ended => (Tone::Good, "今日演练已结束"),
        TodayState::Published => (Tone::Good, "链值已公布"),
    }
}

/// Earlier days that wait for their links.
fn unpublished(view: &OfficeDrills) -> Option<AnyView> {
    let days: Vec<_> =
        view.unpublished.iter().filter(|_| view.may_run).map(|day| text::date(day.date)).collect();
    if days.is_empty() {
        return None;
    }
    let forms: Vec<_> = days
        .into_iter()
        .map(|date| {
            let words = format!("公布 {date} 的链值");
            view! {
                <ui::PostForm action="/api/drill/publish-links" inline=true>
                    <input type="hidden" name="date" value=date/>
                    <ui::Button>{words}</ui::Button>
                </ui::PostForm>
            }
        })
        .collect();
    let body = "这些天已经过去，演练也不再下发。公布后审计人员才能复核。";
    Some(
        view! { <ui::Notice tone=Tone::Warn title="有抽签的链值还没有公布" body=body>{forms}</ui::Notice> }
            .into_any(),
    )
}

fn not_drawn(may_run: bool) -> AnyView {
    let button = may_run.then(|| {
        view! {
            <ui::PostForm action="/api/drill/draw">
                <ui::Button kind=Kind::Primary>"今日抽签"</ui::Button>
            </ui::PostForm>
        }
    });
    view! {
        <p>"抽签由当日密钥决定，一天只有一个结果，不能重抽。抽出的单位封存，到时段前 30 分钟只向抽中的演练组公布。"</p>
        {button}
    }
    .into_any()
}

fn drawn(today: &TodayView, may_run: bool) -> AnyView {
    let size = today.head.as_ref().and_then(|head| head.size).unwrap_or(0);
    let counts = vec![
        fact("抽中", format!("{size} 家")),
        fact("封存未公布", format!("{} 场", today.sealed)),
        fact("进行中", format!("{} 场", today.running)),
        fact("已结束", format!("{} 场", today.finished)),
        fact("已中止", format!("{} 场", today.aborted)),
    ];
    let publish = (may_run && today.state == TodayState::Ended).then(|| {
        let date = text::date(today.date);
        view! {
            <ui::PostForm action="/api/drill/publish-links">
                <input type="hidden" name="date" value=date/>
                <ui::Button kind=Kind::Primary>"公布当日链值"</ui::Button>
                <p class="small muted">"公布后任何人都能复核今天的抽签，今天不再下发演练。"</p>
            </ui::PostForm>
        }
    });
    let waiting = (today.state == TodayState::Drawn)
        .then(|| view! { <p class="small muted">"全部演练结束后，可以在这里公布当日链值。"</p> });
    view! {
        <ui::Facts items=counts columns=true/>
        {today.head.as_ref().map(proof)}
        {publish}{waiting}
    }
    .into_any()
}

/// The public traces of a draw.
fn proof(head: &DayHead) -> AnyView {
    let code = |hash: &str| view! { <span class="code small">{hash.to_owned()}</span> }.into_any();
    let mut items =
        vec![fact("输入封存", text::second(head.frozen_at)), fact("输入哈希", code(&head.inputs_hash))];
    if let Some(at) = head.drawn_at {
        items.push(fact("抽签时间", text::second(at)));
    }
    if let Some(hash) = &head.table_hash {
        items.push(fact("概率表哈希", code(hash)));
    }
    view! { <ui::Disclosure label="抽签凭据"><ui::Facts items=items/></ui::Disclosure> }.into_any()
}

fn year_card(view: &OfficeDrills) -> AnyView {
    let title = format!("{} 年度", view.this_year);
    match &view.year {
        Some(year) => {
            let badge = view! { <ui::Badge tone=Tone::Good>"已开启"</ui::Badge> }.into_any();
            let facts = opened(year);
            view! { <ui::Card title=title aside=badge span=2>{facts}</ui::Card> }.into_any()
        }
        None => {
            let badge = view! { <ui::Badge>"未开启"</ui::Badge> }.into_any();
            let button = view.may_run.then(|| open_form(view.this_year));
            view! {
                <ui::Card title=title aside=badge span=2>
                    <p>"开启时固定全年工作日和抽签规则，公布两条密钥链的锚值。锚值一经写入日志就不能更改。"</p>
                    {button}
                </ui::Card>
            }
            .into_any()
        }
    }
}

fn open_form(year: i32) -> AnyView {
    view! {
        <ui::PostForm action="/api/drill/open-year">
            <input type="hidden" name="year" value=year.to_string()/>
            <ui::TextArea label="放假的工作日" name="off" rows=2
                hint="每行一个日期，例如 2026-10-01；周末不用填。没有就留空。"/>
            <ui::TextArea label="补班的周末" name="made_up" rows=2 hint="每行一个日期，例如 2026-10-10。"/>
            <ui::Field label="每组每天的时段" name="slots" value="09:30 14:30" hint="用空格分开，按先后填写。"/>
            <ui::Button kind=Kind::Primary>"开启年度"</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

fn opened(year: &YearHead) -> AnyView {
    let code = |hash: &str| view! { <span class="code small">{hash.to_owned()}</span> }.into_any();
    let items = vec![
        fact("可抽签", format!("{} 天", year.days)),
        fact("每组每天", year.slots.join("、")),
        fact("开启时间", text::minute(year.opened_at)),
        fact("锚值甲", code(&year.anchor_a)),
        fact("锚值乙", code(&year.anchor_b)),
    ];
    view! { <ui::Facts items=items/> }.into_any()
}

fn list(view: &OfficeDrills) -> AnyView {
    let link = link("/office/drills", &view.query);
    let pager = view.pager;
    let year = view.query.year.unwrap_or(view.this_year);
    let years = (2024..=view.this_year.max(2024)).rev().map(|y| choice(y.to_string(), format!("{y} 年")));
    let areas: Vec<_> = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let area = view.query.area.map(|id| id.to_string());
    let kinds = vec![choice("yes", "四不演练"), choice("no", "其他演练")];
    let area_field = (!areas.is_empty()).then(|| {
        view! { <ui::SelectField label="管理区" name="area" options=areas value=area blank="全部"/> }
    });
    let columns = vec![
        Column::text("日期"),
        Column::text("单位"),
        Column::text("管理区"),
        Column::text("类型"),
        Column::text("组织方"),
        Column::text("四不"),
        Column::text("评价"),
    ];
    let rows: Vec<_> = view.rows.iter().map(row).collect();
    let (four_no, q) = (view.query.four_no.clone(), view.query.q.clone());
    let years: Vec<_> = years.collect();
    view! {
        <ui::Card title="已结束的演练">
            <ui::Filters link=link.clone() fields=&["year", "area", "four_no", "q"]>
                <ui::SelectField label="年度" name="year" options=years value=year.to_string()/>
                {area_field}
                <ui::SelectField label="四不" name="four_no" options=kinds value=four_no blank="全部"/>
                <ui::Field label="单位名称" name="q" kind="search" value=q/>
            </ui::Filters>
            <ui::Table caption="已结束的演练" columns=columns rows=rows cards=true
                empty="没有符合条件的演练。可以换一个年度，或清除筛选。"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        </ui::Card>
    }
    .into_any()
}

fn row(line: &DrillLine) -> Vec<ui::Cell> {
    let four_no = match (line.four_no, &line.notice_exception) {
        (true, _) => view! { <ui::Badge tone=Tone::Good>"四不"</ui::Badge> }.into_any(),
        (false, Some(_)) => view! { <ui::Badge>"依法预告"</ui::Badge> }.into_any(),
        (false, None) => view! { <ui::Badge tone=Tone::Warn>"非四不"</ui::Badge> }.into_any(),
    };
    let declared = line.declared.then(|| view! { " "<span class="small muted">"历史申报"</span> });
    let rating = line.rating.map_or_else(
        || "—".to_owned(),
        |r| {
            format!("准备{} · 处置{} · 疏散{}", r.preparedness.term(), r.response.term(), r.evacuation.term())
        },
    );
    cells![
        view! { <span class="num drill-word">{text::date(line.held_on)}</span> },
        line.unit.clone(),
        view! { <span class="drill-word">{line.area.clone()}</span> },
        view! { <span class="drill-word">{kind(&line.kind)}</span> },
        if line.by_street { "街道" } else { "单位" },
        view! { {four_no}{declared} },
        view! { <span class="small drill-word">{rating}</span> },
    ]
}
