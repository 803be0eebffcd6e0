//! The pool of an exam: of every question what drawing needs, and a hash of what it says.
//!
//! Frozen: the pool hash is `H(lp("anxun-pool-v1", item, item, …))` over the items by id (byte order), an item
//! being `lp(id, kind, difficulty, law or "", lp(topic, …), shape, lp(shape of part 1, …), content)`, where a
//! shape is `lp(kind, options, pins)` with the number of options in decimal and the pinned indexes in
//! ascending order in decimal joined by ",", and content is the 32-byte content hash of the question.

use super::{blueprint::Cell, hex32::Hex32};
use crate::{
    bank::{Choice, Difficulty, Kind, KindName, LawKey, MOST_OPTIONS, Question, QuestionId},
    hash::{Bytes32, hash, lp},
};
use serde::{Deserialize, Serialize};

/// What options a question, or a question about a case, has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its type.
    pub kind: KindName,
    /// How many options it has; 0 for types without.
    pub options: u8,
    /// Indexes of the options that stay last, ascending.
    pub pins: Vec<u8>,
}

/// What drawing needs of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolItem {
    /// Which question.
    pub id: QuestionId,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The law it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<LawKey>,
    /// Its topics.
    pub topics: Vec<String>,
    /// Its type and options.
    pub shape: Shape,
    /// Types and options of the questions about a case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Shape>,
    /// The content hash of the question.
    pub content: Hex32,
}

impl PoolItem {
    /// Takes from a question what drawing needs.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        Self {
            id: question.id().clone(),
            difficulty: question.difficulty(),
            law: question.basis().law().cloned(),
            topics: question.topics().to_vec(),
            shape: shape(question.kind()),
            parts: question.kind().parts().iter().map(|p| shape(&p.kind)).collect(),
            content: Hex32(question.content_hash()),
        }
    }
    /// Tells whether a cell may take this item.
    #[must_use]
    pub fn fits(&self, cell: &Cell) -> bool {
        self.shape.kind == cell.kind
            && cell.topic.as_ref().is_none_or(|topic| self.topics.contains(topic))
            && cell.law.as_ref().is_none_or(|law| self.law.as_ref() == Some(law))
            && cell.band.is_none_or(|band| band.easiest <= self.difficulty && self.difficulty <= band.hardest)
    }
}

/// The items an exam may draw from.
///
/// Invariant: by id, no id twice, pins name options, of which there are at most eight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool(Vec<PoolItem>);

/// Why a pool cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolRefusal {
    /// An id stands there twice.
    Duplicate(QuestionId),
    /// Pins are not ascending indexes of options.
    PinsMalformed(QuestionId),
    /// There are more options than a question may have.
    TooManyOptions(QuestionId),
}

impl Pool {
    /// Sorts items into a pool.
    ///
    /// # Errors
    /// Refuses an id that stands there twice, pins that name no option, and more options than there may be.
    pub fn new(mut items: Vec<PoolItem>) -> Result<Self, PoolRefusal> {
        items.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(twice) = items.windows(2).find(|w| w[0].id == w[1].id) {
            return Err(PoolRefusal::Duplicate(twice[0].id.clone()));
        }
        let sound = |shape: &Shape| {
            shape.pins.windows(2).all(|w| w[0] < w[1])
                && shape.pins.last().is_none_or(|pin| *pin < shape.options)
        };
        let many = |shape: &Shape| usize::from(shape.options) > MOST_OPTIONS;
        if let Some(item) = items.iter().find(|item| many(&item.shape) || item.parts.iter().any(many)) {
            return Err(PoolRefusal::TooManyOptions(item.id.clone()));
        }
        match items.iter().find(|item| !sound(&item.shape) || !item.parts.iter().all(sound)) {
            Some(item) => Err(PoolRefusal::PinsMalformed(item.id.clone())),
            None => Ok(Self(items)),
        }
    }
    /// Gives the items by id.
    #[must_use]
    pub fn items(&self) -> &[PoolItem] {
        &self.0
    }
    /// Finds an item.
    #[must_use]
    pub fn find(&self, id: &QuestionId) -> Option<&PoolItem> {
        self.0.binary_search_by(|item| item.id.cmp(id)).ok().map(|at| &self.0[at])
    }
    /// Hashes the pool, as the module says.
    #[must_use]
    pub fn hash(&self) -> Bytes32 {
        let items: Vec<Vec<u8>> = self.0.iter().map(item_bytes).collect();
        let mut parts: Vec<&[u8]> = vec![b"anxun-pool-v1"];
        parts.extend(items.iter().map(Vec::as_slice));
        hash(&lp(&parts))
    }
}

fn item_bytes(item: &PoolItem) -> Vec<u8> {
    let topics: Vec<&[u8]> = item.topics.iter().map(String::as_bytes).collect();
    let parts: Vec<Vec<u8>> = item.parts.iter().map(shape_bytes).collect();
    lp(&[
        item.id.as_str().as_bytes(),
        item.shape.kind.name().as_bytes(),
        item.difficulty.name().as_bytes(),
        item.law.as_ref().map_or("", LawKey::as_str).as_bytes(),
        &lp(&topics),
        &shape_bytes(&item.shape),
        &lp(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        &item.content.0,
    ])
}

fn shape_bytes(shape: &Shape) -> Vec<u8> {
    let pins: Vec<String> = shape.pins.iter().map(u8::to_string).collect();
    lp(&[shape.kind.name().as_bytes(), shape.options.to_string().as_bytes(), pins.join(",").as_bytes()])
}

fn shape(kind: &Kind) -> Shape {
    let options: &[Choice] = kind.options();
    let pins = (0u8..).zip(options).filter(|(_, o)| o.pin_last).map(|(i, _)| i).collect();
    // A question has at most eight options.
    Shape { kind: kind.name(), options: options.len() as u8, pins }
}
