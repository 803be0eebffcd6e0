//! Starting a sitting.

use super::{
    create_exam::{blueprint, open_key},
    finish::by_id,
    gate::{round, study_gate},
    pool,
    sitting::read_record,
    submit::hand_in_if_due,
};
use crate::{Cx, Failure, clock_text};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::QuestionId,
    exam::{
        Attempt, AttemptNumber, Blueprint, PaperKey, PaperRecord, StartRefusal, draw, may_start,
        record::Drawing,
        retake::{PastAttempt, PastState, Window},
    },
    hash::hash,
    id::{Id, Person},
};
use std::collections::BTreeSet;
use storage::{
    Failed, Reader,
    exam::{AttemptRow, ExamRow, PaperRow},
};
use uuid::Uuid;

/// A sitting that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// Which.
    pub attempt: Uuid,
    /// The lease that may write.
    pub lease: u32,
    /// Whether it began now; otherwise it was running already and is resumed.
    pub fresh: bool,
}

/// Starts a sitting of the asker for the test of a training, or resumes the one that runs.
///
/// # Errors
/// Refuses who is not enrolled, has not read the lesson, or may not start by the rules of retakes.
pub async fn start_attempt(cx: &Cx, training: Uuid) -> Result<Started, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let enrolment = storage::training::enrolment(&reader, cx.street(), training, person.uuid()).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    let row = storage::training::find(&reader, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let exam_id = row.exam_id.filter(|_| row.status != "draft").ok_or_else(Failure::missing)?;
    let exam = storage::exam::exam(&reader, cx.street(), exam_id).await?.ok_or_else(Failure::missing)?;
    let blueprint = blueprint(&exam)?;
    let past = settled_past(cx, &reader, &exam, person).await?;
    if let Some(live) = past.iter().find(|a| a.state == "open") {
        return Ok(resumed(live));
    }
    if let Some(closed) = row.closed_at {
        return Err(Refusal::ExamClosed { closed: clock_text(closed) }.into());
    }
    if enrolment.result.as_deref() == Some("passed") {
        // Also by a regrade, which the sittings themselves do not show.
        return Err(Refusal::AlreadyPassed.into());
    }
    let gate = study_gate(&reader, cx.street(), &enrolment, &past).await?;
    let window = Window { opens: exam.opens_at, closes: exam.closes_at };
    let states = past.iter().map(past_attempt).collect::<Result<Vec<_>, _>>()?;
    let number = may_start(&states, &blueprint, round(&enrolment)?, gate, window, cx.now());
    let number = number.map_err(|why| refused(cx, why))?;
    let (attempt, paper) = prepare(cx, &reader, &exam, training, person, number, blueprint, &past).await?;
    begin(cx, attempt, paper).await
}

/// The sittings of a person so far, an overdue one handed in.
async fn settled_past(
    cx: &Cx,
    reader: &Reader,
    exam: &ExamRow,
    person: Id<Person>,
) -> Result<Vec<AttemptRow>, Failure> {
    let past = storage::exam::attempts_of(reader, cx.street(), exam.id, person.uuid()).await?;
    let late = past.iter().find(|a| a.state == "open" && cx.now() > a.deadline + Attempt::GRACE);
    let Some(late) = late else { return Ok(past) };
    hand_in_if_due(cx, late.id).await?;
    Ok(storage::exam::attempts_of(reader, cx.street(), exam.id, person.uuid()).await?)
}

fn resumed(row: &AttemptRow) -> Started {
    Started { attempt: row.id, lease: row.lease.unsigned_abs(), fresh: false }
}

pub(super) fn past_attempt(row: &AttemptRow) -> Result<PastAttempt, Failure> {
    let number = u8::try_from(row.number).ok().and_then(AttemptNumber::new);
    let number = number.ok_or_else(|| anyhow!("the attempt {} is damaged", row.id))?;
    let state = match (row.state.as_str(), row.passed, row.submitted_at) {
        ("open", ..) => PastState::Live,
        ("submitted", Some(true), _) => PastState::Passed,
        // The server may have noticed late that the time was up.
        ("submitted", _, Some(at)) => PastState::Failed { at: at.min(row.deadline + Attempt::GRACE) },
        _ => PastState::Voided,
    };
    Ok(PastAttempt { number, state })
}

fn refused(cx: &Cx, why: StartRefusal) -> Failure {
    Failure::from(match why {
        StartRefusal::Running { .. } => return contract::UiError::Conflict.into(),
        StartRefusal::AlreadyPassed { .. } => Refusal::AlreadyPassed,
        StartRefusal::NotOpen { opens } => Refusal::ExamNotOpen { opens: clock_text(opens) },
        StartRefusal::Closed { closed } => Refusal::ExamClosed { closed: clock_text(closed) },
        StartRefusal::NoneLeft { allowed } => Refusal::NoAttemptLeft { used: allowed.into() },
        // The minute shown must not come before the true one.
        StartRefusal::CoolingDown { until } => {
            Refusal::CoolDown { until: clock_text(until.max(cx.now()) + TimeDelta::seconds(59)) }
        }
        StartRefusal::LessonFirst => Refusal::LessonFirst,
        StartRefusal::StudyFirst { left } => Refusal::MistakesFirst { left },
    })
}

/// Draws the paper and makes the rows.
#[expect(clippy::too_many_arguments, reason = "these are the things a paper is drawn from")]
async fn prepare(
    cx: &Cx,
    reader: &Reader,
    exam: &ExamRow,
    training: Uuid,
    person: Id<Person>,
    number: AttemptNumber,
    blueprint: Blueprint,
    past: &[AttemptRow],
) -> Result<(AttemptRow, PaperRow), Failure> {
    let questions = pool::of_exam(reader, exam).await?;
    let ids: Vec<Uuid> = past.iter().map(|a| a.id).collect();
    let mut seen: BTreeSet<QuestionId> = BTreeSet::new();
    for paper in storage::exam::papers_of(reader, cx.street(), &ids).await? {
        seen.extend(read_record(&paper)?.paper.items.into_iter().map(|item| item.id));
    }
    let key = PaperKey { exam_key: open_key(cx, exam)?, candidate: person, attempt: number, seating: None };
    let paper = draw(&blueprint, &questions.pool, &key, &seen)
        .map_err(|e| anyhow!("the pool of exam {} is short: {e:?}", exam.id))?;
    let found = by_id(&questions.all);
    let items: Vec<_> = paper.items.iter().filter_map(|item| found.get(&item.id)).collect();
    let items = serde_json::to_string(&items)?;
    let from = Drawing { blueprint: &blueprint, pool: &questions.pool, key: &key, seen: &seen };
    let record = PaperRecord::new(Id::new(exam.id), questions.bank, from, paper);
    let record = serde_json::to_string(&record)?;
    let (street, id) = (cx.street().to_owned(), cx.new_uuid());
    let paper = PaperRow {
        street: street.clone(),
        attempt_id: id,
        content_hash: hex::encode(hash(record.as_bytes())),
        record,
        items,
    };
    let attempt = AttemptRow {
        street,
        id,
        exam_id: exam.id,
        training_id: training,
        person_id: person.uuid(),
        number: number.get().into(),
        started_at: cx.now(),
        deadline: cx.now() + TimeDelta::minutes(blueprint.draft().minutes.into()),
        state: "open".into(),
        lease: i32::try_from(Attempt::FIRST_LEASE).unwrap_or(1),
        submitted_at: None,
        score: None,
        passed: None,
        result: None,
    };
    Ok((attempt, paper))
}

/// Stores a sitting. Where another request was faster, its sitting is resumed.
async fn begin(cx: &Cx, attempt: AttemptRow, paper: PaperRow) -> Result<Started, Failure> {
    let (id, exam, person) = (attempt.id, attempt.exam_id, attempt.person_id);
    let number = attempt.number.unsigned_abs();
    let paper_hash = paper.content_hash.clone();
    let tx = cx.begin().await?;
    match storage::exam::add_attempt(&tx, attempt, paper).await {
        Ok(()) => {
            cx.log(&tx, Event::AttemptStarted { number, paper_hash }, Subject::new("attempt", id)).await?;
            tx.commit().await?;
            Ok(Started { attempt: id, lease: Attempt::FIRST_LEASE, fresh: true })
        }
        Err(Failed::AlreadyThere) => {
            drop(tx);
            let past = storage::exam::attempts_of(&cx.reader(), cx.street(), exam, person).await?;
            let live = past.iter().find(|a| a.state == "open");
            live.map(resumed).ok_or_else(|| contract::UiError::Conflict.into())
        }
        Err(other) => Err(other.into()),
    }
}
