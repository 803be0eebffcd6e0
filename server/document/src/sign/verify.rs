//! Whether a file is, to the last byte, a certificate that this office signed.

use chrono::NaiveDate;
use der::Encode;
use lopdf::{Dictionary, Document, Object};
use p256::ecdsa::DerSignature;
use p256::ecdsa::signature::Verifier as _;
use sha2::{Digest, Sha256};

use super::cms::{assemble, signed_attributes, take};
use super::identity::{public_key, read_chain};
use super::{ROOM, find, padded};

/// The entries of the information dictionary that say what the certificate says.
pub(crate) mod marks {
    pub(crate) const SERIAL: &str = "AnxunSerial";
    pub(crate) const REVISION: &str = "AnxunRevision";
    pub(crate) const HOLDER: &str = "AnxunHolder";
    pub(crate) const UNIT: &str = "AnxunUnit";
    pub(crate) const TRAINING: &str = "AnxunTraining";
    pub(crate) const HOURS: &str = "AnxunHours";
    pub(crate) const SCORE: &str = "AnxunScore";
    pub(crate) const ISSUER: &str = "AnxunIssuer";
    pub(crate) const ISSUED_ON: &str = "AnxunIssuedOn";
    pub(crate) const VALID_UNTIL: &str = "AnxunValidUntil";
}

/// What a genuine certificate says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// The number.
    pub serial: String,
    /// The revision, from 1 on.
    pub revision: u32,
    /// The person.
    pub holder: String,
    /// The unit.
    pub unit: String,
    /// The training.
    pub training: String,
    /// The hours as shown.
    pub hours: String,
    /// The result as shown.
    pub score: String,
    /// The issuing office.
    pub issuer: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The last day of validity, if there is one.
    pub valid_until: Option<NaiveDate>,
}

/// Why a file is not a genuine certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than any certificate has.
    #[error("the file has {bytes} bytes, no certificate has more than {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most.
        limit: usize,
    },
    /// Not a PDF.
    #[error("the file is not a PDF")]
    NotAPdf,
    /// A PDF without a signature of the form this program writes.
    #[error("the file carries no signature of this system")]
    Unsigned,
    /// The signature does not cover the whole file: something was appended or cut off.
    #[error("the signature does not cover the whole file")]
    PartlyCovered,
    /// The bytes are not those that were signed.
    #[error("the file was changed after it was signed")]
    Altered,
    /// The signature is another key's, or was tampered with.
    #[error("the signature is not by the trusted certificate")]
    ForeignSignature,
    /// The trusted certificate itself cannot be used.
    #[error("the trusted certificate cannot be used")]
    BadTrust,
    /// The signature holds, but the file is not a certificate.
    #[error("the signed file is not a certificate of training")]
    NotACertificate,
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every byte is as it was signed with the trusted key. Whether the certificate was revoked or replaced
    /// since is for the register to say.
    Genuine(Box<Marks>),
    /// Not genuine.
    Invalid(Fault),
}

/// The most bytes of a file that is looked at: a certificate has some 70 KB, its seal at most 2 MB.
const MOST_BYTES: usize = 16 << 20;

/// Checks a file of unknown origin against the certificate (with its chain, as [`super::Signer::certificate_pem`]
/// gives it) that is trusted.
///
/// The signature must cover the whole file, and its structure must be to the byte the one that this program
/// writes: nothing of the file is left that could be changed unnoticed. Only then is the file parsed.
pub fn verify(pdf: &[u8], trusted_pem: &str) -> Verdict {
    match check(pdf, trusted_pem) {
        Ok(marks) => Verdict::Genuine(Box::new(marks)),
        Err(fault) => Verdict::Invalid(fault),
    }
}

fn check(pdf: &[u8], trusted_pem: &str) -> Result<Marks, Fault> {
    if pdf.len() > MOST_BYTES {
        return Err(Fault::TooLarge { bytes: pdf.len(), limit: MOST_BYTES });
    }
    if !pdf.starts_with(b"%PDF-") {
        return Err(Fault::NotAPdf);
    }
    let mut fault = Fault::Unsigned;
    let mut from = 0;
    // A text may hold what looks like a range: any candidate may be the true one, and the check decides.
    while let Some(at) = find(pdf, b"/ByteRange[", from) {
        from = at + 1;
        let Some(range) = byte_range(&pdf[at + 11..]) else { continue };
        match check_range(pdf, range, trusted_pem) {
            Ok(()) => return read_marks(pdf, range),
            Err(found) => fault = found,
        }
    }
    Err(fault)
}

/// Start and end of the hole, and the length of the tail.
type Range = (usize, usize, usize);

fn byte_range(text: &[u8]) -> Option<Range> {
    let end = text.iter().take(64).position(|byte| *byte == b']')?;
    let numbers = std::str::from_utf8(&text[..end]).ok()?;
    let numbers: Vec<usize> =
        numbers.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [0, start, end, tail] => Some((start, end, tail)),
        _ => None,
    }
}

fn check_range(pdf: &[u8], (start, end, tail): Range, trusted_pem: &str) -> Result<(), Fault> {
    if end.checked_add(tail) != Some(pdf.len()) || end.checked_sub(start) != Some(2 * ROOM + 2) {
        return Err(Fault::PartlyCovered);
    }
    let hole = &pdf[start..end];
    let signature = unpadded(hole).ok_or(Fault::Unsigned)?;
    let taken = take(&signature).ok_or(Fault::ForeignSignature)?;
    let mut hash = Sha256::new();
    hash.update(&pdf[..start]);
    hash.update(&pdf[end..]);
    let digest = hash.finalize();
    if taken.digest != digest.as_slice() {
        return Err(Fault::Altered);
    }
    let chain = read_chain(trusted_pem).map_err(|_| Fault::BadTrust)?;
    let key = public_key(&chain[0]).map_err(|_| Fault::BadTrust)?;
    let attributes = signed_attributes(&chain[0], &digest).map_err(|_| Fault::BadTrust)?;
    let signed = attributes.to_der().map_err(|_| Fault::BadTrust)?;
    let value = DerSignature::from_bytes(&taken.signature).map_err(|_| Fault::ForeignSignature)?;
    key.verify(&signed, &value).map_err(|_| Fault::ForeignSignature)?;
    // Parts of the structure are not signed: they must be exactly what this program writes.
    let ours = assemble(&chain, &chain[0], attributes, &taken.signature).map_err(|_| Fault::BadTrust)?;
    if padded(&ours).is_ok_and(|expected| expected == hole) { Ok(()) } else { Err(Fault::Altered) }
}

/// The DER in the hole, without the zeros after it.
fn unpadded(hole: &[u8]) -> Option<Vec<u8>> {
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect::<Option<_>>()?;
    // DER: a SEQUENCE with its length in two bytes, as every signature of ours has.
    let [0x30, 0x82, high, low, ..] = bytes[..] else { return None };
    bytes.get(..4 + (usize::from(high) << 8) + usize::from(low)).map(<[u8]>::to_vec)
}

/// Reads the fields of a file whose every byte is proven to be the office's own.
fn read_marks(pdf: &[u8], range: Range) -> Result<Marks, Fault> {
    let document = Document::load_mem(pdf).map_err(|_| Fault::NotACertificate)?;
    if signed_range(&document) != Some(range) {
        return Err(Fault::PartlyCovered);
    }
    let info = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .and_then(|id| document.get_dictionary(id))
        .map_err(|_| Fault::NotACertificate)?;
    let text = |key: &str| text_of(info, key).ok_or(Fault::NotACertificate);
    let day = |key: &str| text(key)?.parse::<NaiveDate>().map_err(|_| Fault::NotACertificate);
    Ok(Marks {
        serial: text(marks::SERIAL)?,
        revision: text(marks::REVISION)?.parse().map_err(|_| Fault::NotACertificate)?,
        holder: text(marks::HOLDER)?,
        unit: text(marks::UNIT)?,
        training: text(marks::TRAINING)?,
        hours: text(marks::HOURS)?,
        score: text(marks::SCORE)?,
        issuer: text(marks::ISSUER)?,
        issued_on: day(marks::ISSUED_ON)?,
        valid_until: match text(marks::VALID_UNTIL)?.as_str() {
            "" => None,
            _ => Some(day(marks::VALID_UNTIL)?),
        },
    })
}

/// The range that the document's own permissions point to.
fn signed_range(document: &Document) -> Option<Range> {
    let permissions = document.catalog().ok()?.get(b"Perms").ok()?.as_dict().ok()?;
    let signature = document.get_dictionary(permissions.get(b"DocMDP").ok()?.as_reference().ok()?).ok()?;
    let numbers = signature.get(b"ByteRange").ok()?.as_array().ok()?;
    let number = |index: usize| usize::try_from(numbers.get(index)?.as_i64().ok()?).ok();
    Some((number(1)?, number(2)?, number(3)?))
}

fn text_of(info: &Dictionary, key: &str) -> Option<String> {
    let bytes = info.get(key.as_bytes()).ok()?.as_str().ok()?.strip_prefix(&[0xFE, 0xFF])?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}
