//! Keeping a text secret in the database: ChaCha20-Poly1305 under a key that stands outside of it.

use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead, KeyInit, Payload},
};

/// Seals and opens texts under one key.
pub struct Sealer(ChaCha20Poly1305);

/// A sealed text cannot be opened: another key, another purpose, or a changed byte.
#[derive(Debug, thiserror::Error)]
#[error("a sealed text cannot be opened with this key")]
pub struct CannotOpen;

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// Takes a 32-byte key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(ChaCha20Poly1305::new(Key::from_slice(key)))
    }

    /// Seals bytes for a purpose, such as `drill 2026 12`; only the same purpose opens them again.
    /// `nonce` is 12 fresh random bytes. Gives hexadecimal text.
    pub fn seal(&self, purpose: &str, nonce: [u8; 12], secret: &[u8]) -> Result<String, CannotOpen> {
        let payload = Payload { msg: secret, aad: purpose.as_bytes() };
        let sealed = self.0.encrypt(Nonce::from_slice(&nonce), payload).map_err(|_| CannotOpen)?;
        Ok(format!("{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>, CannotOpen> {
        let bytes = hex::decode(sealed).map_err(|_| CannotOpen)?;
        let (nonce, sealed) = bytes.split_at_checked(12).ok_or(CannotOpen)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        self.0.decrypt(Nonce::from_slice(nonce), payload).map_err(|_| CannotOpen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_purpose_open_a_seal() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = sealer.seal("drill 2026 1", [1; 12], "恒达木业".as_bytes()).unwrap();
        assert!(!sealed.contains("恒达"));
        assert_eq!(sealer.open("drill 2026 1", &sealed).unwrap(), "恒达木业".as_bytes());
        assert!(sealer.open("drill 2026 2", &sealed).is_err());
        assert!(Sealer::new(&[8; 32]).open("drill 2026 1", &sealed).is_err());
        let mut broken = sealed;
        broken.replace_range(30..31, if &broken[30..31] == "0" { "1" } else { "0" });
        assert!(sealer.open("drill 2026 1", &broken).is_err());
    }
}
