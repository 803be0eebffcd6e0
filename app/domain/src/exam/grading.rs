//! Turning answers into a verdict: a pure function of the key, the answers and the rules. Whole numbers only.

use super::{
    attempt::{Answer, Answers, ItemRef},
    blueprint::{Blueprint, MultipleRule},
    delivery::matches,
    paper::Paper,
    points::Points,
};
use crate::{
    bank::{Kind, Question, QuestionId, text::fold},
    id::{Attempt, Id},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the rules of marking. A new way of marking is a new version beside the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RulesVersion {
    /// Single and statement: right or nothing. Blank: right when it equals an accepted wording after
    /// folding width, space and case. Multiple: by the blueprint's rule.
    #[serde(rename = "1")]
    V1,
}

/// What marks depend on besides key and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Which rules.
    pub version: RulesVersion,
    /// What incomplete multiple-choice answers are worth.
    pub multiple: MultipleRule,
    /// From how many points on it is passed.
    pub pass_mark: Points,
}

impl Rules {
    /// Takes the rules of a blueprint.
    #[must_use]
    pub fn of(blueprint: &Blueprint) -> Self {
        let draft = blueprint.draft();
        Self { version: RulesVersion::V1, multiple: draft.multiple_rule, pass_mark: draft.pass_mark }
    }
}

/// What is right, in original indexes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// One option.
    One(u8),
    /// These options.
    Many(BTreeSet<u8>),
    /// Whether the statement holds.
    Truth(bool),
    /// One of these wordings.
    Words(Vec<String>),
    /// Whatever was answered, also nothing: the question turned out to be unusable.
    Anything,
}

/// What is right on a paper, and what it is worth.
///
/// Invariant: never empty (an empty paper would pass everybody), and worth 100.00 in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerKey(BTreeMap<ItemRef, Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    points: Points,
    topics: Vec<String>,
    right: Right,
}

/// Why a key cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRefusal {
    /// The paper has no items.
    Empty,
    /// The bank version has no such question.
    Missing(QuestionId),
    /// The question is not the one that was drawn.
    Changed(QuestionId),
    /// The items are not worth 100.00 in all.
    Total {
        /// What they are worth.
        have: Points,
    },
    /// There is no such item to correct.
    NotOnPaper(ItemRef),
    /// The correction does not fit the item's type.
    WrongType(ItemRef),
}

impl AnswerKey {
    /// Makes the key of a paper from the questions of its frozen bank version.
    ///
    /// # Errors
    /// Refuses an empty paper, one that is not worth 100.00, and questions that are not the drawn ones.
    pub fn of<'a>(
        paper: &Paper,
        find: impl Fn(&QuestionId) -> Option<&'a Question>,
    ) -> Result<Self, KeyRefusal> {
        let mut entries = BTreeMap::new();
        for item in &paper.items {
            let question = find(&item.id).ok_or_else(|| KeyRefusal::Missing(item.id.clone()))?;
            if !matches(item, question) {
                return Err(KeyRefusal::Changed(item.id.clone()));
            }
            let topics = question.topics().to_vec();
            if let Some(right) = right(question.kind()) {
                entries.insert(ItemRef::item(item.number), Entry { points: item.points, topics, right });
                continue;
            }
            for (part, (drawn, asked)) in (1u8..).zip(item.parts.iter().zip(question.kind().parts())) {
                let right = right(&asked.kind).ok_or_else(|| KeyRefusal::Changed(item.id.clone()))?;
                let entry = Entry { points: drawn.points, topics: topics.clone(), right };
                entries.insert(ItemRef { number: item.number, part }, entry);
            }
        }
        let total: Points = entries.values().map(|e| e.points).sum();
        match total {
            _ if entries.is_empty() => Err(KeyRefusal::Empty),
            Points::FULL => Ok(Self(entries)),
            have => Err(KeyRefusal::Total { have }),
        }
    }

    /// Makes a corrected key for a regrade. The result of the first key stays beside the new one.
    ///
    /// # Errors
    /// Refuses an item that is not on the paper, and a key of another type.
    pub fn corrected(&self, item: ItemRef, right: Right) -> Result<Self, KeyRefusal> {
        let mut key = self.clone();
        let entry = key.0.get_mut(&item).ok_or(KeyRefusal::NotOnPaper(item))?;
        let fits = match (&entry.right, &right) {
            (_, Right::Anything) | (Right::One(_), Right::One(_)) | (Right::Truth(_), Right::Truth(_)) => {
                true
            }
            (Right::Many(_), Right::Many(right)) => right.len() >= 2,
            (Right::Words(_), Right::Words(words)) => words.iter().any(|w| !fold(w).is_empty()),
            _ => false,
        };
        entry.right = right;
        if fits { Ok(key) } else { Err(KeyRefusal::WrongType(item)) }
    }

    /// Gives what is right for an item, to be shown after submission.
    #[must_use]
    pub fn right(&self, item: ItemRef) -> Option<&Right> {
        self.0.get(&item).map(|entry| &entry.right)
    }
}

/// How an item was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// In full.
    Right,
    /// In part.
    Partial,
    /// Wrongly.
    Wrong,
    /// Not at all.
    Blank,
}

/// The mark of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemMark {
    /// Which item.
    pub item: ItemRef,
    /// How it was answered.
    pub mark: Mark,
    /// What it earned.
    pub points: Points,
    /// What it could earn.
    pub of: Points,
}

/// The marks of one topic; an item with several topics counts in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicMark {
    /// What was earned.
    pub points: Points,
    /// What could be earned.
    pub of: Points,
    /// Items answered in full.
    pub right: u32,
    /// All items.
    pub items: u32,
}

/// Proof that somebody passed. Only [`grade`] makes one, so what asks for a `Pass` cannot be given to
/// somebody who has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pass {
    attempt: Id<Attempt>,
    score: Points,
    at: DateTime<Utc>,
}

impl Pass {
    /// Gives the attempt that was passed.
    #[must_use]
    pub fn attempt(&self) -> Id<Attempt> {
        self.attempt
    }
    /// Gives the score.
    #[must_use]
    pub fn score(&self) -> Points {
        self.score
    }
    /// Gives when it was handed in.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// Passed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 合格
    Passed(Pass),
    /// 不合格
    Failed {
        /// How many points were missing.
        missing: Points,
    },
}

/// The result of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExamResult {
    /// Which attempt.
    pub attempt: Id<Attempt>,
    /// By which rules.
    pub rules: Rules,
    /// Between 0 and 100.00.
    pub score: Points,
    /// Passed or not.
    pub outcome: Outcome,
    /// Item by item, in the order of the paper.
    pub items: Vec<ItemMark>,
    /// Topic by topic.
    pub topics: BTreeMap<String, TopicMark>,
}

/// Grades answers. `at` is when the attempt was handed in. Answers to what is not on the paper do not count.
#[must_use]
pub fn grade(
    attempt: Id<Attempt>,
    key: &AnswerKey,
    answers: &Answers,
    rules: Rules,
    at: DateTime<Utc>,
) -> ExamResult {
    let mut items = Vec::with_capacity(key.0.len());
    let mut topics: BTreeMap<String, TopicMark> = BTreeMap::new();
    for (item, entry) in &key.0 {
        let (mark, points) = judge(entry, answers.get(item), rules);
        items.push(ItemMark { item: *item, mark, points, of: entry.points });
        for topic in &entry.topics {
            let sum = topics.entry(topic.clone()).or_default();
            sum.points = sum.points + points;
            sum.of = sum.of + entry.points;
            sum.right += u32::from(mark == Mark::Right);
            sum.items += 1;
        }
    }
    let score: Points = items.iter().map(|i| i.points).sum();
    let outcome = match rules.pass_mark.get().checked_sub(score.get()) {
        None | Some(0) => Outcome::Passed(Pass { attempt, score, at }),
        Some(missing) => Outcome::Failed { missing: Points::hundredths(missing) },
    };
    ExamResult { attempt, rules, score, outcome, items, topics }
}

fn judge(entry: &Entry, answer: Option<&Answer>, rules: Rules) -> (Mark, Points) {
    if entry.right == Right::Anything {
        return (Mark::Right, entry.points);
    }
    let Some(answer) = answer.filter(|a| !a.is_blank()) else { return (Mark::Blank, Points::ZERO) };
    let is_right = match (&entry.right, answer) {
        (Right::One(right), Answer::Choice(chosen)) => chosen.len() == 1 && chosen.contains(right),
        (Right::Many(right), Answer::Choice(chosen)) => {
            if rules.multiple == MultipleRule::PartialWithoutWrong
                && chosen.len() < right.len()
                && chosen.is_subset(right)
            {
                return (Mark::Partial, entry.points.share(chosen.len() as u32, right.len() as u32));
            }
            chosen == right
        }
        (Right::Truth(right), Answer::TrueFalse(given)) => right == given,
        (Right::Words(words), Answer::Fill(given)) => words.iter().any(|word| fold(word) == fold(given)),
        _ => false,
    };
    if is_right { (Mark::Right, entry.points) } else { (Mark::Wrong, Points::ZERO) }
}

fn right(kind: &Kind) -> Option<Right> {
    Some(match kind {
        Kind::Single { right, .. } => Right::One(*right),
        Kind::Multiple { right, .. } => Right::Many(right.clone()),
        Kind::TrueFalse { answer } => Right::Truth(*answer),
        Kind::Fill { answers } => Right::Words(answers.clone()),
        Kind::Case { .. } => return None,
    })
}

/// A key of statements that hold, worth what is given, for tests of other modules.
#[cfg(test)]
pub(super) fn tests_key(points: &[u32]) -> AnswerKey {
    let entry = |points: &u32| Entry {
        points: Points::hundredths(*points),
        topics: Vec::new(),
        right: Right::Truth(true),
    };
    AnswerKey((1..).map(ItemRef::item).zip(points.iter().map(entry)).collect())
}
