//! Requests to excuse attendees, for the second member of the office.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, NavItem, cells},
};
use contract::{
    Frame,
    session::{ExcuseLine, ExcusesView},
};
use leptos::prelude::*;

/// The requests that wait.
#[must_use]
pub fn excuses(frame: &Frame, view: &ExcusesView) -> String {
    let crumbs = vec![NavItem::new("/office/trainings", "培训")];
    let subtitle = "提出的人不能自己批准；批准后计入免考，退回的仍需考核".to_owned();
    layout::desk(frame, Desk { crumbs, subtitle, ..Desk::titled("待审批的免考") }, || {
        let columns = vec![
            Column::text("姓名"),
            Column::text("单位"),
            Column::text("培训"),
            Column::text("理由"),
            Column::text("提出时间"),
            Column::text("办理"),
        ];
        let rows = view.lines.iter().map(|line| {
            let href = format!("/office/trainings/{}", line.training);
            cells![
                line.person.clone(),
                line.unit.clone(),
                view! { <a href=href>{line.title.clone()}</a> },
                line.reason.clone(),
                text::minute(line.proposed_at),
                act(line),
            ]
        });
        let rows = rows.collect();
        view! { <ui::Table caption="待审批的免考" columns=columns rows=rows cards=true empty="没有待审批的免考"/> }
            .into_any()
    })
}

fn act(line: &ExcuseLine) -> AnyView {
    let form = |approve: &'static str, words: &'static str, kind: Kind| {
        let id = line.id.to_string();
        view! {
            <ui::PostForm action="/api/training/decide-excuse" inline=true>
                <input type="hidden" name="excuse" value=id/>
                <input type="hidden" name="approve" value=approve/>
                <ui::Button kind=kind>{words}</ui::Button>
            </ui::PostForm>
        }
    };
    let approve = (!line.own).then(|| form("true", "批准", Kind::Primary));
    let own = line.own.then(|| view! { <span class="small muted">"等待另一位同事"</span> });
    view! { <div class="actions">{approve}{form("false", "退回", Kind::Plain)}{own}</div> }.into_any()
}
