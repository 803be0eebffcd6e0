//! The file of a certificate: drawn once, kept, and given out the same ever after.

use crate::{Cx, Failure};
use document::certificate::CertificateFacts;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    hash::hash,
    id::Id,
};
use storage::certificate::CertificateRow;

/// Gives the PDF of a certificate to its holder, to the office or to an auditor; logged.
pub async fn certificate_file(cx: &Cx, serial: &str) -> Result<Vec<u8>, Failure> {
    let reader = cx.reader();
    let row = storage::certificate::find(&reader, cx.street(), serial).await?.ok_or_else(Failure::missing)?;
    let holder = Action::ActAs(Id::new(row.person_id));
    if cx.allow(holder).is_err() && cx.allow(Action::ReadOffice).is_err() {
        cx.allow(Action::Audit)?;
    }
    let file = match row.file.clone() {
        Some(file) => file,
        None => draw_and_keep(cx, &row).await?,
    };
    let tx = cx.begin().await?;
    let event = Event::CertificateDownloaded { serial: row.serial.clone() };
    cx.log(&tx, event, Subject::new("certificate", &row.serial)).await?;
    tx.commit().await?;
    Ok(file)
}

/// Draws the file of a certificate and keeps it. The same facts give the same bytes, so it does not matter
/// who is first.
pub(crate) async fn draw_and_keep(cx: &Cx, row: &CertificateRow) -> Result<Vec<u8>, Failure> {
    let street =
        storage::organization::street(&cx.reader(), cx.street()).await?.ok_or_else(Failure::missing)?;
    let facts = facts(cx, row, &street.name);
    let worker = cx.clone();
    let file = tokio::task::spawn_blocking(move || worker.render_certificate(&facts))
        .await
        .map_err(|e| anyhow::anyhow!("drawing a certificate ended: {e}"))??;
    let tx = cx.begin().await?;
    storage::certificate::keep_file(&tx, cx.street(), &row.serial, file.clone(), &hex::encode(hash(&file)))
        .await?;
    tx.commit().await?;
    Ok(file)
}

fn facts(cx: &Cx, row: &CertificateRow, street: &str) -> CertificateFacts {
    let score = match row.score % 100 {
        0 => format!("{} 分", row.score / 100),
        rest => format!("{}.{rest:02} 分", row.score / 100),
    };
    CertificateFacts {
        serial: row.serial.clone(),
        revision: 1,
        holder: row.holder_name.clone(),
        unit: row.unit_name.clone(),
        training: row.training_title.clone(),
        hours: row.hours.to_string(),
        score,
        issued_on: row.issued_on,
        valid_until: Some(row.valid_until),
        issuer: format!("{street}办事处"),
        verify_url: format!("{}/verify/{}?c={}", cx.services().public_url, row.serial, row.code),
        seal: None,
        issued_at: row.issued_at.timestamp(),
    }
}
