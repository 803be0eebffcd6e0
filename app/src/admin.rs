//! The administrator's page.

use crate::{
    layout::{self, Desk},
    ui::{self, Tone, fact},
};
use contract::{Frame, office::AdminHome};
use leptos::prelude::*;

/// The state of the installation, and how accounts are made.
#[must_use]
pub fn home(frame: &Frame, view: &AdminHome) -> String {
    let view = view.clone();
    layout::desk(frame, Desk::titled("管理"), move || {
        let good = |right: bool, yes: &'static str, no: &'static str| {
            let (tone, words) = if right { (Tone::Good, yes) } else { (Tone::Bad, no) };
            view! { <ui::Badge tone=tone>{words}</ui::Badge> }
        };
        let facts = vec![
            fact("版本", view.version),
            fact("数据库", view.database),
            fact("数据库结构", good(view.missing_steps == 0, "最新", "需要运行 anxun migrate")),
            fact("证明字库", good(view.certificate_fonts, "已安装", "缺少，不能生成证明")),
            fact("访问地址", view.public_url.clone()),
            fact("街道", view.streets.join("、")),
            fact("账号", format!("{} 个", view.accounts)),
        ];
        view! {
            <ui::Card title="运行状态"><ui::Facts items=facts/></ui::Card>
            <ui::Card title="账号">
                <p>"在服务器上用命令办理："</p>
                <ul class="stack">
                    <li><code class="code">"anxun user add"</code>" 建账号"</li>
                    <li><code class="code">"anxun user passwd"</code>" 重置密码"</li>
                    <li><code class="code">"anxun user disable"</code>" 停用账号"</li>
                </ul>
            </ui::Card>
        }
        .into_any()
    })
}
