//! Activities beyond the street: the list, the form, and one with its people and files.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    external::{ExternalLine, ExternalList, ExternalView},
};
use domain::external::Level;
use leptos::prelude::*;

fn badge(line: &ExternalLine) -> AnyView {
    let (tone, word) = if line.confirmed { (Tone::Good, "已确认") } else { (Tone::Warn, "待确认") };
    view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any()
}

/// The list of activities.
#[must_use]
pub fn list(frame: &Frame, view: &ExternalList) -> String {
    let new = view.may_write.then(|| {
        view! { <ui::LinkButton href="/office/external/new" kind=Kind::Primary>"登记参训"</ui::LinkButton> }.into_any()
    });
    let subtitle = "参加省、市、区组织的培训活动，附证明材料，经另一位同事确认后计入".to_owned();
    layout::desk(frame, Desk { actions: new, subtitle, ..Desk::titled("上级培训活动") }, || {
        let columns = vec![
            Column::text("日期"),
            Column::text("活动"),
            Column::text("组织单位"),
            Column::number("人数"),
            Column::number("学时"),
            Column::text("状态"),
        ];
        let rows = view.lines.iter().map(|line| {
            let href = format!("/office/external/{}", line.id);
            let by = format!("{} · {}", line.organiser, line.level.map_or("—", Level::term));
            cells![
                text::date(line.held_on),
                view! { <a href=href>{line.title.clone()}</a> },
                by,
                line.people.to_string(),
                line.hours.to_string(),
                badge(line),
            ]
        });
        let rows = rows.collect();
        let pager = view.pager;
        view! {
            <ui::Table caption="上级培训活动" columns=columns rows=rows cards=true empty="还没有登记"/>
            <ui::Pager link=Link::to("/office/external") page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

/// The form of a new record; `key` keeps it one.
#[must_use]
pub fn form(frame: &Frame, key: &str) -> String {
    let crumbs = vec![NavItem::new("/office/external", "上级培训活动")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("登记参训") }, || {
        let typed = frame.flash.typed.clone();
        let value = move |name: &str| typed.get(name).cloned().unwrap_or_default();
        let flash = frame.flash.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let levels = Level::ALL.iter().map(|level| choice(level.code(), level.term())).collect();
        let key = Some(value("key")).filter(|key| !key.is_empty()).unwrap_or_else(|| key.to_owned());
        view! {
            <div class="measure">
            <ui::PostForm action="/api/external/record">
                <input type="hidden" name="key" value=key/>
                <ui::Field label="活动名称" name="title" value=value("title") error=error("title") required=true maxlength=60/>
                <ui::ChoiceGroup legend="级别" name="level" options=levels selected=vec![value("level")] error=error("level") required=true/>
                <ui::Field label="组织单位" name="organiser" value=value("organiser") error=error("organiser") required=true maxlength=60/>
                <ui::Field label="日期" name="held_on" kind="date" value=value("held_on") error=error("held_on") required=true/>
                <ui::Field label="学时" name="hours" value=value("hours") error=error("hours") inputmode="numeric" hint="没有学时的不填"/>
                <ui::TextArea label="参加人员" name="people" value=value("people") error=error("people") rows=6 required=true
                    hint="每行一人：姓名，手机号"/>
                <ui::Field label="说明" name="remarks" value=value("remarks") error=error("remarks") maxlength=200/>
                <ui::Button kind=Kind::Primary>"登记"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// One activity.
#[must_use]
pub fn detail(frame: &Frame, view: &ExternalView) -> String {
    let crumbs = vec![NavItem::new("/office/external", "上级培训活动")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&view.line.title) }, || {
        let line = &view.line;
        let facts = vec![
            fact("状态", badge(line)),
            fact("日期", text::date(line.held_on)),
            fact("组织单位", format!("{} · {}", line.organiser, line.level.map_or("—", Level::term))),
            fact("学时", line.hours.to_string()),
            fact("说明", if line.remark.is_empty() { "—".to_owned() } else { line.remark.clone() }),
        ];
        let columns = vec![Column::text("姓名"), Column::text("单位")];
        let rows = view.people.iter().map(|(name, unit)| cells![name.clone(), unit.clone()]).collect();
        let files = files(view);
        view! {
            <ui::Card><ui::Facts items=facts/></ui::Card>
            {confirm(view)}
            <ui::Card title="证明材料">{files}</ui::Card>
            <ui::Table caption="参加人员" caption_shown=true columns=columns rows=rows/>
        }
        .into_any()
    })
}

fn confirm(view: &ExternalView) -> AnyView {
    let id = view.line.id.to_string();
    if view.may_confirm {
        return view! {
            <ui::PostForm action="/api/external/confirm" inline=true>
                <input type="hidden" name="activity" value=id/>
                <ui::Button kind=Kind::Primary>"材料属实，确认"</ui::Button>
            </ui::PostForm>
        }
        .into_any();
    }
    let waits = view.own.then(|| {
        view! { <ui::Notice title="等待另一位同事确认" body="登记的人不能自己确认。请先上传证明材料。"/> }
    });
    waits.into_any()
}

fn files(view: &ExternalView) -> AnyView {
    let shown: Vec<_> = view
        .evidence
        .iter()
        .map(|file| {
            let href = format!("/office/external/{}/evidence/{}", view.line.id, file.id);
            let picture = file.picture.then(|| {
                let (src, alt) = (href.clone(), file.name.clone());
                view! { <img class="evidence" src=src alt=alt loading="lazy"/> }
            });
            view! { <li>{picture}<a href=href>{file.name.clone()}</a></li> }
        })
        .collect();
    let none = shown.is_empty().then(|| view! { <p class="muted">"还没有证明材料。"</p> });
    let id = view.line.id.to_string();
    let add = view.may_add.then(|| {
        view! {
            <ui::PostForm action="/api/external/add-evidence" multipart=true>
                <input type="hidden" name="activity" value=id/>
                <ui::FileField label="上传材料" name="file" accept=".jpg,.jpeg,.png,.pdf"
                    hint="通知、签到表、照片等，JPG、PNG 或 PDF，每个不超过 10 MB，最多 3 个"/>
                <ui::Button>"上传"</ui::Button>
            </ui::PostForm>
        }
    });
    view! { {none}<ul class="evidence-list">{shown}</ul>{add} }.into_any()
}
