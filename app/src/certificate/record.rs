//! A certificate with all its revisions, and what the office does with it.

use crate::{
    layout::{self, Desk},
    text,
    training::mine::status_badge,
    ui::{self, Column, Kind, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    certificate::{CertificateRecord, RevisionLine},
};
use domain::{
    certificate::{Cause, Status},
    exam::attempt::Reason,
};
use leptos::prelude::*;

/// What an auditor sees.
#[must_use]
pub fn audit_record(frame: &Frame, view: &CertificateRecord) -> String {
    layout::desk(frame, Desk::titled(&view.serial), || {
        let paper = format!("/audit/papers/{}.json", view.attempt);
        view! { {facts(view)}{revisions(view)}<p><a href=paper>"试卷证据包"</a></p> }.into_any()
    })
}

/// What the office sees and does.
#[must_use]
pub fn office_record(frame: &Frame, view: &CertificateRecord) -> String {
    layout::desk(frame, Desk::titled(&view.serial), || {
        view! { {facts(view)}{act(frame, view)}{revisions(view)} }.into_any()
    })
}

fn facts(view: &CertificateRecord) -> AnyView {
    let mut facts = vec![
        fact("状态", status_badge(view.status)),
        fact("培训", view.training.clone()),
        fact("学时", view.hours.to_string()),
        fact("成绩", format!("{} 分", text::points(view.score))),
        fact("签发日期", text::date(view.issued_on)),
        fact("有效期至", text::date(view.valid_until)),
    ];
    if let Some((at, reason)) = &view.revoked {
        facts.push(fact("撤销", format!("{}，{reason}", text::minute(*at))));
    }
    view! { <ui::Card><ui::Facts items=facts/></ui::Card> }.into_any()
}

fn revisions(view: &CertificateRecord) -> AnyView {
    let columns = vec![
        Column::number("版次"),
        Column::text("姓名"),
        Column::text("单位"),
        Column::text("签发时间"),
        Column::text("换发原因"),
        Column::text("状态"),
        Column::text("文件"),
    ];
    let rows = view.revisions.iter().map(|revision| row(&view.serial, revision)).collect();
    view! {
        <ui::Card title="全部版次">
            <ui::Table caption="全部版次" columns=columns rows=rows cards=true/>
        </ui::Card>
    }
    .into_any()
}

fn row(serial: &str, revision: &RevisionLine) -> Vec<ui::Cell> {
    let href = format!("/certificates/{serial}.pdf?revision={}", revision.revision);
    let why = match (revision.cause, &revision.reason) {
        (Some(cause), Some(reason)) => format!("{}：{reason}", cause.term()),
        _ => "首次签发".to_owned(),
    };
    let hash = revision.file_hash.clone().map(|hash| view! { <code class="code">{hash}</code> });
    cells![
        revision.revision.to_string(),
        revision.holder.clone(),
        revision.unit.clone(),
        text::minute(revision.issued_at),
        why,
        status_badge(revision.status),
        view! { <div class="stack"><a href=href>"PDF"</a>{hash}</div> },
    ]
}

/// The form of the act asked for, or the ways to the forms.
fn act(frame: &Frame, view: &CertificateRecord) -> AnyView {
    if view.status == Status::Revoked {
        return view! { <p class="muted">"已撤销的证明不能恢复，也不能换发。"</p> }.into_any();
    }
    match view.act.as_str() {
        "revoke" => revoke(frame, view),
        "reissue" => reissue(frame, view),
        _ => {
            let way = |act: &str| format!("{}?act={act}", path(view));
            view! {
                <div class="actions">
                    <ui::LinkButton href=way("reissue")>"换发…"</ui::LinkButton>
                    <ui::LinkButton href=way("revoke")>"撤销…"</ui::LinkButton>
                </div>
            }
            .into_any()
        }
    }
}

fn path(view: &CertificateRecord) -> String {
    format!("/office/certificates/{}", view.serial)
}

fn revoke(frame: &Frame, view: &CertificateRecord) -> AnyView {
    let reason = reason(frame, "任何人核验时都会看到这句话，请写清楚，不要写个人隐私。例如：由他人代考。");
    let (serial, back) = (view.serial.clone(), path(view));
    view! {
        <ui::Card title="撤销" id="act">
            <ui::Notice tone=Tone::Warn title="撤销后不能恢复"
                body="所有版次同时作废，核验页面显示撤销时间和理由。培训结果不变；结果有误的，请到考试现场作废该次考试。"/>
            <ui::PostForm action="/api/certificate/revoke">
                <input type="hidden" name="serial" value=serial/>
                {reason}
                <div class="actions">
                    <ui::Button kind=Kind::Danger>"确认撤销"</ui::Button>
                    <ui::LinkButton href=back>"取消"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn reissue(frame: &Frame, view: &CertificateRecord) -> AnyView {
    let causes = Cause::ALL.map(|cause| choice(cause.code(), cause.term())).to_vec();
    let selected = vec![frame.typed("cause")];
    let typed =
        |name: &str, now: Option<&String>| frame.flash.typed.get(name).or(now).cloned().unwrap_or_default();
    let newest = view.revisions.first();
    let holder = typed("holder", newest.map(|revision| &revision.holder));
    let unit = typed("unit_name", newest.map(|revision| &revision.unit));
    let error = |name: &str| text::field_error(&frame.flash, name);
    let (no_cause, no_holder, no_unit) = (error("cause"), error("holder"), error("unit_name"));
    let reason = reason(frame, "任何人核验旧证明时都会看到这句话，不要写个人隐私。例如：姓名录入有误。");
    let (serial, back) = (view.serial.clone(), path(view));
    view! {
        <ui::Card title="换发" id="act">
            <p>"编号和有效期不变，版次加一，二维码更新。旧证明留存，核验时显示已换发并指向新证明。"</p>
            <ui::PostForm action="/api/certificate/reissue">
                <input type="hidden" name="serial" value=serial/>
                <ui::ChoiceGroup legend="换发原因" name="cause" options=causes selected=selected
                    error=no_cause required=true/>
                <ui::Field label="姓名" name="holder" value=holder maxlength=60 error=no_holder
                    hint="仅更正姓名时修改" required=true/>
                <ui::Field label="单位名称" name="unit_name" value=unit maxlength=80 error=no_unit
                    hint="仅变更单位时修改" required=true/>
                {reason}
                <div class="actions">
                    <ui::Button kind=Kind::Primary>"确认换发"</ui::Button>
                    <ui::LinkButton href=back>"取消"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn reason(frame: &Frame, hint: &'static str) -> AnyView {
    let error = text::field_error(&frame.flash, "reason");
    let most = u32::from(Reason::MOST);
    view! {
        <ui::TextArea label="理由" name="reason" value=frame.typed("reason") hint=hint error=error rows=2
            maxlength=most required=true/>
    }
    .into_any()
}
