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
    ui::{self, Kind, Tone, fact},
};
use contract::{
    Frame,
    bank::{BankView, BanksView},
};
use domain::organization::{Sector, vocabulary_role::Role};
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
        let stubs = view.unpublished.iter().map(|stub| {
            let href = format!("/office/banks/{}", stub.code);
            let words = format!("还没有发布过版本；进行中的修改 {} 份。", stub.edits);
            view! {
                <ui::Card title=stub.name.clone()>
                    <p>{words}</p>
                    <p><ui::LinkButton href=href>"看题目、改题目"</ui::LinkButton></p>
                </ui::Card>
            }
        });
        let stubs: Vec<_> = stubs.collect();
        view! { <div class="stack">{stubs}{view.banks.iter().map(|bank| card(frame, bank)).collect::<Vec<_>>()}</div> }.into_any()
    })
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

fn card(frame: &Frame, bank: &BankView) -> AnyView {
    let kinds: Vec<String> =
        bank.kinds.iter().map(|k| format!("{} {}", k.kind.term(), k.questions)).collect();
    let difficulty: Vec<String> =
        bank.difficulties.iter().map(|d| format!("{} {}", d.difficulty.term(), d.questions)).collect();
    let version = match bank.older {
        0 => format!("第 {} 版", bank.version),
        older => format!("第 {} 版（另存有旧版 {older} 个）", bank.version),
    };
    let facts = vec![
        fact("代号", view! { <span class="code">{bank.code.clone()}</span> }),
        fact("版本", version),
        fact("题数", format!("{} 题", bank.questions)),
        fact("题型", kinds.join("，")),
        fact("难度", difficulty.join("，")),
        fact("发布时间", text::minute(bank.published_at)),
        fact("进行中的修改", format!("{} 份", bank.edits)),
        fact("内容指纹", view! { <span class="code">{bank.content_hash.clone()}</span> }),
    ];
    let standing = bank.withdrawn.as_ref().map(|withdrawn| {
        let title = format!("{} 起停用：{}", text::minute(withdrawn.at), withdrawn.reason);
        view! {
            <ui::Notice tone=Tone::Warn title=title
                body="新的考核方案不再使用这个版本；已发布的培训和已考试卷不受影响。发布新版后可以选用新版。"/>
        }
    });
    let badge = bank.withdrawn.is_some().then(|| view! { <ui::Badge tone=Tone::Warn>"已停用"</ui::Badge> });
    let may_read = frame.visitor.as_ref().is_some_and(|v| matches!(v.role, Role::Office | Role::Auditor));
    let open = may_read.then(|| {
        let href = format!("/office/banks/{}", bank.code);
        view! { <p><ui::LinkButton href=href>"看题目、改题目"</ui::LinkButton></p> }
    });
    let is_office = frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office);
    let withdraw = (is_office && bank.withdrawn.is_none()).then(|| withdraw(frame, bank));
    view! {
        <ui::Card title=bank.name.clone() aside=badge.into_any()>
            {standing}
            <ui::Facts items=facts columns=true/>
            {open}
            {withdraw}
        </ui::Card>
    }
    .into_any()
}

/// Withdrawing, behind a button that says what will happen.
fn withdraw(frame: &Frame, bank: &BankView) -> AnyView {
    let id = bank.id.to_string();
    // Several such forms stand on the page; what was typed and refused belongs to one of them.
    let refused = frame.typed("bank") == id;
    let error = field_error(&frame.flash, "reason").filter(|_| refused);
    let (reason, invalid) = (if refused { frame.typed("reason") } else { String::new() }, error.is_some());
    let control = if refused { "f-reason".to_owned() } else { format!("f-reason-{id}") };
    let label = control.clone();
    let what = format!("停用第 {} 版后，新的考核方案不能再用它，用到它的草稿要重新选择题库。", bank.version);
    view! {
        <ui::Disclosure label="停用" button=Kind::Danger open=refused>
            <p>
                {what}
                "已发布的培训、正在进行的考核和已考试卷不受影响。停用不能撤销，发布新版后可以选用新版。"
            </p>
            <ui::PostForm action="/api/bank/withdraw">
                <input type="hidden" name="bank" value=id/>
                <div class="field" data-invalid=invalid.then_some("true")>
                    <label class="field-label" for=label>"停用理由"</label>
                    {error.map(|words| view! { <p class="field-error">{words}</p> })}
                    <input class="input" id=control name="reason" value=reason maxlength="200"
                        aria-invalid=invalid.then_some("true")/>
                </div>
                <ui::Button kind=Kind::Danger>"确认停用"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}
