//! Issuing a certificate again (换发).

use super::{
    file::{draw, kept},
    record::{Record, Revision},
};
use crate::{Cx, Failure};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::{Cause, ReissueRefused, Wording, reissue},
    exam::attempt::Reason,
    hash::hash,
};
use storage::certificate::CertificateRevisionRow;

/// What the office sends.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct ReissueForm {
    /// The certificate's number.
    pub serial: String,
    /// The code of a [`Cause`].
    #[serde(default)]
    pub cause: String,
    /// The holder's name on the new paper.
    #[serde(default)]
    pub holder: String,
    /// The unit's name on the new paper.
    #[serde(default)]
    pub unit_name: String,
    /// Why, 2 to 200 characters; the public page tells it.
    #[serde(default)]
    pub reason: String,
}

/// The most characters of the names, as many as the paper shows legibly.
const MOST_NAME: u16 = 60;
const MOST_UNIT: u16 = 80;

/// Issues a certificate again: a new revision with a file and a code of its own. The older ones stay as they were.
/// Gives the revision. Of two at once the second is told of a conflict.
pub async fn reissue_certificate(cx: &Cx, form: ReissueForm) -> Result<u32, Failure> {
    let by = cx.allow(Action::ManageCertificates)?.account.uuid();
    let record = Record::find(cx, &form.serial).await?;
    let cause = Cause::from_code(&form.cause);
    let cause = cause.ok_or_else(|| Failure::field(Field::Cause, FieldProblem::NothingChosen))?;
    let wanted = Wording {
        holder: line(Field::Holder, &form.holder, MOST_NAME)?,
        unit: line(Field::UnitName, &form.unit_name, MOST_UNIT)?,
    };
    let reason = written_reason(&form.reason)?;
    let now = record.newest();
    let says = reissue(cause, &now.says, wanted, record.row.revoked_at.is_some()).map_err(told)?;
    // What is replaced stays as it was given out, so it is drawn by now.
    kept(cx, &record.row, now).await?;
    let mut new = Revision {
        number: now.number + 1,
        code: hex::encode(cx.random::<10>()),
        says,
        issued_at: cx.now(),
        cause: Some(cause),
        reason: Some(reason.as_str().to_owned()),
        file: None,
        file_hash: None,
    };
    let file = draw(cx, &record.row, &new).await?;
    new.file_hash = Some(hex::encode(hash(&file)));
    let (revision, serial) = (new.number, record.row.serial);
    let tx = cx.begin().await?;
    storage::certificate::add_revision(&tx, row(cx, &serial, new, by, file)).await?;
    let event = Event::CertificateReissued { serial: serial.clone(), revision, cause: cause.code().into() };
    cx.log(&tx, event, Subject::new("certificate", &serial)).await?;
    tx.commit().await?;
    Ok(revision)
}

fn row(cx: &Cx, serial: &str, new: Revision, by: uuid::Uuid, file: Vec<u8>) -> CertificateRevisionRow {
    CertificateRevisionRow {
        street: cx.street().to_owned(),
        serial: serial.to_owned(),
        revision: i32::try_from(new.number).unwrap_or(i32::MAX),
        code: new.code,
        holder_name: new.says.holder,
        unit_name: new.says.unit,
        cause: new.cause.map(Cause::code).unwrap_or_default().to_owned(),
        reason: new.reason.unwrap_or_default(),
        issued_at: new.issued_at,
        issued_by: by,
        file_hash: new.file_hash.unwrap_or_default(),
        file,
    }
}

fn told(refused: ReissueRefused) -> Failure {
    match refused {
        ReissueRefused::Revoked => Refusal::CertificateRevoked.into(),
        ReissueRefused::Unchanged(cause) => Refusal::ReissueUnchanged { cause }.into(),
        ReissueRefused::Misfit(cause) => Refusal::ReissueMisfit { cause }.into(),
    }
}

fn line(field: Field, written: &str, most: u16) -> Result<String, Failure> {
    let written = written.trim();
    match written.chars().count() {
        0 => Err(Failure::field(field, FieldProblem::Empty)),
        n if n > usize::from(most) => Err(Failure::field(field, FieldProblem::TooLong { most })),
        _ => Ok(written.to_owned()),
    }
}

/// Reads a reason.
pub(super) fn written_reason(written: &str) -> Result<Reason, Failure> {
    Reason::new(written).ok_or_else(|| {
        let problem = match written.trim().chars().count() {
            0 => FieldProblem::Empty,
            1 => FieldProblem::TooShort { least: Reason::LEAST },
            _ => FieldProblem::TooLong { most: Reason::MOST },
        };
        Failure::field(Field::Reason, problem)
    })
}
