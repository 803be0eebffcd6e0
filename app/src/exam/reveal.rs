//! A question with its answer, explanation and article.

use crate::{
    text,
    ui::{self, Tone},
};
use contract::exam::{ItemResult, OptionResult, RightAnswer};
use domain::exam::{GivenAnswer, grading::Mark};
use leptos::prelude::*;

/// Shows an item as it was marked, in a card of its own.
pub(crate) fn item(result: &ItemResult) -> AnyView {
    let (tone, mark) = match result.mark {
        Mark::Right => (Tone::Good, "答对"),
        Mark::Partial => (Tone::Warn, "部分答对"),
        Mark::Wrong => (Tone::Bad, "答错"),
        Mark::Blank => (Tone::Neutral, "未作答"),
    };
    let head = format!("第 {} 题 · {}", result.item, result.kind.term());
    let badge = format!("{mark} {} / {} 分", text::points(result.points), text::points(result.of));
    let story = result.story.clone().map(|story| view! { <p class="muted">{story}</p> });
    view! {
        <article class="card stack">
            <div class="row"><h3 class="small muted">{head}</h3><ui::Badge tone=tone>{badge}</ui::Badge></div>
            {story}
            <p><strong>{result.stem.clone()}</strong></p>
            {answer(result, true)}
        </article>
    }
    .into_any()
}

/// Shows what is right and why; what was answered too where it is wanted.
pub(super) fn answer(result: &ItemResult, with_given: bool) -> AnyView {
    let options: Vec<_> = result.options.iter().map(option).collect();
    let options = (!options.is_empty()).then(|| view! { <ul class="result-options">{options}</ul> });
    let given = with_given.then(|| view! { {format!("您的答案：{}", given(result.given.as_ref()))}<br/> });
    view! {
        {options}
        <p>{given}{format!("正确答案：{}", right(&result.right))}</p>
        <p>{result.explanation.clone()}</p>
        <p class="small muted">{format!("依据：{}", text::basis(&result.basis))}</p>
    }
    .into_any()
}

fn option(option: &OptionResult) -> AnyView {
    let state = match (option.right, option.chosen) {
        (true, _) => Some("right"),
        (false, true) => Some("wrong"),
        (false, false) => None,
    };
    // The words say what the colour says.
    let note = match (option.right, option.chosen) {
        (true, true) => "（正确，已选）",
        (true, false) => "（正确，未选）",
        (false, true) => "（不对，已选）",
        (false, false) => "",
    };
    view! { <li data-state=state><kbd>{option.letter.to_string()}</kbd>" "{option.text.clone()}<span class="small">{note}</span></li> }
        .into_any()
}

fn given(answer: Option<&GivenAnswer>) -> String {
    match answer {
        None => "未作答".into(),
        Some(GivenAnswer::Letters(letters)) => spaced(letters),
        Some(GivenAnswer::TrueFalse(holds)) => truth(*holds).into(),
        Some(GivenAnswer::Fill(words)) => words.clone(),
    }
}

pub(crate) fn right(answer: &RightAnswer) -> String {
    match answer {
        RightAnswer::Letters(letters) => spaced(letters),
        RightAnswer::Truth(holds) => truth(*holds).into(),
        RightAnswer::Words(words) => words.join(" 或 "),
        RightAnswer::Anything => "本题已更正，全部给分".into(),
    }
}

fn spaced(letters: &str) -> String {
    letters.chars().map(String::from).collect::<Vec<_>>().join("、")
}

const fn truth(holds: bool) -> &'static str {
    if holds { "正确" } else { "错误" }
}
