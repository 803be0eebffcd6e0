//! The file of a certificate: drawn once, kept, and given out the same ever after.

use super::{
    form::Form,
    qr::address,
    record::{Record, Revision},
};
use crate::{Cx, Failure};
use document::certificate::CertificateFacts;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    hash::hash,
    id::Id,
};
use storage::certificate::CertificateRow;

/// Gives the PDF of a certificate, logged: the newest revision to its holder, any (the newest where none is
/// named) to the office or to an auditor.
pub async fn certificate_file(cx: &Cx, serial: &str, revision: Option<u32>) -> Result<Vec<u8>, Failure> {
    let record = Record::find(cx, serial).await?;
    let newest = record.newest().number;
    let wanted = record.number(revision.unwrap_or(newest)).ok_or_else(Failure::missing)?;
    let holder = Action::ActAs(Id::new(record.row.person_id));
    if (cx.allow(holder).is_err() || wanted.number != newest) && cx.allow(Action::ReadOffice).is_err() {
        cx.allow(Action::Audit)?;
    }
    let file = kept(cx, &record.row, wanted).await?;
    let tx = cx.begin().await?;
    let event = Event::CertificateDownloaded { serial: record.row.serial.clone(), revision: wanted.number };
    cx.log(&tx, event, Subject::new("certificate", &record.row.serial)).await?;
    tx.commit().await?;
    Ok(file)
}

/// Gives the file of a revision. That of the first is drawn when it is first needed, and kept; the same facts
/// give the same bytes, so it does not matter who is first.
pub(super) async fn kept(cx: &Cx, row: &CertificateRow, revision: &Revision) -> Result<Vec<u8>, Failure> {
    if let Some(file) = &revision.file {
        return Ok(file.clone());
    }
    let file = draw(cx, row, revision).await?;
    let tx = cx.begin().await?;
    let digest = hex::encode(hash(&file));
    storage::certificate::keep_file(&tx, &row.street, &row.serial, file.clone(), &digest).await?;
    tx.commit().await?;
    Ok(file)
}

/// Draws the file of a revision.
pub(super) async fn draw(cx: &Cx, row: &CertificateRow, revision: &Revision) -> Result<Vec<u8>, Failure> {
    let form = Form::find(&cx.reader(), &row.street, row.template).await?;
    draw_with(cx, facts(cx, row, revision, form)).await
}

/// Draws a file away from the threads that answer requests.
pub(super) async fn draw_with(cx: &Cx, facts: CertificateFacts) -> Result<Vec<u8>, Failure> {
    let worker = cx.clone();
    tokio::task::spawn_blocking(move || worker.render_certificate(&facts))
        .await
        .map_err(|e| anyhow::anyhow!("drawing a certificate ended: {e}"))?
}

/// What stands on the paper of a revision.
pub(super) fn facts(cx: &Cx, row: &CertificateRow, revision: &Revision, form: Form) -> CertificateFacts {
    let score = match row.score % 100 {
        0 => format!("{} 分", row.score / 100),
        rest => format!("{}.{rest:02} 分", row.score / 100),
    };
    CertificateFacts {
        serial: row.serial.clone(),
        revision: revision.number,
        holder: revision.says.holder.clone(),
        unit: revision.says.unit.clone(),
        training: row.training_title.clone(),
        hours: row.hours.to_string(),
        score,
        issued_on: row.issued_on,
        valid_until: Some(row.valid_until),
        issuer: form.issuer,
        verify_url: address(cx, row, revision),
        look: form.look,
        seal: form.seal,
        issued_at: revision.issued_at.timestamp(),
    }
}
