//! The list of people.

use crate::{
    layout::{self, Desk},
    ui::{self, Cell, Column, Link, Tone, cells, choice},
};
use contract::{
    Frame,
    organization::{PeopleView, PersonLine},
};
use domain::organization::{Employment, Position};
use leptos::prelude::*;

/// Renders the list of people.
#[must_use]
pub fn people(frame: &Frame, view: &PeopleView) -> String {
    let view = view.clone();
    let query = &view.query;
    let asked = |path: &str| {
        Link::to(path).with("q", &query.q).with("position", &query.position).with("unit", &query.unit)
    };
    let (link, export) = (asked("/office/people"), asked("/office/people.xlsx"));
    let actions = view.may_export.then(|| {
        view! { <ui::LinkButton href=export.to_string() download="人员名单.xlsx">"导出 Excel（记入日志）"</ui::LinkButton> }
            .into_any()
    });
    let subtitle =
        if view.unit_name.is_empty() { String::new() } else { format!("只看：{}", view.unit_name) };
    let page = Desk { actions, subtitle, ..Desk::titled("人员") };
    layout::desk(frame, page, move || {
        let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
        let rows = view.rows.into_iter().map(|person| line(person, true)).collect();
        let (query, pager) = (view.query, view.pager);
        view! {
            <ui::Filters link=link.clone() fields=&["q", "position"]>
                <ui::Field label="姓名或手机号" name="q" kind="search" value=query.q/>
                <ui::SelectField label="岗位类别" name="position" options=positions value=query.position blank="全部"/>
            </ui::Filters>
            <ui::Table caption="人员" columns=columns(true) rows=rows cards=true empty="没有符合条件的人员"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

pub(super) fn columns(with_unit: bool) -> Vec<Column> {
    let mut columns = ["姓名", "手机号", "岗位类别", "用工形式"].map(Column::text).to_vec();
    if with_unit {
        columns.push(Column::text("单位"));
    }
    columns
}

pub(super) fn line(person: PersonLine, with_unit: bool) -> Vec<Cell> {
    let left = (!person.active).then(|| view! { " "<ui::Badge tone=Tone::Warn>"离岗"</ui::Badge> });
    let mut cells = cells![
        view! { <span><a href=format!("/office/people/{}/archive", person.id)>{person.name}</a>{left}</span> },
        view! { <span class="num">{person.mobile}</span> },
        person.position.map_or("—", Position::term),
        person.employment.map_or("—", Employment::term),
    ];
    if with_unit {
        let href = format!("/office/enterprises/{}", person.unit);
        cells.push(view! { <a href=href>{person.unit_name}</a> }.into_any());
    }
    cells
}
