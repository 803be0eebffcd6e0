//! A certificate with all its revisions.

use crate::{Cx, Failure};
use chrono::{DateTime, NaiveDate, Utc};
use contract::certificate::{CertificateRecord, RevisionLine};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::{Cause, Status, Wording, status, status_of_revision},
};
use storage::{
    certificate::{CertificateRevisionRow, CertificateRow},
    db::Handle,
};

/// One revision; the first stands in the certificate itself.
pub(super) struct Revision {
    pub number: u32,
    pub code: String,
    pub says: Wording,
    pub issued_at: DateTime<Utc>,
    pub cause: Option<Cause>,
    pub reason: Option<String>,
    pub file: Option<Vec<u8>>,
    pub file_hash: Option<String>,
}

/// A certificate and its revisions, the first of them first; there is always one.
pub(super) struct Record {
    pub row: CertificateRow,
    pub first: Revision,
    pub later: Vec<Revision>,
}

impl Record {
    /// Puts a certificate and its later revisions together.
    pub async fn of(db: &impl Handle, row: CertificateRow) -> Result<Self, Failure> {
        let later = storage::certificate::revisions(db, &row.street, &row.serial).await?;
        Ok(Self::with(row, later))
    }
    /// The same of revisions that were read already, the oldest first.
    pub fn with(mut row: CertificateRow, later: Vec<CertificateRevisionRow>) -> Self {
        let first = Revision {
            number: 1,
            code: row.code.clone(),
            says: Wording { holder: row.holder_name.clone(), unit: row.unit_name.clone() },
            issued_at: row.issued_at,
            cause: None,
            reason: None,
            file: row.file.take(),
            file_hash: row.file_hash.clone(),
        };
        Self { row, first, later: later.into_iter().map(revision).collect() }
    }
    /// Finds a certificate of the asker's street.
    pub async fn find(cx: &Cx, serial: &str) -> Result<Self, Failure> {
        let reader = cx.reader();
        let row = storage::certificate::find(&reader, cx.street(), serial).await?;
        Self::of(&reader, row.ok_or_else(Failure::missing)?).await
    }
    pub fn newest(&self) -> &Revision {
        self.later.last().unwrap_or(&self.first)
    }
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Revision> {
        std::iter::once(&self.first).chain(&self.later)
    }
    pub fn number(&self, number: u32) -> Option<&Revision> {
        self.all().find(|revision| revision.number == number)
    }
    /// What the certificate is worth.
    pub fn status(&self, today: NaiveDate) -> Status {
        status(self.row.valid_until, self.row.revoked_at.is_some(), today)
    }
    /// What one revision is worth.
    pub fn status_of(&self, number: u32, today: NaiveDate) -> Status {
        status_of_revision(number, self.newest().number, self.status(today))
    }
    /// When and why it was revoked.
    pub fn revoked(&self) -> Option<(DateTime<Utc>, String)> {
        self.row.revoked_at.zip(self.row.revoke_reason.clone())
    }
}

fn revision(row: CertificateRevisionRow) -> Revision {
    Revision {
        number: row.revision.unsigned_abs(),
        code: row.code,
        says: Wording { holder: row.holder_name, unit: row.unit_name },
        issued_at: row.issued_at,
        cause: Cause::from_code(&row.cause),
        reason: Some(row.reason),
        file: Some(row.file),
        file_hash: Some(row.file_hash),
    }
}

/// Shows an auditor a certificate with all its revisions; logged, for it names somebody.
pub async fn certificate_record(cx: &Cx, serial: &str) -> Result<CertificateRecord, Failure> {
    cx.allow(Action::Audit)?;
    shown(cx, serial, String::new()).await
}

/// Shows the office the same, with the form of an act (`revoke`, `reissue`); logged.
pub async fn office_certificate(cx: &Cx, serial: &str, act: String) -> Result<CertificateRecord, Failure> {
    cx.allow(Action::ManageCertificates)?;
    shown(cx, serial, act).await
}

async fn shown(cx: &Cx, serial: &str, act: String) -> Result<CertificateRecord, Failure> {
    let record = Record::find(cx, serial).await?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "certificate".into(), rows: 1 };
    cx.log(&tx, event, Subject::new("certificate", serial)).await?;
    tx.commit().await?;
    let line = |revision: &Revision| RevisionLine {
        revision: revision.number,
        status: record.status_of(revision.number, cx.today()),
        holder: revision.says.holder.clone(),
        unit: revision.says.unit.clone(),
        issued_at: revision.issued_at,
        cause: revision.cause,
        reason: revision.reason.clone(),
        file_hash: revision.file_hash.clone(),
    };
    Ok(CertificateRecord {
        status: record.status(cx.today()),
        revoked: record.revoked(),
        revisions: record.all().rev().map(line).collect(),
        serial: record.row.serial,
        training: record.row.training_title,
        hours: record.row.hours,
        score: record.row.score,
        issued_on: record.row.issued_on,
        valid_until: record.row.valid_until,
        attempt: record.row.attempt_id,
        act,
    })
}
