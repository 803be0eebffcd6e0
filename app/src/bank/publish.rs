//! What waits for publication, what the check says of it, and the versions there are.

use super::{
    diff::difference,
    questions::{address, aim, crumbs},
};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, Link, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    bank::{PublishPage, VersionsPage},
};
use domain::bank::{Report, Severity};
use leptos::prelude::*;

/// So many findings are listed; a bank with more is checked again after these are mended.
const FINDINGS: usize = 100;

/// Renders what publishing would do.
#[must_use]
pub fn page(frame: &Frame, view: &PublishPage) -> String {
    let desk = Desk { crumbs: crumbs(&view.bank), ..Desk::titled("审核与发布") };
    layout::desk(frame, desk, || {
        let home = address(&view.bank);
        let waiting = (view.submitted > 0).then(|| {
            let href = format!("{home}?state=submitted");
            view! {
                <ui::Notice tone=Tone::Warn title=format!("有 {} 份修改等待审核", view.submitted)
                    body="由起草人以外的同事审核。"/>
                <p><a href=href>"去审核"</a></p>
            }
        });
        let stale = (!view.stale.is_empty()).then(|| {
            let body = format!("题目 {}。请退回起草人，对照新内容改好后再审核。", view.stale.join("、"));
            view! { <ui::Notice tone=Tone::Bad title="有修改起草以后，题目已发布了新的内容" body=body/> }
        });
        view! { {waiting}{stale}{approved(view)}{view.report.as_ref().map(|report| checked(report, &home))} }
            .into_any()
    })
}

fn approved(view: &PublishPage) -> AnyView {
    let home = address(&view.bank);
    let columns = ["题目", "事项", "起草", "审核"].map(Column::text).to_vec();
    let rows: Vec<_> = view
        .edits
        .iter()
        .map(|line| {
            let href = format!("{home}/questions/{}", line.question);
            cells![
                view! {
                    <a class="clamp" href=href>{line.stem.clone()}</a>
                    <span class="small muted">{line.question.clone()}</span>
                },
                aim(line.aim),
                line.author.clone(),
                line.reviewer.clone(),
            ]
        })
        .collect();
    let clean = view.report.as_ref().is_some_and(Report::is_clean);
    let next = view.bank.newest.as_ref().map_or(1, |v| v.version + 1);
    let publish = (view.bank.may_edit && clean && !view.edits.is_empty()).then(|| {
        let label = format!("发布第 {next} 版（{} 题）", view.questions);
        let code = view.bank.code.clone();
        view! {
            <ui::Disclosure label=label button=Kind::Primary>
                <p>"发布后的版本不再改动。已发布的培训和已考试卷仍用原来的版本；新的考核方案可以选用新版。"</p>
                <ui::PostForm action="/api/bank/publish">
                    <input type="hidden" name="bank" value=code/>
                    <ui::Button kind=Kind::Primary>"确认发布"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    view! {
        <ui::Card title=format!("已审核、待发布的修改 {} 份", view.edits.len())>
            <ui::Table caption="待发布的修改" columns=columns rows=rows cards=true empty="没有待发布的修改。"/>
            {publish}
        </ui::Card>
    }
    .into_any()
}

fn checked(report: &Report, home: &str) -> AnyView {
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let rows: Vec<_> = report
        .findings
        .iter()
        .take(FINDINGS)
        .map(|found| {
            let (tone, word) = match found.severity {
                Severity::Error => (Tone::Bad, "错误"),
                Severity::Warning => (Tone::Warn, "提醒"),
            };
            let place = found.question.as_ref().map_or_else(
                || "整个题库".into_any(),
                |id| view! { <a href=format!("{home}/questions/{id}")>{id.to_string()}</a> }.into_any(),
            );
            cells![view! { <ui::Badge tone=tone>{word}</ui::Badge> }, place, text::finding(&found.fact),]
        })
        .collect();
    let counts = &report.counts;
    let facts = vec![
        fact("题数", format!("{} 题，今天可用 {} 题", counts.total, counts.valid_today)),
        fact(
            "结论",
            if errors == 0 {
                "可以发布".to_owned()
            } else {
                format!("有 {errors} 处错误，先修改再发布")
            },
        ),
        fact("提醒", format!("{warnings} 处")),
        fact("条文核对", "这里只查格式和编排；与法规原文的核对在服务器上用 anxun bank check --laws 进行。"),
    ];
    let columns = ["级别", "题目", "内容"].map(Column::text).to_vec();
    view! {
        <ui::Card title="发布后的题库检查">
            <ui::Facts items=facts columns=true/>
            <ui::Table caption="检查结果" columns=columns rows=rows cards=true empty="没有发现问题。"/>
        </ui::Card>
    }
    .into_any()
}

/// Renders the versions of a bank and what differs between two of them.
#[must_use]
pub fn versions(frame: &Frame, view: &VersionsPage) -> String {
    let desk = Desk { crumbs: crumbs(&view.bank), ..Desk::titled("版本") };
    layout::desk(frame, desk, || {
        let home = address(&view.bank);
        let columns = ["版本", "发布时间", "状态", "内容指纹"].map(Column::text).to_vec();
        let rows = view.versions.iter().map(|version| {
            let link = Link::to(format!("{home}/versions")).with("version", version.version);
            let state = match &version.withdrawn {
                None => "可用".into_any(),
                Some(withdrawn) => {
                    let words = format!(" {}：{}", text::minute(withdrawn.at), withdrawn.reason);
                    view! { <ui::Badge tone=Tone::Warn>"已停用"</ui::Badge>{words} }.into_any()
                }
            };
            let hash = version.content_hash.clone();
            cells![
                view! { <a href=link.to_string()>{format!("第 {} 版", version.version)}</a> },
                text::minute(version.published_at),
                state,
                view! { <span class="code">{hash}</span> },
            ]
        });
        let rows = rows.collect();
        let newest = view.versions.first().filter(|v| view.bank.may_edit && v.withdrawn.is_none());
        let withdraw = newest.map(|version| super::withdraw(frame, version));
        view! {
            <ui::Table caption="版本" columns=columns rows=rows cards=true empty="还没有发布过版本。"/>
            {withdraw}
            {compared(view)}
        }
        .into_any()
    })
}

fn compared(view: &VersionsPage) -> Option<AnyView> {
    let (newer, older) = (view.chosen?, view.against?);
    let home = address(&view.bank);
    let entries = view.changes.iter().map(|change| {
        let what = match (&change.before, &change.after) {
            (None, _) => "新增",
            (Some(_), Some(_)) => "修改",
            (Some(_), None) => "停用",
        };
        let stem =
            change.after.as_ref().or(change.before.as_ref()).map(|q| q.stem.clone()).unwrap_or_default();
        let label = format!("{what} · {} · {}", change.id, crate::bank::short(&stem));
        let href = format!("{home}/questions/{}", change.id);
        let body = difference(change.before.as_ref(), change.after.as_ref());
        view! { <ui::Disclosure label=label>{body}<p><a href=href>"打开这道题"</a></p></ui::Disclosure> }
    });
    let entries: Vec<_> = entries.collect();
    let link = Link::to(format!("{home}/versions")).with("version", newer).with("against", older);
    let title = format!("第 {newer} 版与第 {older} 版：{} 处不同", view.changes.len());
    let all: Vec<ui::Choice> =
        view.versions.iter().map(|v| choice(v.version.to_string(), format!("第 {} 版", v.version))).collect();
    let again = all.clone();
    Some(
        view! {
            <ui::Card title=title>
                <ui::Filters link=link fields=&["version", "against"] label="比较">
                    <ui::SelectField label="新版" name="version" options=all value=newer.to_string()/>
                    <ui::SelectField label="旧版" name="against" options=again value=older.to_string()/>
                </ui::Filters>
                {entries}
            </ui::Card>
        }
        .into_any(),
    )
}
