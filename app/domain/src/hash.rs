//! The one hash of the product, and the frozen ways of feeding it.
//!
//! Everything that must be recomputed by others (draws, papers, the log) goes through here, so that
//! another hash can take its place in one module.

use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};

/// A 32-byte digest or key.
pub type Bytes32 = [u8; 32];

/// Hashes bytes: SHA-256.
#[must_use]
pub fn hash(bytes: &[u8]) -> Bytes32 {
    Sha256::digest(bytes).into()
}

/// Joins parts so that no two lists of parts give the same bytes: each part is preceded by its length
/// in bytes as an unsigned 32-bit big-endian number (03-drills, section 5).
#[must_use]
pub fn lp(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|p| p.len() + 4).sum());
    for part in parts {
        lp_onto(&mut out, part);
    }
    out
}

/// Joins one more part to what [`lp`] gives of the parts before it.
pub fn lp_onto(out: &mut Vec<u8>, part: &[u8]) {
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(part);
}

/// Keys a hash: HMAC-SHA-256.
#[must_use]
pub fn hmac(key: &[u8], message: &[u8]) -> Bytes32 {
    Keyed::new(key).hash(message)
}

/// A key that hashes many messages: what HMAC makes of the key itself is computed once.
#[derive(Clone)]
pub struct Keyed(Hmac<Sha256>);

impl Keyed {
    /// Prepares a key.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes keys of any length, so making one cannot fail.
        Self(<Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes any key length"))
    }
    /// Hashes one message, as [`hmac()`] does.
    #[must_use]
    pub fn hash(&self, message: &[u8]) -> Bytes32 {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }
}

/// Reads 64 hexadecimal characters of either case.
#[must_use]
pub fn parse_hex32(text: &str) -> Option<Bytes32> {
    let mut out = [0; 32];
    hex::decode_to_slice(text.trim(), &mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_parts_apart() {
        assert_eq!(hex::encode(lp(&[b"ab", b""])), "00000002616200000000");
        assert_ne!(lp(&[b"ab", b"c"]), lp(&[b"a", b"bc"]));
        let mut joined = lp(&[b"ab"]);
        lp_onto(&mut joined, b"c");
        assert_eq!(joined, lp(&[b"ab", b"c"]));
    }

    #[test]
    fn hmac_matches_rfc_4231_case_2() {
        assert_eq!(
            hex::encode(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_prepared_key_hashes_each_message_as_if_it_were_the_first() {
        let key = Keyed::new(b"Jefe");
        for message in [&b"what do ya want for nothing?"[..], b"", &[0; 200]] {
            assert_eq!(key.hash(message), hmac(b"Jefe", message));
        }
    }
}
