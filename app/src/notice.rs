//! The inbox on a phone, and the administrator's outbox.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, NavItem, Tone, cells},
};
use contract::{
    Frame,
    notice::{InboxView, OutboxView},
};
use domain::notice::Kind;
use leptos::prelude::*;

/// The own notices.
#[must_use]
pub fn inbox(frame: &Frame, view: &InboxView) -> String {
    layout::phone(frame, "通知", || {
        let unread = view.notices.iter().any(|notice| notice.unread);
        let read = unread.then(|| {
            view! {
                <ui::PostForm action="/api/notice/read" inline=true><ui::Button>"全部标为已读"</ui::Button></ui::PostForm>
            }
        });
        let lines: Vec<_> = view
            .notices
            .iter()
            .map(|notice| {
                let tone = match notice.kind {
                    Some(Kind::DutyOverdue) => Tone::Bad,
                    Some(Kind::DutySoon | Kind::CertificateExpiring) => Tone::Warn,
                    None => Tone::Neutral,
                };
                let kind = notice.kind.map_or("通知", Kind::term);
                let new = notice.unread.then(|| view! { <ui::Badge tone=Tone::Accent>"未读"</ui::Badge> });
                let (body, path, at) =
                    (notice.body.clone(), notice.path.clone(), text::minute(notice.made_at));
                view! {
                    <ui::Card>
                        <div class="row"><ui::Badge tone=tone>{kind}</ui::Badge>{new}</div>
                        <p>{body}</p>
                        <p class="small muted">{at}" · "<a href=path>"去办理"</a></p>
                    </ui::Card>
                }
            })
            .collect();
        let nothing = lines.is_empty().then(|| {
            view! { <ui::Empty title="没有通知" body="培训责任快到期或已逾期、证明快到期时，会在这里提醒。演练不会提前通知。"/> }
        });
        let pager = view.pager;
        view! {
            {read}{lines}{nothing}
            <ui::Pager link=Link::to("/my/notices") page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

/// The messages that left the platform or are to.
#[must_use]
pub fn outbox(frame: &Frame, view: &OutboxView) -> String {
    let crumbs = vec![NavItem::new("/admin", "管理")];
    let subtitle = "每天一份培训责任摘要，只含数量。21 点到次日 8 点不发送；演练从不通知".into();
    layout::desk(frame, Desk { crumbs, subtitle, ..Desk::titled("对外发送") }, || {
        let rows = view.messages.iter().map(|message| {
            let (tone, word) = match message.state.as_str() {
                "sent" => (Tone::Good, "已送达"),
                "failed" => (Tone::Bad, "失败"),
                _ => (Tone::Warn, "等待发送"),
            };
            let id = message.id.to_string();
            let again = (message.state == "failed").then(|| {
                view! {
                    <ui::PostForm action="/api/notice/resend" inline=true>
                        <input type="hidden" name="message" value=id/>
                        <ui::Button>"重新发送"</ui::Button>
                    </ui::PostForm>
                }
            });
            cells![
                text::minute(message.made_at),
                if message.channel == "mail" { "邮件" } else { "回调地址" },
                message.recipient.clone(),
                view! { <ui::Badge tone=tone>{word}</ui::Badge> },
                message.tries.to_string(),
                message.last_error.clone().unwrap_or_else(|| "—".into()),
                again,
            ]
        });
        let rows = rows.collect();
        let columns = vec![
            Column::text("时间"),
            Column::text("方式"),
            Column::text("对方"),
            Column::text("状态"),
            Column::number("次数"),
            Column::text("最近的错误"),
            Column::text("办理"),
        ];
        view! {
            <ui::Table caption="对外发送" columns=columns rows=rows cards=true
                empty="还没有对外发送的消息。未设置邮件或回调地址时不发送"/>
        }
        .into_any()
    })
}
