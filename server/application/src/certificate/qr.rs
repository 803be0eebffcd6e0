//! What the QR code of a certificate says by itself, signed, and what such a record is worth.

use super::record::Revision;
use crate::{Cx, System};
use document::{
    font::{clean_text, normalise_name},
    sign::{EnvelopeFault, open},
};
use domain::certificate::{PaperWords, QrCheck, QrRecord, SerialNumber, check_record};
use storage::certificate::CertificateRow;

/// The record of a revision; nothing where a fact does not fit into it.
pub(super) fn record(row: &CertificateRow, revision: &Revision) -> Option<QrRecord> {
    let words = PaperWords {
        code: &revision.code,
        holder: &normalise_name(&revision.says.holder),
        unit: &clean_text(&revision.says.unit),
        training: &clean_text(&row.training_title),
        hours: &row.hours.to_string(),
    };
    Some(QrRecord {
        serial: SerialNumber::parse(&row.serial)?,
        revision: u8::try_from(revision.number).ok()?,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        score: u16::try_from(row.score).ok()?,
        words: words.digest(),
    })
}

/// The address in the QR code of a revision: it leads to the public page, and says by itself what is signed.
///
/// The record stands in the query, not in the fragment: so the page checks it without a script, and it names nobody.
pub(super) fn address(cx: &Cx, row: &CertificateRow, revision: &Revision) -> String {
    let plain = format!("{}/verify/{}?c={}", cx.services().public_url, row.serial, revision.code);
    match record(row, revision).and_then(|record| record.to_bytes()) {
        Some(bytes) => format!("{plain}&p={}", cx.services().qr_key.seal(&bytes)),
        None => plain,
    }
}

/// Judges a record without a paper to compare it with: what is wrong with it, or what it says.
pub(super) fn read(system: &System, text: &str) -> Result<QrRecord, QrCheck> {
    let bytes = open(text, &[system.services.qr_key.public()]).map_err(|fault| match fault {
        EnvelopeFault::Unreadable => QrCheck::Unreadable,
        EnvelopeFault::UnknownKey { key } => QrCheck::UnknownKey { key },
        EnvelopeFault::Forged => QrCheck::Forged,
    })?;
    QrRecord::from_bytes(&bytes).ok_or(QrCheck::Unreadable)
}

/// Judges a record against the revision that is looked at, or, where the code is missing, against the number only;
/// then nothing is said of a record that may be good.
pub(super) fn check(
    system: &System,
    text: &str,
    row: &CertificateRow,
    asked: Option<&Revision>,
) -> Option<QrCheck> {
    if text.is_empty() {
        return None;
    }
    let read = match read(system, text) {
        Ok(read) => read,
        Err(fault) => return Some(fault),
    };
    match asked {
        Some(asked) => {
            Some(record(row, asked).map_or(QrCheck::Differs, |registered| check_record(&read, &registered)))
        }
        None if read.serial.as_str() == row.serial => None,
        None => Some(QrCheck::OtherCertificate {
            serial: read.serial.as_str().to_owned(),
            revision: read.revision,
        }),
    }
}
