//! The result of a sitting.

use super::{
    finish::{StoredResult, hundredths},
    sitting::{Sat, load_own},
    submit::hand_in_if_due,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::exam::{ItemResult, NextStep, OptionResult, ResultView, RightAnswer, TopicResult};
use domain::{
    bank::{Choice, Kind, Question},
    exam::{
        Answer, Attempt, ItemRef, Paper,
        attempt::{SubmittedBy, What},
        delivery::letter,
        grading::ItemMark,
    },
    training::TrainingKind,
};
use uuid::Uuid;

/// Shows a candidate the result of a sitting. A sitting that still runs has none.
pub async fn show_result(cx: &Cx, id: Uuid) -> Result<ResultView, Failure> {
    let mut sat = load_own(cx, id).await?;
    if sat.is_overdue(cx) {
        hand_in_if_due(cx, id).await?;
        sat = load_own(cx, id).await?;
    }
    // From here on the right answers are known, which must be on record before they are sent.
    if sat.attempt.submitted().is_some() && sat.attempt.result_shown().is_none() {
        sat = super::voided::note_result_shown(cx, id).await?;
    }
    let row = &sat.row;
    let (Some(score), Some(passed), Some(submitted_at), Some(result)) =
        (row.score, row.passed, row.submitted_at, &row.result)
    else {
        return Err(Failure::missing());
    };
    let result: StoredResult =
        serde_json::from_str(result).map_err(|e| anyhow!("the result of {id} is damaged: {e}"))?;
    let exam =
        storage::exam::exam(&cx.reader(), cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    // With one paper for all, whoever is done could tell the others.
    let held_until =
        Some(exam.closes_at).filter(|closes| sat.record.blueprint.draft().one_paper && cx.now() < *closes);
    let questions = sat.questions(cx, &cx.reader()).await?;
    let mut items = Vec::with_capacity(result.items.len());
    for mark in &result.items {
        let drawn = sat.record.paper.items.iter().find(|drawn| drawn.number == mark.item.number);
        let question = drawn.and_then(|drawn| questions.find(&drawn.id));
        let question = question.ok_or_else(|| anyhow!("item {} of {id} has no question", mark.item))?;
        items.push(item_result(&sat.record.paper, &sat.attempt, mark, question));
    }
    let mut topics: Vec<TopicResult> = result
        .topics
        .into_iter()
        .map(|(topic, mark)| TopicResult {
            topic,
            points: hundredths(mark.points),
            of: hundredths(mark.of),
            right: mark.right,
            items: mark.items,
        })
        .collect();
    // The weakest topic first: points a, b of c, d compare as a·d and b·c.
    topics.sort_by_key(|t| (i64::from(t.points) * 1_000_000).checked_div(i64::from(t.of)).unwrap_or(0));
    if held_until.is_some() {
        items.clear();
        topics.clear();
    }
    let late = sat.attempt.steps().iter().filter(|s| matches!(s.what, What::Answered { late: true, .. }));
    Ok(ResultView {
        attempt: id,
        training: row.training_id,
        title: exam.title.clone(),
        number: row.number.unsigned_abs(),
        score,
        pass_mark: hundredths(result.rules.pass_mark),
        passed,
        started_at: row.started_at,
        submitted_at,
        by_deadline: matches!(sat.attempt.submitted(), Some((_, SubmittedBy::Deadline))),
        late: u32::try_from(late.count()).unwrap_or(u32::MAX),
        topics,
        items,
        next: next_step(cx, &sat, passed, exam.closes_at).await?,
        held_until,
    })
}

/// One item with its answer, its key and its explanation: for papers that were handed in, and no others.
pub(crate) fn item_result(
    paper: &Paper,
    attempt: &Attempt,
    mark: &ItemMark,
    question: &Question,
) -> ItemResult {
    let item = mark.item;
    let part = usize::from(item.part).checked_sub(1).and_then(|at| question.kind().parts().get(at));
    let (kind, stem) = part.map_or((question.kind(), question.stem()), |p| (&p.kind, p.stem.as_str()));
    let answer = attempt.current(item);
    let order = order(paper, item);
    let right = |index: u8| match kind {
        Kind::Single { right, .. } => *right == index,
        Kind::Multiple { right, .. } => right.contains(&index),
        _ => false,
    };
    let options = order.iter().enumerate().filter_map(|(place, original)| {
        let choice: &Choice = kind.options().get(usize::from(*original))?;
        let chosen = matches!(answer, Some(Answer::Choice(chosen)) if chosen.contains(original));
        Some(OptionResult {
            letter: letter(place),
            text: choice.text.clone(),
            chosen,
            right: right(*original),
        })
    });
    let options: Vec<OptionResult> = options.collect();
    let explanation = part.map(|p| p.explanation.as_str()).filter(|text| !text.is_empty());
    ItemResult {
        item,
        kind: kind.name(),
        mark: mark.mark,
        points: hundredths(mark.points),
        of: hundredths(mark.of),
        story: (item.part == 1).then(|| question.stem().to_owned()),
        stem: stem.to_owned(),
        given: answer.filter(|a| !a.is_blank()).and_then(|a| attempt.sheet().shown(item, a)),
        right: match kind {
            Kind::TrueFalse { answer } => RightAnswer::Truth(*answer),
            Kind::Fill { answers } => RightAnswer::Words(answers.clone()),
            _ => RightAnswer::Letters(options.iter().filter(|o| o.right).map(|o| o.letter).collect()),
        },
        options,
        explanation: explanation.unwrap_or_else(|| question.explanation()).to_owned(),
        basis: question.basis().clone().into(),
    }
}

/// The order in which the options of an item were shown.
fn order(paper: &Paper, item: ItemRef) -> &[u8] {
    let drawn = paper.items.iter().find(|drawn| drawn.number == item.number);
    let part = usize::from(item.part).checked_sub(1);
    match (drawn, part) {
        (Some(drawn), None) => &drawn.order,
        (Some(drawn), Some(part)) => drawn.parts.get(part).map_or(&[], |p| &p.order),
        (None, _) => &[],
    }
}

async fn next_step(
    cx: &Cx,
    sat: &Sat,
    passed: bool,
    closes_at: chrono::DateTime<chrono::Utc>,
) -> Result<NextStep, Failure> {
    let (row, reader) = (&sat.row, cx.reader());
    let training = storage::training::find(&reader, cx.street(), row.training_id).await?;
    match training.and_then(|training| TrainingKind::from_code(&training.kind)) {
        Some(TrainingKind::Contest) => return Ok(NextStep::Ranking),
        Some(TrainingKind::Officials) if passed => return Ok(NextStep::Done),
        _ => {}
    }
    if passed {
        let certificate = storage::certificate::of_attempt(&reader, cx.street(), row.id).await?;
        return Ok(NextStep::Certificate { serial: certificate.map(|c| c.serial) });
    }
    let all = storage::exam::attempts_of(&reader, cx.street(), row.exam_id, row.person_id).await?;
    if all.iter().any(|a| a.number > row.number && a.state != "voided") {
        return Ok(NextStep::Later);
    }
    let rules = sat.record.blueprint.draft();
    let used = all.iter().filter(|a| a.state == "submitted").count();
    let left = usize::from(rules.attempts).saturating_sub(used);
    let cool_down = TimeDelta::minutes(rules.cool_down_minutes.into());
    let from = row.submitted_at.unwrap_or(row.deadline).min(row.deadline + Attempt::GRACE) + cool_down;
    if left == 0 || from >= closes_at {
        return Ok(NextStep::TrainAgain);
    }
    Ok(NextStep::Retake { left: u32::try_from(left).unwrap_or(0), from, until: closes_at })
}
