//! Excusing an attendee, and closing a training.

use crate::{Cx, Failure};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    training::{AttendeeResult, CloseRefusal, close},
};
use storage::training::TrainingRow;
use uuid::Uuid;

/// Excuses an attendee from the test, with a reason; the asker is the approver.
pub async fn excuse(cx: &Cx, training: Uuid, person: Uuid, reason: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let tx = cx.begin().await?;
    let row = storage::training::enrolment(&tx, cx.street(), training, person).await?;
    let mut row = row.ok_or_else(Failure::missing)?;
    if row.result.as_deref() == Some("passed") {
        return Err(Refusal::AlreadyPassed.into());
    }
    row.result = Some("excused".into());
    row.result_at = Some(cx.now());
    row.excuse_reason = Some(reason.to_owned());
    row.excused_by = Some(actor.account.uuid());
    storage::training::save_enrolment(&tx, row).await?;
    cx.log(&tx, Event::AttendeeExcused, Subject::new("enrolment", format!("{training}/{person}"))).await?;
    Ok(tx.commit().await?)
}

/// Closes a training once nobody is without result.
pub async fn close_training(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let attendees = storage::training::attendees(&tx, cx.street(), [id]).await?;
    let results: Vec<AttendeeResult> = attendees
        .into_iter()
        .map(|a| match a.result.as_deref() {
            Some("passed") => AttendeeResult::Passed,
            Some("failed") => AttendeeResult::Failed,
            Some(_) => AttendeeResult::Excused { reason: a.excuse_reason.unwrap_or_default() },
            None => AttendeeResult::Open,
        })
        .collect();
    close(&results).map_err(|CloseRefusal::WithoutResult(count)| Refusal::AttendeesWithoutResult {
        count: u32::try_from(count).unwrap_or(u32::MAX),
    })?;
    let count = |wanted: fn(&AttendeeResult) -> bool| {
        u32::try_from(results.iter().filter(|r| wanted(r)).count()).unwrap_or(u32::MAX)
    };
    let event = Event::TrainingClosed {
        passed: count(|r| *r == AttendeeResult::Passed),
        failed: count(|r| *r == AttendeeResult::Failed),
        excused: count(|r| matches!(r, AttendeeResult::Excused { .. })),
    };
    storage::training::save(&tx, TrainingRow { status: "closed".into(), closed_at: Some(cx.now()), ..row })
        .await?;
    cx.log(&tx, event, Subject::new("training", id)).await?;
    Ok(tx.commit().await?)
}
