//! The code of a bank.

use core::fmt;

/// The code of a bank, stable for ever: 2 to 40 small letters, digits and single hyphens, a letter first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCode(String);

impl BankCode {
    /// Reads a code; nothing where it is no such text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        let right =
            (2..=40).contains(&text.len()) && words && text.starts_with(|c: char| c.is_ascii_lowercase());
        right.then(|| Self(text.to_owned()))
    }
    /// Gives the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BankCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_small_letters_digits_and_single_hyphens() {
        for right in ["ab", "fire-law", "work-safety-law", "x2"] {
            assert!(BankCode::parse(right).is_some(), "{right}");
        }
        for wrong in
            ["", "a", "Fire", "fire law", "-fire", "fire-", "fire--law", "2x", "消防", "a/b", &"a".repeat(41)]
        {
            assert!(BankCode::parse(wrong).is_none(), "{wrong}");
        }
    }
}
