//! Comparing a file of unknown origin with what was issued, byte by byte: it is parsed by nothing.

/// What a file of unknown origin is beside the issued ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum FileCheck {
    /// To the last byte what was issued and counts.
    Same {
        /// The revision.
        revision: u32,
    },
    /// To the last byte another revision of the same certificate than the one asked about.
    OtherRevision {
        /// The revision that the file is.
        revision: u32,
    },
    /// An issued file that was changed, cut or added to.
    Changed,
    /// Nothing that was issued under this number.
    NotOurs,
}

impl FileCheck {
    /// The stable code, as logged.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same { .. } => "same",
            Self::OtherRevision { .. } => "other_revision",
            Self::Changed => "changed",
            Self::NotOurs => "not_ours",
        }
    }
}

/// Compares a file with all revisions of a certificate; `asked` is the revision that it should be. A file that
/// shares at least half of an issued one, from its beginning or its end on, is that one, changed.
#[must_use]
pub fn check_file(sent: &[u8], asked: u32, issued: &[(u32, &[u8])]) -> FileCheck {
    if let Some((revision, _)) = issued.iter().find(|(_, file)| *file == sent) {
        let revision = *revision;
        return if revision == asked {
            FileCheck::Same { revision }
        } else {
            FileCheck::OtherRevision { revision }
        };
    }
    if issued.iter().any(|(_, file)| shared(sent, file) * 2 >= file.len()) {
        FileCheck::Changed
    } else {
        FileCheck::NotOurs
    }
}

/// How many bytes two files share at both ends.
fn shared(one: &[u8], other: &[u8]) -> usize {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[head..], &other[head..]);
    head + one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIRST: &[u8] = b"%PDF-1.4 the first revision of a certificate";
    const SECOND: &[u8] = b"%PDF-1.4 another text altogether, signed later";

    fn check(sent: &[u8], asked: u32) -> FileCheck {
        check_file(sent, asked, &[(1, FIRST), (2, SECOND)])
    }

    #[test]
    fn a_revision_is_known_as_itself_only() {
        assert_eq!(check(FIRST, 1), FileCheck::Same { revision: 1 });
        assert_eq!(check(SECOND, 2), FileCheck::Same { revision: 2 });
        assert_eq!(check(FIRST, 2), FileCheck::OtherRevision { revision: 1 });
        assert_eq!(check(SECOND, 1), FileCheck::OtherRevision { revision: 2 });
    }

    #[test]
    fn added_cut_and_foreign_bytes_are_told_apart() {
        assert_eq!(check(&[FIRST, b"%%EOF"].concat(), 1), FileCheck::Changed);
        assert_eq!(check(&FIRST[..40], 1), FileCheck::Changed);
        assert_eq!(check(b"%PDF-1.7 forged, with a good code", 1), FileCheck::NotOurs);
        assert_eq!(check(b"", 1), FileCheck::NotOurs);
        assert_eq!(check_file(FIRST, 1, &[]), FileCheck::NotOurs);
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_always_noticed(at in 0..FIRST.len(), add in 1u8..=255) {
            let mut sent = FIRST.to_vec();
            sent[at] = sent[at].wrapping_add(add);
            prop_assert_eq!(check(&sent, 1), FileCheck::Changed);
        }
    }
}
