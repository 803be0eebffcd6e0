//! The public page that tells whether a certificate is good; the lists and records of auditors and the office.

mod list;
mod qr;
mod record;
mod template;

pub use list::{audit_list, office_list};
pub use record::{audit_record, office_record};
pub use template::templates;

use crate::{
    layout, text,
    training::mine::status_badge,
    ui::{self, Tone, Width, fact},
};
use contract::{
    Frame,
    certificate::{Found, InclusionProof, Reissue, VerifiedFields, VerifyView},
};
use domain::certificate::{Cause, FileCheck, Status};
use leptos::prelude::*;

/// The public page of one certificate.
#[must_use]
pub fn verify(frame: &Frame, view: &VerifyView) -> String {
    layout::public(frame, "证明核验", Width::Reading, || {
        let serial = view.serial.clone();
        let told = match &view.found {
            Found::Nothing => {
                return view! {
                    <ui::Notice tone=Tone::Bad title="没有查到这份证明"
                        body="请核对编号。若证明上印有此编号，请向街道应急办反映，它可能是伪造的。"/>
                    <p class="num">{serial}</p>
                    {view.qr.as_ref().map(qr::told)}
                }
                .into_any();
            }
            Found::StatusOnly(status) => view! {
                {verdict(*status)}
                <ui::Facts items=vec![fact("编号", serial), fact("状态", status_badge(*status))]/>
                <p class="muted">"只凭编号只能查到状态。扫描证明上的二维码，可以核对全部内容。"</p>
            }
            .into_any(),
            Found::Whole(fields) => whole(view, fields),
        };
        let qr = view.qr.as_ref().map(qr::told);
        view! { {view.check.map(checked)}{qr}{told}{check_form(frame, view)} }.into_any()
    })
}

fn verdict(status: Status) -> AnyView {
    let (tone, title) = match status {
        Status::Valid | Status::Expiring { .. } => (Tone::Good, "这份证明有效"),
        Status::Expired => (Tone::Warn, "这份证明已过期"),
        Status::Revoked => (Tone::Bad, "这份证明已撤销"),
        Status::Superseded { .. } => (Tone::Warn, "这份证明已换发，请以新证明为准"),
    };
    view! { <ui::Notice tone=tone title=title/> }.into_any()
}

/// What a file that was sent is.
fn checked(check: FileCheck) -> AnyView {
    let (tone, title, body) = match check {
        FileCheck::Same { revision } => (
            Tone::Good,
            format!("上传的文件与签发的文件一致（第 {revision} 版）"),
            "逐字节比对，没有任何改动。文件一致不等于仍然有效，请同时看下面的状态。",
        ),
        FileCheck::OtherRevision { revision } => (
            Tone::Warn,
            format!("上传的文件是这份证明的第 {revision} 版"),
            "它由本街道签发、没有改动，但不是这里核验的版次，请以新证明为准。",
        ),
        FileCheck::Changed => (
            Tone::Bad,
            "上传的文件被改动过".to_owned(),
            "它与签发的文件大部分相同，但不完全一致，不可采信。请让持证人重新下载。",
        ),
        FileCheck::NotOurs => (
            Tone::Bad,
            "上传的文件不是本街道用这个编号签发的".to_owned(),
            "即使文件上的二维码能查到有效证明，这个文件也不可采信。扫描件、照片和打印后再扫描的文件也会得到这个结果。",
        ),
    };
    view! { <ui::Notice tone=tone title=title body=body/> }.into_any()
}

fn check_form(frame: &Frame, view: &VerifyView) -> AnyView {
    let (serial, code) = (view.serial.clone(), view.code.clone());
    let error = text::field_error(&frame.flash, "file");
    view! {
        <ui::Card title="核对 PDF 文件">
            <p class="small">"上传收到的证明文件，与签发的文件逐字节比对。文件只用于比对，不保存。"</p>
            <ui::PostForm action="/api/certificate/check" multipart=true>
                <input type="hidden" name="serial" value=serial/>
                <input type="hidden" name="code" value=code/>
                <ui::FileField label="证明文件" name="file" accept=".pdf,application/pdf" hint="PDF，不超过 5 MB"
                    error=error required=true/>
                <div class="actions"><ui::Button>"核对"</ui::Button></div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn whole(view: &VerifyView, fields: &VerifiedFields) -> AnyView {
    let mut facts = vec![
        fact("编号", view.serial.clone()),
        fact("版次", format!("第 {} 版", fields.revision)),
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
    if let Some(reissue) = &fields.reissued {
        facts.push(fact("本版换发", why(reissue)));
    }
    if let Some((reissue, _)) = &fields.replaced {
        facts.push(fact("已被换发", why(reissue)));
    }
    if let Some((at, reason)) = &fields.revoked {
        facts.push(fact("撤销", format!("{}，{reason}", text::minute(*at))));
    }
    let newer = fields.replaced.as_ref().map(|(_, code)| {
        let href = format!("/verify/{}?c={code}", view.serial);
        view! { <p><ui::LinkButton href=href>"查看现行的新证明"</ui::LinkButton></p> }
    });
    view! {
        {verdict(fields.status)}
        {newer}
        <ui::Card><ui::Facts items=facts/></ui::Card>
        <p class="small muted">"请与手中的证明逐项核对，任何一项不同都说明证明被改动过。姓名按规定遮挡。"</p>
        <p class="small muted">"本证明仅用于街道组织的培训考核，不替代法律法规规定的考核合格证或特种作业操作证。"</p>
        {evidence(view, fields)}
    }
    .into_any()
}

/// When, for what cause and why something was issued again.
fn why(reissue: &Reissue) -> String {
    let cause = reissue.cause.map_or("", Cause::term);
    format!("{}，{cause}：{}", text::minute(reissue.at), reissue.reason)
}

/// The hashes by which a stranger checks file, key and log.
fn evidence(view: &VerifyView, fields: &VerifiedFields) -> AnyView {
    let code = |hash: &str| {
        let hash = hash.to_owned();
        view! { <code class="code">{hash}</code> }
    };
    let file = fields
        .file_hash
        .as_deref()
        .map_or_else(|| "尚未生成文件，首次下载时生成".into_any(), |hash| code(hash).into_any());
    let mut facts = vec![
        fact("文件 SHA-256", file),
        fact("签发密钥指纹", code(&fields.fingerprint)),
        fact("二维码密钥指纹", code(&view.qr_key)),
    ];
    let download = fields.proof.as_ref().map(|proof| {
        facts.extend(in_the_log(proof).into_iter().map(|(name, value)| match name {
            "叶" | "树根" => fact(name, code(&value)),
            _ => fact(name, value),
        }));
        let href = format!("/verify/{}/proof.json?c={}", view.serial, view.code);
        view! { <ui::LinkButton href=href download="proof.json">"下载日志包含证明（JSON）"</ui::LinkButton> }
    });
    view! {
        <ui::Disclosure label="文件、密钥与日志凭据">
            <ui::Facts items=facts/>
            <p class="small muted">"日志包含证明按 RFC 6962 计算：由叶和路径可以重新算出树根，证明签发记录确在日志之中。"</p>
            <p class="small muted">"二维码里的签名记录不联网也能核对：保存公钥，用 anxun certificate verify-qr 或 docs/verify/verify_qr.py。"</p>
            <div class="actions">
                {download}
                <ui::LinkButton href="/keys/certificate-qr.pem">"二维码公钥"</ui::LinkButton>
                <ui::LinkButton href="/keys/certificate.pem">"签发证书"</ui::LinkButton>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

fn in_the_log(proof: &InclusionProof) -> Vec<(&'static str, String)> {
    vec![
        ("签发记录", format!("日志第 {} 号，第 {} 个叶，共 {} 个", proof.entry, proof.index + 1, proof.size)),
        ("叶", proof.leaf.clone()),
        ("路径", format!("{} 个结点", proof.path.len())),
        ("树根", proof.root.clone()),
    ]
}
