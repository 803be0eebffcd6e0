//! The list of a session: who came, who is expected, signing in by hand; and the sheet to be printed.

use super::{crumbs, facts, plan};
use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, Tone, cells},
};
use contract::{
    Frame,
    session::{Came, SessionPerson, SessionView},
};
use domain::organization::vocabulary_role::Role;
use leptos::prelude::*;

/// The list of a session.
#[must_use]
pub fn list(frame: &Frame, view: &SessionView) -> String {
    let mut above = crumbs(view.training, &view.title);
    if frame.visitor.as_ref().is_some_and(|v| v.role == Role::Area) {
        above.clear();
    }
    let subtitle = view.title.clone();
    layout::desk(frame, Desk { crumbs: above, subtitle, ..Desk::titled(&view.line.topic) }, || {
        let path = format!("/office/sessions/{}", view.line.id);
        let office = frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office);
        let files = office.then(|| {
            view! {
                <ui::LinkButton href=format!("{path}/sheet")>"打印签到表"</ui::LinkButton>
                <ui::LinkButton href=format!("{path}/sheet.xlsx") download="签到表.xlsx">"导出签到表"</ui::LinkButton>
            }
        });
        let late = (view.open && view.late).then(|| {
            view! { <ui::Notice tone=Tone::Warn title="扫码签到已截止" body="次日以前可以补签，须写明理由。"/> }
        });
        let link = Link::to(path.clone()).with("q", &view.q);
        let columns = vec![
            Column::text("姓名"),
            Column::text("单位"),
            Column::text("岗位"),
            Column::text("签到"),
            Column::text("办理"),
        ];
        let rows = view.people.iter().map(|person| row(frame, view, person)).collect();
        let (q, screen) = (view.q.clone(), format!("{path}/screen"));
        let facts = facts(&view.line);
        view! {
            <ui::Card><ui::Facts items=facts/>
                <div class="actions">
                    <ui::LinkButton href=screen kind=Kind::Primary>"大屏签到码"</ui::LinkButton>
                    {files}
                </div>
            </ui::Card>
            {late}
            <ui::Filters link=link.clone() fields=&["q"] label="查找">
                <ui::Field label="姓名、手机号或单位" name="q" kind="search" value=q
                    hint="名单外的人也可以查找：符合培训对象的，可以现场补入"/>
            </ui::Filters>
            <ui::Table caption="签到名单" columns=columns rows=rows cards=true
                empty="没有找到。请核对姓名，或确认这个人是否符合培训对象"/>
            <ui::Pager link=link page=view.pager.page size=view.pager.size total=view.pager.total/>
            {view.may_write.then(|| change(frame, view))}
        }
        .into_any()
    })
}

fn row(frame: &Frame, view: &SessionView, person: &SessionPerson) -> Vec<ui::Cell> {
    let came = match &person.came {
        Some(came) => {
            let way = if came.by_hand { "手工" } else { "扫码" };
            let words = format!("{} {way}", text::minute(came.at));
            let more = came.walk_in.then(|| view! { <span class="small muted">" 现场补入"</span> });
            let reason = came.reason.clone().map(|why| view! { <div class="small muted">{why}</div> });
            view! { <ui::Badge tone=Tone::Good>{words}</ui::Badge>{more}{reason} }.into_any()
        }
        None if person.walk_in => view! { <ui::Badge tone=Tone::Warn>"名单外"</ui::Badge> }.into_any(),
        None => "未签到".into_any(),
    };
    let act = match &person.came {
        Some(came) if view.open => undo(view, came),
        None if view.open => hand(frame, view, person),
        _ => ().into_any(),
    };
    cells![person.name.clone(), person.unit.clone(), person.position.clone(), came, act]
}

fn hand(frame: &Frame, view: &SessionView, person: &SessionPerson) -> AnyView {
    let (session, id) = (view.line.id.to_string(), person.person.to_string());
    let words = if person.walk_in { "补入并签到" } else { "签到" };
    let hidden = view! {
        <input type="hidden" name="session" value=session/>
        <input type="hidden" name="person" value=id.clone()/>
    };
    if !view.late {
        return view! {
            <ui::PostForm action="/api/session/sign-by-hand" inline=true>
                {hidden}<ui::Button kind=Kind::Primary>{words}</ui::Button>
            </ui::PostForm>
        }
        .into_any();
    }
    // What was typed belongs to the person it was typed for.
    let mine = frame.typed("person") == id;
    let error = field_error(&frame.flash, "reason").filter(|_| mine).unwrap_or_default();
    let typed = if mine { frame.typed("reason") } else { String::new() };
    view! {
        <ui::Disclosure label="补签" open=!error.is_empty()>
            <ui::PostForm action="/api/session/sign-by-hand">
                {hidden}
                <ui::Field label="理由" name="reason" value=typed error=error required=true maxlength=200/>
                <ui::Button>{words}</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn undo(view: &SessionView, came: &Came) -> AnyView {
    let (session, id) = (view.line.id.to_string(), came.attendance.to_string());
    view! {
        <ui::Disclosure label="撤销签到">
            <ui::PostForm action="/api/session/undo-sign-in">
                <input type="hidden" name="session" value=session/>
                <input type="hidden" name="attendance" value=id/>
                <ui::Field label="理由" name="reason" required=true maxlength=200/>
                <p class="small muted">"现场补入的人仍在应训名单内，需要考核或免考。"</p>
                <ui::Button kind=Kind::Danger>"撤销这次签到"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn change(frame: &Frame, view: &SessionView) -> AnyView {
    let id = view.line.id.to_string();
    let hidden = view! { <input type="hidden" name="session" value=id.clone()/> }.into_any();
    let open = field_error(&frame.flash, "topic").is_some() || field_error(&frame.flash, "until").is_some();
    let fields = plan::fields(frame, hidden, Some(&view.line), "", "", view.times_stay);
    let remove = (!view.times_stay).then(|| {
        view! {
            <ui::Disclosure label="删除这一场">
                <ui::PostForm action="/api/session/remove">
                    <input type="hidden" name="session" value=id/>
                    <ui::Button kind=Kind::Danger>"确认删除"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    view! { <ui::Disclosure label="修改这一场" open=open>{fields}</ui::Disclosure>{remove} }.into_any()
}

/// The attendance sheet, to be printed and signed.
#[must_use]
pub fn sheet(frame: &Frame, view: &SessionView) -> String {
    let title = format!("{} 签到表", view.title);
    let crumbs = crumbs(view.training, &view.title);
    layout::desk(frame, Desk { crumbs, subtitle: view.line.topic.clone(), ..Desk::titled(&title) }, || {
        let columns = vec![
            Column::number("序号"),
            Column::text("姓名"),
            Column::text("单位"),
            Column::text("岗位"),
            Column::text("签到时间"),
            Column::text("方式"),
            Column::text("备注"),
        ];
        let rows = view.people.iter().zip(1..).map(|(person, number)| {
            let came = person.came.as_ref();
            let way = came.map_or("", |came| if came.by_hand { "手工" } else { "扫码" });
            let note = came.and_then(|came| came.reason.clone()).unwrap_or_default();
            let note = if person.walk_in { format!("现场补入 {note}") } else { note };
            cells![
                number.to_string(),
                person.name.clone(),
                person.unit.clone(),
                person.position.clone(),
                came.map(|came| text::minute(came.at)).unwrap_or_default(),
                way,
                note,
            ]
        });
        let rows = rows.collect();
        let facts = facts(&view.line);
        view! {
            <ui::Card><ui::Facts items=facts columns=true/></ui::Card>
            <ui::Table caption="签到表" columns=columns rows=rows empty="没有人签到"/>
            <p class="print-only">"讲师签字：＿＿＿＿＿＿＿＿　　　　组织人员签字：＿＿＿＿＿＿＿＿"</p>
        }
        .into_any()
    })
}
