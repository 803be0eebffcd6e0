//! What a question rests on: a law, the street's plan, or good practice.

use super::raw::RawBasis;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// The number before the name of a law text: "01" in `01-安全生产法-2021修正.md`. Two or three digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LawKey(String);

impl LawKey {
    /// Reads a key. Refuses anything but two or three digits.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let right = (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        right.then(|| Self(text.to_owned()))
    }
    /// Reads the key of a file from its name, such as `41-烟花爆竹….md`.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        Self::new(name.split_once('-')?.0)
    }
    /// Gives the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for LawKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<LawKey> for String {
    fn from(key: LawKey) -> Self {
        key.0
    }
}
impl TryFrom<String> for LawKey {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or(text)
    }
}

/// The number of an article: "21", or "134-1" for 第一百三十四条之一.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleNumber {
    /// The number itself, from 1.
    pub main: u16,
    /// The 之 number, 0 when there is none.
    pub branch: u16,
}

impl FromStr for ArticleNumber {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| {
            let plain = part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0');
            if plain { part.parse::<u16>().ok() } else { None }
        };
        let read = match text.split_once('-') {
            None => number(text).map(|main| Self { main, branch: 0 }),
            Some((main, branch)) => {
                number(main).zip(number(branch)).map(|(main, branch)| Self { main, branch })
            }
        };
        read.ok_or_else(|| text.to_owned())
    }
}
impl fmt::Display for ArticleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.branch {
            0 => write!(f, "{}", self.main),
            branch => write!(f, "{}-{branch}", self.main),
        }
    }
}
impl From<ArticleNumber> for String {
    fn from(number: ArticleNumber) -> Self {
        number.to_string()
    }
}
impl TryFrom<String> for ArticleNumber {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// What a question rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// A law text. At least one of article and item is given; the item stands alone where a text has no
    /// articles (the list of 烟花爆竹 hazards, key 41).
    Law {
        /// Which text.
        law: LawKey,
        /// Which article.
        article: Option<ArticleNumber>,
        /// Which item （一）, from 1.
        item: Option<u16>,
    },
    /// The street's own plan, clause such as "二(五)3".
    Plan {
        /// Where in the plan.
        clause: String,
    },
    /// A technical standard or good practice; at most a tenth of a bank, without evidence.
    Practice {
        /// Such as "GB 30871-2022".
        standard: String,
        /// Where in it.
        clause: Option<String>,
    },
}

impl Basis {
    /// Gives the law a question rests on, if it rests on one.
    #[must_use]
    pub fn law(&self) -> Option<&LawKey> {
        match self {
            Self::Law { law, .. } => Some(law),
            Self::Plan { .. } | Self::Practice { .. } => None,
        }
    }
}
impl From<Basis> for RawBasis {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::Law { law, article, item } => {
                Self::Law { law: law.into(), article: article.map(String::from), item }
            }
            Basis::Plan { clause } => Self::Plan { clause },
            Basis::Practice { standard, clause } => Self::Practice { standard, clause },
        }
    }
}
