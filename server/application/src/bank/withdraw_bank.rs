//! Withdrawing a frozen version of a bank.

use crate::{Cx, Failure};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use storage::{Failed, bank::WithdrawalRow};
use uuid::Uuid;

/// Withdraws a bank version for a reason of 2 to 200 characters: nothing new may rest on it. Trainings that
/// were offered and papers that were drawn stay as they are.
pub async fn withdraw_bank(cx: &Cx, id: Uuid, reason: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let tx = cx.begin().await?;
    let bank = storage::bank::version(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let row = WithdrawalRow {
        street: cx.street().to_owned(),
        bank_version_id: id,
        at: cx.now(),
        by: actor.account.uuid(),
        reason: reason.to_owned(),
    };
    match storage::bank::withdraw(&tx, row).await {
        Ok(()) => {}
        Err(Failed::AlreadyThere) => return Err(Refusal::BankAlreadyWithdrawn.into()),
        Err(other) => return Err(other.into()),
    }
    let event = Event::BankWithdrawn { code: bank.code, version: bank.version.unsigned_abs() };
    cx.log(&tx, event, Subject::new("bank_version", id)).await?;
    Ok(tx.commit().await?)
}
