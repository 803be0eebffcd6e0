//! The frozen question banks.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, fact},
};
use contract::{
    Frame,
    bank::{BankView, BanksView},
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
    layout::desk(frame, Desk { subtitle, ..Desk::titled("题库") }, || {
        if view.banks.is_empty() {
            return view! {
                <ui::Empty title="还没有发布题库" body="请管理员在服务器上运行 anxun bank import 题库文件夹。"/>
            }
            .into_any();
        }
        view! { <div class="stack">{view.banks.iter().map(card).collect::<Vec<_>>()}</div> }.into_any()
    })
}

fn card(bank: &BankView) -> AnyView {
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
        fact("内容指纹", view! { <span class="code">{bank.content_hash.clone()}</span> }),
    ];
    view! { <ui::Card title=bank.name.clone()><ui::Facts items=facts columns=true/></ui::Card> }.into_any()
}
