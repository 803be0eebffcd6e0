//! The wrong-answer book, on a phone.

use super::reveal::{answer, item};
use crate::{
    layout, text,
    ui::{self, Choice, Kind, Tone, choice},
};
use contract::{
    Frame,
    exam::ItemResult,
    results::{BookGroup, BookView, MistakeView, RetryView},
};
use domain::{
    bank::KindName,
    exam::{delivery::DeliveredOption, grading::Mark},
};
use leptos::prelude::*;

/// Renders the book: by what the questions rest on, the newest first.
#[must_use]
pub fn book(frame: &Frame, view: &BookView) -> String {
    layout::phone(frame, "错题本", || {
        let hidden = (view.hidden > 0).then(|| {
            let title = format!("暂不显示 {} 题", view.hidden);
            view! { <ui::Notice title=title body="它们也在您正在进行的试卷里，交卷后再来看。"/> }
        });
        let of = view.training.as_ref().map(|(id, title)| {
            let href = format!("/my/trainings/{id}");
            view! {
                <p class="small muted">
                    "只看 "<a href=href>{title.clone()}</a>" · "<a href="/my/mistakes">"看全部错题"</a>
                </p>
            }
        });
        if view.total == 0 {
            let training = view.training.as_ref().map(|(id, _)| format!("/my/trainings/{id}"));
            let back = training.unwrap_or_else(|| "/my".into());
            return view! {
                {hidden}{of}
                <ui::Empty title="没有错题" body="考核中答错的题会收在这里，弄懂后移出。"/>
                <ui::LinkButton href=back wide=true>"返回"</ui::LinkButton>
            }
            .into_any();
        }
        let first = view.groups.iter().flat_map(|g| &g.mistakes).find(|m| !m.tried);
        let first = first.map(|m| {
            let href = path(m.attempt, &m.question);
            view! { <ui::LinkButton href=href kind=Kind::Primary wide=true>"逐题重做"</ui::LinkButton> }
        });
        let untried = view.groups.iter().flat_map(|g| &g.mistakes).filter(|m| !m.tried).count();
        let said = match untried {
            0 => format!("共 {} 题，都已重做过。点“我已弄懂”可移出。", view.total),
            n => format!("共 {} 题，其中 {n} 题还没有重做。", view.total),
        };
        let groups: Vec<_> = view.groups.iter().map(group).collect();
        view! { {of}<p class="muted">{said}</p>{hidden}{first}{groups} }.into_any()
    })
}

fn path(attempt: impl core::fmt::Display, question: &str) -> String {
    format!("/my/mistakes/{attempt}/{question}")
}

fn group(group: &BookGroup) -> AnyView {
    let title = format!("{} · {} 题", text::ground(&group.ground), group.mistakes.len());
    let mistakes: Vec<_> = group.mistakes.iter().map(mistake).collect();
    view! { <ui::Card title=title>{mistakes}</ui::Card> }.into_any()
}

fn mistake(mistake: &MistakeView) -> AnyView {
    let href = path(mistake.attempt, &mistake.question);
    let (tone, word) = if mistake.tried { (Tone::Good, "已重做") } else { (Tone::Neutral, "未重做") };
    let head = format!("{} · {}", mistake.kind.term(), text::minute(mistake.at));
    let stem = mistake.items.first().map(|i| i.story.clone().unwrap_or_else(|| i.stem.clone()));
    let answers: Vec<_> = mistake.items.iter().map(|item| explained(item, mistake.items.len() > 1)).collect();
    view! {
        <article class="mistake stack">
            <div class="row"><span class="small muted">{head}</span><ui::Badge tone=tone>{word}</ui::Badge></div>
            <p><strong>{stem.unwrap_or_default()}</strong></p>
            <div class="actions">
                <ui::LinkButton href=href>"重做"</ui::LinkButton>
                {understood(mistake.attempt, &mistake.question, Kind::Plain, "我已弄懂")}
            </div>
            <ui::Disclosure label="看答案和解析">{answers}</ui::Disclosure>
        </article>
    }
    .into_any()
}

fn explained(item: &ItemResult, of_case: bool) -> AnyView {
    let asked = of_case.then(|| view! { <p><strong>{item.stem.clone()}</strong></p> });
    view! { {asked}{answer(item, false)} }.into_any()
}

fn understood(attempt: impl core::fmt::Display, question: &str, kind: Kind, label: &'static str) -> AnyView {
    let (attempt, question) = (attempt.to_string(), question.to_owned());
    view! {
        <ui::PostForm action="/api/mistakes/understood" inline=true>
            <input type="hidden" name="attempt" value=attempt/>
            <input type="hidden" name="question" value=question/>
            <ui::Button kind=kind>{label}</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

/// Renders a question to be tried again, or how the trial went.
#[must_use]
pub fn retry(frame: &Frame, view: &RetryView) -> String {
    layout::phone(frame, "重做错题", || {
        let book = format!("/my/mistakes?training={}", view.training);
        let left = format!("错题本里还有 {} 题 · 重做不计分", view.left);
        let content = view.revealed.as_ref().map_or_else(|| trial(view), |items| revealed(view, items));
        view! {
            <p class="small muted"><a href=book>"错题本"</a>" · "{left}</p>
            {content}
        }
        .into_any()
    })
}

fn trial(view: &RetryView) -> AnyView {
    let item = &view.item;
    let questions = if item.parts.is_empty() {
        vec![fields(0, item.kind, item.stem.clone(), &item.options)]
    } else {
        let part = |part: &domain::exam::delivery::DeliveredPart| {
            fields(part.item.part, part.kind, part.stem.clone(), &part.options)
        };
        item.parts.iter().map(part).collect()
    };
    let story = (!item.parts.is_empty()).then(|| view! { <p class="muted">{item.stem.clone()}</p> });
    let (attempt, question) = (view.attempt.to_string(), view.question.clone());
    let skip = view.next.as_ref().map(|(attempt, question)| {
        view! { <ui::LinkButton href=path(attempt, question)>"先看下一题"</ui::LinkButton> }
    });
    view! {
        <section class="card stack">
            <h2 class="small muted">{item.kind.term()}</h2>
            {story}
            <ui::PostForm action="/api/mistakes/check">
                <input type="hidden" name="attempt" value=attempt/>
                <input type="hidden" name="question" value=question/>
                {questions}
                <div class="actions">
                    <ui::Button kind=Kind::Primary>"核对答案"</ui::Button>
                    {skip}
                </div>
            </ui::PostForm>
        </section>
    }
    .into_any()
}

/// The fields of one question: `a0`, or `a1` and on for the questions of a case.
fn fields(part: u8, kind: KindName, stem: String, options: &[DeliveredOption]) -> AnyView {
    let name = format!("a{part}");
    let shown = |o: &DeliveredOption| choice(o.letter.to_string(), o.text.clone()).mark(o.letter.to_string());
    let options: Vec<Choice> = match kind {
        KindName::Fill => return view! { <ui::Field label=stem name=name/> }.into_any(),
        KindName::TrueFalse => vec![choice("true", "正确"), choice("false", "错误")],
        KindName::Single | KindName::Multiple | KindName::Case => options.iter().map(shown).collect(),
    };
    let many = kind == KindName::Multiple;
    view! { <ui::ChoiceGroup legend=stem name=name options=options many=many/> }.into_any()
}

fn revealed(view: &RetryView, items: &[ItemResult]) -> AnyView {
    let all = items.iter().all(|item| item.mark == Mark::Right);
    let (tone, title) =
        if all { (Tone::Good, "这次答对了") } else { (Tone::Warn, "这次还不对，请看解析") };
    let cards: Vec<_> = items.iter().map(item).collect();
    let again = path(view.attempt, &view.question);
    let next = view.next.as_ref().map(|(attempt, question)| {
        view! { <ui::LinkButton href=path(attempt, question) wide=true>"留在错题本，看下一题"</ui::LinkButton> }
    });
    let label = if view.next.is_some() { "我已弄懂，看下一题" } else { "我已弄懂" };
    view! {
        <ui::Notice tone=tone title=title/>
        {cards}
        <div class="actions">
            {understood(view.attempt, &view.question, Kind::Primary, label)}
            <ui::LinkButton href=again>"再做一次"</ui::LinkButton>
        </div>
        {next}
    }
    .into_any()
}
