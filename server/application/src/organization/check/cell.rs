//! Reading single cells. Each reader notes what is wrong and gives nothing then.

use super::Row;
use contract::organization::{CellFault, CellProblem};
use domain::organization::{CreditCode, CreditCodeRefusal, Mobile, PersonName, narrow};

/// The greatest headcount that is believed.
pub(super) const MOST_HEADCOUNT: u32 = 1_000_000;

impl Row {
    /// Notes a fault.
    pub fn fault(&mut self, column: &str, value: &str, problem: CellProblem) {
        self.faults.push(CellFault { column: column.to_owned(), value: value.to_owned(), problem });
    }

    /// Reads a text that must be there.
    pub fn text(&mut self, column: &str, value: &str, most: u16) -> Option<String> {
        if value.trim().is_empty() {
            self.fault(column, value, CellProblem::Empty);
            return None;
        }
        self.optional_text(column, value, most).flatten()
    }

    /// Reads a text that may be left out: `Some(None)` then.
    #[expect(clippy::option_option, reason = "wrong, left out and given are three things")]
    pub fn optional_text(&mut self, column: &str, value: &str, most: u16) -> Option<Option<String>> {
        let text = value.trim();
        if text.chars().count() > usize::from(most) {
            self.fault(column, value, CellProblem::TooLong { most });
            None
        } else if text.chars().any(char::is_control) {
            self.fault(column, value, CellProblem::ControlCharacter);
            None
        } else {
            Some((!text.is_empty()).then(|| text.to_owned()))
        }
    }

    /// Reads a credit code. `rounded` says that Excel has spoilt a long number in the row.
    pub fn code(&mut self, column: &str, value: &str, rounded: bool) -> Option<String> {
        if value.trim().is_empty() {
            self.fault(column, value, CellProblem::Empty);
            return None;
        }
        let problem = match CreditCode::parse(value) {
            Ok(code) => return Some(code.as_str().to_owned()),
            Err(_) if rounded && narrow(value).trim().bytes().all(|b| b.is_ascii_digit()) => {
                CellProblem::CodeRounded
            }
            Err(CreditCodeRefusal::Length(length)) => {
                CellProblem::CodeLength { length: u32::try_from(length).unwrap_or(u32::MAX) }
            }
            Err(CreditCodeRefusal::Character(character)) => CellProblem::CodeCharacter { character },
            Err(CreditCodeRefusal::CheckDigit { expected }) => CellProblem::CodeCheckDigit { expected },
        };
        self.fault(column, value, problem);
        None
    }

    /// Reads a person's name; the many dots that people type between its parts become `·`.
    pub fn name(&mut self, column: &str, value: &str) -> Option<String> {
        const MOST: u16 = 50;
        let dotted = value.replace(['•', '・', '‧', '∙', '⋅', '．'], "·");
        self.text(column, &dotted, MOST)?;
        PersonName::parse(&dotted).map(|name| name.as_str().to_owned())
    }

    /// Reads a mobile number.
    pub fn mobile(&mut self, column: &str, value: &str) -> Option<String> {
        let problem = if value.trim().is_empty() { CellProblem::Empty } else { CellProblem::NotAMobile };
        let mobile = Mobile::parse(value);
        if mobile.is_none() {
            self.fault(column, value, problem);
        }
        mobile.map(|m| m.as_str().to_owned())
    }

    /// Reads a term that must be there.
    pub fn term<T>(
        &mut self,
        column: &str,
        value: &str,
        read: fn(&str) -> Option<T>,
        allowed: impl Fn() -> Vec<String>,
    ) -> Option<T> {
        let found = read(value);
        if found.is_none() {
            let empty = value.trim().is_empty();
            let problem =
                if empty { CellProblem::Empty } else { CellProblem::UnknownTerm { allowed: allowed() } };
            self.fault(column, value, problem);
        }
        found
    }

    /// Reads 是, 否 or nothing.
    pub fn yes_no(&mut self, column: &str, value: &str) -> Option<bool> {
        match value.trim() {
            "是" => Some(true),
            "否" => Some(false),
            "" => None,
            _ => {
                self.fault(column, value, CellProblem::NotYesNo);
                None
            }
        }
    }

    /// Reads a headcount or nothing.
    pub fn headcount(&mut self, column: &str, value: &str) -> Option<i32> {
        let digits = narrow(value.trim());
        if digits.is_empty() {
            return None;
        }
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse::<u32>().ok().filter(|n| plain && *n <= MOST_HEADCOUNT);
        if number.is_none() {
            self.fault(column, value, CellProblem::NotANumber { most: MOST_HEADCOUNT });
        }
        number.and_then(|n| i32::try_from(n).ok())
    }
}
