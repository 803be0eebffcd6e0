//! Lists of certificates.

use crate::{Cx, Failure};
use contract::{Pager, certificate::CertificateLine, training::MyCertificate};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::status,
};

/// Rows a page.
const SIZE: u64 = 50;

/// Lists the asker's own certificates, the newest first.
pub async fn my_certificates(cx: &Cx) -> Result<Vec<MyCertificate>, Failure> {
    Ok(crate::training::my_home(cx).await?.certificates)
}

/// Lists the certificates of the street for an auditor; logged, for it names people.
pub async fn certificates(cx: &Cx, text: &str, page: u64) -> Result<(Vec<CertificateLine>, Pager), Failure> {
    cx.allow(Action::Audit)?;
    let found = storage::certificate::page(&cx.reader(), cx.street(), text, page, SIZE).await?;
    let rows = u32::try_from(found.rows.len()).unwrap_or(u32::MAX);
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "certificates".into(), rows };
    cx.log(&tx, event, Subject::new("list", "certificates")).await?;
    tx.commit().await?;
    let lines = found.rows.into_iter().map(|c| CertificateLine {
        status: status(c.valid_until, c.revoked_at.is_some(), cx.today()),
        serial: c.serial,
        holder: c.holder_name,
        unit: c.unit_name,
        training: c.training_title,
        score: c.score,
        issued_on: c.issued_on,
        attempt: c.attempt_id,
    });
    Ok((lines.collect(), Pager { page, size: SIZE, total: found.total }))
}
