//! What follows from what staff do in a sitting, in the transaction that keeps the step.

use super::{
    invigilate::{not_reopened, standing},
    sitting::Sat,
};
use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    exam::attempt::{Reason, Step, What},
};
use storage::Writer;

/// Keeps what follows from a step of staff; other steps have none.
pub(super) async fn follow(cx: &Cx, tx: &Writer, sat: &Sat, step: &Step) -> Result<(), Failure> {
    let (row, deadline) = (&sat.row, sat.attempt.deadline());
    let subject = Subject::new("attempt", row.id);
    match &step.what {
        What::Extended { seconds, .. } => {
            storage::exam::set_deadline(tx, row, deadline).await?;
            cx.log(tx, Event::AttemptExtended { minutes: seconds / 60 }, subject).await
        }
        What::Reopened { seconds, .. } => {
            // Looked up again: others may have been faster.
            standing(cx, tx, row).await?.may_reopen().map_err(not_reopened)?;
            take_result_back(cx, tx, sat).await?;
            storage::exam::reopen(tx, row, deadline).await?;
            cx.log(tx, Event::AttemptReopened { minutes: seconds / 60 }, subject).await
        }
        What::Voided { reason } => {
            let was_passed = row.passed == Some(true);
            take_result_back(cx, tx, sat).await?;
            revoke(cx, tx, sat, reason).await?;
            let by = cx.actor()?.account.uuid();
            storage::exam::void(tx, row, reason.as_str(), step.at, by).await?;
            cx.log(tx, Event::AttemptVoided { was_passed }, subject).await
        }
        _ => Ok(()),
    }
}

/// Clears the attendee's result where it rests on the sitting, or says that no try is left, which is no longer
/// so. An excuse stays.
async fn take_result_back(cx: &Cx, tx: &Writer, sat: &Sat) -> Result<(), Failure> {
    let row = &sat.row;
    let attendee = storage::training::enrolment(tx, cx.street(), row.training_id, row.person_id).await?;
    let Some(mut attendee) = attendee else { return Ok(()) };
    let falls = match attendee.result.as_deref() {
        Some("passed") => attendee.attempt_id == Some(row.id),
        Some("failed") => true,
        _ => false,
    };
    if !falls {
        return Ok(());
    }
    let training = storage::training::find(tx, cx.street(), row.training_id).await?;
    if training.is_some_and(|training| training.status == "closed") {
        return Err(Refusal::TrainingArchived.into());
    }
    (attendee.result, attendee.result_at, attendee.attempt_id) = (None, None, None);
    Ok(storage::training::save_enrolment(tx, attendee).await?)
}

/// Revokes the certificate that the sitting has earned.
async fn revoke(cx: &Cx, tx: &Writer, sat: &Sat, reason: &Reason) -> Result<(), Failure> {
    let Some(certificate) = storage::certificate::of_attempt(tx, cx.street(), sat.row.id).await? else {
        return Ok(());
    };
    let serial = certificate.serial;
    if storage::certificate::revoke(tx, cx.street(), &serial, reason.as_str(), cx.now()).await? {
        let subject = Subject::new("certificate", &serial);
        cx.log(tx, Event::CertificateRevoked { serial: serial.clone() }, subject).await?;
    }
    Ok(())
}
