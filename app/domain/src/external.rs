//! Activities beyond the street that its people take part in, and the files that prove it.

use crate::{id::Account, id::Id, organization::vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Who holds an external activity.
    Level {
        /// The province.
        Province = "province", "省级";
        /// The city.
        City = "city", "市级";
        /// The district.
        District = "district", "区级";
    }
}

/// No activity has more files.
pub const MOST_FILES: usize = 3;
/// No file is larger, in mebibytes.
pub const MOST_MIB: u32 = 10;

/// Tells by its first bytes what a file is, whatever it is called: JPEG, PNG or PDF, and nothing else.
#[must_use]
pub fn media(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// Why an activity is not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmRefusal {
    /// Who recorded it does not confirm it.
    OwnRecord,
    /// Nothing proves it yet.
    NoEvidence,
}

/// Decides whether somebody may confirm an activity: another one than who recorded it, once there is evidence.
///
/// # Errors
/// Refuses what [`ConfirmRefusal`] names.
pub fn confirm(recorder: Id<Account>, by: Id<Account>, files: usize) -> Result<(), ConfirmRefusal> {
    if recorder == by {
        return Err(ConfirmRefusal::OwnRecord);
    }
    if files == 0 { Err(ConfirmRefusal::NoEvidence) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(media(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(media(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        for other in [&b"<svg onload=alert(1)>"[..], b"MZ", b"", b"%PD", b"GIF89a", b"<!doctype html>%PDF-"] {
            assert_eq!(media(other), None);
        }
    }

    #[test]
    fn another_one_confirms_and_only_what_is_proved() {
        let who = |n| Id::new(Uuid::from_u128(n));
        assert_eq!(confirm(who(1), who(1), 1), Err(ConfirmRefusal::OwnRecord));
        assert_eq!(confirm(who(1), who(2), 0), Err(ConfirmRefusal::NoEvidence));
        assert_eq!(confirm(who(1), who(2), 1), Ok(()));
    }
}
