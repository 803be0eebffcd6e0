//! The register of statutory certificates, and who lacks one.

use super::worth;
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    archive::statutory_state,
    register::{LackLine, LackingView, StatutoryFigures, StatutoryLine, StatutoryView},
};
use domain::register::{StatutoryKind, WorkCategory};
use leptos::prelude::*;

/// The states to choose from, each with its code.
const STATES: [(&str, &str); 7] = [
    ("warn", "需要处理的"),
    ("expired", "已过期"),
    ("review_missed", "复审逾期"),
    ("expiring", "90 天内到期"),
    ("review_due", "90 天内复审"),
    ("valid", "有效"),
    ("proposed", "待确认"),
];

/// Renders the register.
#[must_use]
pub fn statutory(frame: &Frame, view: &StatutoryView) -> String {
    let query = &view.query;
    let asked = |path: &str| {
        Link::to(path)
            .with("q", &query.q)
            .with("kind", &query.kind)
            .with("category", &query.category)
            .with("state", &query.state)
    };
    let (link, export) = (asked("/office/registers/statutory"), asked("/office/registers/statutory.xlsx"));
    let import = view.may_manage.then(|| {
        view! { <ui::LinkButton href="/office/registers/import/statutory" kind=Kind::Primary>"导入"</ui::LinkButton> }
    });
    let actions = view! {
        <ui::LinkButton href=export.to_string() download="法定证书.xlsx">"导出 Excel"</ui::LinkButton>
        {import}
    };
    let subtitle = "由主管部门核发，街道只登记和提醒。单位可以自行登记，应急办确认后生效。".into();
    let page = Desk { subtitle, actions: Some(actions.into_any()), ..Desk::titled("法定证书") };
    layout::desk(frame, page, || {
        let kinds = StatutoryKind::ALL.iter().map(|k| choice(k.code(), k.term())).collect();
        let categories = WorkCategory::ALL.iter().map(|c| choice(c.code(), c.term())).collect();
        let states = STATES.iter().map(|(code, words)| choice(*code, *words)).collect();
        let rows = view.rows.iter().map(line).collect();
        let (query, pager) = (view.query.clone(), view.pager);
        let columns =
            ["姓名", "证书", "证号", "有效期至", "复审日期", "状态", "单位"].map(Column::text).into();
        view! {
            {figures(view.figures)}
            <ui::Filters link=link.clone() fields=&["q", "kind", "category", "state"]>
                <ui::Field label="姓名、单位或证号" name="q" kind="search" value=query.q/>
                <ui::SelectField label="证书类别" name="kind" options=kinds value=query.kind blank="全部"/>
                <ui::SelectField label="作业类别" name="category" options=categories value=query.category blank="全部"/>
                <ui::SelectField label="状态" name="state" options=states value=query.state blank="全部"/>
            </ui::Filters>
            <ui::Table caption="法定证书" columns=columns rows=rows cards=true
                empty="没有符合条件的登记。可以清除筛选，或到单位页登记、从 Excel 导入。"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn figures(figures: StatutoryFigures) -> AnyView {
    let to = |state: &str| Link::to("/office/registers/statutory").with("state", state).to_string();
    let tone = |count: u32, tone: Tone| if count == 0 { Tone::Good } else { tone };
    let StatutoryFigures { registered, soon, over, proposed, lacking } = figures;
    let waits = (proposed > 0).then(|| {
        let title = format!("有 {proposed} 份单位自行登记的证书等待确认。");
        view! {
            <ui::Notice tone=Tone::Warn title=title>
                <ui::LinkButton href=to("proposed")>"查看"</ui::LinkButton>
            </ui::Notice>
        }
    });
    view! {
        {waits}
        <div class="grid">
            <ui::Figure label="在册证书" value=registered.to_string() href=to("") link="全部" note=" · 份"/>
            <ui::Figure label="90 天内到期或复审" value=soon.to_string() tone=tone(soon, Tone::Warn) href=to("warn")
                link="名单" note=" · 份"/>
            <ui::Figure label="过期或复审逾期" value=over.to_string() tone=tone(over, Tone::Bad) href=to("warn")
                link="名单" note=" · 份"/>
            <ui::Figure label="应持证而无证" value=lacking.to_string() tone=tone(lacking, Tone::Bad)
                href="/office/registers/statutory/lacking" link="名单" note=" · 人项"/>
        </div>
    }
    .into_any()
}

fn line(line: &StatutoryLine) -> Vec<Cell> {
    let unit = format!("/office/enterprises/{}/registers", line.unit);
    cells![
        view! { <a href=format!("/office/people/{}/archive", line.person)>{line.name.clone()}</a> },
        kind(line.kind, line.category),
        view! { <span class="code small">{line.number.clone()}</span> },
        view! { <span class="num">{text::date(line.valid_until)}</span> },
        view! { <span class="num">{line.review_by.map_or_else(|| "—".to_owned(), text::date)}</span> },
        worth(line.entry, line.state),
        view! { <a href=unit>{line.unit_name.clone()}</a> },
    ]
}

/// The kind of a certificate, with the kind of work.
pub(super) fn kind(kind: StatutoryKind, category: Option<WorkCategory>) -> AnyView {
    let category = category.map(|c| view! { <br/><span class="small muted">{c.term()}</span> });
    view! { <span>{kind.term()}{category}</span> }.into_any()
}

/// Renders who needs a certificate and has none in force.
#[must_use]
pub fn lacking(frame: &Frame, view: &LackingView) -> String {
    let page = Desk {
        subtitle: "高危单位的主要负责人和安全生产管理人员，以及登记为特种作业岗位的人员。".into(),
        crumbs: vec![NavItem::new("/office/registers/statutory", "法定证书")],
        ..Desk::titled("应持证而无证")
    };
    layout::desk(frame, page, || {
        let rows = view.rows.iter().map(|line| lack(line, true)).collect();
        let pager = view.pager;
        view! {
            <ui::Table caption="应持证而无证" columns=lack_columns(true) rows=rows cards=true
                empty="没有应持证而无证的人员。"/>
            <ui::Pager link=Link::to("/office/registers/statutory/lacking") page=pager.page size=pager.size
                total=pager.total/>
            <p class="small muted">"依据：安全生产法第二十七条、第三十条，山东省安全生产条例第二十七条。街道不是考核发证机关，请督促单位联系主管部门。"</p>
        }
        .into_any()
    })
}

pub(super) fn lack_columns(with_unit: bool) -> Vec<Column> {
    let mut columns = ["姓名", "缺少的证书", "情况"].map(Column::text).to_vec();
    if with_unit {
        columns.push(Column::text("单位"));
    }
    columns
}

pub(super) fn lack(line: &LackLine, with_unit: bool) -> Vec<Cell> {
    let state = match line.over {
        Some(over) => view! { <ui::Badge tone=Tone::Bad>{statutory_state(over).shown()}</ui::Badge> },
        None => view! { <ui::Badge tone=Tone::Bad>"无证"</ui::Badge> },
    };
    let mut cells = cells![line.name.clone(), kind(line.kind, line.category), state];
    if with_unit {
        let href = format!("/office/enterprises/{}/registers", line.unit);
        cells.push(view! { <a href=href>{line.unit_name.clone()}</a> }.into_any());
    }
    cells
}
