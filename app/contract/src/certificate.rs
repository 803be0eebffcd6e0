//! Views of certificates.

use chrono::{DateTime, NaiveDate, Utc};
use domain::certificate::{Border, Cause, FileCheck, QrCheck, Status};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the public page tells about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyView {
    /// The number asked about.
    pub serial: String,
    /// The code, where it is right; else nothing.
    pub code: String,
    /// What was found.
    pub found: Found,
    /// What a file that was sent is, where one was.
    pub check: Option<FileCheck>,
    /// What the signed record in the QR code is worth, where there was one to judge.
    pub qr: Option<QrCheck>,
    /// The fingerprint of the key that signs these records, in hexadecimal.
    pub qr_key: String,
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

/// Every field of one revision of a certificate, the name masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct VerifiedFields {
    pub status: Status,
    pub revision: u32,
    pub holder: String,
    pub unit: String,
    pub training: String,
    pub hours: u16,
    pub score: i32,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub revoked: Option<(DateTime<Utc>, String)>,
    /// How this revision came to be; none of the first.
    pub reissued: Option<Reissue>,
    /// What came after this revision, and the code of what counts now.
    pub replaced: Option<(Reissue, String)>,
    pub file_hash: Option<String>,
    /// SHA-256 of the certificate of the key that signs, in hexadecimal.
    pub fingerprint: String,
    /// That the entry of its issue is in the log.
    pub proof: Option<InclusionProof>,
}

/// A re-issue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct Reissue {
    pub at: DateTime<Utc>,
    pub cause: Option<Cause>,
    pub reason: String,
}

/// That the entry of an issue is in the street's log: a path in its Merkle tree (RFC 6962) over all entries of the
/// moment. All hashes in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InclusionProof {
    /// The certificate's number.
    pub serial: String,
    /// Its revision.
    pub revision: u32,
    /// The street whose log it is.
    pub street: String,
    /// The number of the entry, as the log shows it.
    pub entry: i64,
    /// Its position among the leaves, from 0.
    pub index: usize,
    /// How many leaves the tree has.
    pub size: usize,
    /// The entry's leaf.
    pub leaf: String,
    /// The missing nodes from the leaf up.
    pub path: Vec<String>,
    /// The root of the tree.
    pub root: String,
}

/// A version of how certificates look and how long they hold, or its draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct TemplateLine {
    /// 0 for the plain page, with which certificates are issued before anything is set.
    pub version: u32,
    pub subtitle: String,
    pub issuer: String,
    pub signatories: Vec<String>,
    /// How long a certificate holds, in months.
    pub months: u8,
    pub border: Border,
    /// Whether it bears the office's picture of its seal.
    pub sealed: bool,
    /// When it came into use, or was last changed; none of the plain page.
    pub made_at: Option<DateTime<Utc>>,
}

/// How the certificates of a street look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatesView {
    /// All versions, the newest first; the last is the plain page.
    pub versions: Vec<TemplateLine>,
    /// What is tried; its version is the next one.
    pub draft: Option<TemplateLine>,
    /// Whether the preview shows the longest sample.
    pub long: bool,
}

impl TemplatesView {
    /// The version that is in use.
    #[must_use]
    pub fn current(&self) -> Option<&TemplateLine> {
        self.versions.first()
    }
}

/// What a list of certificates is asked for; an empty text is no filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateQuery {
    /// A part of the unit's name.
    pub unit: String,
    /// A part of the holder's name.
    pub person: String,
    /// A part of the training's title.
    pub training: String,
    /// A part of the number.
    pub serial: String,
    /// The civil year of issue.
    pub year: String,
    /// `valid`, `expiring`, `expired`, `revoked` or `reissued`.
    pub status: String,
    /// The page, from 1.
    pub page: String,
}

/// A list of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatesView {
    /// What was asked for.
    pub query: CertificateQuery,
    /// The certificates, the newest first.
    pub lines: Vec<CertificateLine>,
    /// Where this page stands.
    pub pager: crate::Pager,
}

/// A certificate in a list, as its newest revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CertificateLine {
    pub serial: String,
    pub revision: u32,
    pub holder: String,
    pub unit: String,
    pub training: String,
    pub score: i32,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub status: Status,
    pub attempt: Uuid,
}

/// A certificate with all its revisions, for the office and for auditors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CertificateRecord {
    pub serial: String,
    pub status: Status,
    pub training: String,
    pub hours: i32,
    pub score: i32,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub attempt: Uuid,
    pub revoked: Option<(DateTime<Utc>, String)>,
    /// The newest first.
    pub revisions: Vec<RevisionLine>,
    /// The form asked for: `revoke`, `reissue` or nothing.
    pub act: String,
}

/// One revision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct RevisionLine {
    pub revision: u32,
    pub status: Status,
    pub holder: String,
    pub unit: String,
    pub issued_at: DateTime<Utc>,
    pub cause: Option<Cause>,
    pub reason: Option<String>,
    pub file_hash: Option<String>,
}
