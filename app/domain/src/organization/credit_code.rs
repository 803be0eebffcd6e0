//! The unified social credit code (统一社会信用代码, GB 32100-2015).

use super::narrow;

/// The 31 characters of GB 32100-2015, in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weight of each of the first 17 characters: 3 to the power of its place, modulo 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A checked unified social credit code: 18 characters, the last being right for the first 17.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeRefusal {
    /// It has this many characters instead of 18.
    Length(usize),
    /// This character does not belong to the code's alphabet (I, O, S, V, Z never do).
    Character(char),
    /// The last character should be this one.
    CheckDigit {
        /// The character that the first 17 ask for.
        expected: char,
    },
}

impl CreditCode {
    /// Reads a code; full-width and lower-case letters are taken, spaces dropped.
    pub fn parse(text: &str) -> Result<Self, CreditCodeRefusal> {
        let code: String =
            narrow(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let length = code.chars().count();
        if length != 18 {
            return Err(CreditCodeRefusal::Length(length));
        }
        if let Some(stranger) = code.chars().find(|c| value(*c).is_none()) {
            return Err(CreditCodeRefusal::Character(stranger));
        }
        let expected = check_character(&code[..17]);
        if code.ends_with(expected) {
            Ok(Self(code))
        } else {
            Err(CreditCodeRefusal::CheckDigit { expected })
        }
    }

    /// Completes 17 characters of the alphabet with their check character; for made-up demo data.
    pub fn complete(first_17: &str) -> Result<Self, CreditCodeRefusal> {
        if let Some(stranger) = first_17.chars().find(|c| value(*c).is_none()) {
            return Err(CreditCodeRefusal::Character(stranger));
        }
        Self::parse(&format!("{first_17}{}", check_character(first_17)))
    }

    /// Gives the 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn value(c: char) -> Option<u32> {
    ALPHABET.iter().position(|a| char::from(*a) == c).and_then(|v| u32::try_from(v).ok())
}

fn check_character(first_17: &str) -> char {
    let sum: u32 = first_17.chars().zip(WEIGHTS).map(|(c, w)| value(c).unwrap_or(0) * w).sum();
    char::from(ALPHABET[((31 - sum % 31) % 31) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_right_code_is_taken_and_a_wrong_check_digit_names_the_right_one() {
        // The standard's worked example.
        let code = CreditCode::parse("91350100M000100Y43").unwrap();
        assert_eq!(code.as_str(), "91350100M000100Y43");
        assert_eq!(
            CreditCode::parse("91350100M000100Y44"),
            Err(CreditCodeRefusal::CheckDigit { expected: '3' })
        );
        assert_eq!(CreditCode::parse("91350100M000100Y4"), Err(CreditCodeRefusal::Length(17)));
        assert_eq!(CreditCode::parse("91350100O000100Y43"), Err(CreditCodeRefusal::Character('O')));
        assert!(CreditCode::parse(" ９１350100m000100y43 ").is_ok());
    }

    proptest! {
        #[test]
        fn one_changed_character_is_always_noticed(place in 0usize..18, other in 0usize..31) {
            let good = "91350100M000100Y43";
            let replacement = char::from(ALPHABET[other]);
            let bad: String = good.chars().enumerate().map(|(i, c)| if i == place { replacement } else { c }).collect();
            prop_assert_eq!(CreditCode::parse(&bad).is_ok(), bad == good);
        }
    }
}
