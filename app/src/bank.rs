//! Question banks: the list of them, and the pages on which they are edited.

mod create;
mod diff;
mod export;
mod import;
mod publish;
mod question;
mod questions;
mod write;

pub use create::page as create;
pub use export::page as export;
pub use import::{page as import, preview as import_preview};
pub use publish::{page as publish, versions};
pub use question::page as question;
pub use questions::page as questions;
pub use write::page as write;

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Cell, Column, Kind, Tone, cells},
};
use contract::{
    Frame,
    bank::{BanksView, VersionLine},
};
use domain::{
    bank::KindName,
    organization::{Sector, vocabulary_role::Role},
};
use leptos::prelude::*;

/// Renders the banks with their newest versions.
#[must_use]
pub fn page(frame: &Frame, view: &BanksView) -> String {
    let total: u32 = view.banks.iter().map(|b| b.questions).sum();
    let subtitle = format!(
        "{} 个题库，共 {total} 题。发布后的版本不再改动，已考试卷始终对应当时的版本。",
        view.banks.len()
    );
    let actions =
        frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office).then(|| {
            view! { <ui::LinkButton href="/office/banks/new">"新建题库"</ui::LinkButton> }.into_any()
        });
    layout::desk(frame, Desk { subtitle, actions, ..Desk::titled("题库") }, || {
        if view.banks.is_empty() && view.unpublished.is_empty() {
            return view! {
                <ui::Empty title="还没有发布题库" body="可以新建题库、出题或导入；管理员也可以在服务器上运行 anxun bank import 题库文件夹。"/>
            }
            .into_any();
        }
        view! { <ui::Table caption="题库" columns=columns() rows=rows(frame, view) cards=true/> }.into_any()
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("题库"),
        Column::text("最新版本"),
        Column::number("题数"),
        Column::number("其中案例"),
        Column::text("易／中／难"),
        Column::number("进行中的修改"),
        Column::text("状态"),
    ]
}

fn rows(frame: &Frame, view: &BanksView) -> Vec<Vec<Cell>> {
    let may_read = frame.visitor.as_ref().is_some_and(|v| matches!(v.role, Role::Office | Role::Auditor));
    let named = |name: &str, code: &str| {
        let (words, code) = (name.to_owned(), code.to_owned());
        let href = format!("/office/banks/{code}");
        let name = if may_read { view! { <a href=href>{words}</a> }.into_any() } else { words.into_any() };
        view! { {name}" "<span class="small muted">{code}</span> }.into_any()
    };
    let stubs = view.unpublished.iter().map(|stub| {
        let none = || "—".to_owned();
        cells![
            named(&stub.name, &stub.code),
            "还没有发布",
            none(),
            none(),
            none(),
            stub.edits.to_string(),
            none(),
        ]
    });
    let banks = view.banks.iter().map(|bank| {
        let cases = bank.kinds.iter().find(|k| k.kind == KindName::Case).map_or(0, |k| k.questions);
        let levels: Vec<String> = bank.difficulties.iter().map(|d| d.questions.to_string()).collect();
        let version = format!("第 {} 版，{}", bank.version, text::minute(bank.published_at));
        let state = match &bank.withdrawn {
            None => "可用".into_any(),
            Some(withdrawn) => {
                let reason = withdrawn.reason.clone();
                view! { <ui::Badge tone=Tone::Warn>"已停用"</ui::Badge>" "{reason} }.into_any()
            }
        };
        cells![
            named(&bank.name, &bank.code),
            version,
            bank.questions.to_string(),
            cases.to_string(),
            levels.join("／"),
            bank.edits.to_string(),
            state,
        ]
    });
    stubs.chain(banks).collect()
}

/// A sector, or a tag that older banks use, in words.
fn sector(code: &str) -> String {
    match Sector::from_code(code) {
        Some(sector) => sector.term().into(),
        None if code == "all" => "所有行业".into(),
        None => domain::bank::tag_term(code).unwrap_or(code).to_owned(),
    }
}

/// The beginning of a stem.
fn short(stem: &str) -> String {
    let mut short: String = stem.chars().take(40).collect();
    if stem.chars().count() > 40 {
        short.push('…');
    }
    short
}

/// Withdrawing, behind a button that says what will happen.
fn withdraw(frame: &Frame, version: &VersionLine) -> AnyView {
    let id = version.id.to_string();
    let error = field_error(&frame.flash, "reason");
    let (reason, refused) = (frame.typed("reason"), error.is_some());
    let what =
        format!("停用第 {} 版后，新的考核方案不能再用它，用到它的草稿要重新选择题库。", version.version);
    view! {
        <ui::Disclosure label=format!("停用第 {} 版", version.version) button=Kind::Danger open=refused>
            <p>
                {what}
                "已发布的培训、正在进行的考核和已考试卷不受影响。停用不能撤销，发布新版后可以选用新版。"
            </p>
            <ui::PostForm action="/api/bank/withdraw">
                <input type="hidden" name="bank" value=id/>
                <ui::Field label="停用理由" name="reason" value=reason error=error maxlength=200 required=true/>
                <ui::Button kind=Kind::Danger>"确认停用"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}
