//! Drawing a paper, so that anybody can draw it again.
//!
//! # The frozen algorithm (version 1)
//! `H` is SHA-256, `lp` joins parts each preceded by its length as u32 big-endian, numbers in keys are decimal
//! text, ids are their text. A stream is ChaCha20 (RFC 8439) with a zero nonce from counter 0, read as
//! little-endian 32-bit words; `below(n)` takes words `w` until the low 32 bits of `w·n` are at least
//! `2^32 mod n` and gives the high 32 bits; a partial Fisher–Yates of `k` takes, for i = 0 … k−1, the swap of
//! places `i` and `i + below(len − i)` (also for a list of one, which takes a word); a shuffle is k = len.
//!
//! 1. *Key of a try.* `HMAC(K_exam, lp("paper", candidate, attempt, try))`: the candidate's id as a lower-case
//!    hyphenated UUID, the number of the attempt from 1, the number of the try from 0.
//! 2. *Selection without a seat.* One stream of the key serves all cells in order. Of a cell, `fresh` are the
//!    items that fit, are not on this paper yet and were not seen, by id; `stale` those that were seen. Take
//!    min(count, |fresh|) from `fresh` by partial Fisher–Yates, then what is missing from `stale` in the same way.
//!    Too few in all refuses the draw.
//! 3. *Acceptance.* An easy item is expected to earn 850, a medium one 700, a hard one 550 thousandths of
//!    its points. The target of a cell is `count · each · Σ expectation / n` over the `n` items that fit it, seen or
//!    not, rounded half up; the target of the paper is the sum. Tries 0, 1, 2 … 63 are drawn; the first whose
//!    `Σ each · expectation` is within 50,000 (half a point, in hundredths × thousandths) of the target is taken;
//!    if none is, the nearest one, the earliest of equals.
//! 4. *Selection with a seat.* See [`Seating`]; the try is 0 and nothing is rejected.
//! 5. *Options.* One stream keyed `HMAC(key of the taken try, lp("options"))` serves all items in the order of the
//!    paper, and the questions of a case in theirs: the indexes of the options that are not pinned, ascending, are
//!    shuffled; the pinned ones follow in ascending order. A type without options takes nothing.
//! 6. *Points.* An item has its cell's points; a case splits them equally over its questions, the remainder
//!    of hundredths one each to the first.

pub use super::{
    draw::{Selection, Table, draw},
    seating::Seating,
};

use super::{order::Order, points::Points, retake::AttemptNumber};
use crate::{
    bank::{Difficulty, KindName, QuestionId},
    hash::{Bytes32, Keyed, lp, lp_onto},
    id::{Id, Person},
};
use serde::{Deserialize, Serialize};

/// How many tries are drawn before the nearest is taken.
pub const MOST_TRIES: u16 = 64;
/// How far the expected score may be from the target: half a point, in hundredths × thousandths.
pub const TOLERANCE: u64 = 50_000;

/// Gives what an item of a difficulty is expected to earn, in thousandths of its points.
#[must_use]
pub const fn expectation(difficulty: Difficulty) -> u64 {
    match difficulty {
        Difficulty::Easy => 850,
        Difficulty::Medium => 700,
        Difficulty::Hard => 550,
    }
}

/// Everything a paper is drawn from, besides the blueprint, the pool and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperKey {
    /// The exam's secret.
    pub exam_key: Bytes32,
    /// Who sits the exam.
    pub candidate: Id<Person>,
    /// For the how-manyeth time.
    pub attempt: AttemptNumber,
    /// Where, if the sitting is dealt from a deck.
    pub seating: Option<Seating>,
}

impl PaperKey {
    /// Derives the key of a try.
    #[must_use]
    pub fn of_try(&self, number: u16) -> Bytes32 {
        TryKeys::of(self).key(number)
    }
}

/// The keys of the tries of one paper: what they share is computed once.
pub(super) struct TryKeys {
    secret: Keyed,
    message: Vec<u8>,
    /// How much of the message all tries share.
    shared: usize,
}

impl TryKeys {
    pub(super) fn of(key: &PaperKey) -> Self {
        let (candidate, attempt) = (key.candidate.to_string(), key.attempt.get().to_string());
        let message = lp(&[b"paper", candidate.as_bytes(), attempt.as_bytes()]);
        Self { secret: Keyed::new(&key.exam_key), shared: message.len(), message }
    }
    pub(super) fn key(&mut self, number: u16) -> Bytes32 {
        self.message.truncate(self.shared);
        lp_onto(&mut self.message, number.to_string().as_bytes());
        self.secret.hash(&self.message)
    }
}

/// One item of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnItem {
    /// Its number on the paper, from 1.
    pub number: u16,
    /// The cell it was drawn for, from 0.
    pub cell: u16,
    /// Which question.
    pub id: QuestionId,
    /// Its type.
    pub kind: KindName,
    /// Its difficulty when it was drawn.
    pub difficulty: Difficulty,
    /// What it is worth.
    pub points: Points,
    /// The original indexes of its options in the order shown; empty for types without.
    pub order: Order,
    /// The questions of a case, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<DrawnPart>,
}

/// One question of a case on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnPart {
    /// Its type.
    pub kind: KindName,
    /// What it is worth.
    pub points: Points,
    /// The original indexes of its options in the order shown.
    pub order: Order,
}

/// A drawn paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Which try was taken, from 0.
    #[serde(rename = "try")]
    pub try_number: u16,
    /// What it is expected to earn, in hundredths × thousandths of a point.
    pub expected: u64,
    /// What papers of this blueprint and pool are expected to earn on average.
    pub target: u64,
    /// The items, by number.
    pub items: Vec<DrawnItem>,
}

/// Why a paper cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawRefusal {
    /// A cell finds too few questions. Cannot happen when [`feasible`](super::blueprint::feasible) found
    /// no shortage in the same pool.
    TooFewQuestions {
        /// Which cell, from 0.
        cell: usize,
        /// How many were left for it.
        have: usize,
        /// How many it needs.
        need: usize,
    },
}
