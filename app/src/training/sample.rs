//! A sample paper as a candidate sees it, with the answers behind a line.

use crate::{
    exam::reveal::right,
    layout::{self, Desk},
    text,
    ui::{self, Column, NavItem, cells, fact},
};
use contract::{
    Frame,
    blueprint::{SampleItem, SampleView},
};
use domain::{
    bank::KindName,
    exam::{
        Points,
        delivery::{DeliveredOption, DeliveredPart},
    },
};
use leptos::prelude::*;

/// The page of a sample paper.
#[must_use]
pub fn page(frame: &Frame, view: &SampleView) -> String {
    let training = format!("/office/trainings/{}", view.training);
    let back = format!("{training}/test{}", view.query);
    let crumbs = vec![
        NavItem::new("/office/trainings", "培训"),
        NavItem::new(training.clone(), view.title.clone()),
        NavItem::new(back.clone(), "考核方案"),
    ];
    let actions = view! {
        <ui::LinkButton href=back>"返回方案"</ui::LinkButton>
        <ui::LinkButton href=format!("{training}/test/preview{}", view.query)>"换一份样卷"</ui::LinkButton>
    }
    .into_any();
    let page =
        Desk { crumbs, actions: Some(actions), subtitle: view.title.clone(), ..Desk::titled("样卷") };
    layout::desk(frame, page, || {
        let items: Vec<_> = view.items.iter().map(item).collect();
        view! {
            <ui::Notice title="这是一份样卷，不会发给任何考生"
                body="样卷用一次性的随机密钥抽取，用后不留；考生的试卷另行抽取，与它无关。"/>
            {figures(view)}
            <section class="stack measure" aria-label="试题">{items}</section>
        }
        .into_any()
    })
}

fn points(hundredths: u32) -> String {
    text::points(i32::try_from(hundredths).unwrap_or(i32::MAX))
}

fn figures(view: &SampleView) -> AnyView {
    let facts = vec![
        fact("题数", format!("{} 题，{} 分钟", view.items.len(), view.minutes)),
        fact("合格线", format!("{} 分", points(view.pass_mark))),
        fact("本卷预期得分", format!("{} 分", points(view.expected))),
        fact("各卷平均预期", format!("{} 分", points(view.target))),
    ];
    let difficulties = view
        .difficulties
        .iter()
        .map(|(level, items, worth)| cells![level.term(), items.to_string(), points(*worth)]);
    let topics = view
        .topics
        .iter()
        .map(|(topic, items, worth)| cells![topic.clone(), items.to_string(), points(*worth)]);
    let columns = |name: &str| vec![Column::text(name), Column::number("题数"), Column::number("分值")];
    let (difficulties, topics) = (difficulties.collect(), topics.collect());
    view! {
        <div class="grid">
            <ui::Card title="概况" span=2>
                <ui::Facts items=facts/>
                <p class="small muted">"预期得分按易 85%、中 70%、难 55% 的得分率估算，各份试卷与平均预期一般相差不超过 0.5 分。"</p>
            </ui::Card>
            <ui::Card title="难度" span=2>
                <ui::Table caption="各难度的题数和分值" columns=columns("难度") rows=difficulties/>
            </ui::Card>
        </div>
        <ui::Disclosure label=format!("{} 个专题的题数和分值", view.topics.len())>
            <ui::Table caption="各专题的题数和分值" columns=columns("专题") rows=topics/>
        </ui::Disclosure>
    }
    .into_any()
}

fn item(item: &SampleItem) -> AnyView {
    let shown = &item.shown;
    let head = format!("第 {} 题 · {} · {} 分", shown.number, shown.kind.term(), shown.points);
    let parts: Vec<_> = shown.parts.iter().map(part).collect();
    let answers = item.answers.iter().enumerate().map(|(at, answer)| {
        let which =
            if shown.parts.is_empty() { "答案：".into() } else { format!("第 {} 问：", at + 1) };
        view! { <p><strong>{format!("{which}{}", right(answer))}</strong></p> }
    });
    let answers: Vec<_> = answers.collect();
    let explanation = item.explanation.clone();
    let basis = format!("依据：{}；难度：{}", text::basis(&item.basis), item.difficulty.term());
    view! {
        <article class="card stack">
            <h2 class="small muted">{head}</h2>
            <p class="stem">{shown.stem.clone()}</p>
            {options(shown.kind, &shown.options)}
            {parts}
            <ui::Disclosure label="答案和解析">
                {answers}
                <p>{explanation}</p>
                <p class="small muted">{basis}</p>
            </ui::Disclosure>
        </article>
    }
    .into_any()
}

pub(crate) fn part(part: &DeliveredPart) -> AnyView {
    // A question outside of a paper is worth nothing yet.
    let worth = if part.points == Points::ZERO { String::new() } else { format!(" · {} 分", part.points) };
    let head = format!("第 {} 问 · {}{worth}", part.item.part, part.kind.term());
    view! {
        <h3 class="small muted">{head}</h3>
        <p>{part.stem.clone()}</p>
        {options(part.kind, &part.options)}
    }
    .into_any()
}

pub(crate) fn options(kind: KindName, options: &[DeliveredOption]) -> AnyView {
    let line = |letter: String, words: String| view! { <li><kbd>{letter}</kbd>" "{words}</li> }.into_any();
    let lines: Vec<AnyView> = match kind {
        KindName::TrueFalse => ["正确", "错误"].map(|words| line(String::new(), words.into())).into(),
        _ => options.iter().map(|option| line(option.letter.to_string(), option.text.clone())).collect(),
    };
    (!lines.is_empty()).then(|| view! { <ul class="result-options">{lines}</ul> }).into_any()
}
