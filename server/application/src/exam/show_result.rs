//! The result of a sitting.

use super::{
    asked::{Asked, approved, correction, ids, running, stored, valid},
    finish::hundredths,
    gate::{mistakes_left, of_round},
    reveal::reveal,
    sitting::{Sat, load_own},
    submit::hand_in_if_due,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::exam::{GroundResult, NextStep, RegradeFact, ResultView, TopicResult};
use domain::{
    exam::{
        attempt::{SubmittedBy, What},
        grading::{ItemMark, Mark, TopicMark},
        review::{Ground, Grounded, by_ground},
    },
    training::TrainingKind,
};
use storage::{exam::ExamRow, results::RegradeRow};
use uuid::Uuid;

/// Shows a candidate the result of a sitting. A sitting that still runs has none, and of another one that runs
/// nothing is told here: its questions are left out.
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
    let (row, reader) = (&sat.row, cx.reader());
    let regrades = storage::results::regrades(&reader, cx.street(), &[id]).await?;
    let (Some(valid), Some(submitted_at)) = (valid(row, regrades.last()), row.submitted_at) else {
        return Err(Failure::missing());
    };
    let result = stored(id, &valid.result)?;
    let exam = storage::exam::exam(&reader, cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    // With one paper for all, whoever is done could tell the others.
    let held_until =
        Some(exam.closes_at).filter(|closes| sat.record.blueprint.draft().one_paper && cx.now() < *closes);
    let paper = &sat.record.paper;
    let of_paper = ids(paper.items.iter().map(|item| &item.id));
    let asked = Asked::load(&reader, cx.street(), &[exam.id], of_paper).await?;
    let key = asked.key(exam.id, paper, &approved(&reader, cx.street(), exam.id).await?)?;
    let sittings = storage::training::sittings(&reader, cx.street(), row.person_id, None).await?;
    let hidden = running(cx, &sittings).await?;
    let (mut items, mut grounded, mut withheld) = (Vec::new(), Vec::new(), 0);
    for mark in &result.items {
        let drawn = paper.items.iter().find(|drawn| drawn.number == mark.item.number);
        let drawn = drawn.ok_or_else(|| anyhow!("item {} of {id} is not on its paper", mark.item))?;
        let question = asked.get(exam.id, &drawn.id)?;
        grounded.push(Grounded {
            ground: Ground::of(question.basis()),
            topics: question.topics(),
            mark: *mark,
        });
        if hidden.contains(&drawn.id) {
            withheld += 1;
            continue;
        }
        items.push(reveal(&sat.record, &key, question, mark, sat.attempt.current(mark.item))?);
    }
    if held_until.is_some() {
        items.clear();
        grounded.clear();
    }
    let late = sat.attempt.steps().iter().filter(|s| matches!(s.what, What::Answered { late: true, .. }));
    Ok(ResultView {
        attempt: id,
        training: row.training_id,
        title: exam.title.clone(),
        number: row.number.unsigned_abs(),
        score: valid.score,
        pass_mark: hundredths(result.rules.pass_mark),
        passed: valid.passed,
        started_at: row.started_at,
        submitted_at,
        by_deadline: matches!(sat.attempt.submitted(), Some((_, SubmittedBy::Deadline))),
        late: u32::try_from(late.count()).unwrap_or(u32::MAX),
        right: count(&result.items, |m| m.mark == Mark::Right),
        of: count(&result.items, |_| true),
        grounds: grounds(&grounded),
        regrades: facts(cx, &sat, regrades).await?,
        items,
        withheld,
        next: next_step(cx, &sat, valid.passed, &exam).await?,
        held_until,
    })
}

fn count(marks: &[ItemMark], wanted: fn(&ItemMark) -> bool) -> u32 {
    u32::try_from(marks.iter().filter(|mark| wanted(mark)).count()).unwrap_or(u32::MAX)
}

fn grounds(items: &[Grounded<'_>]) -> Vec<GroundResult> {
    let topic = |(topic, mark): (String, TopicMark)| TopicResult {
        topic,
        points: hundredths(mark.points),
        of: hundredths(mark.of),
        right: mark.right,
        items: mark.items,
    };
    let ground = |ground: domain::exam::review::GroundMark| GroundResult {
        ground: ground.ground,
        points: hundredths(ground.mark.points),
        of: hundredths(ground.mark.of),
        right: ground.mark.right,
        items: ground.mark.items,
        topics: ground.topics.into_iter().map(topic).collect(),
    };
    by_ground(items).into_iter().map(ground).collect()
}

/// Explains the regrades of a sitting.
async fn facts(cx: &Cx, sat: &Sat, regrades: Vec<RegradeRow>) -> Result<Vec<RegradeFact>, Failure> {
    if regrades.is_empty() {
        return Ok(Vec::new());
    }
    let rows = storage::results::corrections(&cx.reader(), cx.street(), &[sat.row.exam_id]).await?;
    let mut facts = Vec::with_capacity(regrades.len());
    for regrade in regrades {
        let Some(row) = rows.iter().find(|row| row.id == regrade.correction_id) else { continue };
        let Some(item) = correction(row)?.place(&sat.record.paper) else { continue };
        facts.push(RegradeFact {
            item,
            reason: row.reason.clone(),
            old_score: regrade.old_score,
            score: regrade.score,
            became_passed: regrade.passed && !regrade.old_passed,
            at: regrade.at,
        });
    }
    Ok(facts)
}

async fn next_step(cx: &Cx, sat: &Sat, passed: bool, exam: &ExamRow) -> Result<NextStep, Failure> {
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
    let enrolment =
        storage::training::enrolment(&reader, cx.street(), row.training_id, row.person_id).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    let later = all.iter().any(|a| a.number > row.number && a.state != "voided");
    if later || row.number < enrolment.round_from {
        return Ok(NextStep::Later);
    }
    let rules = sat.record.blueprint.draft();
    let used = of_round(&enrolment, &all).filter(|a| a.state == "submitted").count();
    let left = usize::from(rules.attempts).saturating_sub(used);
    let cool_down = TimeDelta::minutes(rules.cool_down_minutes.into());
    let from =
        row.submitted_at.unwrap_or(row.deadline).min(row.deadline + domain::exam::Attempt::GRACE) + cool_down;
    if left == 0 || from >= exam.closes_at {
        return Ok(NextStep::TrainAgain);
    }
    let mistakes = mistakes_left(&reader, cx.street(), true, &enrolment, &all, Some(exam.id)).await?;
    Ok(NextStep::Retake { left: u32::try_from(left).unwrap_or(0), mistakes, from, until: exam.closes_at })
}
