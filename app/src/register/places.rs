//! The register of places.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, Tone, cells, choice},
};
use contract::{
    Frame,
    register::{DifferenceLine, PlaceLine, PlacesView},
};
use domain::register::{Difference, EntryState, PlaceKind};
use leptos::prelude::*;

/// Renders the register.
#[must_use]
pub fn places(frame: &Frame, view: &PlacesView) -> String {
    let query = &view.query;
    let asked = |path: &str| {
        Link::to(path)
            .with("q", &query.q)
            .with("kind", &query.kind)
            .with("area", &query.area)
            .with("state", &query.state)
    };
    let (link, export) = (asked("/office/registers/places"), asked("/office/registers/places.xlsx"));
    let import = view.may_manage.then(|| {
        view! { <ui::LinkButton href="/office/registers/import/places" kind=Kind::Primary>"导入"</ui::LinkButton> }
    });
    let actions = view! {
        <ui::LinkButton href=export.to_string() download="作业场所.xlsx">"导出 Excel"</ui::LinkButton>
        {import}
    };
    let subtitle = "有限空间、电气焊动火、高处作业一本台账：核对单位情况，也是抽取演练地点的依据。".into();
    let page = Desk { subtitle, actions: Some(actions.into_any()), ..Desk::titled("作业场所") };
    layout::desk(frame, page, || {
        let kinds = PlaceKind::ALL.iter().map(|k| choice(k.code(), k.term()));
        let kinds = kinds.chain([choice("all", "全部风险点")]).collect();
        let areas = view.areas.iter().map(|a| choice(a.id.to_string(), a.name.clone())).collect();
        let states = EntryState::ALL.iter().map(|s| choice(s.code(), s.term())).collect();
        let rows = view.rows.iter().map(line).collect();
        let (query, pager) = (view.query.clone(), view.pager);
        let columns =
            ["场所", "类别", "位置", "主要风险", "监护人", "最近检查", "单位"].map(Column::text).into();
        view! {
            {counts(view)}
            {differences(view)}
            <ui::Filters link=link.clone() fields=&["q", "kind", "area", "state"]>
                <ui::Field label="场所、位置或单位" name="q" kind="search" value=query.q/>
                <ui::SelectField label="类别" name="kind" options=kinds value=query.kind blank="三类作业场所"/>
                <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/>
                <ui::SelectField label="状态" name="state" options=states value=query.state blank="在册"/>
            </ui::Filters>
            <ui::Table caption="作业场所" columns=columns rows=rows cards=true
                empty="没有符合条件的场所。可以清除筛选，或到单位页登记、从 Excel 导入。"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn counts(view: &PlacesView) -> AnyView {
    let figures = view.counts.iter().map(|(kind, count)| {
        let href = Link::to("/office/registers/places").with("kind", kind.code()).to_string();
        view! { <ui::Figure label=kind.term() value=count.to_string() href=href link="名单" note=" · 处在册"/> }
    });
    let waits = (view.proposed > 0).then(|| {
        let title = format!("有 {} 处单位自行登记的场所等待确认，确认前不作演练地点。", view.proposed);
        let href = Link::to("/office/registers/places").with("kind", "all").with("state", "proposed").to_string();
        view! {
            <ui::Notice tone=Tone::Warn title=title><ui::LinkButton href=href>"查看"</ui::LinkButton></ui::Notice>
        }
    });
    let figures: Vec<_> = figures.collect();
    view! { {waits}<div class="grid">{figures}</div> }.into_any()
}

fn differences(view: &PlacesView) -> AnyView {
    if view.different == 0 {
        return ().into_any();
    }
    let rows = view.differences.iter().map(|line| difference(line, view.may_manage)).collect();
    let label = format!("单位情况与台账不一致：{} 项", view.different);
    let columns = ["单位", "情况", "差异", ""].map(Column::text).into();
    let more = (view.different as usize > view.differences.len())
        .then(|| view! { <p class="small muted">"只列出前面几项，处理后会显示其余的。"</p> });
    view! {
        <ui::Card>
            <ui::Disclosure label=label>
                <ui::Table caption="单位情况与台账的差异" columns=columns rows=rows cards=true/>
                {more}
            </ui::Disclosure>
        </ui::Card>
    }
    .into_any()
}

fn difference(line: &DifferenceLine, may_manage: bool) -> Vec<Cell> {
    let href = format!("/office/enterprises/{}/registers", line.unit);
    cells![
        view! { <a href=href>{line.unit_name.clone()}</a> },
        line.difference.fact.term(),
        differs(line.difference),
        take_over(line.unit.to_string(), line.difference, may_manage),
    ]
}

/// How a fact differs, in words.
pub(super) fn differs(difference: Difference) -> String {
    match difference.places {
        0 => "单位情况里有，台账里没有登记场所".into(),
        count => format!("台账里有 {count} 处，单位情况里没有"),
    }
}

/// The button that lets the register decide.
pub(super) fn take_over(unit: String, difference: Difference, may_manage: bool) -> AnyView {
    if !may_manage {
        return ().into_any();
    }
    let words = if difference.places > 0 { "按台账补上" } else { "按台账去掉" };
    view! {
        <ui::PostForm action="/api/register/take-over" inline=true>
            <input type="hidden" name="unit" value=unit/>
            <input type="hidden" name="fact" value=difference.fact.code()/>
            <ui::Button>{words}</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

fn line(line: &PlaceLine) -> Vec<Cell> {
    let href = format!("/office/enterprises/{}/registers", line.unit);
    let mut cells = shared(line);
    cells.push(view! { <a href=href>{line.unit_name.clone()}</a> }.into_any());
    cells
}

/// What a list of places shows, without the unit.
pub(super) fn shared(line: &PlaceLine) -> Vec<Cell> {
    let said = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let badge = match line.state {
        EntryState::Active => None,
        EntryState::Proposed => Some(view! { " "<ui::Badge tone=Tone::Warn>"待确认"</ui::Badge> }.into_any()),
        EntryState::Removed => Some(view! { " "<ui::Badge>"已移除"</ui::Badge> }.into_any()),
    };
    let amount = (line.amount > 1).then(|| format!("（{} 处）", line.amount));
    let why = line.remove_reason.clone().map(|why| view! { <br/><span class="small muted">{why}</span> });
    let medium = (!line.medium.is_empty())
        .then(|| view! { <br/><span class="small muted">{line.medium.clone()}</span> });
    cells![
        view! { <span>{line.name.clone()}{amount}{badge}{why}</span> },
        line.kind.term(),
        said(&line.location),
        view! { <span>{said(&line.risk)}{medium}</span> },
        said(&line.guardian),
        view! { <span class="num">{line.checked_on.map_or_else(|| "—".to_owned(), text::date)}</span> },
    ]
}
