//! The archives 一人一档, 一期一档, 一企一档: one page for all of them, made to be printed.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Link, NavItem, Tone, choice, fact},
};
use contract::{
    Frame,
    archive::{ArchiveHead, EnterpriseArchive, Layout, Mood, PersonArchive, Section, TrainingArchive, Value},
};
use leptos::prelude::*;

/// 一人一档, for the office.
#[must_use]
pub fn person(frame: &Frame, view: &PersonArchive) -> String {
    let crumbs = vec![
        NavItem::new("/office/people", "人员"),
        NavItem::new(format!("/office/enterprises/{}", view.unit), view.unit_name.clone()),
    ];
    desk(frame, view.layout(), &view.head, crumbs, &format!("/office/people/{}/archive", view.person))
}

/// 一人一档, for the person.
#[must_use]
pub fn my_person(frame: &Frame, view: &PersonArchive) -> String {
    phone(frame, "我的培训档案", view.layout(), &view.head, "/my/archive")
}

/// 一期一档.
#[must_use]
pub fn training(frame: &Frame, view: &TrainingArchive) -> String {
    let own = format!("/office/trainings/{}", view.facts.id);
    let crumbs =
        vec![NavItem::new("/office/trainings", "培训"), NavItem::new(own.clone(), view.facts.title.clone())];
    // One training has one year.
    let head = ArchiveHead { years: Vec::new(), year: None, ..view.head.clone() };
    desk(frame, view.layout(), &head, crumbs, &format!("{own}/archive"))
}

/// 一企一档, for the office.
#[must_use]
pub fn enterprise(frame: &Frame, view: &EnterpriseArchive) -> String {
    let own = format!("/office/enterprises/{}", view.unit);
    let crumbs =
        vec![NavItem::new("/office/enterprises", "单位"), NavItem::new(own.clone(), view.name.clone())];
    desk(frame, view.layout(), &view.head, crumbs, &format!("{own}/archive"))
}

/// 一企一档, for who leads the unit.
#[must_use]
pub fn my_enterprise(frame: &Frame, view: &EnterpriseArchive) -> String {
    phone(frame, "本单位培训档案", view.layout(), &view.head, "/my/enterprise/archive")
}

fn desk(frame: &Frame, layout: Layout, head: &ArchiveHead, crumbs: Vec<NavItem>, path: &str) -> String {
    let title = format!("{}　{}", layout.title, layout.about);
    let page = Desk {
        subtitle: format!("{} · 建档时间 {}", head.issuer, text::minute(head.made_at)),
        crumbs,
        actions: Some(downloads(path, head.year)),
        ..Desk::titled(&title)
    };
    layout::desk(frame, page, || body(layout, head, path))
}

fn phone(frame: &Frame, title: &str, layout: Layout, head: &ArchiveHead, path: &str) -> String {
    layout::phone(frame, title, || {
        let downloads = downloads(path, head.year);
        let body = body(layout, head, path);
        view! { <div class="actions">{downloads}</div>{body} }.into_any()
    })
}

fn downloads(path: &str, year: Option<i32>) -> AnyView {
    let to = |ending: &str| {
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        Link::to(format!("{path}.{ending}")).with("year", year).to_string()
    };
    view! {
        <ui::LinkButton href=to("pdf") download="培训档案.pdf">"下载 PDF"</ui::LinkButton>
        <ui::LinkButton href=to("xlsx") download="培训档案.xlsx">"导出 Excel"</ui::LinkButton>
    }
    .into_any()
}

fn body(layout: Layout, head: &ArchiveHead, path: &str) -> AnyView {
    let year = head.year.map(|year| year.to_string()).unwrap_or_default();
    let link = Link::to(path).with("year", &year);
    let filter = (!head.years.is_empty()).then(|| {
        let years = head.years.iter().map(|year| choice(year.to_string(), format!("{year} 年"))).collect();
        view! {
            <ui::Filters link=link.clone() fields=&["year"] label="查看">
                <ui::SelectField label="年度" name="year" options=years value=year blank="全部年度"/>
            </ui::Filters>
        }
    });
    let notices: Vec<_> =
        layout.notices.into_iter().map(|said| view! { <ui::Notice tone=Tone::Warn title=said/> }).collect();
    let facts = layout.facts.into_iter().map(|(name, value)| fact(name, shown(value))).collect();
    let sections: Vec<_> = layout.sections.into_iter().map(|part| section(part, &link)).collect();
    let signatures: Vec<_> = layout
        .signatures
        .iter()
        .map(|name| view! { <span>{format!("{name}：＿＿＿＿＿＿　　　年　月　日　　")}</span> })
        .collect();
    view! {
        {filter}
        {notices}
        <ui::Card title="基本情况"><ui::Facts items=facts columns=true/></ui::Card>
        {sections}
        <p class="print-only">{signatures}</p>
    }
    .into_any()
}

fn section(section: Section, link: &Link) -> AnyView {
    let columns = section
        .columns
        .iter()
        .map(|column| if column.figures { Column::number(column.name) } else { Column::text(column.name) });
    let columns = columns.collect();
    let rows: Vec<Vec<Cell>> =
        section.rows.into_iter().map(|row| row.into_iter().map(shown).collect()).collect();
    let pager = section.pager.map(|pager| {
        view! { <ui::Pager link=link.clone() page=pager.page size=pager.size total=pager.total/> }
    });
    view! {
        <ui::Card title=section.title>
            <ui::Table caption=section.title columns=columns rows=rows cards=true empty=section.empty/>
            {pager}
        </ui::Card>
    }
    .into_any()
}

/// A value on screen.
fn shown(value: Value) -> AnyView {
    match value {
        Value::Link(words, href) => view! { <a href=href>{words}</a> }.into_any(),
        Value::State(words, mood) => view! { <ui::Badge tone=tone(mood)>{words}</ui::Badge> }.into_any(),
        Value::Unknown => view! { <ui::Badge tone=Tone::Warn>"未登记"</ui::Badge> }.into_any(),
        Value::Date(_) => view! { <span class="num">{value.shown()}</span> }.into_any(),
        other => other.shown().into_any(),
    }
}

/// The tone of a mood.
pub(crate) const fn tone(mood: Mood) -> Tone {
    match mood {
        Mood::Plain => Tone::Neutral,
        Mood::Good => Tone::Good,
        Mood::Warn => Tone::Warn,
        Mood::Bad => Tone::Bad,
    }
}
