//! Telling the public whether a certificate is good, and whether a file is it.

use super::{
    file::kept,
    form::Form,
    proof::inclusion,
    qr,
    record::{Record, Revision},
};
use crate::{Cx, Failure};
use chrono::TimeDelta;
use contract::{
    Refusal,
    certificate::{Found, Reissue, VerifiedFields, VerifyView},
};
use domain::{
    audit::{Event, Subject},
    certificate::{SerialNumber, check_file},
    hash::hash,
    organization::{DivisionCode, mask_name},
};
use storage::account::FailureRow;

/// So many wrong codes from one address are free; each further one makes it wait.
const FREE_FAILURES: i32 = 10;
/// How long.
const WAIT: TimeDelta = TimeDelta::minutes(1);
/// So long without a wrong code, and they are forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::minutes(10);

/// A certificate that somebody looks at.
pub(super) struct Look {
    pub record: Record,
    /// The revision that the code belongs to; none without the right code.
    pub asked: Option<u32>,
}

impl Look {
    /// Logs in the certificate's street what was done.
    pub async fn log(&self, cx: &Cx, event: Event) -> Result<(), Failure> {
        let row = &self.record.row;
        let street = DivisionCode::parse(&row.street).map_err(|e| anyhow::anyhow!("{e}"))?;
        let actor = cx.actor.clone().filter(|a| a.street.as_str() == row.street);
        let there = cx.system.cx(street, actor, cx.address.clone());
        let tx = there.begin().await?;
        there.log(&tx, event, Subject::new("certificate", &row.serial)).await?;
        Ok(tx.commit().await?)
    }
}

/// Finds what a number and a code belong to; a wrong code is counted.
pub(super) async fn look(cx: &Cx, serial: &str, code: &str) -> Result<Option<Look>, Failure> {
    let Some(serial) = SerialNumber::parse(serial) else { return Ok(None) };
    let reader = cx.reader();
    let mut first = None;
    for row in storage::certificate::find_anywhere(&reader, serial.as_str()).await? {
        let record = Record::of(&reader, row).await?;
        let asked = record.all().find(|revision| !code.is_empty() && same(&revision.code, code));
        if let Some(asked) = asked.map(|revision| revision.number) {
            return Ok(Some(Look { record, asked: Some(asked) }));
        }
        first = first.or(Some(record));
    }
    if first.is_some() && !code.is_empty() {
        count_wrong(cx).await?;
    }
    Ok(first.map(|record| Look { record, asked: None }))
}

/// Counts a wrong code for the address; refuses the address that sent too many. Right codes are never refused.
async fn count_wrong(cx: &Cx) -> Result<(), Failure> {
    let subject = format!("certificate-code@{}", cx.address);
    let counted = storage::account::failures(&cx.reader(), &subject).await?;
    if let Some(until) = counted.as_ref().and_then(|f| f.blocked_until).filter(|until| *until > cx.now()) {
        let seconds = ((until - cx.now()).num_milliseconds() + 999) / 1000;
        return Err(Refusal::CodesBlocked { seconds }.into());
    }
    let before = counted.filter(|f| cx.now() - f.last_at < FORGOTTEN).map_or(0, |f| f.failures);
    let failures = before + 1;
    let blocked_until = (failures >= FREE_FAILURES).then(|| cx.now() + WAIT);
    let tx = cx.begin().await?;
    let row = FailureRow { subject, failures, last_at: cx.now(), blocked_until };
    storage::account::set_failures(&tx, row).await?;
    Ok(tx.commit().await?)
}

/// Looks a certificate up by its number, and by its code where the asker has it. Without the right code only
/// the status is told. Each look is logged in the certificate's street. The signed record of the QR code is judged,
/// where there is one.
pub async fn verify_certificate(
    cx: &Cx,
    serial: &str,
    code: &str,
    record: &str,
) -> Result<VerifyView, Failure> {
    let Some(look) = look(cx, serial, code).await? else {
        let qr = if record.is_empty() { None } else { qr::read(&cx.system, record).err() };
        return Ok(VerifyView { qr, ..nothing(cx, serial) });
    };
    let serial = look.record.row.serial.clone();
    look.log(cx, Event::CertificateVerified { serial, with_code: look.asked.is_some() }).await?;
    let asked = look.asked.and_then(|asked| look.record.number(asked));
    let qr = qr::check(&cx.system, record, &look.record.row, asked);
    Ok(VerifyView { qr, ..told(cx, &look).await? })
}

/// Compares a file, byte by byte, with what was issued under a number; logged. Without the right code it should
/// be the newest revision.
pub async fn check_certificate_file(
    cx: &Cx,
    serial: &str,
    code: &str,
    sent: &[u8],
) -> Result<VerifyView, Failure> {
    let Some(look) = look(cx, serial, code).await? else { return Ok(nothing(cx, serial)) };
    let record = &look.record;
    let mut issued = Vec::new();
    for revision in record.all() {
        issued.push((revision.number, kept(cx, &record.row, revision).await?));
    }
    let issued: Vec<(u32, &[u8])> = issued.iter().map(|(number, file)| (*number, file.as_slice())).collect();
    let result = check_file(sent, look.asked.unwrap_or(record.newest().number), &issued);
    let (serial, code) = (record.row.serial.clone(), result.code().to_owned());
    look.log(cx, Event::CertificateFileChecked { serial, result: code }).await?;
    Ok(VerifyView { check: Some(result), ..told(cx, &look).await? })
}

fn nothing(cx: &Cx, serial: &str) -> VerifyView {
    view(cx, serial.chars().take(40).collect(), String::new(), Found::Nothing)
}

fn view(cx: &Cx, serial: String, code: String, found: Found) -> VerifyView {
    let qr_key = cx.services().qr_key.public().fingerprint();
    VerifyView { serial, code, found, check: None, qr: None, qr_key }
}

async fn told(cx: &Cx, look: &Look) -> Result<VerifyView, Failure> {
    let record = &look.record;
    let serial = record.row.serial.clone();
    let Some(asked) = look.asked.and_then(|asked| record.number(asked)) else {
        let found = Found::StatusOnly(record.status(cx.today()));
        return Ok(view(cx, serial, String::new(), found));
    };
    let found = Found::Whole(Box::new(fields(cx, record, asked).await?));
    Ok(view(cx, serial, asked.code.clone(), found))
}

async fn fields(cx: &Cx, record: &Record, asked: &Revision) -> Result<VerifiedFields, Failure> {
    let (reader, row) = (cx.reader(), &record.row);
    let form = Form::find(&reader, &row.street, row.template).await?;
    let reissue = |revision: &Revision| Reissue {
        at: revision.issued_at,
        cause: revision.cause,
        reason: revision.reason.clone().unwrap_or_default(),
    };
    let next = record.number(asked.number + 1);
    Ok(VerifiedFields {
        status: record.status_of(asked.number, cx.today()),
        revision: asked.number,
        holder: mask_name(&asked.says.holder),
        unit: asked.says.unit.clone(),
        training: row.training_title.clone(),
        hours: u16::try_from(row.hours).unwrap_or_default(),
        score: row.score,
        issuer: form.issuer,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        revoked: record.revoked(),
        reissued: (asked.number > 1).then(|| reissue(asked)),
        replaced: next.map(|next| (reissue(next), record.newest().code.clone())),
        file_hash: asked.file_hash.clone(),
        fingerprint: cx.services().signer.fingerprint().map_err(anyhow::Error::from)?,
        proof: inclusion(&cx.system, &row.street, &row.serial, asked.number).await?,
    })
}

/// Compares secrets by their hashes, so that the time tells nothing.
fn same(one: &str, other: &str) -> bool {
    hash(one.as_bytes()) == hash(other.as_bytes())
}
