//! The street's own certificate (安全生产培训考核合格证明): its number, its validity, its revisions.

mod compare;
mod record;
mod reissue;
mod template;

pub use compare::{FileCheck, check_file};
pub use record::{PaperWords, QrCheck, QrRecord, check_record};
pub use reissue::{Cause, ReissueRefused, Wording, reissue};
pub use template::{Border, Template, TemplateFault, TemplatePart, Written};

use chrono::{Datelike, Months, NaiveDate};

/// A certificate's number: `TW-PX-2026-ZF-000218-7`, the last digit checking the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SerialNumber(String);

impl SerialNumber {
    /// Makes the number of the `sequence`-th certificate of a year for an audience.
    /// `street` and `audience` are two capital letters each.
    #[must_use]
    pub fn new(street: &str, year: i32, audience: &str, sequence: u32) -> Self {
        let body = format!("{street}-PX-{year:04}-{audience}-{sequence:06}");
        let check = check_digit(&body);
        Self(format!("{body}-{check}"))
    }

    /// Reads a number; refuses one whose form or check digit is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.rsplit_once('-')?;
        let parts: Vec<&str> = body.split('-').collect();
        let [street, kind, year, audience, sequence] = parts.as_slice() else { return None };
        let letters = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_uppercase());
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let good = letters(street)
            && *kind == "PX"
            && digits(year, 4)
            && letters(audience)
            && digits(sequence, 6)
            && check == check_digit(body).to_string();
        good.then_some(Self(text))
    }

    /// Its parts: the letters of the street, the year, the letters of the audience, the sequence.
    #[must_use]
    pub fn parts(&self) -> Option<(&str, u16, &str, u32)> {
        let mut parts = self.0.split('-');
        let street = parts.next()?;
        let (year, audience, sequence) = (parts.nth(1)?, parts.next()?, parts.next()?);
        Some((street, year.parse().ok()?, audience, sequence.parse().ok()?))
    }

    /// Gives the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// ISO 7064 MOD 11,10 over the digits, letters counting as the two digits of 10 to 35.
fn check_digit(body: &str) -> u32 {
    let mut p = 10;
    let digits = body
        .chars()
        .filter_map(|c| c.to_digit(36))
        .flat_map(|v| if v < 10 { vec![v] } else { vec![v / 10, v % 10] });
    for digit in digits {
        let s = match (p + digit) % 10 {
            0 => 10,
            s => s,
        };
        p = s * 2 % 11;
    }
    (11 - p) % 10
}

/// The last day of validity: so many months from issue, less a day; 12 where a street has set nothing else
/// (01-rules, default for the annual training).
#[must_use]
pub fn valid_until(issued_on: NaiveDate, months: u8) -> NaiveDate {
    issued_on.checked_add_months(Months::new(months.into())).and_then(|d| d.pred_opt()).unwrap_or(issued_on)
}

/// What a certificate is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 有效
    Valid,
    /// 即将到期: at most 30 days are left.
    Expiring {
        /// Days left, 0 on the last day.
        days: i64,
    },
    /// 已过期
    Expired,
    /// 已撤销
    Revoked,
    /// 已换发: a later revision counts.
    Superseded {
        /// The revision that counts.
        by: u32,
    },
}

/// Computes the status of what counts; it is never stored.
#[must_use]
pub fn status(valid_until: NaiveDate, revoked: bool, today: NaiveDate) -> Status {
    let days = (valid_until - today).num_days();
    match (revoked, days) {
        (true, _) => Status::Revoked,
        (false, ..0) => Status::Expired,
        (false, 0..=30) => Status::Expiring { days },
        (false, _) => Status::Valid,
    }
}

/// Computes the status of one revision from that of the newest: an old paper never says that it is good. A
/// revocation is told before a re-issue, for it takes back all revisions.
#[must_use]
pub fn status_of_revision(revision: u32, newest: u32, of_newest: Status) -> Status {
    if of_newest != Status::Revoked && revision < newest {
        Status::Superseded { by: newest }
    } else {
        of_newest
    }
}

/// The year that a certificate issued on a day is counted in.
#[must_use]
pub fn year_of(issued_on: NaiveDate) -> i32 {
    issued_on.year()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_reads_back_and_its_check_digit_guards_it() {
        let serial = SerialNumber::new("TW", 2026, "ZF", 218);
        assert!(serial.as_str().starts_with("TW-PX-2026-ZF-000218-"), "{serial:?}");
        assert_eq!(SerialNumber::parse(&serial.as_str().to_lowercase()), Some(serial.clone()));
        let forged = serial.as_str().replace("000218", "000219");
        assert_eq!(SerialNumber::parse(&forged), None);
        assert_eq!(SerialNumber::parse("../../etc/passwd"), None);
    }

    #[test]
    fn validity_ends_the_day_before_the_anniversary_and_survives_a_leap_day() {
        let day = |s: &str| s.parse::<NaiveDate>().unwrap();
        assert_eq!(valid_until(day("2026-11-23"), 12), day("2027-11-22"));
        assert_eq!(valid_until(day("2028-02-29"), 12), day("2029-02-27"));
        assert_eq!(valid_until(day("2026-08-31"), 6), day("2027-02-27"));
        assert_eq!(status(day("2027-11-22"), false, day("2027-11-22")), Status::Expiring { days: 0 });
        assert_eq!(status(day("2027-11-22"), false, day("2027-11-23")), Status::Expired);
        assert_eq!(status(day("2027-11-22"), true, day("2026-11-23")), Status::Revoked);
        assert_eq!(status(day("2027-11-22"), false, day("2026-11-23")), Status::Valid);
    }

    #[test]
    fn an_old_revision_is_superseded_unless_all_are_revoked() {
        let of_newest = Status::Expiring { days: 3 };
        assert_eq!(status_of_revision(1, 3, of_newest), Status::Superseded { by: 3 });
        assert_eq!(status_of_revision(3, 3, of_newest), of_newest);
        assert_eq!(status_of_revision(1, 3, Status::Expired), Status::Superseded { by: 3 });
        assert_eq!(status_of_revision(1, 3, Status::Revoked), Status::Revoked);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(sequence in 0u32..1_000_000, place in 0usize..6, add in 1u8..10) {
            let serial = SerialNumber::new("TW", 2026, "ZF", sequence);
            let at = "TW-PX-2026-ZF-".len() + place;
            let mut bytes = serial.as_str().as_bytes().to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(SerialNumber::parse(&changed), None);
        }
    }
}
