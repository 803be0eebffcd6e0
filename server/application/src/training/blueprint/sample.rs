//! A sample paper, drawn with a key that is used once and kept nowhere.

use super::show::{judged, saved};
use crate::{Cx, Failure, exam::pool::Questions};
use anyhow::anyhow;
use contract::{
    Refusal,
    blueprint::{BlueprintForm, SampleItem, SampleView},
    exam::RightAnswer,
};
use domain::{
    actor::Action,
    bank::{Difficulty, Kind, Question},
    exam::{
        AttemptNumber, DrawnItem, Paper, PaperKey,
        delivery::{deliver, letter},
        draw,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Draws a sample paper of what was typed, else of what is saved. Its key is random and belongs to nobody, so it
/// is no candidate's paper. `query` leads back to the form.
pub async fn sample_paper(
    cx: &Cx,
    id: Uuid,
    typed: Option<BlueprintForm>,
    query: String,
) -> Result<SampleView, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let training = storage::training::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let draft = training.status == "draft";
    let (form, fixed) = match typed.filter(|_| draft) {
        Some(form) => (form, None),
        None => {
            let saved = saved(cx, &reader, &training).await?.ok_or(Refusal::TrainingWithoutTest)?;
            (saved.form, (!draft).then_some(saved.day))
        }
    };
    let (blueprint, _, questions) = judged(cx, &reader, &form, fixed).await?;
    let number = AttemptNumber::new(1).ok_or_else(|| anyhow!("there is a first attempt"))?;
    let key = PaperKey { exam_key: cx.random(), candidate: cx.new_id(), attempt: number, seating: None };
    let paper = draw(&blueprint, &questions.pool, &key, &BTreeSet::new())
        .map_err(|e| anyhow!("a feasible blueprint of {id} cannot be drawn: {e:?}"))?;
    let rules = blueprint.draft();
    Ok(SampleView {
        training: id,
        title: training.title,
        query,
        minutes: rules.minutes,
        pass_mark: rules.pass_mark.get(),
        expected: hundredths(paper.expected),
        target: hundredths(paper.target),
        topics: by_topic(&paper, &questions),
        difficulties: by_difficulty(&paper),
        items: items(&paper, &questions)?,
    })
}

/// From hundredths × thousandths, rounded.
fn hundredths(expected: u64) -> u32 {
    u32::try_from((expected + 500) / 1000).unwrap_or(u32::MAX)
}

fn by_difficulty(paper: &Paper) -> Vec<(Difficulty, u32, u32)> {
    let of = |level: Difficulty| {
        let own = paper.items.iter().filter(|item| item.difficulty == level);
        own.fold((level, 0, 0), |(level, items, points), item| (level, items + 1, points + item.points.get()))
    };
    Difficulty::ALL.map(of).into()
}

/// An item counts for the first of its topics.
fn by_topic(paper: &Paper, questions: &Questions) -> Vec<(String, u32, u32)> {
    let mut topics: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for item in &paper.items {
        let topic = questions.find(&item.id).and_then(|q| q.topics().first()).map_or("其他", String::as_str);
        let share = topics.entry(topic).or_default();
        *share = (share.0 + 1, share.1 + item.points.get());
    }
    let mut topics: Vec<_> =
        topics.into_iter().map(|(topic, (items, points))| (topic.to_owned(), items, points)).collect();
    topics.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    topics
}

fn items(paper: &Paper, questions: &Questions) -> Result<Vec<SampleItem>, Failure> {
    let mut items = Vec::with_capacity(paper.items.len());
    for item in &paper.items {
        let question = questions.find(&item.id).ok_or_else(|| anyhow!("{} is in no bank", item.id))?;
        items.push(SampleItem {
            shown: deliver(item, question).map_err(|e| anyhow!("{e:?}"))?,
            answers: answers(item, question),
            explanation: question.explanation().to_owned(),
            basis: question.basis().clone().into(),
            difficulty: item.difficulty,
        });
    }
    Ok(items)
}

fn answers(item: &DrawnItem, question: &Question) -> Vec<RightAnswer> {
    match question.kind() {
        Kind::Case { parts } => {
            item.parts.iter().zip(parts).map(|(drawn, part)| right(&part.kind, &drawn.order)).collect()
        }
        kind => vec![right(kind, &item.order)],
    }
}

/// What is right, in the letters of the order shown.
pub(crate) fn right(kind: &Kind, order: &[u8]) -> RightAnswer {
    let letters = |is_right: &dyn Fn(u8) -> bool| {
        let shown = order.iter().enumerate().filter(|(_, original)| is_right(**original));
        RightAnswer::Letters(shown.map(|(place, _)| letter(place)).collect())
    };
    match kind {
        Kind::Single { right, .. } => letters(&|index| index == *right),
        Kind::Multiple { right, .. } => letters(&|index| right.contains(&index)),
        Kind::TrueFalse { answer } => RightAnswer::Truth(*answer),
        Kind::Fill { answers } => RightAnswer::Words(answers.clone()),
        Kind::Case { .. } => RightAnswer::Letters(String::new()),
    }
}
