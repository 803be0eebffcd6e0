//! Which questions the workers of a unit are asked.

use crate::{
    bank::{Question, QuestionId},
    exam::{Pool, PoolItem, pool::PoolRefusal},
    organization::{Facts, Sector},
};
use std::collections::BTreeSet;

/// The audiences that questions for workers name.
const AUDIENCES: [&str; 3] = ["all", "dangerous_post", "frontline"];

/// How close a question is to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closeness {
    /// It names the unit's sector, or something the unit has, such as dust.
    Own,
    /// It is for every sector.
    General,
}

/// The words under which questions are for a unit: its sector and its facts.
#[must_use]
pub fn sector_tags(sector: Option<Sector>, facts: &Facts) -> BTreeSet<&'static str> {
    sector.map(Sector::code).into_iter().chain(facts.0.iter().map(|fact| fact.code())).collect()
}

/// Tells how close a question is to a unit's workers; `None` where it is not for them.
#[must_use]
pub fn closeness(question: &Question, tags: &BTreeSet<&str>) -> Option<Closeness> {
    let audiences = question.audiences();
    let sectors = question.sectors();
    let meant = audiences.is_empty() || audiences.iter().any(|a| AUDIENCES.contains(&a.as_str()));
    match sectors {
        _ if !meant => None,
        named if named.iter().any(|sector| tags.contains(sector.as_str())) => Some(Closeness::Own),
        named if named.is_empty() || named.iter().any(|sector| sector == "all") => Some(Closeness::General),
        _ => None,
    }
}

/// Keeps the questions for a unit's workers and makes their pool. The general ones are given beside it: handed to
/// the draw as seen, they are taken only where the unit's own do not suffice.
///
/// # Errors
/// Refuses questions that do not make a pool, such as the same from two banks.
pub fn select(
    questions: &mut Vec<Question>,
    tags: &BTreeSet<&str>,
) -> Result<(Pool, BTreeSet<QuestionId>), PoolRefusal> {
    questions.retain(|question| closeness(question, tags).is_some());
    let general = questions.iter().filter(|question| closeness(question, tags) == Some(Closeness::General));
    let general = general.map(|question| question.id().clone()).collect();
    Ok((Pool::new(questions.iter().map(PoolItem::of).collect())?, general))
}
