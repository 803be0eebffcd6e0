//! The registers of one unit: for the office, and on a phone for who leads it.

use super::{
    forms,
    places::{differs, shared, take_over},
    statutory::{kind, lack, lack_columns},
    worth,
};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, NavItem, Tone, cells},
};
use contract::{
    Frame,
    register::{PlaceLine, StatutoryLine, UnitRegisters},
};
use domain::register::EntryState;
use leptos::prelude::*;

/// Renders the registers of a unit for the office.
#[must_use]
pub fn unit(frame: &Frame, view: &UnitRegisters) -> String {
    let own = format!("/office/enterprises/{}", view.unit);
    let crumbs = vec![NavItem::new("/office/enterprises", "单位"), NavItem::new(own, view.unit_name.clone())];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("证书和场所台账") }, || body(frame, view))
}

/// Renders the registers of the own unit.
#[must_use]
pub fn mine(frame: &Frame, view: &UnitRegisters) -> String {
    layout::phone(frame, "证书和场所台账", || {
        let body = body(frame, view);
        view! {
            <p class="small muted">"您登记的内容由街道应急办确认后生效；确认前可以自行撤回。"</p>
            {body}
        }
        .into_any()
    })
}

fn body(frame: &Frame, view: &UnitRegisters) -> AnyView {
    view! {
        {differences(view)}
        {places(frame, view)}
        {statutory(frame, view)}
        {posts(frame, view)}
    }
    .into_any()
}

fn differences(view: &UnitRegisters) -> AnyView {
    let notices = view.differences.iter().map(|difference| {
        let title = format!("“{}”：{}。", difference.fact.term(), differs(*difference));
        let act = take_over(view.unit.to_string(), *difference, view.may_manage);
        view! { <ui::Notice tone=Tone::Warn title=title>{act}</ui::Notice> }
    });
    notices.collect::<Vec<_>>().into_any()
}

fn places(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let mut columns = ["场所", "类别", "位置", "主要风险", "监护人", "最近检查"].map(Column::text).to_vec();
    if view.may_enter {
        columns.push(Column::text("办理"));
    }
    let rows = view.places.iter().map(|line| {
        let mut cells: Vec<Cell> = shared(line);
        if view.may_enter {
            cells.push(place_acts(view, line));
        }
        cells
    });
    let rows = rows.collect();
    let form = view.may_enter.then(|| forms::place(frame, view));
    view! {
        <ui::Card title="作业场所和风险点">
            <ui::Table caption="作业场所和风险点" columns=columns rows=rows cards=true empty="还没有登记场所。"/>
            {form}
        </ui::Card>
    }
    .into_any()
}

fn place_acts(view: &UnitRegisters, line: &PlaceLine) -> AnyView {
    acts(view, line.state, line.id.to_string(), "/api/register/confirm-place", "/api/register/remove-place")
}

/// Confirming and taking out, as far as the asker may.
fn acts(
    view: &UnitRegisters,
    state: EntryState,
    id: String,
    confirm: &'static str,
    remove: &'static str,
) -> AnyView {
    let own = id.clone();
    let confirm = (view.may_manage && state == EntryState::Proposed).then(|| {
        view! {
            <ui::PostForm action=confirm inline=true>
                <input type="hidden" name="id" value=own/>
                <ui::Button>"确认"</ui::Button>
            </ui::PostForm>
        }
    });
    let words = if state == EntryState::Proposed { "不采用" } else { "移除" };
    let words = if view.may_manage { words } else { "撤回" };
    let remove = (view.may_manage || state == EntryState::Proposed).then(|| {
        view! {
            <ui::Disclosure label=words>
                <ui::PostForm action=remove>
                    <input type="hidden" name="id" value=id/>
                    <ui::Field label="理由" name="reason" required=true/>
                    <ui::Button>{words}</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    view! { {confirm}{remove} }.into_any()
}

fn statutory(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let mut columns =
        ["姓名", "证书", "证号", "发证机关", "有效期至", "复审日期", "状态"].map(Column::text).to_vec();
    if view.may_enter {
        columns.push(Column::text("办理"));
    }
    let rows = view.statutory.iter().map(|line| certificate(view, line)).collect();
    let lacks: Vec<_> = view.lacking.iter().map(|line| lack(line, false)).collect();
    let lacking = (!lacks.is_empty()).then(|| {
        view! {
            <ui::Card title="应持证而无证">
                <ui::Table caption="应持证而无证" columns=lack_columns(false) rows=lacks cards=true/>
            </ui::Card>
        }
    });
    let form = view.may_enter.then(|| forms::statutory(frame, view));
    view! {
        {lacking}
        <ui::Card title="法定证书">
            <ui::Table caption="法定证书" columns=columns rows=rows cards=true empty="还没有登记法定证书。"/>
            {form}
        </ui::Card>
    }
    .into_any()
}

fn certificate(view: &UnitRegisters, line: &StatutoryLine) -> Vec<Cell> {
    let mut cells = cells![
        line.name.clone(),
        kind(line.kind, line.category),
        view! { <span class="code small">{line.number.clone()}</span> },
        line.issuer.clone(),
        view! { <span class="num">{text::date(line.valid_until)}</span> },
        view! { <span class="num">{line.review_by.map_or_else(|| "—".to_owned(), text::date)}</span> },
        worth(line.entry, line.state),
    ];
    if view.may_enter {
        let (confirm, remove) = ("/api/register/confirm-statutory", "/api/register/remove-statutory");
        cells.push(acts(view, line.entry, line.id.to_string(), confirm, remove));
    }
    cells
}

fn posts(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let rows = view.posts.iter().map(|post| {
        let mut cells = cells![post.name.clone(), post.category.term()];
        if view.may_enter {
            let (person, category) = (post.person.to_string(), post.category.code());
            let act = view! {
                <ui::PostForm action="/api/register/note-post" inline=true>
                    <input type="hidden" name="worker" value=person/>
                    <input type="hidden" name="work" value=category/>
                    <input type="hidden" name="off" value="true"/>
                    <ui::Button>"不再从事"</ui::Button>
                </ui::PostForm>
            };
            cells.push(act.into_any());
        }
        cells
    });
    let mut columns = ["姓名", "特种作业"].map(Column::text).to_vec();
    if view.may_enter {
        columns.push(Column::text("办理"));
    }
    let form = view.may_enter.then(|| forms::post(frame, view));
    let rows = rows.collect();
    view! {
        <ui::Card title="特种作业岗位">
            <p class="small muted">"登记谁的岗位要持特种作业操作证；没有有效证的，会列入“应持证而无证”。"</p>
            <ui::Table caption="特种作业岗位" columns=columns rows=rows cards=true empty="还没有登记特种作业岗位。"/>
            {form}
        </ui::Card>
    }
    .into_any()
}
