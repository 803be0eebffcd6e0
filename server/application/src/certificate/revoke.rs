//! Revoking a certificate, for ever.

use super::{record::Record, reissue::written_reason};
use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
};

/// What the office sends.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct RevokeForm {
    /// The certificate's number.
    pub serial: String,
    /// Why, 2 to 200 characters; the public page tells it.
    #[serde(default)]
    pub reason: String,
}

/// Revokes a certificate with all its revisions. It never comes back.
pub async fn revoke_certificate(cx: &Cx, form: RevokeForm) -> Result<(), Failure> {
    cx.allow(Action::ManageCertificates)?;
    let record = Record::find(cx, &form.serial).await?;
    let reason = written_reason(&form.reason)?;
    let tx = cx.begin().await?;
    if !storage::certificate::revoke(&tx, cx.street(), &form.serial, reason.as_str(), cx.now()).await? {
        return Err(Refusal::CertificateRevoked.into());
    }
    let serial = record.row.serial;
    let subject = Subject::new("certificate", &serial);
    cx.log(&tx, Event::CertificateRevoked { serial }, subject).await?;
    Ok(tx.commit().await?)
}
