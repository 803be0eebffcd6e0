//! Papers on paper: printed one a seat, and keyed in afterwards. Neither shows what is right.

use super::room::crumbs;
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Kind, NavItem, Tone},
};
use contract::{
    Frame,
    exam::{PapersView, PrintedPaper},
};
use domain::{
    bank::KindName,
    exam::{
        ItemRef,
        delivery::{DeliveredItem, DeliveredOption},
    },
};
use leptos::prelude::*;

fn trail(view: &PapersView) -> Vec<NavItem> {
    let mut crumbs = crumbs(&view.exam);
    let base = format!("/office/exams/{}/rooms", view.exam.id);
    crumbs.push(NavItem::new(base.clone(), "场次"));
    crumbs.push(NavItem::new(format!("{base}/{}", view.room.id), view.room.place.clone()));
    crumbs
}

/// Renders the papers of a room, each beginning on a sheet of its own.
#[must_use]
pub fn print(frame: &Frame, view: &PapersView) -> String {
    let subtitle = format!("{} 份，按座位排列；用浏览器的打印功能打印，每份另起一页", view.papers.len());
    layout::desk(frame, Desk { subtitle, crumbs: trail(view), ..Desk::titled("纸质试卷") }, || {
        let papers: Vec<_> = view.papers.iter().map(|paper| sheet(view, paper)).collect();
        view! {
            <div class="screen-only">
                <ui::Notice tone=Tone::Warn title="试卷内容须保密"
                    body="查看和打印已写入日志。考前请封存，考后把答卷按座位收齐再录入。"/>
            </div>
            {papers}
        }
        .into_any()
    })
}

fn sheet(view: &PapersView, paper: &PrintedPaper) -> AnyView {
    let seat = &paper.seat;
    let items: Vec<_> = paper.items.iter().map(printed).collect();
    view! {
        <section class="paper-sheet stack">
            <header class="stack">
                <h2>{view.exam.title.clone()}</h2>
                <p>{format!("座位 {}　姓名 {}　单位 {}", seat.seat, seat.name, seat.unit)}</p>
                <p class="small">
                    {format!("{} · {} 开始 · {} 分钟 · 满分 100 分 · 试卷号 {}", view.room.place,
                        text::minute(view.room.starts_at), view.exam.minutes, paper.mark)}
                </p>
                <p class="small">"单选、多选在括号内写字母，判断写“对”或“错”，填空直接写在横线上。"</p>
            </header>
            <ol class="paper-items">{items}</ol>
        </section>
    }
    .into_any()
}

fn printed(item: &DeliveredItem) -> AnyView {
    let head = format!(
        "（{}，{} 分）",
        item.kind.term(),
        text::points(i32::try_from(item.points.get()).unwrap_or(0))
    );
    let parts: Vec<_> = item
        .parts
        .iter()
        .map(|part| {
            view! {
                <div><p>{format!("（{}）{}{}", part.item.part, part.stem, gap(part.kind))}</p>{options(&part.options)}</div>
            }
        })
        .collect();
    view! {
        <li>
            <p>{format!("{}. {head}{}{}", item.number, item.stem, gap(item.kind))}</p>
            {options(&item.options)}
            {parts}
        </li>
    }
    .into_any()
}

const fn gap(kind: KindName) -> &'static str {
    match kind {
        KindName::Single | KindName::TrueFalse => "（　　）",
        KindName::Multiple => "（　　　　）",
        KindName::Fill => "　答：____________________",
        KindName::Case => "",
    }
}

fn options(options: &[DeliveredOption]) -> AnyView {
    let lines: Vec<_> = options
        .iter()
        .map(|option| view! { <li>{format!("{}. {}", option.letter, option.text)}</li> })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="paper-options">{lines}</ul> }).into_any()
}

/// Renders the form in which the answers of one paper are keyed in.
#[must_use]
pub fn key_in(frame: &Frame, view: &PapersView) -> String {
    let Some(paper) = view.papers.first() else {
        return layout::desk(frame, Desk::titled("录入"), || ().into_any());
    };
    let subtitle = format!(
        "座位 {} · {} · {} · 试卷号 {}",
        paper.seat.seat, paper.seat.name, paper.seat.unit, paper.mark
    );
    let desk = Desk { subtitle, crumbs: trail(view), ..Desk::titled("录入纸质答卷") };
    layout::desk(frame, desk, || {
        let typed = frame.flash.typed.clone();
        let rows: Vec<_> = paper
            .items
            .iter()
            .flat_map(lines)
            .map(|(item, kind, stem)| {
                let name = format!("item-{item}");
                let value = typed.get(&name).cloned().unwrap_or_default();
                let label = format!("{item}　{}", kind.term());
                let hint = stem.chars().take(40).collect::<String>();
                view! { <ui::Field label=label name=name value=value hint=hint/> }
            })
            .collect();
        let (exam, room, person) =
            (view.exam.id.to_string(), view.room.id.to_string(), paper.seat.person.to_string());
        view! {
            <ui::Notice title="照答卷原样录入"
                body="单选、多选填字母（如 B、ACD），判断填 对 或 错，没有作答的留空。提交后立即判分，不能再改；由谁录入会写入日志。"/>
            <ui::PostForm action="/api/exam/key-in">
                <input type="hidden" name="exam" value=exam/>
                <input type="hidden" name="room" value=room/>
                <input type="hidden" name="person" value=person/>
                <div class="key-in">{rows}</div>
                <ui::Button kind=Kind::Primary>"录入并交卷"</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    })
}

/// What is answered under an item: itself, or the questions of a case.
fn lines(item: &DeliveredItem) -> Vec<(ItemRef, KindName, String)> {
    if item.parts.is_empty() {
        return vec![(ItemRef::item(item.number), item.kind, item.stem.clone())];
    }
    item.parts.iter().map(|part| (part.item, part.kind, part.stem.clone())).collect()
}
