//! What differs between two wordings of a question, field by field, character by character.

use crate::{text, ui};
use domain::bank::{KindName, RawOption, RawPart, RawQuestion};
use domain::organization::Position;
use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};

/// A field with what it was and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    name: String,
    before: String,
    after: String,
}

/// The fields of a question as people read them, in the order of the form.
fn fields(question: &RawQuestion) -> Vec<(String, String)> {
    let day = |day: Option<chrono::NaiveDate>| day.map(text::date).unwrap_or_default();
    let mut fields =
        vec![("题型".to_owned(), question.kind.term().to_owned()), ("题干".into(), question.stem.clone())];
    body(&mut fields, "", question.kind, &question.options, question.answer, &question.answers);
    for (number, part) in (1..).zip(&question.parts) {
        part_fields(&mut fields, number, part);
    }
    let position =
        |code: &String| Position::from_code(code).map_or_else(|| code.clone(), |p| p.term().to_owned());
    let audiences = question.audiences.iter().map(position);
    fields.extend([
        ("解析".into(), question.explanation.clone()),
        ("难度".into(), question.difficulty.term().to_owned()),
        ("专题".into(), question.topics.join("、")),
        (
            "行业".into(),
            question.sectors.iter().map(|code| super::sector(code)).collect::<Vec<_>>().join("、"),
        ),
        ("岗位".into(), audiences.collect::<Vec<_>>().join("、")),
        ("依据".into(), question.basis.as_ref().map(text::basis).unwrap_or_default()),
        ("证据".into(), question.evidence.join("；")),
        ("生效日期".into(), day(question.valid_from)),
        ("失效日期".into(), day(question.valid_to)),
    ]);
    fields
}

fn part_fields(fields: &mut Vec<(String, String)>, number: usize, part: &RawPart) {
    let prefix = format!("第 {number} 问");
    fields.push((prefix.clone(), format!("{}：{}", part.kind.term(), part.stem)));
    body(fields, &prefix, part.kind, &part.options, part.answer, &part.answers);
    fields.push((format!("{prefix}解析"), part.explanation.clone()));
}

fn body(
    fields: &mut Vec<(String, String)>,
    prefix: &str,
    kind: KindName,
    options: &[RawOption],
    answer: Option<bool>,
    answers: &[String],
) {
    match kind {
        KindName::Single | KindName::Multiple => {
            for (letter, option) in ('A'..).zip(options) {
                let mark = if option.correct { "（正确）" } else { "" };
                let pinned = if option.pin_last { "（固定在最后）" } else { "" };
                fields.push((format!("{prefix}选项 {letter}"), format!("{}{mark}{pinned}", option.text)));
            }
        }
        KindName::TrueFalse => {
            let answer = answer.map_or("", |holds| if holds { "正确" } else { "错误" });
            fields.push((format!("{prefix}答案"), answer.to_owned()));
        }
        KindName::Fill => fields.push((format!("{prefix}答案"), answers.join(" 或 "))),
        KindName::Case => {}
    }
}

fn changes(before: Option<&RawQuestion>, after: Option<&RawQuestion>) -> Vec<Change> {
    let (old, new) = (before.map(fields).unwrap_or_default(), after.map(fields).unwrap_or_default());
    let value = |of: &[(String, String)], name: &str| {
        of.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut names: Vec<&String> = new.iter().map(|(name, _)| name).collect();
    names
        .extend(old.iter().map(|(name, _)| name).filter(|name| !new.iter().any(|(known, _)| known == *name)));
    let change =
        |name: &String| Change { name: name.clone(), before: value(&old, name), after: value(&new, name) };
    names.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// Shows what differs; what went is struck through, what came is underlined.
pub(super) fn difference(before: Option<&RawQuestion>, after: Option<&RawQuestion>) -> AnyView {
    let facts: Vec<ui::Fact> = changes(before, after)
        .into_iter()
        .map(|change| ui::fact(change.name, marked(&change.before, &change.after)))
        .collect();
    if facts.is_empty() {
        return view! { <p class="muted">"内容没有变化。"</p> }.into_any();
    }
    view! { <div class="diff"><ui::Facts items=facts/></div> }.into_any()
}

fn marked(before: &str, after: &str) -> AnyView {
    // Two texts with little in common are read better one after the other.
    let diff = TextDiff::from_chars(before, after);
    if diff.ratio() < 0.4 {
        let old = (!before.is_empty()).then(|| view! { <del>{before.to_owned()}</del>" " });
        let new = (!after.is_empty()).then(|| view! { <ins>{after.to_owned()}</ins> });
        return view! { {old}{new} }.into_any();
    }
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut().filter(|(tag, _)| *tag == change.tag()) {
            Some((_, run)) => run.push_str(change.value()),
            None => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let shown = runs.into_iter().map(|(tag, run)| match tag {
        ChangeTag::Equal => run.into_any(),
        ChangeTag::Delete => view! { <del>{run}</del> }.into_any(),
        ChangeTag::Insert => view! { <ins>{run}</ins> }.into_any(),
    });
    shown.collect::<Vec<_>>().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(stem: &str, right: usize) -> RawQuestion {
        let options: Vec<_> = ["甲", "乙"]
            .iter()
            .enumerate()
            .map(|(i, text)| serde_json::json!({ "text": text, "correct": i == right }))
            .collect();
        serde_json::from_value(serde_json::json!({
            "id": "q-1", "type": "single", "stem": stem, "options": options, "difficulty": "easy",
            "basis": { "kind": "law", "law": "01", "article": "21" },
        }))
        .unwrap()
    }

    #[test]
    fn only_what_differs_is_listed_and_a_moved_key_is_seen() {
        let found = changes(Some(&question("谁负责？", 0)), Some(&question("谁负责？", 1)));
        let names: Vec<&str> = found.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["选项 A", "选项 B"]);
        assert_eq!((found[0].before.as_str(), found[0].after.as_str()), ("甲（正确）", "甲"));
    }

    #[test]
    fn a_new_question_differs_in_all_its_fields_and_the_same_in_none() {
        let one = question("谁负责？", 0);
        assert!(changes(None, Some(&one)).iter().all(|c| c.before.is_empty()));
        assert!(changes(Some(&one), Some(&one)).is_empty());
    }

    #[test]
    fn single_characters_are_marked_within_a_long_text() {
        let owner = Owner::new();
        let html = owner.with(|| marked("应当在三十日内报告", "应当在十五日内报告").to_html());
        assert!(html.contains("应当在<del>") && html.contains("<ins>"), "{html}");
    }
}
