//! What the QR code of a certificate says by itself: a few bytes that a stranger checks without a network.
//!
//! The bytes are frozen (verifiers on paper outlive programs): version 1; the four letters, the year and the
//! sequence of the number; the revision; the days of issue and of the end, counted from 2000-01-01; the score in
//! hundredths; the first ten bytes of a hash over what the paper says in words. All numbers are big-endian. The
//! envelope with the key and the signature is `document::sign::envelope`.

use super::SerialNumber;
use crate::hash::{hash, lp};
use chrono::{Days, NaiveDate};

/// The version of the bytes.
const VERSION: u8 = 1;
/// What is hashed before the words, so that nothing else hashes the same.
const WORDS: &[u8] = b"anxun certificate words v1";
/// The day that the others are counted from.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("the day exists");

/// The words of a certificate, which the code holds only as a hash: without the paper nobody reads a name in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperWords<'a> {
    /// The code of the revision, which makes the hash useless for guessing names.
    pub code: &'a str,
    /// The person.
    pub holder: &'a str,
    /// The person's unit.
    pub unit: &'a str,
    /// The training.
    pub training: &'a str,
    /// The hours as shown.
    pub hours: &'a str,
}

impl PaperWords<'_> {
    /// The first ten bytes of their hash.
    #[must_use]
    pub fn digest(&self) -> [u8; 10] {
        let parts = [self.code, self.holder, self.unit, self.training, self.hours];
        let parts: Vec<&[u8]> =
            std::iter::once(WORDS).chain(parts.iter().map(|part| part.as_bytes())).collect();
        let whole = hash(&lp(&parts));
        std::array::from_fn(|at| whole[at])
    }
}

/// What the code of one revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrRecord {
    /// The number.
    pub serial: SerialNumber,
    /// The revision, 1 to 255.
    pub revision: u8,
    /// The day of issue, 2000-01-01 to 2179-06-06.
    pub issued_on: NaiveDate,
    /// The last day of validity, in the same range.
    pub valid_until: NaiveDate,
    /// The score in hundredths, at most 655.35 points.
    pub score: u16,
    /// [`PaperWords::digest`].
    pub words: [u8; 10],
}

impl QrRecord {
    /// How many bytes it takes.
    pub const SIZE: usize = 27;

    /// Writes it; nothing where a fact is beyond the bytes that are kept for it.
    #[must_use]
    pub fn to_bytes(&self) -> Option<[u8; Self::SIZE]> {
        let (street, year, audience, sequence) = self.serial.parts()?;
        let mut out = Vec::with_capacity(Self::SIZE);
        out.push(VERSION);
        out.extend_from_slice(street.as_bytes());
        out.extend_from_slice(&year.to_be_bytes());
        out.extend_from_slice(audience.as_bytes());
        out.extend_from_slice(&sequence.to_be_bytes()[1..]);
        out.push(self.revision);
        out.extend_from_slice(&day(self.issued_on)?.to_be_bytes());
        out.extend_from_slice(&day(self.valid_until)?.to_be_bytes());
        out.extend_from_slice(&self.score.to_be_bytes());
        out.extend_from_slice(&self.words);
        out.try_into().ok()
    }

    /// Reads it; nothing where the bytes are not of this form.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::SIZE] = bytes.try_into().ok()?;
        let word = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let letters = |at: usize| std::str::from_utf8(&bytes[at..at + 2]).ok();
        let (street, audience) = (letters(1)?, letters(5)?);
        let sequence = u32::from_be_bytes([0, bytes[7], bytes[8], bytes[9]]);
        let serial = SerialNumber::new(street, word(3).into(), audience, sequence);
        let record = Self {
            serial: SerialNumber::parse(serial.as_str())?,
            revision: bytes[10],
            issued_on: EPOCH.checked_add_days(Days::new(word(11).into()))?,
            valid_until: EPOCH.checked_add_days(Days::new(word(13).into()))?,
            score: word(15),
            words: std::array::from_fn(|at| bytes[17 + at]),
        };
        (bytes[0] == VERSION && record.revision >= 1).then_some(record)
    }
}

fn day(date: NaiveDate) -> Option<u16> {
    u16::try_from((date - EPOCH).num_days()).ok()
}

/// What the signed record in a QR code is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrCheck {
    /// Signed with our key, and the register says the same.
    Genuine,
    /// Cut off, retyped wrongly, or nothing of ours.
    Unreadable,
    /// Signed with a key that is not ours; the first four bytes of its fingerprint in hexadecimal.
    UnknownKey {
        /// Which.
        key: String,
    },
    /// It names our key, but that key did not sign it.
    Forged,
    /// Ours, but of another certificate or another revision: it was taken from another paper.
    OtherCertificate {
        /// The number that it is of.
        serial: String,
        /// And the revision.
        revision: u8,
    },
    /// Signed with our key for this certificate, but the register says otherwise: one of the two was tampered with.
    Differs,
}

/// Compares a record whose signature holds with what the register says of the paper that is looked at.
#[must_use]
pub fn check_record(record: &QrRecord, registered: &QrRecord) -> QrCheck {
    if (&record.serial, record.revision) != (&registered.serial, registered.revision) {
        let serial = record.serial.as_str().to_owned();
        return QrCheck::OtherCertificate { serial, revision: record.revision };
    }
    if record == registered { QrCheck::Genuine } else { QrCheck::Differs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(sequence: u32, revision: u8, days: u64, score: u16) -> QrRecord {
        let issued_on = EPOCH.checked_add_days(Days::new(days)).unwrap();
        QrRecord {
            serial: SerialNumber::new("TW", 2026, "ZF", sequence),
            revision,
            issued_on,
            valid_until: issued_on.checked_add_days(Days::new(364)).unwrap(),
            score,
            words: [7; 10],
        }
    }

    #[test]
    fn the_bytes_are_frozen() {
        let bytes = record(218, 2, 9_823, 9_250).to_bytes().unwrap();
        let expected = "01545707ea5a460000da02265f27cb242207070707070707070707";
        assert_eq!(hex::encode(bytes), expected);
        let words =
            PaperWords { code: "c", holder: "张三", unit: "甲厂", training: "培训", hours: "12" };
        assert_eq!(hex::encode(words.digest()), "9628b824a208cb059f5e");
    }

    #[test]
    fn a_record_of_another_paper_is_told_from_a_changed_register() {
        let mine = record(218, 1, 9_823, 9_250);
        assert_eq!(check_record(&mine, &mine), QrCheck::Genuine);
        let serial = SerialNumber::new("TW", 2026, "ZF", 219).as_str().to_owned();
        assert_eq!(
            check_record(&record(219, 1, 9_823, 9_250), &mine),
            QrCheck::OtherCertificate { serial, revision: 1 }
        );
        assert_eq!(check_record(&record(218, 1, 9_823, 9_251), &mine), QrCheck::Differs);
        assert_eq!(check_record(&QrRecord { words: [8; 10], ..mine.clone() }, &mine), QrCheck::Differs);
    }

    #[test]
    fn what_does_not_fit_is_not_written_and_what_is_no_record_is_not_read() {
        let early =
            QrRecord { issued_on: NaiveDate::from_ymd_opt(1999, 12, 31).unwrap(), ..record(1, 1, 9, 1) };
        assert_eq!(early.to_bytes(), None);
        let mut bytes = record(1, 1, 9, 1).to_bytes().unwrap();
        assert_eq!(QrRecord::from_bytes(&bytes[1..]), None);
        bytes[0] = 2;
        assert_eq!(QrRecord::from_bytes(&bytes), None);
        bytes[0] = 1;
        bytes[1] = b'/';
        assert_eq!(QrRecord::from_bytes(&bytes), None);
    }

    proptest! {
        #[test]
        fn every_record_reads_back(sequence in 0u32..1_000_000, revision in 1u8.., days in 0u64..60_000, score: u16) {
            let record = record(sequence, revision, days, score);
            prop_assert_eq!(QrRecord::from_bytes(&record.to_bytes().unwrap()), Some(record));
        }
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Some(record) = QrRecord::from_bytes(&bytes) {
                prop_assert_eq!(record.to_bytes().unwrap().to_vec(), bytes);
            }
        }
    }
}
