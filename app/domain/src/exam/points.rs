//! Points, in whole hundredths.

use core::{fmt, iter::Sum, ops::Add};
use serde::{Deserialize, Serialize};

/// An amount of points in hundredths of a point; serialized as that whole number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(u32);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// What a paper is worth: 100.00.
    pub const FULL: Self = Self(10_000);

    /// Takes hundredths.
    #[must_use]
    pub const fn hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }
    /// Takes whole points.
    #[must_use]
    pub const fn whole(points: u16) -> Self {
        Self(points as u32 * 100)
    }
    /// Reads what people write: digits with at most two decimals, in either width. What is too large to be
    /// points at all becomes the greatest amount, so that judging refuses it as what it is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = crate::bank::text::fold(text);
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(rest) || rest.len() > 2 {
            return None;
        }
        let rest: u32 = format!("{rest:0<2}").parse().ok()?;
        let whole: u32 = whole.parse().unwrap_or(u32::MAX);
        Some(Self(whole.saturating_mul(100).saturating_add(rest)))
    }
    /// Gives hundredths.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
    /// Gives a share `of_these / all`, rounded down to hundredths; nothing of nothing.
    #[must_use]
    pub const fn share(self, of_these: u32, all: u32) -> Self {
        match (self.0 as u64 * of_these as u64).checked_div(all as u64) {
            // No more than the whole, so it fits.
            Some(part) if of_these <= all => Self(part as u32),
            Some(_) => self,
            None => Self::ZERO,
        }
    }
    /// Splits points over `parts`: equal hundredths, the remainder one each to the first ones.
    #[must_use]
    pub fn split(self, parts: u32) -> Vec<Self> {
        let (Some(each), Some(over)) = (self.0.checked_div(parts), self.0.checked_rem(parts)) else {
            return Vec::new();
        };
        (0..parts).map(|i| Self(each + u32::from(i < over))).collect()
    }
}
impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}
impl fmt::Display for Points {
    /// Writes 2, 2.5 or 2.05.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, rest) if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
            (whole, rest) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_written_as_people_write_them() {
        for (hundredths, text) in [(200, "2"), (250, "2.5"), (205, "2.05"), (0, "0"), (10_000, "100")] {
            assert_eq!(Points::hundredths(hundredths).to_string(), text);
        }
    }

    #[test]
    fn points_are_read_as_people_write_them() {
        for (text, hundredths) in
            [("2", 200), (" 2.5 ", 250), ("2.05", 205), ("２．５", 250), ("0", 0), ("99999999999", u32::MAX)]
        {
            assert_eq!(Points::parse(text), Some(Points(hundredths)), "{text}");
        }
        for text in ["", ".", "2.", ".5", "-2", "2.505", "1e3", "两", "2,5", "+2"] {
            assert_eq!(Points::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_split_loses_nothing() {
        let parts = Points::whole(5).split(3);
        assert_eq!(parts.iter().map(|p| p.get()).collect::<Vec<_>>(), [167, 167, 166]);
        assert_eq!(parts.into_iter().sum::<Points>(), Points::whole(5));
        assert!(Points::whole(5).split(0).is_empty());
        assert_eq!(Points::whole(3).share(1, 3), Points::whole(1));
        assert_eq!(Points::whole(3).share(0, 0), Points::ZERO);
    }
}
