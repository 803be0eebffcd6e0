//! Writing GIFT.

use contract::exchange::{Artefact, Column, Left, LeftOut};
use domain::bank::{KindName, Question, RawQuestion};

use super::marks::escaped;
use crate::{clean::clean, meta::Meta};

/// Writes everything but cases.
pub(crate) fn write(questions: &[Question]) -> Artefact {
    let mut left = Vec::new();
    let mut text = String::new();
    for question in questions {
        let (raw, changed) = clean(question);
        let mut leave = |what: Left| left.push(LeftOut { id: raw.id.clone(), what });
        if raw.kind == KindName::Case {
            leave(Left::Kind { kind: raw.kind });
            continue;
        }
        // Pairs are written with an arrow, which nothing can escape.
        if raw.answers.iter().any(|answer| answer.contains("->")) {
            leave(Left::Unsayable { column: Column::Answer });
            continue;
        }
        if changed {
            leave(Left::Characters);
        }
        text.push_str(&block(&raw));
    }
    Artefact { bytes: text.into_bytes(), left }
}

fn block(raw: &RawQuestion) -> String {
    let tags = raw.topics.iter().filter(|topic| !topic.contains(['[', ']', '\\', '\n', '<', '>', '`']));
    let tags: String = tags.map(|topic| format!(" [tag:{topic}]")).collect();
    let explanation = match raw.explanation.as_str() {
        "" => String::new(),
        text => format!("####{}", escaped(text)),
    };
    format!(
        "// [id:{id}]{tags}\n// {details}\n::{id}::[plain]{stem}{{{answers}{explanation}}}\n\n",
        id = raw.id,
        details = Meta::of(raw).line(),
        stem = escaped(&raw.stem),
        answers = answers(raw),
    )
}

fn answers(raw: &RawQuestion) -> String {
    match raw.kind {
        KindName::TrueFalse => if raw.answer == Some(true) { "TRUE" } else { "FALSE" }.to_owned(),
        KindName::Fill => {
            raw.answers.iter().map(|answer| format!("\n={}", weighed(answer, "%100%"))).collect::<String>()
                + "\n"
        }
        KindName::Multiple => {
            let right = raw.options.iter().filter(|option| option.correct).count().max(1);
            // Moodle knows a third as 33.33333.
            let share = format!("%{}%", shares(right));
            let each = raw.options.iter().map(|option| {
                format!(
                    "\n~{}{}",
                    if option.correct { share.as_str() } else { "%-100%" },
                    escaped(&option.text)
                )
            });
            each.collect::<String>() + "\n"
        }
        KindName::Single | KindName::Case => {
            let each = raw.options.iter().map(|option| match option.correct {
                true => format!("\n={}", weighed(&option.text, "%100%")),
                false => format!("\n~{}", weighed(&option.text, "%0%")),
            });
            each.collect::<String>() + "\n"
        }
    }
}

/// A text that begins like a weight gets one of its own.
fn weighed(text: &str, weight: &str) -> String {
    let weight = if text.starts_with('%') { weight } else { "" };
    format!("{weight}{}", escaped(text))
}

/// The share of one of so many right answers, as Moodle lists them.
const fn shares(right: usize) -> &'static str {
    match right {
        2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        6 => "16.66667",
        7 => "14.28571",
        8 => "12.5",
        _ => "100",
    }
}
