//! The street, its areas, its units and their people.

mod class;
mod credit_code;
mod fact;
mod hazard;
pub(crate) mod vocabulary;
pub mod vocabulary_role;

pub use class::Class;
pub use credit_code::{CreditCode, CreditCodeRefusal};
pub use fact::{Fact, Facts, UnitClass};
pub use hazard::{Hazard, standard_places};
pub use vocabulary::{Employment, Position, Sector};

use serde::{Deserialize, Serialize};

/// A street's division code: 9 digits (GB/T 10114), the first 6 being the district's (GB/T 2260).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode(String);

/// A text is not a 9-digit division code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADivisionCode;

impl core::fmt::Display for NotADivisionCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("not a 9-digit division code")
    }
}
impl core::error::Error for NotADivisionCode {}

impl DivisionCode {
    /// Reads a code. Refuses anything but 9 ASCII digits that do not begin with 0.
    pub fn parse(text: &str) -> Result<Self, NotADivisionCode> {
        let good = text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        if good { Ok(Self(text.to_owned())) } else { Err(NotADivisionCode) }
    }
    /// Gives the 9 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for DivisionCode {
    type Error = NotADivisionCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}
impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.0
    }
}

/// A mobile number of the mainland: 11 digits, the first 1, the second 3 to 9.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mobile(String);

impl Mobile {
    /// Reads a number; spaces, hyphens and a leading +86 are dropped. `None` when it is no mobile number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits = digits.strip_prefix("+86").unwrap_or(&digits);
        let good = digits.len() == 11
            && digits.bytes().all(|b| b.is_ascii_digit())
            && digits.starts_with('1')
            && digits.as_bytes()[1] >= b'3';
        good.then(|| Self(digits.to_owned()))
    }
    /// Gives the 11 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hides the middle of a mobile number: `138****0001`.
#[must_use]
pub fn mask_mobile(mobile: &str) -> String {
    if mobile.len() == 11 && mobile.is_ascii() {
        format!("{}****{}", &mobile[..3], &mobile[7..])
    } else {
        "*".repeat(mobile.chars().count())
    }
}

/// Hides all of a name but its first character: `王**`.
#[must_use]
pub fn mask_name(name: &str) -> String {
    name.chars().enumerate().map(|(i, c)| if i == 0 || c == '·' { c } else { '*' }).collect()
}

/// A person's name: 1 to 50 characters without control characters, outer spaces dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name. `None` when it is empty, longer than 50 characters, or holds a control character.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim();
        let count = name.chars().count();
        let good = (1..=50).contains(&count) && !name.chars().any(char::is_control);
        good.then(|| Self(name.to_owned()))
    }
    /// Gives the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Turns full-width letters, digits and signs into their ASCII forms.
#[must_use]
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_survives_the_ways_people_write_it() {
        for text in ["13800000001", " 138 0000 0001", "+86-138-0000-0001", "１３８００００００００１"]
        {
            let parsed = Mobile::parse(text);
            assert_eq!(parsed.is_some(), text != "１３８００００００００１", "{text}");
        }
        for text in ["", "1380000000", "12800000001", "23800000001", "1380000000x"] {
            assert_eq!(Mobile::parse(text), None, "{text}");
        }
    }

    #[test]
    fn masks_keep_what_tells_people_apart_and_no_more() {
        assert_eq!(mask_mobile("13800000001"), "138****0001");
        assert_eq!(mask_name("阿卜杜拉·买买提"), "阿***·***");
        assert_eq!(mask_name("王立新"), "王**");
    }

    #[test]
    fn a_division_code_has_nine_digits() {
        assert!(DivisionCode::parse("370112104").is_ok());
        assert!(DivisionCode::parse("37011210").is_err());
        assert!(DivisionCode::parse("37011210a").is_err());
    }
}
