//! Coverage on frozen denominators, pass rates, and the lists behind every number.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    duty::{CoverageGroup, CoverageLine, CoverageListView, CoverageView},
};
use domain::{
    organization::{Position, Sector},
    progress::Share,
};
use leptos::prelude::*;

fn list_link(year: i32, of: &str, state: &str) -> Link {
    Link::to("/office/coverage/list").with("of", of).with("year", year).with("state", state)
}

fn share(part: u64, whole: u64) -> String {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    text::per_mille(Share { part: small(part), whole: small(whole) }.per_mille())
}

/// The figures of a year.
#[must_use]
pub fn page(frame: &Frame, view: &CoverageView) -> String {
    let subtitle = match view.bases.first() {
        Some(base) => format!(
            "{} 年 · 口径冻结于 {}（第 {} 次）：{} 家单位、{} 个行业领域",
            view.year,
            text::minute(base.frozen_at),
            base.number,
            base.units,
            base.sectors
        ),
        None => format!("{} 年 · 口径还没有冻结", view.year),
    };
    let before = Link::to("/office/coverage").with("year", view.year - 1).to_string();
    let actions = view! {
        <ui::LinkButton href=before>{format!("看 {} 年", view.year - 1)}</ui::LinkButton>
        <ui::LinkButton href="/office/progress">"进度总览"</ui::LinkButton>
    }
    .into_any();
    layout::desk(frame, Desk { actions: Some(actions), subtitle, ..Desk::titled("培训覆盖") }, || {
        view! {
            {figures(view)}
            {standings(view)}
            {groups(view, "行业领域", "sector", &view.by_sector, true)}
            {groups(view, "管理区", "area", &view.by_area, true)}
            {groups(view, "岗位", "position", &view.by_position, false)}
            {bases(frame, view)}
            <p class="small muted">"口径第 1 版：单位覆盖＝现任主要负责人任职后本年度培训考核合格的单位 ÷ 冻结名单中的单位；行业覆盖＝有覆盖单位的行业 ÷ 冻结名单中的行业；合格率＝合格 ÷ 应考（免考不计）。"</p>
        }
        .into_any()
    })
}

fn figures(view: &CoverageView) -> AnyView {
    let passed = count(view, "passed");
    let units: u64 = view.standings.iter().map(|(_, units)| units).sum();
    let tone = |part: u64, whole: u64| if part == whole && whole > 0 { Tone::Good } else { Tone::Warn };
    let frozen = (!view.bases.is_empty()).then(|| {
        view! {
            <ui::Figure label="主要负责人覆盖" value=share(passed, units) share=Some((passed, units)) tone=tone(passed, units)
                href=list_link(view.year, "units", "uncovered").to_string() link=format!("{} 家未覆盖", units - passed)
                note=format!("共 {units} 家，目标 100%")/>
            <ui::Figure label="行业领域覆盖" value=share(view.sectors_passed, view.sectors)
                share=Some((view.sectors_passed, view.sectors)) tone=tone(view.sectors_passed, view.sectors)
                href=list_link(view.year, "units", "passed").to_string() link="看已覆盖单位"
                note=format!("共 {} 个行业", view.sectors)/>
        }
    });
    let lacking = view.people - view.people_passed;
    view! {
        <div class="grid">
            {frozen}
            <ui::Figure label="考核合格率" value=share(view.people_passed, view.people)
                share=Some((view.people_passed, view.people)) tone=tone(view.people_passed, view.people)
                href=list_link(view.year, "people", "lacking").to_string() link=format!("{lacking} 人未合格")
                note=format!("共 {} 人应考，目标 100%", view.people)/>
        </div>
    }
    .into_any()
}

fn count(view: &CoverageView, standing: &str) -> u64 {
    view.standings.iter().find(|(code, _)| code == standing).map_or(0, |(_, units)| *units)
}

fn standings(view: &CoverageView) -> AnyView {
    if view.bases.is_empty() {
        return ().into_any();
    }
    let line = |words: &'static str, of: &'static str, state: String, count: u64| {
        let href = list_link(view.year, of, &state).to_string();
        view! { <div class="row"><a href=href>{words}</a><span class="num">{format!("{count} 家")}</span></div> }
    };
    let lines: Vec<_> = view
        .standings
        .iter()
        .map(|(code, units)| line(text::standing(code), "units", code.clone(), *units))
        .collect();
    let reopened = count(view, "reopened");
    let closed = line("其中已关闭", "units", "closed".into(), view.closed);
    let new = line("冻结后新增（不计入分母）", "new", String::new(), view.new_units);
    let again = (reopened > 0).then(|| {
        view! { <p class="small muted">{format!("{reopened} 家换了主要负责人，新任者还没有参训合格，责任重新计算。")}</p> }
    });
    view! {
        <ui::Card title="冻结名单中的单位">
            {lines}
            {closed}
            {new}
            {again}
        </ui::Card>
    }
    .into_any()
}

fn groups(
    view: &CoverageView,
    caption: &'static str,
    key: &'static str,
    groups: &[CoverageGroup],
    units: bool,
) -> AnyView {
    let to = |group: &CoverageGroup, of: &str, state: &str, words: String| {
        let href = list_link(view.year, of, state).with(key, &group.code).to_string();
        view! { <a class="num" href=href>{words}</a> }
    };
    let rows = groups.iter().map(|group| {
        let mut row = cells![group.term.clone()];
        if units {
            row.extend(cells![
                to(group, "units", "", group.units.to_string()),
                to(group, "units", "passed", group.passed.to_string()),
                to(group, "units", "uncovered", (group.units - group.passed).to_string()),
                to(group, "units", "reopened", group.reopened.to_string()),
                share(group.passed, group.units),
            ]);
        }
        row.extend(cells![
            to(group, "people", "counted", group.people.to_string()),
            to(group, "people", "passed", group.people_passed.to_string()),
            to(group, "people", "lacking", (group.people - group.people_passed).to_string()),
            share(group.people_passed, group.people),
        ]);
        row
    });
    let rows = rows.collect();
    let mut columns = vec![Column::text(caption)];
    if units {
        columns.extend(["单位", "覆盖", "未覆盖", "新任重算", "覆盖率"].map(Column::number));
    }
    columns.extend(["应考", "合格", "未合格", "合格率"].map(Column::number));
    view! { <ui::Table caption=format!("按{caption}") caption_shown=true columns=columns rows=rows empty="还没有数据"/> }
        .into_any()
}

fn bases(frame: &Frame, view: &CoverageView) -> AnyView {
    let rows = view.bases.iter().map(|base| {
        cells![
            format!("第 {} 次", base.number),
            text::minute(base.frozen_at),
            base.frozen_by.clone(),
            base.units.to_string(),
            base.sectors.to_string(),
            base.reason.clone().unwrap_or_else(|| "首次冻结".into()),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::text("口径"),
        Column::text("冻结时间"),
        Column::text("经办"),
        Column::number("单位"),
        Column::number("行业"),
        Column::text("理由"),
    ];
    let after = view.bases.first().map_or(0, |base| base.number);
    let table = (!rows.is_empty())
        .then(|| view! { <ui::Table caption="冻结记录" columns=columns rows=rows cards=true/> });
    let form = view.may_freeze.then(|| {
        let error = field_error(&frame.flash, "reason").unwrap_or_default();
        let reason = (after > 0).then(|| {
            view! { <ui::Field label="重新冻结的理由" name="reason" value=frame.typed("reason") error=error required=true/> }
        });
        let (words, kind) =
            if after > 0 { ("按今天的名册重新冻结", Kind::Plain) } else { ("按今天的名册冻结口径", Kind::Primary) };
        view! {
            <ui::PostForm action="/api/coverage/freeze">
                <input type="hidden" name="after" value=after.to_string()/>
                {reason}
                <div class="actions"><ui::Button kind=kind>{words}</ui::Button></div>
            </ui::PostForm>
        }
    });
    view! {
        <ui::Card title="口径">
            <p class="small muted">"冻结当天在营的企业作为全年分母，之后关停、新增都不改变它；确需调整，写明理由重新冻结，旧口径保留。"</p>
            {table}{form}
        </ui::Card>
    }
    .into_any()
}

/// A list behind a figure.
#[must_use]
pub fn list(frame: &Frame, view: &CoverageListView) -> String {
    let query = &view.query;
    let people = query.of == "people";
    let what = match query.of.as_str() {
        "people" => "人员",
        _ => "单位",
    };
    let state = if query.of == "new" { "new" } else { query.state.as_str() };
    let title = format!("{}{what}名单", text::standing(state));
    let crumbs = vec![NavItem::new(format!("/office/coverage?year={}", view.year), "培训覆盖")];
    let link = |path: &str| {
        Link::to(path)
            .with("of", &query.of)
            .with("year", view.year)
            .with("state", &query.state)
            .with("area", &query.area)
            .with("sector", &query.sector)
            .with("position", &query.position)
            .with("unit", &query.unit)
            .with("q", &query.q)
    };
    let export = link("/office/coverage/list.xlsx").to_string();
    let actions = view.may_export.then(|| {
        view! { <ui::LinkButton href=export download="培训覆盖名单.xlsx">"导出 Excel（记入日志）"</ui::LinkButton> }.into_any()
    });
    let subtitle = format!("{} 年", view.year);
    layout::desk(frame, Desk { crumbs, actions, subtitle, ..Desk::titled(&title) }, || {
        let areas = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
        let sectors = Sector::ENTERPRISE.iter().map(|s| choice(s.code(), s.term())).collect();
        let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
        let position = people.then(|| {
            view! { <ui::SelectField label="岗位" name="position" options=positions value=query.position.clone() blank="全部"/> }
        });
        let label = if people { "姓名、单位或培训" } else { "单位" };
        let columns: &[&str] = if people {
            &["姓名", "岗位", "单位", "管理区", "行业领域", "培训", "日期", "结果"]
        } else {
            &["单位", "管理区", "行业领域", "主要负责人", "任职", "状态"]
        };
        let columns = columns.iter().map(|column| Column::text(*column)).collect();
        let rows = view.rows.iter().map(|line| if people { person(line) } else { unit(line) }).collect();
        let (pager, query) = (view.pager, query.clone());
        view! {
            <ui::Filters link=link("/office/coverage/list") fields=&["q", "area", "sector", "position"]>
                <ui::Field label=label name="q" kind="search" value=query.q/>
                <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/>
                <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
                {position}
            </ui::Filters>
            <ui::Table caption=title.clone() columns=columns rows=rows cards=true empty="没有符合条件的记录"/>
            <ui::Pager link=link("/office/coverage/list") page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn tone(state: &str) -> Tone {
    match state {
        "passed" => Tone::Good,
        "failed" | "nobody" => Tone::Bad,
        "excused" | "new" => Tone::Neutral,
        _ => Tone::Warn,
    }
}

fn state(line: &CoverageLine) -> AnyView {
    let closed = line.closed.then(|| view! { " "<ui::Badge>"已关闭"</ui::Badge> });
    let word = text::standing(&line.state);
    view! { <ui::Badge tone=tone(&line.state)>{word}</ui::Badge>{closed} }.into_any()
}

fn unit_name(line: &CoverageLine) -> AnyView {
    let href = format!("/office/enterprises/{}", line.unit);
    view! { <a href=href>{line.unit_name.clone()}</a> }.into_any()
}

fn unit(line: &CoverageLine) -> Vec<ui::Cell> {
    let since = line.day.map(text::date).unwrap_or_else(|| "—".into());
    let name = line.name.clone().unwrap_or_else(|| "—".into());
    cells![unit_name(line), line.area.clone(), line.sector.clone(), name, since, state(line)]
}

fn person(line: &CoverageLine) -> Vec<ui::Cell> {
    let training = line.training.clone().map(|(id, title)| {
        let href = format!("/office/trainings/{id}");
        view! { <a href=href>{title}</a> }
    });
    cells![
        line.name.clone().unwrap_or_default(),
        line.position.clone(),
        unit_name(line),
        line.area.clone(),
        line.sector.clone(),
        training,
        line.day.map(text::date).unwrap_or_else(|| "—".into()),
        state(line),
    ]
}
