//! Telling the public whether a certificate is good.

use crate::{Cx, Failure};
use contract::certificate::{Found, VerifiedFields, VerifyView};
use domain::{
    audit::{Event, Subject},
    certificate::{SerialNumber, status},
    hash::hash,
    organization::{DivisionCode, mask_name},
};

/// Looks a certificate up by its number, and by its code where the asker has it. Without the right code only
/// the status is told. Each look is logged in the certificate's street.
pub async fn verify_certificate(cx: &Cx, serial: &str, code: &str) -> Result<VerifyView, Failure> {
    let nothing = VerifyView { serial: serial.chars().take(40).collect(), found: Found::Nothing };
    let Some(serial) = SerialNumber::parse(serial) else { return Ok(nothing) };
    let reader = cx.reader();
    let rows = storage::certificate::find_anywhere(&reader, serial.as_str()).await?;
    let by_code = rows.iter().find(|row| !code.is_empty() && same(&row.code, code));
    let Some(row) = by_code.or(rows.first()) else { return Ok(nothing) };
    let status = status(row.valid_until, row.revoked_at.is_some(), cx.today());
    let mut found = Found::StatusOnly(status);
    if by_code.is_some() {
        let street = storage::organization::street(&reader, &row.street).await?;
        found = Found::Whole(Box::new(VerifiedFields {
            status,
            holder: mask_name(&row.holder_name),
            unit: row.unit_name.clone(),
            training: row.training_title.clone(),
            hours: u16::try_from(row.hours).unwrap_or_default(),
            score: row.score,
            issuer: street.map(|s| format!("{}办事处", s.name)).unwrap_or_default(),
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            revoked: row.revoked_at.zip(row.revoke_reason.clone()),
            file_hash: row.file_hash.clone(),
        }));
    }
    let street = DivisionCode::parse(&row.street).map_err(|e| anyhow::anyhow!("{e}"))?;
    let there = cx.system.cx(
        street,
        cx.actor.clone().filter(|a| a.street.as_str() == row.street),
        cx.address.clone(),
    );
    let tx = there.begin().await?;
    let event = Event::CertificateVerified { serial: row.serial.clone(), with_code: by_code.is_some() };
    there.log(&tx, event, Subject::new("certificate", &row.serial)).await?;
    tx.commit().await?;
    Ok(VerifyView { serial: row.serial.clone(), found })
}

/// Compares secrets by their hashes, so that the time tells nothing.
fn same(one: &str, other: &str) -> bool {
    hash(one.as_bytes()) == hash(other.as_bytes())
}
