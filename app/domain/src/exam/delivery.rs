//! What a candidate receives of a paper. These types cannot hold a key, an explanation, evidence, a basis or
//! a difficulty, so none of them can leak before submission.

use super::{
    attempt::ItemRef,
    paper::{DrawnItem, Paper},
    points::Points,
};
use crate::bank::{Choice, KindName, Question, QuestionId};
use serde::{Deserialize, Serialize};

/// One item as the candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveredItem {
    /// Its number on the paper, from 1.
    pub number: u16,
    /// Its type.
    pub kind: KindName,
    /// What it is worth.
    pub points: Points,
    /// The question, or the story of a case.
    pub stem: String,
    /// The options in the order shown; empty for types without.
    pub options: Vec<DeliveredOption>,
    /// The questions about a case; empty for other types.
    pub parts: Vec<DeliveredPart>,
}

/// One question about a case as the candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveredPart {
    /// Under which reference it is answered.
    pub item: ItemRef,
    /// Its type.
    pub kind: KindName,
    /// What it is worth.
    pub points: Points,
    /// The question.
    pub stem: String,
    /// The options in the order shown.
    pub options: Vec<DeliveredOption>,
}

/// One option as the candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveredOption {
    /// A, B, C … in the order shown.
    pub letter: char,
    /// What it says.
    pub text: String,
}

/// Why an item cannot be shown: the question at hand is not the one that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryRefusal {
    /// The bank version has no such question.
    Missing(QuestionId),
    /// The question has another identifier, type, or number of options or parts than the drawn one.
    Changed(QuestionId),
}

/// Gives the letter of a shown place, from A.
#[must_use]
pub fn letter(place: usize) -> char {
    // A question has at most eight options.
    u8::try_from(place).ok().and_then(|i| b'A'.checked_add(i)).map_or('?', char::from)
}

/// Shows a paper.
///
/// # Errors
/// Refuses when a question is missing or is not the one that was drawn.
pub fn deliver_paper<'a>(
    paper: &Paper,
    find: impl Fn(&QuestionId) -> Option<&'a Question>,
) -> Result<Vec<DeliveredItem>, DeliveryRefusal> {
    let show = |item: &DrawnItem| {
        deliver(item, find(&item.id).ok_or_else(|| DeliveryRefusal::Missing(item.id.clone()))?)
    };
    paper.items.iter().map(show).collect()
}

/// Shows one item.
///
/// # Errors
/// Refuses a question that is not the one that was drawn.
pub fn deliver(item: &DrawnItem, question: &Question) -> Result<DeliveredItem, DeliveryRefusal> {
    if !matches(item, question) {
        return Err(DeliveryRefusal::Changed(item.id.clone()));
    }
    let parts = (1u8..).zip(item.parts.iter().zip(question.kind().parts()));
    let parts = parts.map(|(part, (drawn, asked))| DeliveredPart {
        item: ItemRef { number: item.number, part },
        kind: drawn.kind,
        points: drawn.points,
        stem: asked.stem.clone(),
        options: shown(&drawn.order, asked.kind.options()),
    });
    Ok(DeliveredItem {
        number: item.number,
        kind: item.kind,
        points: item.points,
        stem: question.stem().to_owned(),
        options: shown(&item.order, question.kind().options()),
        parts: parts.collect(),
    })
}

/// Shows a question as its bank has it, for those who write and review it.
#[must_use]
pub fn as_written(question: &Question) -> DeliveredItem {
    let options = |options: &[Choice]| -> Vec<DeliveredOption> {
        options
            .iter()
            .enumerate()
            .map(|(i, o)| DeliveredOption { letter: letter(i), text: o.text.clone() })
            .collect()
    };
    let parts = (1u8..).zip(question.kind().parts()).map(|(part, asked)| DeliveredPart {
        item: ItemRef { number: 1, part },
        kind: asked.kind.name(),
        points: Points::ZERO,
        stem: asked.stem.clone(),
        options: options(asked.kind.options()),
    });
    DeliveredItem {
        number: 1,
        kind: question.kind().name(),
        points: Points::ZERO,
        stem: question.stem().to_owned(),
        options: options(question.kind().options()),
        parts: parts.collect(),
    }
}

/// Tells whether a question is the one that was drawn, as far as its shape says.
pub(super) fn matches(item: &DrawnItem, question: &Question) -> bool {
    let (kind, parts) = (question.kind(), question.kind().parts());
    let permutes = |order: &[u8], options: &[Choice]| {
        order.len() == options.len() && (0..options.len()).all(|i| order.iter().any(|o| usize::from(*o) == i))
    };
    item.id == *question.id()
        && item.kind == kind.name()
        && permutes(&item.order, kind.options())
        && item.parts.len() == parts.len()
        && item.parts.iter().zip(parts).all(|(drawn, asked)| {
            drawn.kind == asked.kind.name() && permutes(&drawn.order, asked.kind.options())
        })
}

fn shown(order: &[u8], options: &[Choice]) -> Vec<DeliveredOption> {
    let texts = order.iter().filter_map(|original| options.get(usize::from(*original)));
    texts.enumerate().map(|(i, o)| DeliveredOption { letter: letter(i), text: o.text.clone() }).collect()
}
