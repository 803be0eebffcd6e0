//! Views of certificates.

use chrono::{DateTime, NaiveDate, Utc};
use domain::certificate::Status;
use uuid::Uuid;

/// What the public page tells about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyView {
    /// The number asked about.
    pub serial: String,
    /// What was found.
    pub found: Found,
}

/// What the public page found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No certificate bears this number, or the code is another's.
    Nothing,
    /// The number exists; without its code only the status is told.
    StatusOnly(Status),
    /// The code is right: every field, the name masked.
    Whole(Box<VerifiedFields>),
}

/// Every field of a certificate, the name masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct VerifiedFields {
    pub status: Status,
    pub holder: String,
    pub unit: String,
    pub training: String,
    pub hours: u16,
    pub score: i32,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub revoked: Option<(DateTime<Utc>, String)>,
    pub file_hash: Option<String>,
}

/// A certificate in the auditor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CertificateLine {
    pub serial: String,
    pub holder: String,
    pub unit: String,
    pub training: String,
    pub score: i32,
    pub issued_on: NaiveDate,
    pub status: Status,
    pub attempt: Uuid,
}
