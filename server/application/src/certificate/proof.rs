//! Proving that the entry of an issue is in the log.

use super::verify::look;
use crate::{Cx, Failure, System};
use contract::certificate::InclusionProof;
use domain::audit::Event;

/// Gives the proof of the revision that a code belongs to, and nothing without the right code.
pub async fn certificate_proof(cx: &Cx, serial: &str, code: &str) -> Result<InclusionProof, Failure> {
    let look = look(cx, serial, code).await?.ok_or_else(Failure::missing)?;
    let revision = look.asked.ok_or_else(Failure::missing)?;
    let row = &look.record.row;
    look.log(cx, Event::CertificateVerified { serial: row.serial.clone(), with_code: true }).await?;
    inclusion(&cx.system, &row.street, &row.serial, revision).await?.ok_or_else(Failure::missing)
}

/// Finds the entry of a revision's issue in a street's log and proves that it is there; nothing where it was
/// issued without one.
pub(super) async fn inclusion(
    system: &System,
    street: &str,
    serial: &str,
    revision: u32,
) -> Result<Option<InclusionProof>, Failure> {
    let reader = system.db.reader();
    let entries = storage::audit::of_subject(&reader, street, "certificate", serial).await?;
    let of_issue = entries.into_iter().find(|entry| match serde_json::from_str(&entry.detail) {
        Ok(Event::CertificateIssued { .. }) => revision == 1,
        Ok(Event::CertificateReissued { revision: made, .. }) => made == revision,
        _ => false,
    });
    let Some(entry) = of_issue.map(|entry| entry.seq) else { return Ok(None) };
    let Some(proven) = system.log_trees.prove(system, street, entry).await? else { return Ok(None) };
    Ok(Some(InclusionProof {
        serial: serial.to_owned(),
        revision,
        street: street.to_owned(),
        entry,
        index: proven.index,
        size: proven.size,
        leaf: hex::encode(proven.leaf),
        path: proven.path.iter().map(hex::encode).collect(),
        root: hex::encode(proven.root),
    }))
}
