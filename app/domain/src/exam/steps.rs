//! The steps of an attempt, and what a candidate can answer.

use super::{order::Order, paper::Paper};
use crate::{bank::KindName, bank::text::fold};
use chrono::{DateTime, Utc};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest text a candidate may write into a blank, in characters.
pub const LONGEST_FILL: usize = 200;

/// What is answered: item 12, or question 1 of case 12. Written "12" and "12.1".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemRef {
    /// The number on the paper, from 1.
    pub number: u16,
    /// The question of a case, from 1; 0 for the item itself.
    pub part: u8,
}

impl ItemRef {
    /// Names an item.
    #[must_use]
    pub const fn item(number: u16) -> Self {
        Self { number, part: 0 }
    }
}
impl fmt::Display for ItemRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            0 => write!(f, "{}", self.number),
            part => write!(f, "{}.{part}", self.number),
        }
    }
}
impl FromStr for ItemRef {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |t: &str| !t.is_empty() && !t.starts_with('0') && t.bytes().all(|b| b.is_ascii_digit());
        let (number, part) = text.split_once('.').unwrap_or((text, "1"));
        if !plain(number) || !plain(part) {
            return Err(text.to_owned());
        }
        match (number.parse(), part.parse()) {
            (Ok(number), Ok(part)) => Ok(Self { number, part: if text.contains('.') { part } else { 0 } }),
            _ => Err(text.to_owned()),
        }
    }
}
impl From<ItemRef> for String {
    fn from(item: ItemRef) -> Self {
        item.to_string()
    }
}
impl TryFrom<String> for ItemRef {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// An answer as it is sent, in terms of what the candidate sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenAnswer {
    /// Letters as shown, in any order and width; "" takes the choice back.
    Letters(String),
    /// Whether a statement holds.
    TrueFalse(bool),
    /// What stands in the blank.
    Fill(String),
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Original indexes of the chosen options; none when the choice was taken back.
    Choice(BTreeSet<u8>),
    /// Whether a statement holds.
    TrueFalse(bool),
    /// What stands in the blank.
    Fill(String),
}

impl Answer {
    /// Tells an answer that says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Choice(chosen) => chosen.is_empty(),
            Self::TrueFalse(_) => false,
            Self::Fill(text) => fold(text).is_empty(),
        }
    }
    /// Writes it as it stands in the hash of the answers.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Choice(chosen) => {
                format!("choice:{}", chosen.iter().map(u8::to_string).collect::<Vec<_>>().join(","))
            }
            Self::TrueFalse(holds) => format!("truth:{holds}"),
            Self::Fill(text) => format!("text:{text}"),
        }
    }
}

/// Why an answer makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Malformed {
    /// It is of another type than the question.
    WrongType,
    /// No option has this letter.
    NoSuchOption {
        /// As written.
        letter: char,
    },
    /// More than one option of a single-choice question.
    TooManyChoices {
        /// How many.
        have: usize,
    },
    /// More than 200 characters.
    TooLong {
        /// How many.
        have: usize,
    },
}

/// What can be answered on a paper, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet(BTreeMap<ItemRef, Field>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    kind: KindName,
    order: Order,
}

impl Sheet {
    /// Lays out the sheet of a paper. A case is answered by its questions.
    #[must_use]
    pub fn of(paper: &Paper) -> Self {
        let mut fields = BTreeMap::new();
        for item in &paper.items {
            if item.kind != KindName::Case {
                let field = Field { kind: item.kind, order: item.order };
                fields.insert(ItemRef::item(item.number), field);
            }
            for (part, drawn) in (1u8..).zip(&item.parts) {
                let field = Field { kind: drawn.kind, order: drawn.order };
                fields.insert(ItemRef { number: item.number, part }, field);
            }
        }
        Self(fields)
    }
    /// Gives everything that can be answered, in order.
    pub fn items(&self) -> impl Iterator<Item = ItemRef> {
        self.0.keys().copied()
    }
    /// Tells whether something can be answered.
    #[must_use]
    pub fn has(&self, item: ItemRef) -> bool {
        self.0.contains_key(&item)
    }
    /// Turns an answer as sent into one as kept; `None` when the item is not on the paper.
    #[must_use]
    pub fn read(&self, item: ItemRef, given: GivenAnswer) -> Option<Result<Answer, Malformed>> {
        let field = self.0.get(&item)?;
        let answer = match given {
            GivenAnswer::Letters(letters) => match field.chosen(&letters) {
                Ok(chosen) => Answer::Choice(chosen),
                Err(malformed) => return Some(Err(malformed)),
            },
            GivenAnswer::TrueFalse(holds) => Answer::TrueFalse(holds),
            GivenAnswer::Fill(text) => Answer::Fill(text),
        };
        Some(field.judge(&answer).map(|()| answer))
    }
    /// Turns a kept answer back into letters as shown, for showing it again.
    #[must_use]
    pub fn shown(&self, item: ItemRef, answer: &Answer) -> Option<GivenAnswer> {
        let field = self.0.get(&item)?;
        Some(match answer {
            Answer::Choice(chosen) => {
                let places = field.order.iter().enumerate().filter(|(_, original)| chosen.contains(original));
                GivenAnswer::Letters(places.map(|(place, _)| super::delivery::letter(place)).collect())
            }
            Answer::TrueFalse(holds) => GivenAnswer::TrueFalse(*holds),
            Answer::Fill(text) => GivenAnswer::Fill(text.clone()),
        })
    }
    /// Judges a kept answer; `None` when the item is not on the paper.
    pub(super) fn judge(&self, item: ItemRef, answer: &Answer) -> Option<Result<(), Malformed>> {
        self.0.get(&item).map(|field| field.judge(answer))
    }
}

impl Field {
    fn chosen(&self, letters: &str) -> Result<BTreeSet<u8>, Malformed> {
        if !matches!(self.kind, KindName::Single | KindName::Multiple) {
            return Err(Malformed::WrongType);
        }
        let original = |c: char| {
            let place = u32::from(c).checked_sub(u32::from('a'));
            let place = place.and_then(|p| usize::try_from(p).ok());
            place.and_then(|p| self.order.get(p)).copied().ok_or(Malformed::NoSuchOption { letter: c })
        };
        fold(letters).chars().map(original).collect()
    }

    fn judge(&self, answer: &Answer) -> Result<(), Malformed> {
        match (self.kind, answer) {
            (KindName::Single, Answer::Choice(chosen)) if chosen.len() > 1 => {
                Err(Malformed::TooManyChoices { have: chosen.len() })
            }
            (KindName::Single | KindName::Multiple, Answer::Choice(chosen)) => {
                let foreign = chosen.iter().find(|c| !self.order.contains(c));
                let letter = foreign.map(|c| super::delivery::letter(usize::from(*c)));
                letter.map_or(Ok(()), |letter| Err(Malformed::NoSuchOption { letter }))
            }
            (KindName::TrueFalse, Answer::TrueFalse(_)) => Ok(()),
            (KindName::Fill, Answer::Fill(text)) => match text.chars().count() {
                have if have > LONGEST_FILL => Err(Malformed::TooLong { have }),
                _ => Ok(()),
            },
            _ => Err(Malformed::WrongType),
        }
    }
}

/// Who handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmittedBy {
    /// The candidate.
    Candidate,
    /// The server, after the deadline and its grace.
    Deadline,
}

/// One thing that happened in an attempt, with the server's time. Steps are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When it reached the server.
    pub at: DateTime<Utc>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen in an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum What {
    /// An item was shown for the first time.
    Seen {
        /// Which.
        item: ItemRef,
    },
    /// Something was answered.
    Answered {
        /// What.
        item: ItemRef,
        /// How.
        answer: Answer,
        /// The number the device gave this answer; a later answer has a greater one.
        client_seq: u64,
        /// The lease under which it was sent.
        lease: u32,
        /// Whether it came after the deadline and its grace: kept, not scored.
        late: bool,
    },
    /// An item was marked for a second look, or unmarked.
    Flagged {
        /// Which.
        item: ItemRef,
        /// Marked or unmarked.
        on: bool,
    },
    /// The candidate left the page.
    Left,
    /// The candidate came back.
    Returned,
    /// Another device or tab took over writing.
    TakenOver {
        /// Its lease.
        lease: u32,
    },
    /// The attempt was handed in.
    Submitted {
        /// By whom.
        by: SubmittedBy,
    },
    /// The deadline was moved.
    Extended {
        /// By how many seconds.
        seconds: u32,
    },
}
