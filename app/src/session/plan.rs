//! How a training is held, and its sessions.

use super::{period, teacher};
use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    session::{SessionLine, SessionsView},
};
use domain::{
    calendar,
    session::{Mode, Tag},
};
use leptos::prelude::*;

/// The page of a training's sessions.
#[must_use]
pub fn sessions(frame: &Frame, view: &SessionsView) -> String {
    let crumbs = vec![
        NavItem::new("/office/trainings", "培训"),
        NavItem::new(format!("/office/trainings/{}", view.training), view.title.clone()),
    ];
    let subtitle = view.title.clone();
    layout::desk(frame, Desk { crumbs, subtitle, ..Desk::titled("授课方式和场次") }, || {
        let sessions = view.form.mode.has_sessions();
        let draft = (sessions && view.status == "draft").then(|| {
            view! { <ui::Notice tone=Tone::Warn title="培训还没有发布，暂时不能签到"
            body="可以先安排场次；发布以后，学员才能扫码签到。"/> }
        });
        let how = how(frame, view);
        let new = (sessions && view.may_write).then(|| {
            let form = form(frame, view);
            view! { <ui::Card title="安排一场">{form}</ui::Card> }
        });
        view! { {draft}<ui::Card title="授课方式">{how}</ui::Card>{sessions.then(|| table(view))}{new} }
            .into_any()
    })
}

/// How the training is held: to be read, or to be changed.
fn how(frame: &Frame, view: &SessionsView) -> AnyView {
    let form = &view.form;
    let facts = vec![
        fact("方式", form.mode.term()),
        fact("承办机构", if form.agency.is_empty() { "—".to_owned() } else { form.agency.clone() }),
        fact("类别", form.tag.map_or("—", Tag::term)),
        fact("到场", format!("{} 人，应训 {} 人", view.came, view.attendees)),
    ];
    if !view.may_write {
        return view! { <ui::Facts items=facts/> }.into_any();
    }
    let typed = |name: &str, otherwise: &str| {
        Some(frame.typed(name)).filter(|typed| !typed.is_empty()).unwrap_or_else(|| otherwise.to_owned())
    };
    let hint = |mode: Mode| match mode {
        Mode::Online => "学员自己看课件，再考核",
        Mode::Onsite => "到场签到即为学完课件，再考核",
        Mode::Mixed => "到场签到并看完线上课件，再考核",
    };
    let modes: Vec<_> = Mode::ALL
        .iter()
        .filter(|mode| !view.mode_stays || **mode == form.mode)
        .map(|mode| choice(mode.code(), mode.term()).hint(hint(*mode)))
        .collect();
    let tags = Tag::ALL.iter().map(|tag| choice(tag.code(), tag.term())).collect();
    let tag = typed("tag", form.tag.map_or("", Tag::code));
    let id = view.training.to_string();
    let (mode, agency) = (vec![typed("mode", form.mode.code())], typed("training_agency", &form.agency));
    let (wrong_mode, wrong_agency) = (
        field_error(&frame.flash, "mode").unwrap_or_default(),
        field_error(&frame.flash, "training_agency").unwrap_or_default(),
    );
    let stays = view.mode_stays.then(|| {
        view! { <p class="small muted">"已经有人签到，授课方式不再改变。"</p> }
    });
    view! {
        <ui::Facts items=facts/>
        <ui::Disclosure label="修改授课方式" open=!form.mode.has_sessions() || !wrong_mode.is_empty()>
            <div class="measure">
            <ui::PostForm action="/api/session/form">
                <input type="hidden" name="training" value=id/>
                <ui::ChoiceGroup legend="方式" name="mode" options=modes selected=mode error=wrong_mode/>
                {stays}
                <ui::Field label="承办机构" name="training_agency" value=agency error=wrong_agency maxlength=60
                    hint="委托培训机构授课的，写机构名称"/>
                <ui::SelectField label="类别" name="tag" options=tags value=tag blank="不分类"/>
                <ui::Button>"保存授课方式"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

fn table(view: &SessionsView) -> AnyView {
    let columns = vec![
        Column::text("时间"),
        Column::text("内容"),
        Column::text("地点"),
        Column::text("讲师"),
        Column::number("学时"),
        Column::number("签到"),
        Column::text("办理"),
    ];
    let rows = view.sessions.iter().map(|line| {
        let (list, screen) =
            (format!("/office/sessions/{}", line.id), format!("/office/sessions/{}/screen", line.id));
        cells![
            period(line),
            view! { <a href=list.clone()>{line.topic.clone()}</a> },
            line.place.clone(),
            teacher(line),
            line.hours.to_string(),
            line.signed.to_string(),
            view! { <div class="actions"><a href=list>"签到名单"</a><a href=screen>"大屏签到码"</a></div> },
        ]
    });
    let rows = rows.collect();
    view! { <ui::Table caption="场次" columns=columns rows=rows cards=true empty="还没有安排场次"/> }
        .into_any()
}

/// The form of a new session.
fn form(frame: &Frame, view: &SessionsView) -> AnyView {
    let hidden = view! { <input type="hidden" name="training" value=view.training.to_string()/> }.into_any();
    fields(frame, hidden, None, &view.lecturer, &view.form.agency, false)
}

/// The fields of a session; `hidden` says which.
pub(super) fn fields(
    frame: &Frame,
    hidden: AnyView,
    line: Option<&SessionLine>,
    lecturer: &str,
    agency: &str,
    times_stay: bool,
) -> AnyView {
    let before = line.map_or_else(|| empty(lecturer, agency), stored);
    let typed = frame.flash.typed.clone();
    let value = move |name: &str| {
        let stored = before.iter().find(|(field, _)| *field == name);
        typed.get(name).cloned().unwrap_or_else(|| stored.map(|(_, value)| value.clone()).unwrap_or_default())
    };
    let flash = frame.flash.clone();
    let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
    let words = if line.is_some() { "保存场次" } else { "安排这一场" };
    let kind = if line.is_some() { Kind::Plain } else { Kind::Primary };
    view! {
        <div class="measure">
        <ui::PostForm action="/api/session/save">
            {hidden}
            <ui::Field label="内容" name="topic" value=value("topic") error=error("topic") required=true maxlength=60/>
            <ui::Field label="地点" name="place" value=value("place") error=error("place") required=true maxlength=60/>
            <ui::Field label="日期" name="date" kind="date" value=value("date") error=error("date") required=true readonly=times_stay/>
            <ui::Field label="开始" name="from" kind="time" value=value("from") error=error("from") required=true readonly=times_stay/>
            <ui::Field label="结束" name="until" kind="time" value=value("until") error=error("until") required=true readonly=times_stay/>
            <ui::Field label="学时" name="hours" value=value("hours") error=error("hours") inputmode="numeric" readonly=times_stay
                hint="1 学时为 45 分钟；不填则按起止时间计算，只能少于计算值"/>
            <ui::Field label="讲师" name="lecturer" value=value("lecturer") error=error("lecturer") maxlength=60/>
            <ui::Field label="机构" name="agency" value=value("agency") error=error("agency") maxlength=60/>
            <ui::Field label="人数上限" name="capacity" value=value("capacity") error=error("capacity") inputmode="numeric"
                hint="不填则不限"/>
            <ui::Button kind=kind>{words}</ui::Button>
        </ui::PostForm>
        </div>
    }
    .into_any()
}

/// What a new session begins with.
fn empty(lecturer: &str, agency: &str) -> Vec<(&'static str, String)> {
    vec![("lecturer", lecturer.to_owned()), ("agency", agency.to_owned())]
}

/// What is stored of a session, by its fields.
fn stored(line: &SessionLine) -> Vec<(&'static str, String)> {
    let clock = |at| calendar::local(at).format("%H:%M").to_string();
    vec![
        ("topic", line.topic.clone()),
        ("place", line.place.clone()),
        ("lecturer", line.lecturer.clone()),
        ("agency", line.agency.clone()),
        ("date", text::date(calendar::date_of(line.starts_at))),
        ("from", clock(line.starts_at)),
        ("until", clock(line.ends_at)),
        ("hours", line.hours.to_string()),
        ("capacity", line.capacity.map(|most| most.to_string()).unwrap_or_default()),
    ]
}
