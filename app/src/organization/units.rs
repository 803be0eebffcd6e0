//! The list of units.

use crate::{
    layout::{self, Desk},
    ui::{self, Cell, Column, Kind, Link, Tone, cells, choice},
};
use contract::{
    Frame,
    organization::{UnitLine, UnitsView},
};
use domain::organization::Sector;
use leptos::prelude::*;

/// Renders the list of units.
#[must_use]
pub fn units(frame: &Frame, view: &UnitsView) -> String {
    let view = view.clone();
    let query = &view.query;
    let asked = |path: &str| {
        Link::to(path).with("q", &query.q).with("area", &query.area).with("sector", &query.sector)
    };
    let (link, export) = (asked("/office/enterprises"), asked("/office/enterprises.xlsx"));
    let manage = view.may_manage.then(|| {
        view! { <ui::LinkButton href="/office/import" kind=Kind::Primary>"导入名册"</ui::LinkButton> }
    });
    let actions = view! {
        <ui::LinkButton href=export.to_string() download="单位名单.xlsx">"导出 Excel"</ui::LinkButton>
        {manage}
    };
    let page = Desk { actions: Some(actions.into_any()), ..Desk::titled("单位") };
    layout::desk(frame, page, move || {
        let areas = view.areas.into_iter().map(|a| choice(a.id.to_string(), a.name)).collect();
        let sectors = Sector::ALL.iter().map(|s| choice(s.code(), s.term())).collect();
        let columns = vec![
            Column::text("单位"),
            Column::text("管理区"),
            Column::text("行业领域"),
            Column::number("从业人数"),
            Column::text("情况"),
            Column::text("演练"),
        ];
        let rows = view.rows.into_iter().map(line).collect();
        let (query, pager) = (view.query, view.pager);
        view! {
            <ui::Filters link=link.clone() fields=&["q", "area", "sector"]>
                <ui::Field label="名称或信用代码" name="q" kind="search" value=query.q/>
                <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/>
                <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
            </ui::Filters>
            <ui::Table caption="单位" columns=columns rows=rows cards=true empty="没有符合条件的单位"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn line(unit: UnitLine) -> Vec<Cell> {
    let href = format!("/office/enterprises/{}", unit.id);
    let drills = if unit.half_yearly { "每半年" } else { "每年" };
    let badges = badges(&unit);
    cells![
        view! { <div><a href=href>{unit.name}</a><br/><span class="code small muted">{unit.credit_code}</span></div> },
        unit.area,
        unit.sector.map_or("—", Sector::term),
        unit.headcount,
        badges,
        drills,
    ]
}

/// The classes and facts of a unit, as badges.
pub(super) fn badges(unit: &UnitLine) -> AnyView {
    let closed = unit.closed_on.is_some().then(|| view! { <ui::Badge tone=Tone::Warn>"已关闭"</ui::Badge> });
    let high = unit.high_hazard.then(|| view! { <ui::Badge tone=Tone::Bad>"高危"</ui::Badge> });
    let facts: Vec<_> =
        unit.facts.iter().map(|f| f.term()).map(|t| view! { <ui::Badge>{t}</ui::Badge> }).collect();
    view! { <span class="badges">{closed}{high}{facts}</span> }.into_any()
}
