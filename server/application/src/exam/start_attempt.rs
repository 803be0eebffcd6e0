//! Starting a sitting.

use super::{
    create_exam::{blueprint, open_key},
    gate::{round, study_gate},
    room::seat_for,
    sitting::{parse_record, read_record},
    submit::hand_in_if_due,
    writer::Work,
};
use crate::{Cx, Failure, clock_text};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::{Refusal, UiError};
use domain::{
    actor::Action,
    bank::QuestionId,
    exam::{
        Attempt, AttemptNumber, Blueprint, PaperKey, PaperRecord, StartRefusal, draw, may_start,
        record::Drawing,
        retake::{PastAttempt, PastState, StudyGate, Window},
    },
    hash::hash,
    id::{Id, Person},
    training::TrainingKind,
};
use std::collections::BTreeSet;
use storage::{
    Reader,
    exam::{AttemptRow, ExamRow, PaperRow, SeatRow},
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
    start_attempt_with(cx, training, "").await
}

/// Starts as [`start_attempt`] does; `code` is what was typed as the entry code of a room.
///
/// # Errors
/// Refuses also who has a seat in a room that does not let them in.
pub async fn start_attempt_with(cx: &Cx, training: Uuid, code: &str) -> Result<Started, Failure> {
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
    let gate = match row.kind == TrainingKind::Contest.code() {
        true => StudyGate::Open,
        false => {
            study_gate(&reader, cx.street(), row.kind == TrainingKind::Training.code(), &enrolment, &past)
                .await?
        }
    };
    let window = Window { opens: exam.opens_at, closes: exam.closes_at };
    let states = past.iter().map(past_attempt).collect::<Result<Vec<_>, _>>()?;
    let number = may_start(&states, &blueprint, round(&enrolment)?, gate, window, cx.now());
    let number = number.map_err(|why| refused(cx, why))?;
    let seat = seat_for(cx, &reader, exam.id, person.uuid(), number.get().into(), code).await?;
    let (attempt, paper) = match seat {
        Some(seat) => prepared(cx, &seat, training, &parse_record(&seat.record)?),
        None => prepare(cx, &reader, &exam, training, person, number, blueprint, &past).await?,
    };
    let started = begin_prepared(cx, attempt, paper).await?;
    started.ok_or_else(|| UiError::Conflict.into())
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
        StartRefusal::Running { .. } => return UiError::Conflict.into(),
        StartRefusal::AlreadyPassed { .. } => Refusal::AlreadyPassed,
        StartRefusal::NotOpen { opens } => Refusal::ExamNotOpen { opens: clock_text(opens) },
        StartRefusal::Closed { closed } => Refusal::ExamClosed { closed: clock_text(closed) },
        StartRefusal::NoneLeft { allowed } => Refusal::NoAttemptLeft { used: allowed.into() },
        // The minute shown must not come before the true one.
        StartRefusal::CoolingDown { until } => {
            Refusal::CoolDown { until: clock_text(until.max(cx.now()) + TimeDelta::seconds(59)) }
        }
        StartRefusal::SignInFirst => Refusal::SignInFirst,
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
    let questions = cx.system.sittings.frozen.questions(reader, exam).await?;
    let ids: Vec<Uuid> = past.iter().map(|a| a.id).collect();
    let mut seen: BTreeSet<QuestionId> = BTreeSet::new();
    for paper in storage::exam::papers_of(reader, cx.street(), &ids).await? {
        seen.extend(read_record(&paper)?.paper.items.into_iter().map(|item| item.id));
    }
    let key = PaperKey { exam_key: open_key(cx, exam)?, candidate: person, attempt: number, seating: None };
    let paper = draw(&blueprint, &questions.pool, &key, &seen)
        .map_err(|e| anyhow!("the pool of exam {} is short: {e:?}", exam.id))?;
    let from = Drawing { blueprint: &blueprint, pool: &questions.pool, key: &key, seen: &seen };
    let record = PaperRecord::new(Id::new(exam.id), questions.bank, from, paper);
    let record = serde_json::to_string(&record)?;
    let minutes = blueprint.draft().minutes;
    Ok(rows(cx, exam.id, training, person.uuid(), number.get().into(), minutes, record))
}

/// Makes the rows of a sitting whose paper was drawn for a seat before the start.
pub(super) fn prepared(
    cx: &Cx,
    seat: &SeatRow,
    training: Uuid,
    record: &PaperRecord,
) -> (AttemptRow, PaperRow) {
    let minutes = record.blueprint.draft().minutes;
    rows(cx, seat.exam_id, training, seat.person_id, seat.number, minutes, seat.record.clone())
}

fn rows(
    cx: &Cx,
    exam_id: Uuid,
    training_id: Uuid,
    person_id: Uuid,
    number: i32,
    minutes: u16,
    record: String,
) -> (AttemptRow, PaperRow) {
    let (street, id) = (cx.street().to_owned(), cx.new_uuid());
    let content_hash = hex::encode(hash(record.as_bytes()));
    let paper = PaperRow { street: street.clone(), attempt_id: id, content_hash, record };
    let attempt = AttemptRow {
        street,
        id,
        exam_id,
        training_id,
        person_id,
        number,
        started_at: cx.now(),
        deadline: cx.now() + TimeDelta::minutes(minutes.into()),
        state: "open".into(),
        lease: i32::try_from(Attempt::FIRST_LEASE).unwrap_or(1),
        submitted_at: None,
        score: None,
        passed: None,
        result: None,
        void_reason: None,
        voided_at: None,
        voided_by: None,
    };
    (attempt, paper)
}

/// Stores a sitting. Where another request was faster its sitting is resumed; none where it has ended already.
pub(super) async fn begin_prepared(
    cx: &Cx,
    attempt: AttemptRow,
    paper: PaperRow,
) -> Result<Option<Started>, Failure> {
    let (id, exam, person) = (attempt.id, attempt.exam_id, attempt.person_id);
    let work = Work::Start(Box::new((attempt, paper)));
    match cx.system.sittings.write(cx, work).await {
        Ok(()) => Ok(Some(Started { attempt: id, lease: Attempt::FIRST_LEASE, fresh: true })),
        Err(failure) if failure.told() == Some(&UiError::Conflict) => {
            let past = storage::exam::attempts_of(&cx.reader(), cx.street(), exam, person).await?;
            Ok(past.iter().find(|a| a.state == "open").map(resumed))
        }
        Err(other) => Err(other),
    }
}
