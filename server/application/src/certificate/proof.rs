//! Proving that the entry of an issue is in the log.

use super::verify::look;
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::certificate::InclusionProof;
use domain::{audit::Event, hash::Bytes32, merkle};
use storage::Reader;

/// Gives the proof of the revision that a code belongs to, and nothing without the right code.
pub async fn certificate_proof(cx: &Cx, serial: &str, code: &str) -> Result<InclusionProof, Failure> {
    let look = look(cx, serial, code).await?.ok_or_else(Failure::missing)?;
    let revision = look.asked.ok_or_else(Failure::missing)?;
    let row = &look.record.row;
    look.log(cx, Event::CertificateVerified { serial: row.serial.clone(), with_code: true }).await?;
    inclusion(&cx.reader(), &row.street, &row.serial, revision).await?.ok_or_else(Failure::missing)
}

/// Finds the entry of a revision's issue in a street's log and proves that it is there; nothing where it was
/// issued without one.
pub(super) async fn inclusion(
    reader: &Reader,
    street: &str,
    serial: &str,
    revision: u32,
) -> Result<Option<InclusionProof>, Failure> {
    let entries = storage::audit::of_subject(reader, street, "certificate", serial).await?;
    let of_issue = entries.into_iter().find(|entry| match serde_json::from_str(&entry.detail) {
        Ok(Event::CertificateIssued { .. }) => revision == 1,
        Ok(Event::CertificateReissued { revision: made, .. }) => made == revision,
        _ => false,
    });
    let Some(entry) = of_issue.map(|entry| entry.seq) else { return Ok(None) };
    let leaves = storage::audit::leaves(reader, street).await?;
    let Ok(index) = leaves.binary_search_by_key(&entry, |(seq, _)| *seq) else { return Ok(None) };
    let leaf = leaves[index].1.clone();
    let (size, path, root) =
        tokio::task::spawn_blocking(move || path(index, &leaves)).await.map_err(anyhow::Error::from)??;
    let (serial, street) = (serial.to_owned(), street.to_owned());
    Ok(Some(InclusionProof { serial, revision, street, entry, index, size, leaf, path, root }))
}

fn path(index: usize, leaves: &[(i64, String)]) -> Result<(usize, Vec<String>, String), Failure> {
    let read = |(seq, leaf): &(i64, String)| -> Result<Bytes32, Failure> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(leaf, &mut bytes).map_err(|e| anyhow!("the leaf of entry {seq}: {e}"))?;
        Ok(bytes)
    };
    let leaves: Vec<Bytes32> = leaves.iter().map(read).collect::<Result<_, _>>()?;
    let path = merkle::inclusion_proof(index, &leaves).ok_or_else(|| anyhow!("no leaf {index}"))?;
    Ok((leaves.len(), path.iter().map(hex::encode).collect(), hex::encode(merkle::root(&leaves))))
}
