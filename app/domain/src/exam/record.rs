//! The record of a paper, and its proof.
//!
//! What is published: `SHA-256(K_exam)` when the exam is published, `K_exam` itself when the last attempt has
//! closed. A [`PaperBundle`] then holds all that is needed to draw the paper again, here or with
//! `docs/verify/verify_paper.py`.

use super::{
    blueprint::Blueprint,
    draw::draw,
    hex32::Hex32,
    order::Order,
    paper::{Paper, PaperKey, Seating},
    pool::{Pool, PoolItem},
    retake::AttemptNumber,
};
use crate::{
    bank::QuestionId,
    hash::{Bytes32, hash},
    id::{Exam, Id, Person},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the frozen algorithm and of the record's shape.
pub const RECORD_VERSION: u8 = 1;

/// Commits to an exam's secret: its SHA-256.
#[must_use]
pub fn exam_commitment(exam_key: &Bytes32) -> Bytes32 {
    hash(exam_key)
}

/// The record of a paper, kept for ever. It does not hold the exam's secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRecord {
    /// Version of the algorithm, 1.
    pub version: u8,
    /// Which exam.
    pub exam: Id<Exam>,
    /// Hash of the frozen bank version.
    pub bank: Hex32,
    /// Hash of the pool.
    pub pool: Hex32,
    /// The blueprint as it stood.
    pub blueprint: Blueprint,
    /// The commitment to the exam's secret.
    pub commitment: Hex32,
    /// Who sits the exam.
    pub candidate: Id<Person>,
    /// For the how-manyeth time.
    pub attempt: AttemptNumber,
    /// Where, if dealt from a deck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seating: Option<Seating>,
    /// What the candidate had seen before, by id.
    pub seen: BTreeSet<QuestionId>,
    /// What was drawn.
    pub paper: Paper,
}

impl PaperRecord {
    /// Records a paper that was drawn from these things.
    #[must_use]
    pub fn new(exam: Id<Exam>, bank: Bytes32, from: Drawing<'_>, paper: Paper) -> Self {
        Self {
            version: RECORD_VERSION,
            exam,
            bank: Hex32(bank),
            pool: Hex32(from.pool.hash()),
            blueprint: from.blueprint.clone(),
            commitment: Hex32(exam_commitment(&from.key.exam_key)),
            candidate: from.key.candidate,
            attempt: from.key.attempt,
            seating: from.key.seating.clone(),
            seen: from.seen.clone(),
            paper,
        }
    }
}

/// What a paper is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// The blueprint.
    pub blueprint: &'a Blueprint,
    /// The pool.
    pub pool: &'a Pool,
    /// The key with its candidate and attempt.
    pub key: &'a PaperKey,
    /// What the candidate had seen.
    pub seen: &'a BTreeSet<QuestionId>,
}

/// All that an offline verifier needs. Made only after the exam's secret is revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperBundle {
    /// The record of the paper.
    pub record: PaperRecord,
    /// The pool, by id.
    pub pool: Vec<PoolItem>,
    /// The revealed secret.
    pub exam_key: Hex32,
}

/// What is verified, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The algorithm is known here.
    Version,
    /// The revealed secret is the one committed to.
    Commitment,
    /// The pool is the one recorded.
    Pool,
    /// The paper can be drawn, and the same try is taken.
    Try,
    /// The same items come in the same order, for the same points.
    Items,
    /// Options stand in the same order.
    Options,
    /// The expected score is the recorded one.
    Expected,
}

/// One verified step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was verified.
    pub check: Check,
    /// Whether it holds.
    pub ok: bool,
}

/// Draws a paper again and compares it. All steps are given, also after a failure.
#[must_use]
pub fn verify(bundle: &PaperBundle) -> Vec<Step> {
    let record = &bundle.record;
    let key = PaperKey {
        exam_key: bundle.exam_key.0,
        candidate: record.candidate,
        attempt: record.attempt,
        seating: record.seating.clone(),
    };
    let pool = Pool::new(bundle.pool.clone()).ok();
    let again = pool.as_ref().and_then(|pool| draw(&record.blueprint, pool, &key, &record.seen).ok());
    let held = |paper: fn(&Paper, &Paper) -> bool| again.as_ref().is_some_and(|a| paper(a, &record.paper));
    let step = |check, ok| Step { check, ok };
    vec![
        step(Check::Version, record.version == RECORD_VERSION),
        step(Check::Commitment, exam_commitment(&bundle.exam_key.0) == record.commitment.0),
        step(Check::Pool, pool.as_ref().is_some_and(|pool| pool.hash() == record.pool.0)),
        step(Check::Try, held(|a, b| a.try_number == b.try_number)),
        step(Check::Items, held(same_items)),
        step(Check::Options, held(same_options)),
        step(Check::Expected, held(|a, b| (a.expected, a.target) == (b.expected, b.target))),
    ]
}

fn same_items(a: &Paper, b: &Paper) -> bool {
    a.items.len() == b.items.len()
        && a.items.iter().zip(&b.items).all(|(a, b)| {
            (a.number, a.cell, &a.id, a.kind, a.difficulty, a.points)
                == (b.number, b.cell, &b.id, b.kind, b.difficulty, b.points)
                && a.parts.len() == b.parts.len()
                && a.parts.iter().zip(&b.parts).all(|(a, b)| (a.kind, a.points) == (b.kind, b.points))
        })
}

fn same_options(a: &Paper, b: &Paper) -> bool {
    let orders = |paper: &Paper| -> Vec<Order> {
        let each = paper.items.iter();
        each.flat_map(|i| core::iter::once(i.order).chain(i.parts.iter().map(|p| p.order))).collect()
    };
    orders(a) == orders(b)
}
