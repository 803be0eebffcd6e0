//! A question of an exam with its key, and a corrected key that is proposed or decided.

use super::detail::{correction_table, state};
use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Choice, Kind, NavItem, Tone, choice, fact},
};
use contract::{
    Frame,
    results::{CorrectionView, Effect, ItemView, ReviewedPart},
};
use domain::{
    bank::KindName,
    exam::{delivery::letter, grading::Right},
};
use leptos::prelude::*;

/// Renders a question with its key and the form to correct it.
#[must_use]
pub fn item(frame: &Frame, view: &ItemView) -> String {
    let crumbs = vec![
        NavItem::new("/office/exams", "考试"),
        NavItem::new(format!("/office/exams/{}", view.exam), view.title.clone()),
    ];
    let asked = format!("本场考试出过 {} 次，全对 {} 次", view.asked, view.right);
    layout::desk(frame, Desk { crumbs, subtitle: asked, ..Desk::titled("试题") }, || {
        let kind = view.parts.first().map_or(KindName::Case, |part| part.kind);
        let figures = super::figures::item(view.figures.as_ref(), kind);
        let story = (!view.story.is_empty()).then(|| view! { <p class="muted">{view.story.clone()}</p> });
        let parts: Vec<_> = view.parts.iter().map(reviewed).collect();
        let known = (!view.amendments.is_empty()).then(|| correction_table(&view.amendments));
        let open = view.parts.iter().filter(|_| view.may_correct);
        let forms: Vec<_> = open.map(|part| form(frame, view, part)).collect();
        let (explanation, basis) = (view.explanation.clone(), text::basis(&view.basis));
        view! {
            <div class="measure stack">
                <ui::Card>
                    {story}{parts}
                    <p>{explanation}</p>
                    <p class="small muted">{format!("依据：{basis}")}</p>
                </ui::Card>
                {forms}
            </div>
            {figures}
            {known}
        }
        .into_any()
    })
}

/// A question with its right options marked.
fn reviewed(part: &ReviewedPart) -> AnyView {
    let options = part.options.iter().enumerate().map(|(place, option)| {
        let right = is_right(&part.key, place);
        let note = if right { "（正确）" } else { "" };
        view! {
            <li data-state=right.then_some("right")>
                <kbd>{letter(place).to_string()}</kbd>" "{option.clone()}<span class="small">{note}</span>
            </li>
        }
    });
    let options: Vec<_> = options.collect();
    let options = (!options.is_empty()).then(|| view! { <ul class="result-options">{options}</ul> });
    view! {
        <p class="small muted">{part.kind.term()}</p>
        <p><strong>{part.stem.clone()}</strong></p>
        {options}
        <p>{format!("答案：{}", key(&part.key))}</p>
    }
    .into_any()
}

fn is_right(key: &Right, place: usize) -> bool {
    let named = |index: &u8| usize::from(*index) == place;
    match key {
        Right::One(right) => named(right),
        Right::Many(right) => right.iter().any(named),
        Right::Truth(_) | Right::Words(_) | Right::Anything => false,
    }
}

/// A key in words.
fn key(key: &Right) -> String {
    let letters = |right: &mut dyn Iterator<Item = &u8>| {
        right.map(|index| letter(usize::from(*index)).to_string()).collect::<Vec<_>>().join("、")
    };
    match key {
        Right::One(right) => letters(&mut core::iter::once(right)),
        Right::Many(right) => letters(&mut right.iter()),
        Right::Truth(true) => "正确".into(),
        Right::Truth(false) => "错误".into(),
        Right::Words(words) => words.join(" 或 "),
        Right::Anything => "全部给分".into(),
    }
}

fn form(frame: &Frame, view: &ItemView, part: &ReviewedPart) -> AnyView {
    let (exam, question, number) = (view.exam.to_string(), view.question.clone(), part.part.to_string());
    let label = match part.part {
        0 => "提出答案更正".to_owned(),
        n => format!("提出第 {n} 问的答案更正"),
    };
    let mine = frame.typed("part") == number;
    let typed = |name: &str| if mine { frame.typed(name) } else { String::new() };
    let error = field_error(&frame.flash, "reason").filter(|_| mine).unwrap_or_default();
    let open = mine && frame.flash.error.is_some();
    let mode = if typed("mode").is_empty() { "key".to_owned() } else { typed("mode") };
    let modes = vec![
        choice("key", "改成下面的答案"),
        choice("anything", "全部给分").hint("题目有误、无法判断对错时用"),
    ];
    let fields = corrected(part, &typed("option"), &typed("truth"), &typed("words"));
    let reason = typed("reason");
    view! {
        <ui::Disclosure label=label button=Kind::Plain open=open>
            <ui::PostForm action="/api/exam/propose-correction">
                <input type="hidden" name="exam" value=exam/>
                <input type="hidden" name="question" value=question/>
                <input type="hidden" name="part" value=number/>
                <ui::ChoiceGroup legend="怎样更正" name="mode" options=modes selected=vec![mode]/>
                {fields}
                <ui::Field label="更正原因" name="reason" value=reason error=error required=true
                    hint="考生会在成绩页看到，请写明依据"/>
                <ui::Button kind=Kind::Primary>"提交，等待审定"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

/// The fields of a corrected key.
fn corrected(part: &ReviewedPart, option: &str, truth: &str, words: &str) -> AnyView {
    let legend = "更正后的答案";
    let chosen = |typed: &str| typed.split(',').map(str::to_owned).collect::<Vec<_>>();
    let places = part.options.iter().enumerate();
    let options: Vec<Choice> = places
        .map(|(place, text)| choice(place.to_string(), text.clone()).mark(letter(place).to_string()))
        .collect();
    match part.kind {
        KindName::TrueFalse => {
            let options = vec![choice("true", "正确"), choice("false", "错误")];
            view! { <ui::ChoiceGroup legend=legend name="truth" options=options selected=chosen(truth)/> }
                .into_any()
        }
        KindName::Fill => {
            let hint = "每行写一种算对的写法";
            view! { <ui::TextArea label=legend name="words" value=words.to_owned() rows=3 hint=hint/> }
                .into_any()
        }
        KindName::Single | KindName::Multiple | KindName::Case => {
            let many = part.kind == KindName::Multiple;
            view! {
                <ui::ChoiceGroup legend=legend name="option" options=options many=many selected=chosen(option)/>
            }
            .into_any()
        }
    }
}

/// Renders a correction with what it changes, and the buttons of who decides.
#[must_use]
pub fn page(frame: &Frame, view: &CorrectionView) -> String {
    let crumbs = vec![
        NavItem::new("/office/exams", "考试"),
        NavItem::new(format!("/office/exams/{}", view.exam), view.title.clone()),
        NavItem::new(format!("/office/exams/{}/items/{}", view.exam, view.line.question), "试题"),
    ];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("答案更正") }, || {
        let line = &view.line;
        let mut facts = vec![
            fact("状态", state(line)),
            fact("原答案", key(&view.part.key)),
            fact("更正为", key(&view.amended)),
            fact("更正原因", line.reason.clone()),
            fact("提议", format!("{} {}", line.proposed_by, text::minute(line.proposed_at))),
        ];
        if let Some(decided) = &line.decided {
            facts.push(fact("审定", format!("{} {}", decided.by, text::minute(decided.at))));
        }
        let part = reviewed(&view.part);
        view! {
            <div class="measure stack">
                <ui::Card><ui::Facts items=facts/></ui::Card>
                <ui::Card title="试题">{part}</ui::Card>
                {effect(view)}
                {decide(view)}
            </div>
        }
        .into_any()
    })
}

fn effect(view: &CorrectionView) -> AnyView {
    let title = match view.line.decided.as_ref().map(|decided| decided.approved) {
        None => "批准后会怎样",
        Some(true) => "批准后的结果",
        Some(false) => "假如批准会怎样",
    };
    let Effect { regraded, higher, lower, become_passed, kept } = view.effect;
    let facts = vec![
        fact("考过这道题的答卷", format!("{regraded} 份，都会重新判分，原成绩保留")),
        fact("分数升高", format!("{higher} 份")),
        fact("分数降低", format!("{lower} 份")),
        fact("由不合格变为合格", format!("{become_passed} 人，随即获得合格证明")),
        fact("更正后低于合格线、仍算合格", format!("{kept} 人")),
    ];
    view! {
        <ui::Card title=title>
            <ui::Facts items=facts/>
            <p class="small muted">"题目或答案的差错不由考生承担：已合格的仍然合格。确需撤销个别证明的，另行逐个办理并写明理由。"</p>
        </ui::Card>
    }
    .into_any()
}

fn decide(view: &CorrectionView) -> AnyView {
    if !view.may_refuse {
        return ().into_any();
    }
    let id = view.line.id.to_string();
    if view.may_approve {
        let approve = button(&id, "true", Kind::Primary, "批准并重新判分");
        let refuse = button(&id, "false", Kind::Plain, "不采用");
        return view! { <div class="actions">{approve}{refuse}</div> }.into_any();
    }
    let withdraw = button(&id, "false", Kind::Plain, "撤回");
    view! {
        <ui::Notice tone=Tone::Accent title="等待应急办另一位同事审定" body="您是提议人，不能自己批准；可以撤回。">
            {withdraw}
        </ui::Notice>
    }
    .into_any()
}

fn button(id: &str, approve: &'static str, kind: Kind, label: &'static str) -> AnyView {
    let id = id.to_owned();
    view! {
        <ui::PostForm action="/api/exam/decide-correction" inline=true>
            <input type="hidden" name="correction" value=id/>
            <input type="hidden" name="approve" value=approve/>
            <ui::Button kind=kind>{label}</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}
