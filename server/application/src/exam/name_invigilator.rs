//! Naming who watches over an exam.

use crate::{Cx, Failure};
use contract::{Field, FieldProblem};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use storage::Failed;
use uuid::Uuid;

/// Names a member of the office or of an area to watch over an exam; twice is the same as once.
///
/// # Errors
/// Refuses whoever is no such member of the street.
pub async fn name_invigilator(cx: &Cx, exam: Uuid, account: Option<Uuid>) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    storage::exam::exam(&tx, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let members = storage::exam::members(&tx, cx.street()).await?;
    let account = account.filter(|account| members.iter().any(|member| member.account == *account));
    let account = account.ok_or_else(|| Failure::field(Field::Account, FieldProblem::NothingChosen))?;
    let by = actor.account.uuid();
    match storage::exam::name_invigilator(&tx, cx.street(), exam, account, by, cx.now()).await {
        Err(Failed::AlreadyThere) => return Ok(()),
        named => named?,
    }
    let event = Event::InvigilatorNamed { account: account.to_string() };
    cx.log(&tx, event, Subject::new("exam", exam)).await?;
    Ok(tx.commit().await?)
}

/// Takes a naming back; twice is the same as once.
pub async fn release_invigilator(cx: &Cx, exam: Uuid, account: Uuid) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    storage::exam::exam(&tx, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    if storage::exam::release_invigilator(&tx, cx.street(), exam, account).await? {
        let event = Event::InvigilatorReleased { account: account.to_string() };
        cx.log(&tx, event, Subject::new("exam", exam)).await?;
        tx.commit().await?;
    }
    Ok(())
}
