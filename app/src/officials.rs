//! The figures of officials' tests.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, Tone, cells},
};
use contract::{Frame, officials::OfficialsView};
use domain::officials::Figures;
use leptos::prelude::*;

fn mean(figures: &Figures) -> String {
    let mean = figures.mean().and_then(|mean| i32::try_from(mean.get()).ok());
    mean.map_or_else(|| "—".to_owned(), text::points)
}

/// The page of a year.
#[must_use]
pub fn page(frame: &Frame, view: &OfficialsView) -> String {
    let file = Link::to("/office/officials.xlsx").with("year", view.year).to_string();
    let name = format!("{}年干部测试情况.xlsx", view.year);
    let actions =
        Some(view! { <ui::LinkButton href=file download=name>"导出 Excel"</ui::LinkButton> }.into_any());
    let subtitle = "安委会成员单位、管理区职能人员、执法人员和党政领导；只有应急办和审计可见".to_owned();
    layout::desk(frame, Desk { subtitle, actions, ..Desk::titled("干部测试") }, || {
        let years = view.years.iter().map(|year| {
            let href = Link::to("/office/officials").with("year", year).to_string();
            let here = (*year == view.year).then_some("page");
            view! { <a class="button" href=href aria-current=here>{format!("{year} 年")}</a> }
        });
        view! {
            <nav class="actions" aria-label="年度">{years.collect::<Vec<_>>()}</nav>
            {totals(view)}
            {departments(view)}
            {tests(view)}
        }
        .into_any()
    })
}

fn totals(view: &OfficialsView) -> AnyView {
    let all = view.all;
    let (came, passed) = (all.participation(), all.pass_rate());
    let pair = |share: domain::progress::Share| Some((u64::from(share.part), u64::from(share.whole)));
    let list = Link::to("/office/trainings").with("kind", "officials").to_string();
    view! {
        <div class="grid">
            <ui::Figure label="测试场次" value=view.tests.len().to_string() href=list link="列表"/>
            <ui::Figure label="参测率" value=text::per_mille(came.per_mille()) share=pair(came)
                note=format!("{} / {} 人次", came.part, came.whole)/>
            <ui::Figure label="合格率" value=text::per_mille(passed.per_mille()) share=pair(passed) tone=Tone::Good
                note=format!("{} / {} 人次", passed.part, passed.whole)/>
            <ui::Figure label="平均分" value=mean(&all) note="按每人最好成绩"/>
        </div>
    }
    .into_any()
}

fn figures(name: impl IntoAny, figures: &Figures) -> Vec<ui::Cell> {
    cells![
        name,
        figures.meant.to_string(),
        figures.sat.to_string(),
        text::per_mille(figures.participation().per_mille()),
        text::per_mille(figures.pass_rate().per_mille()),
        mean(figures),
    ]
}

fn columns(first: &str) -> Vec<Column> {
    vec![
        Column::text(first),
        Column::number("应测"),
        Column::number("参测"),
        Column::number("参测率"),
        Column::number("合格率"),
        Column::number("平均分"),
    ]
}

fn departments(view: &OfficialsView) -> AnyView {
    let rows = view.departments.iter().map(|line| figures(line.name.clone(), &line.figures)).collect();
    view! {
        <ui::Card title="按部门">
            <ui::Table caption="各部门" columns=columns("部门") rows=rows cards=true empty="这一年还没有干部测试"/>
        </ui::Card>
    }
    .into_any()
}

fn tests(view: &OfficialsView) -> AnyView {
    let rows = view.tests.iter().map(|test| {
        let href = format!("/office/trainings/{}", test.training);
        let name = format!("{}（{} 截止）", test.title, text::date(test.due_on));
        figures(view! { <a href=href>{name}</a> }, &test.figures)
    });
    let rows = rows.collect();
    view! {
        <ui::Card title="按场次">
            <ui::Table caption="各场测试" columns=columns("测试") rows=rows cards=true empty="这一年还没有干部测试"/>
        </ui::Card>
    }
    .into_any()
}
