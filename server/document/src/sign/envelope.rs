//! The signature around what a QR code says (Ed25519, RFC 8032), short enough to be printed and scanned.
//!
//! The text is base64url without padding of: the first four bytes of the key's fingerprint, the record, and the
//! signature over a fixed prefix, these four bytes and the record. The fingerprint is the SHA-256 of the 32 bytes
//! of the public key.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::{
    Signature, Signer as _, SigningKey, VerifyingKey,
    pkcs8::{DecodePublicKey as _, EncodePublicKey as _},
};
use sha2::{Digest, Sha256};

use super::SignRefusal;

/// What is signed before the record, so that the key signs nothing else by accident.
const PURPOSE: &[u8] = b"anxun certificate qr v1\n";
/// Bytes of the key's name and of the signature.
const KEY: usize = 4;
const SIGNATURE: usize = 64;
/// No record is longer; a text of more is not even decoded.
const MOST_TEXT: usize = 400;

/// The private key of the codes.
pub struct EnvelopeKey(SigningKey);

impl std::fmt::Debug for EnvelopeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("EnvelopeKey").field(&self.public().fingerprint()).finish()
    }
}

/// A public key that codes are checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopePublic(VerifyingKey);

/// Why a text is no record that one of the trusted keys signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeFault {
    /// Not of this form.
    #[error("the text is not a signed record")]
    Unreadable,
    /// None of the trusted keys; its name in hexadecimal.
    #[error("the record is signed with an unknown key {key}")]
    UnknownKey {
        /// The first four bytes of its fingerprint.
        key: String,
    },
    /// It names a trusted key, which did not sign it.
    #[error("the signature does not hold")]
    Forged,
}

impl EnvelopeKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The key that others check with.
    pub fn public(&self) -> EnvelopePublic {
        EnvelopePublic(self.0.verifying_key())
    }

    /// Signs a record and writes it as text. The same record gives the same text.
    pub fn seal(&self, record: &[u8]) -> String {
        let mut bytes = self.public().name().to_vec();
        bytes.extend_from_slice(record);
        let signature = self.0.sign(&[PURPOSE, &bytes].concat());
        bytes.extend_from_slice(&signature.to_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl EnvelopePublic {
    /// Reads a key from PEM (SubjectPublicKeyInfo, RFC 8410).
    ///
    /// # Errors
    /// A text that holds no such key.
    pub fn from_pem(pem: &str) -> Result<Self, SignRefusal> {
        VerifyingKey::from_public_key_pem(pem.trim()).map(Self).map_err(|_| SignRefusal::NotAKey)
    }

    /// Writes it as PEM.
    ///
    /// # Errors
    /// The encoder failed.
    pub fn to_pem(&self) -> Result<String, SignRefusal> {
        self.0.to_public_key_pem(der::pem::LineEnding::LF).map_err(|error| SignRefusal::engine(&error))
    }

    /// The SHA-256 of its 32 bytes in hexadecimal, by which people compare keys.
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    fn name(&self) -> [u8; KEY] {
        let whole = Sha256::digest(self.0.as_bytes());
        std::array::from_fn(|at| whole[at])
    }
}

/// Reads the record in a text, where one of the trusted keys signed it.
///
/// # Errors
/// Anything else.
pub fn open(text: &str, trusted: &[EnvelopePublic]) -> Result<Vec<u8>, EnvelopeFault> {
    let text = text.trim();
    if text.len() > MOST_TEXT {
        return Err(EnvelopeFault::Unreadable);
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| EnvelopeFault::Unreadable)?;
    let end = bytes.len().checked_sub(SIGNATURE).filter(|end| *end > KEY).ok_or(EnvelopeFault::Unreadable)?;
    let (signed, signature) = bytes.split_at(end);
    let name = &signed[..KEY];
    let signature = Signature::from_slice(signature).map_err(|_| EnvelopeFault::Unreadable)?;
    let named: Vec<_> = trusted.iter().filter(|key| key.name() == name).collect();
    if named.is_empty() {
        return Err(EnvelopeFault::UnknownKey { key: hex(name) });
    }
    let message = [PURPOSE, signed].concat();
    if named.iter().any(|key| key.0.verify_strict(&message, &signature).is_ok()) {
        Ok(signed[KEY..].to_vec())
    } else {
        Err(EnvelopeFault::Forged)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_and_the_same_record_gives_the_same_text() {
        let key = EnvelopeKey::new(&[5; 32]);
        let text = key.seal(b"a record");
        assert_eq!(text, key.seal(b"a record"));
        assert_eq!(open(&text, &[key.public()]).unwrap(), b"a record");
        let again = EnvelopePublic::from_pem(&key.public().to_pem().unwrap()).unwrap();
        assert_eq!(open(&text, &[again]).unwrap(), b"a record");
        assert!(EnvelopePublic::from_pem("-----BEGIN PUBLIC KEY-----").is_err());
        assert!(!format!("{key:?}").contains("0505"));
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_found() {
        let (key, other) = (EnvelopeKey::new(&[5; 32]), EnvelopeKey::new(&[6; 32]));
        let text = key.seal(&[9; 27]);
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&text).unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(
                    open(&BASE64_URL_SAFE_NO_PAD.encode(changed), &[key.public()]).is_err(),
                    "{at}.{bit}"
                );
            }
        }
        for length in 0..text.len() {
            assert!(open(&text[..length], &[key.public()]).is_err(), "{length}");
        }
        let unknown = open(&other.seal(&[9; 27]), &[key.public()]);
        assert!(matches!(unknown, Err(EnvelopeFault::UnknownKey { key }) if key.len() == 8));
        // Another signature under our name.
        let mut forged = key.public().name().to_vec();
        forged.extend([9; 27]);
        forged.extend(&BASE64_URL_SAFE_NO_PAD.decode(other.seal(&[9; 27])).unwrap()[31..]);
        assert_eq!(open(&BASE64_URL_SAFE_NO_PAD.encode(forged), &[key.public()]), Err(EnvelopeFault::Forged));
        assert_eq!(open(&"A".repeat(5_000), &[key.public()]), Err(EnvelopeFault::Unreadable));
        assert_eq!(open("不是", &[key.public()]), Err(EnvelopeFault::Unreadable));
    }
}
