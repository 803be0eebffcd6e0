//! The office's key and certificate: made here or given as PEM.

use std::time::Duration;

use der::asn1::{Any, BitString, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{DecodePem, Encode, EncodePem, Tag};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, DecodePublicKey, SubjectPublicKeyInfoOwned};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, TbsCertificate, Version};

use super::SignRefusal;
use super::cms::{ECDSA_SHA_256, assemble, signed_attributes};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
/// An empty SEQUENCE: not an authority.
const NO_AUTHORITY: [u8; 2] = [0x30, 0x00];
/// A BIT STRING with digitalSignature and nonRepudiation, which validators of documents ask for.
const SIGNS_DOCUMENTS: [u8; 4] = [0x03, 0x02, 0x06, 0xC0];
/// The years up to which X.509 writes UTCTime (RFC 5280, 4.1.2.5): 2050-01-01 in seconds since 1970.
const YEAR_2050: u64 = 2_524_608_000;

/// What a new self-signed identity is made of; the caller brings the randomness and the times.
#[derive(Clone, Copy)]
pub struct NewIdentity<'a> {
    /// The office's name, 1 to 64 characters.
    pub common_name: &'a str,
    /// 32 random bytes: the private key.
    pub secret: &'a [u8; 32],
    /// 16 random bytes: the certificate's number.
    pub serial: &'a [u8; 16],
    /// The first second of validity since 1970 (UTC).
    pub not_before: i64,
    /// The last second of validity since 1970 (UTC).
    pub not_after: i64,
}

/// A P-256 key with its certificate, and the chain above it if there is one.
pub struct Signer {
    key: SigningKey,
    /// The signer's own certificate first.
    chain: Vec<Certificate>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("subject", &self.leaf().tbs_certificate.subject.to_string()).finish()
    }
}

impl Signer {
    /// Makes a key and a self-signed certificate for document signatures out of given randomness.
    ///
    /// # Errors
    /// A name of the wrong length, a validity out of range, or 32 bytes that are no key (one chance in 2³²).
    pub fn generate(new: &NewIdentity<'_>) -> Result<Self, SignRefusal> {
        let key = SigningKey::from_slice(new.secret).map_err(|_| SignRefusal::NotAKey)?;
        let body = certificate_body(new, &key)?;
        let signature: DerSignature = key.sign(&body.to_der().map_err(|e| SignRefusal::engine(&e))?);
        let certificate = Certificate {
            tbs_certificate: body,
            signature_algorithm: ecdsa(),
            signature: BitString::from_bytes(signature.as_bytes()).map_err(|e| SignRefusal::engine(&e))?,
        };
        Ok(Self { key, chain: vec![certificate] })
    }

    /// Reads a PKCS #8 key and its certificate, followed by the chain above it.
    ///
    /// # Errors
    /// A key that is not P-256, unreadable certificates, or a first certificate of another key.
    pub fn from_pem(key: &str, chain: &str) -> Result<Self, SignRefusal> {
        let key = SigningKey::from_pkcs8_pem(key.trim()).map_err(|_| SignRefusal::NotAKey)?;
        let chain = read_chain(chain)?;
        if public_key(&chain[0])? != *key.verifying_key() {
            return Err(SignRefusal::KeyMismatch);
        }
        Ok(Self { key, chain })
    }

    /// The private key as PKCS #8 PEM: a secret, to be written where only the server reads.
    ///
    /// # Errors
    /// The encoder failed.
    pub fn key_pem(&self) -> Result<String, SignRefusal> {
        let pem = self.key.to_pkcs8_pem(der::pem::LineEnding::LF).map_err(|e| SignRefusal::engine(&e))?;
        Ok(pem.to_string())
    }

    /// The certificate and its chain as PEM: public, and what [`super::verify`] trusts.
    ///
    /// # Errors
    /// The encoder failed.
    pub fn certificate_pem(&self) -> Result<String, SignRefusal> {
        self.chain
            .iter()
            .map(|one| one.to_pem(der::pem::LineEnding::LF).map_err(|e| SignRefusal::engine(&e)))
            .collect()
    }

    /// The SHA-256 of the certificate's DER in hexadecimal, by which people compare keys.
    ///
    /// # Errors
    /// The encoder failed.
    pub fn fingerprint(&self) -> Result<String, SignRefusal> {
        use sha2::Digest as _;
        let der = self.leaf().to_der().map_err(|e| SignRefusal::engine(&e))?;
        Ok(sha2::Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The last second of the certificate's validity since 1970, to warn before it ends.
    pub fn not_after(&self) -> i64 {
        let seconds = self.leaf().tbs_certificate.validity.not_after.to_unix_duration().as_secs();
        i64::try_from(seconds).unwrap_or(i64::MAX)
    }

    /// The CMS signature over the digest of a document.
    pub(super) fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, SignRefusal> {
        let engine = |error: der::Error| SignRefusal::engine(&error);
        let attributes = signed_attributes(self.leaf(), digest).map_err(engine)?;
        // RFC 6979: the same bytes give the same signature.
        let signature: DerSignature = self.key.sign(&attributes.to_der().map_err(engine)?);
        assemble(&self.chain, self.leaf(), attributes, signature.as_bytes()).map_err(engine)
    }

    fn leaf(&self) -> &Certificate {
        &self.chain[0]
    }
}

/// The certificates of a PEM text: at least one.
pub(super) fn read_chain(pem: &str) -> Result<Vec<Certificate>, SignRefusal> {
    let chain = pem
        .split_inclusive("-----END CERTIFICATE-----")
        .filter_map(|part| part.find("-----BEGIN CERTIFICATE-----").map(|start| part[start..].trim()))
        .map(|one| Certificate::from_pem(one.as_bytes()).map_err(|_| SignRefusal::NotACertificate))
        .collect::<Result<Vec<_>, _>>()?;
    if chain.is_empty() { Err(SignRefusal::NotACertificate) } else { Ok(chain) }
}

/// The P-256 key of a certificate.
pub(super) fn public_key(certificate: &Certificate) -> Result<VerifyingKey, SignRefusal> {
    let info = certificate
        .tbs_certificate
        .subject_public_key_info
        .to_der()
        .map_err(|error| SignRefusal::engine(&error))?;
    VerifyingKey::from_public_key_der(&info).map_err(|_| SignRefusal::KeyMismatch)
}

fn ecdsa() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None }
}

fn certificate_body(new: &NewIdentity<'_>, key: &SigningKey) -> Result<TbsCertificate, SignRefusal> {
    let length = new.common_name.trim().chars().count();
    if !(1..=64).contains(&length) {
        return Err(SignRefusal::CommonName { length });
    }
    if new.not_after <= new.not_before {
        return Err(SignRefusal::Validity);
    }
    let build = || -> der::Result<TbsCertificate> {
        let name = common_name(new.common_name.trim())?;
        let point = key.verifying_key().to_public_key_der().map_err(|_| der::ErrorKind::Failed)?;
        let info = SubjectPublicKeyInfoOwned::try_from(point.as_bytes())
            .map_err(|_| der::Error::from(der::ErrorKind::Failed))?;
        // RFC 7093, method 1: the first 160 bits of the key's SHA-256.
        let identifier = OctetString::new(&Sha256::digest(info.subject_public_key.raw_bytes())[..20])?;
        let extension = |extn_id, critical, value: &[u8]| {
            Ok::<_, der::Error>(Extension { extn_id, critical, extn_value: OctetString::new(value)? })
        };
        let mut serial = *new.serial;
        // A positive number of full length (RFC 5280, 4.1.2.2).
        serial[0] = serial[0] & 0x7F | 0x40;
        Ok(TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(&serial)?,
            signature: ecdsa(),
            issuer: name.clone(),
            validity: Validity { not_before: time(new.not_before)?, not_after: time(new.not_after)? },
            subject: name,
            subject_public_key_info: info,
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(vec![
                extension(BASIC_CONSTRAINTS, true, &NO_AUTHORITY)?,
                extension(KEY_USAGE, true, &SIGNS_DOCUMENTS)?,
                extension(SUBJECT_KEY_IDENTIFIER, false, &identifier.to_der()?)?,
            ]),
        })
    };
    time(new.not_before).and(time(new.not_after)).map_err(|_| SignRefusal::Validity)?;
    build().map_err(|error| SignRefusal::engine(&error))
}

fn common_name(text: &str) -> der::Result<RdnSequence> {
    let value = Any::new(Tag::Utf8String, text.as_bytes())?;
    let part = AttributeTypeAndValue { oid: COMMON_NAME, value };
    Ok(RdnSequence(vec![RelativeDistinguishedName(SetOfVec::try_from(vec![part])?)]))
}

fn time(unix: i64) -> der::Result<Time> {
    let seconds = u64::try_from(unix).map_err(|_| der::ErrorKind::DateTime)?;
    let moment = Duration::from_secs(seconds);
    if seconds < YEAR_2050 {
        Ok(Time::UtcTime(UtcTime::from_unix_duration(moment)?))
    } else {
        Ok(Time::GeneralTime(der::asn1::GeneralizedTime::from_unix_duration(moment)?))
    }
}
