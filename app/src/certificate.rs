//! The public page that tells whether a certificate is good, and the auditor's list.

use crate::{
    layout::{self, Desk},
    text,
    training::mine::status_badge,
    ui::{self, Column, Link, Tone, Width, cells, fact},
};
use contract::{
    Frame, Pager,
    certificate::{CertificateLine, Found, VerifiedFields, VerifyView},
};
use domain::certificate::Status;
use leptos::prelude::*;

/// The public page of one certificate.
#[must_use]
pub fn verify(frame: &Frame, view: &VerifyView) -> String {
    layout::public(frame, "证明核验", Width::Reading, || {
        let serial = view.serial.clone();
        match &view.found {
            Found::Nothing => view! {
                <ui::Notice tone=Tone::Bad title="没有查到这份证明"
                    body="请核对编号。若证明上印有此编号，请向街道应急办反映，它可能是伪造的。"/>
                <p class="num">{serial}</p>
            }
            .into_any(),
            Found::StatusOnly(status) => view! {
                {verdict(*status)}
                <ui::Facts items=vec![fact("编号", serial), fact("状态", status_badge(*status))]/>
                <p class="muted">"只凭编号只能查到状态。扫描证明上的二维码，可以核对全部内容。"</p>
            }
            .into_any(),
            Found::Whole(fields) => whole(serial, fields),
        }
    })
}

fn verdict(status: Status) -> AnyView {
    let (tone, title) = match status {
        Status::Valid | Status::Expiring { .. } => (Tone::Good, "这份证明有效"),
        Status::Expired => (Tone::Warn, "这份证明已过期"),
        Status::Revoked => (Tone::Bad, "这份证明已撤销"),
    };
    view! { <ui::Notice tone=tone title=title/> }.into_any()
}

fn whole(serial: String, fields: &VerifiedFields) -> AnyView {
    let mut facts = vec![
        fact("编号", serial),
        fact("状态", status_badge(fields.status)),
        fact("姓名", fields.holder.clone()),
        fact("单位", fields.unit.clone()),
        fact("培训", fields.training.clone()),
        fact("学时", fields.hours.to_string()),
        fact("成绩", format!("{} 分", text::points(fields.score))),
        fact("签发单位", fields.issuer.clone()),
        fact("签发日期", text::date(fields.issued_on)),
        fact("有效期至", text::date(fields.valid_until)),
    ];
    if let Some((at, reason)) = &fields.revoked {
        facts.push(fact("撤销", format!("{}，{reason}", text::minute(*at))));
    }
    if let Some(hash) = &fields.file_hash {
        let hash = hash.clone();
        facts.push(fact("文件 SHA-256", view! { <code class="code">{hash}</code> }));
    }
    view! {
        {verdict(fields.status)}
        <ui::Card><ui::Facts items=facts/></ui::Card>
        <p class="small muted">"请与手中的证明逐项核对，任何一项不同都说明证明被改动过。姓名按规定遮挡。"</p>
        <p class="small muted">"本证明仅用于街道组织的培训考核，不替代法律法规规定的考核合格证或特种作业操作证。"</p>
    }
    .into_any()
}

/// The auditor's list.
#[must_use]
pub fn list(frame: &Frame, lines: &[CertificateLine], text: &str, pager: Pager) -> String {
    layout::desk(
        frame,
        Desk { subtitle: "每次查看和下载都记入日志".into(), ..Desk::titled("证明") },
        || {
            let link = Link::to("/audit/certificates").with("q", text);
            let columns = vec![
                Column::text("编号"),
                Column::text("姓名"),
                Column::text("单位"),
                Column::text("培训"),
                Column::number("成绩"),
                Column::text("签发"),
                Column::text("状态"),
                Column::text("试卷"),
            ];
            let rows = lines.iter().map(|c| {
                let (pdf, paper) =
                    (format!("/certificates/{}.pdf", c.serial), format!("/audit/papers/{}.json", c.attempt));
                cells![
                    view! { <a class="num" href=pdf>{c.serial.clone()}</a> },
                    c.holder.clone(),
                    c.unit.clone(),
                    c.training.clone(),
                    text::points(c.score),
                    text::date(c.issued_on),
                    status_badge(c.status),
                    view! { <a href=paper>"证据包"</a> },
                ]
            });
            let (rows, text) = (rows.collect(), text.to_owned());
            view! {
            <ui::Filters link=link.clone() fields=&["q"] label="查找">
                <ui::Field label="姓名、单位、培训或编号" name="q" value=text/>
            </ui::Filters>
            <ui::Table caption="证明" columns=columns rows=rows cards=true empty="没有符合条件的证明"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
            <p class="small muted">"点编号下载 PDF；扫描其二维码可公开核验。证据包可用 anxun paper verify 复核组卷。"</p>
        }
        .into_any()
        },
    )
}
