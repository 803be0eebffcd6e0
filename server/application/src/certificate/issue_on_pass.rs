//! Issuing a certificate for a passed test.

use crate::{Cx, Failure};
use domain::{
    audit::{Event, Subject},
    certificate::{SerialNumber, Template, valid_until, year_of},
    exam::Points,
    training::TrainingKind,
};
use storage::{Writer, audit::By, certificate::CertificateRow};
use uuid::Uuid;

/// The letters of the yearly training's certificates in their numbers (主要负责人 and others alike).
const AUDIENCE: &str = "ZF";

/// Issues the certificate of a passed attempt, in the transaction in which it was handed in; contests and tests of
/// officials are certified by nothing. Names and figures
/// are copied; the file is drawn later.
pub(crate) async fn issue_on_pass(
    cx: &Cx,
    tx: &Writer,
    attempt: Uuid,
    person: Uuid,
    training: Uuid,
    score: Points,
) -> Result<(), Failure> {
    let street = storage::organization::street(tx, cx.street()).await?.ok_or_else(Failure::missing)?;
    let holder =
        storage::organization::person(tx, cx.street(), person).await?.ok_or_else(Failure::missing)?;
    let unit =
        storage::organization::unit(tx, cx.street(), holder.unit_id).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    if training.kind != TrainingKind::Training.code() {
        return Ok(());
    }
    let template = storage::certificate::newest_template_head(tx, cx.street()).await?;
    let months =
        template.as_ref().and_then(|t| u8::try_from(t.months).ok()).unwrap_or(Template::USUAL_MONTHS);
    let issued_on = cx.today();
    let year = year_of(issued_on);
    let number = storage::db::next_number(tx, cx.street(), &format!("certificate-{year}")).await?;
    let number = u32::try_from(number).map_err(anyhow::Error::from)?;
    let serial = SerialNumber::new(&street.letters, year, AUDIENCE, number).as_str().to_owned();
    let row = CertificateRow {
        street: cx.street().to_owned(),
        serial: serial.clone(),
        code: hex::encode(cx.random::<10>()),
        person_id: person,
        training_id: training.id,
        attempt_id: attempt,
        holder_name: holder.name,
        unit_name: unit.name,
        training_title: training.title,
        hours: training.hours,
        score: i32::try_from(score.get()).unwrap_or(i32::MAX),
        issued_at: cx.now(),
        issued_on,
        valid_until: valid_until(issued_on, months),
        revoked_at: None,
        revoke_reason: None,
        file_hash: None,
        file: None,
        template: template.map(|template| template.version),
    };
    storage::certificate::add(tx, row).await?;
    let subject = Subject::new("certificate", &serial);
    cx.log_by(tx, By::System, Event::CertificateIssued { serial: serial.clone() }, subject).await
}
