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
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Keys a hash: HMAC-SHA-256.
#[must_use]
pub fn hmac(key: &[u8], message: &[u8]) -> Bytes32 {
    // HMAC takes keys of any length, so making one cannot fail.
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes any key length");
    mac.update(message);
    mac.finalize().into_bytes().into()
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
    }

    #[test]
    fn hmac_matches_rfc_4231_case_2() {
        assert_eq!(
            hex::encode(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
