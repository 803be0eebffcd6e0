//! Searching certificates.

use crate::{
    layout::{self, Desk},
    text,
    training::mine::status_badge,
    ui::{self, Column, Link, cells, choice},
};
use contract::{
    Frame,
    certificate::{CertificateLine, CertificateQuery, CertificatesView},
};
use leptos::prelude::*;

/// The auditor's list, with papers and the workbook.
#[must_use]
pub fn audit_list(frame: &Frame, view: &CertificatesView) -> String {
    let export = link("/audit/certificates.xlsx", &view.query).to_string();
    let files = files("/audit/certificates", &view.query);
    let actions = view! {
        <ui::LinkButton href=export download="证明清单.xlsx">"导出清单"</ui::LinkButton>
        {files}
    };
    let desk = Desk {
        subtitle: "导出、打包和打印都按查找条件，不只本页；每次都记入日志".into(),
        actions: Some(actions.into_any()),
        ..Desk::titled("证明")
    };
    layout::desk(frame, desk, || {
        view! {
            {list("/audit/certificates", view, true)}
            <p class="small muted">"点编号看全部版次并下载 PDF。证据包可用 anxun paper verify 复核组卷。"</p>
        }
        .into_any()
    })
}

/// The office's list, from which certificates are revoked and issued again.
#[must_use]
pub fn office_list(frame: &Frame, view: &CertificatesView) -> String {
    let files = files("/office/certificates", &view.query);
    let actions = view! {
        {files}
        <ui::LinkButton href="/office/certificates/templates">"证明样式"</ui::LinkButton>
    };
    let desk = Desk {
        subtitle: "点编号可换发或撤销；打包和打印按查找条件，不只本页".into(),
        actions: Some(actions.into_any()),
        ..Desk::titled("证明")
    };
    layout::desk(frame, desk, || list("/office/certificates", view, false))
}

/// The ways to the files of everything that is found. A refusal is a page, so they are plain links.
fn files(path: &str, query: &CertificateQuery) -> AnyView {
    let bundle = link(&format!("{path}.zip"), query).to_string();
    let print = link(&format!("{path}/print"), query).to_string();
    view! {
        <ui::LinkButton href=bundle>"打包下载"</ui::LinkButton>
        <ui::LinkButton href=print>"打印文件"</ui::LinkButton>
    }
    .into_any()
}

fn link(path: &str, query: &CertificateQuery) -> Link {
    Link::to(path)
        .with("serial", &query.serial)
        .with("person", &query.person)
        .with("unit", &query.unit)
        .with("training", &query.training)
        .with("year", &query.year)
        .with("status", &query.status)
}

fn list(path: &'static str, view: &CertificatesView, papers: bool) -> AnyView {
    let (link, query) = (link(path, &view.query), view.query.clone());
    let states = [
        ("valid", "有效"),
        ("expiring", "即将到期"),
        ("expired", "已过期"),
        ("revoked", "已撤销"),
        ("reissued", "换发过"),
    ];
    let states = states.map(|(code, term)| choice(code, term)).to_vec();
    let mut columns = vec![
        Column::text("编号"),
        Column::number("版次"),
        Column::text("姓名"),
        Column::text("单位"),
        Column::text("培训"),
        Column::number("成绩"),
        Column::text("签发"),
        Column::text("状态"),
    ];
    if papers {
        columns.push(Column::text("试卷"));
    }
    let rows: Vec<_> = view.lines.iter().map(|line| row(path, line, papers)).collect();
    let pager = view.pager;
    view! {
        <ui::Filters link=link.clone() fields=&["serial", "person", "unit", "training", "year", "status"]
            label="查找">
            <ui::Field label="编号" name="serial" value=query.serial/>
            <ui::Field label="姓名" name="person" value=query.person/>
            <ui::Field label="单位" name="unit" value=query.unit/>
            <ui::Field label="培训" name="training" value=query.training/>
            <ui::Field label="签发年度" name="year" kind="number" value=query.year/>
            <ui::SelectField label="状态" name="status" options=states value=query.status blank="全部"/>
        </ui::Filters>
        <ui::Table caption="证明" columns=columns rows=rows cards=true empty="没有符合条件的证明"/>
        <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

fn row(path: &str, line: &CertificateLine, papers: bool) -> Vec<ui::Cell> {
    let href = format!("{path}/{}", line.serial);
    let mut cells = cells![
        view! { <a class="num" href=href>{line.serial.clone()}</a> },
        line.revision.to_string(),
        line.holder.clone(),
        line.unit.clone(),
        line.training.clone(),
        text::points(line.score),
        text::date(line.issued_on),
        status_badge(line.status),
    ];
    if papers {
        let paper = format!("/audit/papers/{}.json", line.attempt);
        cells.push(view! { <a href=paper>"证据包"</a> }.into_any());
    }
    cells
}
