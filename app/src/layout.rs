//! The frames of pages by role: who looks decides navigation and head.

use crate::{
    render::{Reacts, document},
    text,
    ui::{self, NavItem, Tone},
};
use contract::{Flash, Frame, UiError, Visitor};
use domain::organization::vocabulary_role::Role;
use leptos::prelude::*;

/// The pages of a role, in the order of its work, long lists in groups.
#[must_use]
pub fn nav(role: Role) -> Vec<NavItem> {
    let items: &[(&'static str, &'static str)] = match role {
        Role::Examinee => &[
            ("/my", "我的"),
            ("/my/mistakes", "错题本"),
            ("/my/certificates", "证明"),
            ("/my/enterprise", "本单位"),
            ("/my/notices", "通知"),
        ],
        Role::Office => &[
            ("/office", "今日"),
            ("/office/progress", "进度"),
            ("", "培训考核"),
            ("/office/trainings", "培训"),
            ("/office/exams", "考试"),
            ("/office/certificates", "证明"),
            ("/office/duties", "培训责任"),
            ("/office/coverage", "培训覆盖"),
            ("/office/policy", "培训制度"),
            ("/office/external", "上级培训"),
            ("/office/carriers", "五个载体"),
            ("/office/activities", "活动日历"),
            ("/office/practical", "实操考核"),
            ("/office/officials", "干部测试"),
            ("", "题库素材"),
            ("/office/banks", "题库"),
            ("/office/media", "素材库"),
            ("", "演练检查"),
            ("/office/drills", "四不演练"),
            ("/office/spot", "现场测试"),
            ("", "单位台账"),
            ("/office/enterprises", "单位"),
            ("/office/people", "人员"),
            ("/office/registers/statutory", "法定证书"),
            ("/office/registers/places", "作业场所"),
            ("/office/import", "导入名册"),
        ],
        Role::Area => &[
            ("/office", "今日"),
            ("/office/progress", "进度"),
            ("/office/duties", "培训责任"),
            ("/office/coverage", "培训覆盖"),
            ("/office/carriers", "五个载体"),
            ("/office/activities", "活动日历"),
            ("/office/exams", "考试"),
            ("/office/spot", "现场测试"),
            ("/office/enterprises", "单位"),
            ("/office/people", "人员"),
            ("/office/registers/statutory", "法定证书"),
            ("/office/registers/places", "作业场所"),
            ("/team/practical", "实操评分"),
        ],
        Role::Team => &[("/team", "今日演练"), ("/team/spot", "现场测试"), ("/team/practical", "实操评分")],
        Role::Auditor => &[
            ("/audit", "总览"),
            ("/audit/certificates", "证明"),
            ("/audit/draws", "抽签"),
            ("/office/spot", "现场测试"),
            ("/office/banks", "题库"),
            ("/office/media", "素材库"),
            ("/audit/log", "日志"),
            ("/office/progress", "进度"),
            ("/office/officials", "干部测试"),
            ("/office/enterprises", "单位档案"),
            ("/office/registers/statutory", "法定证书"),
            ("/office/registers/places", "作业场所"),
        ],
        Role::Admin => &[("/admin", "管理"), ("/admin/outbox", "对外发送")],
    };
    let mut pages: Vec<NavItem> = Vec::with_capacity(items.len());
    let mut group = "";
    for (href, label) in items {
        // A line without an address is the heading of those after it.
        if href.is_empty() {
            group = label;
        } else {
            pages.push(NavItem::new(*href, *label).under(std::mem::take(&mut group)));
        }
    }
    pages
}

/// Who is signed in, in one line.
#[must_use]
pub fn user_line(visitor: &Visitor) -> String {
    let mut parts = vec![visitor.name.as_str()];
    if visitor.belongs_to != visitor.name {
        parts.push(&visitor.belongs_to);
    }
    if visitor.role != Role::Examinee {
        parts.push(visitor.role.term());
    }
    parts.join(" · ")
}

/// What happened just before, above the content.
#[must_use]
pub fn flash(flash: &Flash) -> AnyView {
    let done = flash.done.as_deref().and_then(text::done).map(|sentence| {
        view! { <ui::Notice tone=Tone::Good title=sentence/> }
    });
    let error = flash.error.as_ref().map(|error| match error {
        UiError::Form(errors) => {
            let errors = errors
                .iter()
                .map(|e| ui::FieldError {
                    field: e.field.name().into(),
                    message: text::field_problem(e.problem),
                })
                .collect();
            view! { <ui::ErrorSummary title="请修改以下内容" errors=errors/> }.into_any()
        }
        other => view! { <ui::Notice tone=Tone::Bad title=text::sentence(other)/> }.into_any(),
    });
    (done, error).into_any()
}

/// Signing out and the password, at the end of a head.
fn account_links() -> AnyView {
    view! {
        <ui::PostForm action="/api/account/sign-out" inline=true>
            <a class="small" href="/account/password">"改密码"</a>
            <button class="link small" type="submit">"退出"</button>
        </ui::PostForm>
    }
    .into_any()
}

/// A page at a desk: office, area, auditor, administrator.
pub struct Desk<'a> {
    /// The heading.
    pub title: &'a str,
    /// What stands small under it.
    pub subtitle: String,
    /// The pages above this one.
    pub crumbs: Vec<NavItem>,
    /// Buttons at the end of the heading.
    pub actions: Option<AnyView>,
}

impl<'a> Desk<'a> {
    /// A page with a heading and nothing more around it.
    #[must_use]
    pub const fn titled(title: &'a str) -> Self {
        Self { title, subtitle: String::new(), crumbs: Vec::new(), actions: None }
    }
}

/// Renders a page at a desk. The content is made by `content`, called once.
#[must_use]
pub fn desk(frame: &Frame, page: Desk<'_>, content: impl FnOnce() -> AnyView) -> String {
    desk_with(frame, page, Reacts::No, content)
}

/// The same, saying whether it has islands.
#[must_use]
pub fn desk_with(frame: &Frame, page: Desk<'_>, reacts: Reacts, content: impl FnOnce() -> AnyView) -> String {
    let title = page.title.to_owned();
    document(frame, &title.clone(), reacts, move || {
        let role = frame.visitor.as_ref().map_or(Role::Office, |v| v.role);
        let user = frame.visitor.as_ref().map(user_line).unwrap_or_default();
        let (said, content) = (flash(&frame.flash), content());
        let (subtitle, crumbs, path) = (page.subtitle, page.crumbs, frame.path.clone());
        let account = account_links();
        let actions = page.actions.unwrap_or_else(|| ().into_any());
        view! {
            <ui::DeskPage nav=nav(role) current=path title=title subtitle=subtitle user=user account=account
                crumbs=crumbs actions=actions>
                {said}{content}
            </ui::DeskPage>
        }
        .into_any()
    })
}

/// Renders a page on a phone: examinees and teams.
#[must_use]
pub fn phone(frame: &Frame, title: &str, content: impl FnOnce() -> AnyView) -> String {
    let title = title.to_owned();
    document(frame, &title.clone(), Reacts::No, move || {
        let role = frame.visitor.as_ref().map_or(Role::Examinee, |v| v.role);
        let user = frame.visitor.as_ref().map(user_line).unwrap_or_default();
        let (said, content) = (flash(&frame.flash), content());
        let (path, aside) = (frame.path.clone(), account_links());
        let unread = frame.visitor.as_ref().map_or(0, |visitor| visitor.unread);
        let mut pages = nav(role);
        pages.iter_mut().filter(|page| page.href == "/my/notices").for_each(|page| page.count = unread);
        view! {
            <ui::PhonePage title=title user=user nav=pages current=path aside=aside>
                {said}{content}
            </ui::PhonePage>
        }
        .into_any()
    })
}

/// Renders a page for anybody.
#[must_use]
pub fn public(frame: &Frame, title: &str, width: ui::Width, content: impl FnOnce() -> AnyView) -> String {
    let title = title.to_owned();
    document(frame, &title.clone(), Reacts::No, move || {
        let (said, content) = (flash(&frame.flash), content());
        view! { <ui::PublicPage title=title width=width>{said}{content}</ui::PublicPage> }.into_any()
    })
}
