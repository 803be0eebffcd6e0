//! Tests that go through several parts of an exam.

mod attempt;
mod blueprint;
mod golden;
mod grading;
mod paper;
mod room;

use super::{attempt::*, blueprint::*, grading::*, paper::*, pool::*, record::*, retake::*, *};
use crate::{
    bank::{Difficulty, Kind, KindName, Question, QuestionId},
    id::{Id, Person},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Makes a sound question of a type; difficulty, topic, law and pins vary with its number.
fn question(kind: KindName, n: usize) -> Question {
    let option = |i: usize, right: bool| serde_json::json!({ "text": format!("选项{i}"), "correct": right });
    let mut options: Vec<_> = (0..4 + n % 2).map(|i| option(i, i == n % 4)).collect();
    if n.is_multiple_of(5) {
        options.push(serde_json::json!({ "text": "以上都不对", "pin_last": true }));
    }
    let (topic, law) = (["消防", "用电", "粉尘"][n / 3 % 3], ["01", "02"][n % 2]);
    let mut raw = serde_json::json!({
        "id": format!("{}-{n:04}", kind.name()),
        "type": kind.name(),
        "stem": format!("题干{n}"),
        "explanation": "机密说明",
        "difficulty": Difficulty::ALL[n % 3].name(),
        "topics": [topic],
        "basis": { "kind": "law", "law": law, "article": "4" },
        "evidence": ["机密依据"],
    });
    match kind {
        KindName::Single => raw["options"] = options.into(),
        KindName::Multiple => {
            options[(n + 1) % 4]["correct"] = true.into();
            raw["options"] = options.into();
        }
        KindName::TrueFalse => raw["answer"] = n.is_multiple_of(2).into(),
        KindName::Fill => raw["answers"] = serde_json::json!(["机密30日", "机密三十日"]),
        KindName::Case => {
            raw["parts"] = serde_json::json!([
                { "type": "single", "stem": "甲问", "options": options },
                { "type": "true_false", "stem": "乙问", "answer": true },
                { "type": "fill", "stem": "丙问", "answers": ["机密30日"] },
            ]);
        }
    }
    serde_json::from_value(raw).unwrap()
}

/// Makes a bank with so many questions of each type, fewer cases.
fn bank(singles: usize, others: usize) -> BTreeMap<QuestionId, Question> {
    let mut all: Vec<_> = (0..singles).map(|n| question(KindName::Single, n)).collect();
    for kind in [KindName::Multiple, KindName::TrueFalse, KindName::Fill] {
        all.extend((0..others).map(|n| question(kind, n)));
    }
    all.extend((0..others / 3).map(|n| question(KindName::Case, n)));
    all.into_iter().map(|q| (q.id().clone(), q)).collect()
}

fn pool(bank: &BTreeMap<QuestionId, Question>) -> Pool {
    Pool::new(bank.values().map(PoolItem::of).collect()).unwrap()
}

fn candidate(n: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(n))
}

fn key(n: u128, attempt: u8) -> PaperKey {
    PaperKey {
        exam_key: [7; 32],
        candidate: candidate(n),
        attempt: AttemptNumber::new(attempt).unwrap(),
        seating: None,
    }
}

/// A blueprint with everything in it: filters, a band, shared questions, halves of points, cases.
fn varied() -> Blueprint {
    let cell = Cell::plain;
    Blueprint::new(BlueprintDraft {
        cells: vec![
            Cell {
                topic: Some("消防".into()),
                each: Points::hundredths(250),
                ..cell(KindName::Single, 4, 0)
            },
            cell(KindName::Single, 20, 2),
            Cell {
                band: Some(Band { easiest: Difficulty::Medium, hardest: Difficulty::Hard }),
                ..cell(KindName::Multiple, 8, 3)
            },
            Cell { law: crate::bank::LawKey::new("02"), ..cell(KindName::TrueFalse, 6, 1) },
            cell(KindName::Fill, 5, 2),
            cell(KindName::Case, 2, 5),
        ],
        multiple_rule: MultipleRule::PartialWithoutWrong,
        ..Blueprint::yearly().draft().clone()
    })
    .unwrap()
}

fn ids(paper: &Paper) -> BTreeSet<QuestionId> {
    paper.items.iter().map(|i| i.id.clone()).collect()
}

/// The answer that is right, in terms of what the candidate sees.
fn right_answer(sheet: &Sheet, item: ItemRef, key: &AnswerKey) -> GivenAnswer {
    let answer = match key.right(item).unwrap() {
        Right::One(right) => Answer::Choice([*right].into()),
        Right::Many(right) => Answer::Choice(right.clone()),
        Right::Truth(holds) => Answer::TrueFalse(*holds),
        Right::Words(words) => Answer::Fill(words[0].clone()),
        Right::Anything => Answer::Fill(String::new()),
    };
    sheet.shown(item, &answer).unwrap()
}
