//! Excusing an attendee by two members of the office, and closing a training.

use crate::{Cx, Failure};
use contract::{
    Field, FieldProblem, Refusal,
    session::{ExcuseLine, ExcusesView},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    id::Id,
    training::{AttendeeResult, Closable, CloseRefusal, Excuse, ExcuseRefusal},
};
use std::collections::HashMap;
use storage::{
    Failed, Writer,
    excuse::ExcuseRow,
    training::{EnrolmentRow, TrainingRow},
};
use uuid::Uuid;

/// So many requests are shown at once.
const MOST: u64 = 500;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excused {
    /// Another member of the office decides.
    Waits,
    /// The office has nobody else, so it holds at once.
    Holds,
}

/// Asks to excuse an attendee from the test, with a reason. Another member of the office approves; where there is
/// none the asker is the approver. Asked again while it waits, it is the same request.
///
/// # Errors
/// Refuses who has passed or been excused, and a training that is no more open.
pub async fn excuse(cx: &Cx, training: Uuid, person: Uuid, reason: &str) -> Result<Excused, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account;
    let reason = understood(reason)?;
    let tx = cx.begin().await?;
    let attendee = open_attendee(cx, &tx, training, person).await?;
    let others = storage::excuse::office_beside(&tx, cx.street(), by.uuid()).await?;
    if let Some(waiting) = storage::excuse::pending_of(&tx, cx.street(), training, person).await? {
        if others > 0 || waiting.proposed_by != by.uuid() {
            return Ok(Excused::Waits);
        }
        // The colleague who could have approved has left since.
        settle(cx, &tx, &waiting, attendee, 0).await?;
        tx.commit().await?;
        return Ok(Excused::Holds);
    }
    let row = ExcuseRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        training_id: training,
        person_id: person,
        reason: reason.to_owned(),
        proposed_by: by.uuid(),
        proposed_at: cx.now(),
        approved: None,
        decided_by: None,
        decided_at: None,
    };
    match storage::excuse::add(&tx, row.clone()).await {
        Err(Failed::AlreadyThere) => return Ok(Excused::Waits),
        other => other?,
    }
    let subject = Subject::new("enrolment", format!("{training}/{person}"));
    cx.log(&tx, Event::ExcuseProposed, subject).await?;
    let state = if others == 0 {
        settle(cx, &tx, &row, attendee, 0).await?;
        Excused::Holds
    } else {
        Excused::Waits
    };
    tx.commit().await?;
    Ok(state)
}

/// Approves or refuses a request. Decided the same way again, it is as once.
///
/// # Errors
/// Refuses whoever asked, as long as the office has somebody else, and what was decided otherwise.
pub async fn decide_excuse(cx: &Cx, id: Uuid, approve: bool) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account;
    let tx = cx.begin().await?;
    let row = storage::excuse::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let training = row.training_id;
    if let Some(before) = row.approved {
        return if before == approve { Ok(training) } else { Err(Refusal::AlreadyDecided.into()) };
    }
    if approve {
        let attendee = open_attendee(cx, &tx, training, row.person_id).await?;
        let others = storage::excuse::office_beside(&tx, cx.street(), by.uuid()).await?;
        settle(cx, &tx, &row, attendee, usize::try_from(others).unwrap_or(usize::MAX)).await?;
    } else {
        if !storage::excuse::decide(&tx, cx.street(), id, false, by.uuid(), cx.now()).await? {
            return Err(Refusal::AlreadyDecided.into());
        }
        let subject = Subject::new("enrolment", format!("{training}/{}", row.person_id));
        cx.log(&tx, Event::ExcuseRefused, subject).await?;
    }
    tx.commit().await?;
    Ok(training)
}

/// Lists the requests that wait; of one training, or of all.
pub async fn pending_excuses(cx: &Cx, training: Option<Uuid>) -> Result<ExcusesView, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let rows = storage::excuse::pending(&reader, cx.street(), training, MOST).await?;
    let alone = storage::excuse::office_beside(&reader, cx.street(), actor.account.uuid()).await? == 0;
    let trainings =
        storage::training::by_ids(&reader, cx.street(), rows.iter().map(|r| r.training_id)).await?;
    let trainings: HashMap<Uuid, TrainingRow> = trainings.into_iter().map(|t| (t.id, t)).collect();
    let people = crate::session::people(cx, &reader, rows.iter().map(|r| r.person_id).collect()).await?;
    let lines = rows.into_iter().filter_map(|row| {
        let (training, (person, unit)) = (trainings.get(&row.training_id)?, people.get(&row.person_id)?);
        Some(ExcuseLine {
            id: row.id,
            training: training.id,
            title: training.title.clone(),
            person: person.name.clone(),
            unit: unit.clone(),
            reason: row.reason,
            proposed_at: row.proposed_at,
            own: row.proposed_by == actor.account.uuid() && !alone,
        })
    });
    Ok(ExcusesView { lines: lines.collect() })
}

/// Closes a training once nobody is without result.
pub async fn close_training(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    match row.status.as_str() {
        "draft" => return Err(Refusal::NotPublished.into()),
        "closed" => return Err(Refusal::TrainingArchived.into()),
        _ => {}
    }
    let attendees = storage::training::attendees(&tx, cx.street(), [id]).await?;
    let results: Vec<AttendeeResult> = attendees.iter().map(result).collect();
    let closable = Closable::of(&results).map_err(|refusal| match refusal {
        CloseRefusal::Nobody => Refusal::NobodyMeant,
        CloseRefusal::WithoutResult(count) => {
            Refusal::AttendeesWithoutResult { count: u32::try_from(count).unwrap_or(u32::MAX) }
        }
    })?;
    archive(cx, &tx, row, closable).await?;
    Ok(tx.commit().await?)
}

/// Stores that a training is closed. There is no way here but with a [`Closable`].
async fn archive(cx: &Cx, tx: &Writer, row: TrainingRow, closable: Closable) -> Result<(), Failure> {
    let subject = Subject::new("training", row.id);
    let row = TrainingRow { status: "closed".into(), closed_at: Some(cx.now()), ..row };
    storage::training::save(tx, row).await?;
    let (passed, failed, excused) = (closable.passed(), closable.failed(), closable.excused());
    cx.log(tx, Event::TrainingClosed { passed, failed, excused }, subject).await
}

/// What became of an attendee. A row that says excused without reason or approver is open.
fn result(row: &EnrolmentRow) -> AttendeeResult {
    match row.result.as_deref() {
        Some("passed") => AttendeeResult::Passed,
        Some("failed") => AttendeeResult::Failed,
        Some("excused") => Excuse::stored(row.excuse_reason.as_deref(), row.excused_by.map(Id::new))
            .map_or(AttendeeResult::Open, AttendeeResult::Excused),
        _ => AttendeeResult::Open,
    }
}

/// The attendee of a training that is open, who has neither passed nor been excused.
async fn open_attendee(cx: &Cx, tx: &Writer, training: Uuid, person: Uuid) -> Result<EnrolmentRow, Failure> {
    let attendee = storage::training::enrolment(tx, cx.street(), training, person).await?;
    let attendee = attendee.ok_or_else(Failure::missing)?;
    let row = storage::training::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    match (row.status.as_str(), attendee.result.as_deref()) {
        ("closed", _) => Err(Refusal::TrainingArchived.into()),
        ("draft", _) => Err(Refusal::NotPublished.into()),
        (_, Some("passed")) => Err(Refusal::AlreadyPassed.into()),
        (_, Some("excused")) => Err(Refusal::AlreadyExcused.into()),
        _ => Ok(attendee),
    }
}

/// Approves a request and gives the attendee the result, in one transaction.
async fn settle(
    cx: &Cx,
    tx: &Writer,
    row: &ExcuseRow,
    attendee: EnrolmentRow,
    others: usize,
) -> Result<(), Failure> {
    let by = cx.actor()?.account;
    let excuse = Excuse::approve(&row.reason, Id::new(row.proposed_by), by, others);
    let excuse = excuse.map_err(|refusal| match refusal {
        ExcuseRefusal::Reason => Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 }),
        ExcuseRefusal::OwnRequest => Refusal::ExcuseNeedsSecond.into(),
    })?;
    let approver = excuse.approver().uuid();
    if !storage::excuse::decide(tx, cx.street(), row.id, true, approver, cx.now()).await? {
        return Err(Refusal::AlreadyDecided.into());
    }
    let subject = Subject::new("enrolment", format!("{}/{}", row.training_id, row.person_id));
    let attendee = EnrolmentRow {
        result: Some("excused".into()),
        result_at: Some(cx.now()),
        excuse_reason: Some(excuse.reason().to_owned()),
        excused_by: Some(approver),
        ..attendee
    };
    storage::training::save_enrolment(tx, attendee).await?;
    cx.log(tx, Event::AttendeeExcused, subject).await
}

/// Reads a reason: 2 to 200 characters.
pub(crate) fn understood(reason: &str) -> Result<&str, Failure> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => Ok(reason),
        _ => Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
}
