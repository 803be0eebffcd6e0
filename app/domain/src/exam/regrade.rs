//! Judging an attempt again under a corrected key. The old result stays; the new one stands beside it.
//!
//! **Nobody loses a pass by our error:** who had passed stays passed, also where the corrected score is below the
//! mark. The office may revoke a single certificate, with its own reason; no regrade does.

use super::{
    ExamResult, Outcome, Paper, Pass, Points,
    attempt::ItemRef,
    grading::{AnswerKey, KeyRefusal, Right},
};
use crate::bank::QuestionId;

/// How an attempt stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The score that was valid so far.
    pub score: Points,
    /// Whether it was passed.
    pub passed: bool,
}

/// How an attempt stands afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The score under the corrected key.
    pub score: Points,
    /// Whether it is passed.
    pub passed: bool,
    /// The pass stands although the corrected score is below the mark.
    pub kept: bool,
    /// The pass that this regrade earned; none where it had been passed before.
    pub earned: Option<Pass>,
}

/// Compares a result under a corrected key with how the attempt stood.
#[must_use]
pub fn verdict(before: Before, result: &ExamResult) -> Verdict {
    let pass = match &result.outcome {
        Outcome::Passed(pass) => Some(pass.clone()),
        Outcome::Failed { .. } => None,
    };
    Verdict {
        score: result.score,
        passed: before.passed || pass.is_some(),
        kept: before.passed && pass.is_none(),
        earned: pass.filter(|_| !before.passed),
    }
}

/// What is corrected: a question, or one question of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which question.
    pub question: QuestionId,
    /// Which question of a case, from 1; 0 for the question itself.
    pub part: u8,
    /// What is right.
    pub right: Right,
}

impl Correction {
    /// Where the corrected question stands on a paper, if it does.
    #[must_use]
    pub fn place(&self, paper: &Paper) -> Option<ItemRef> {
        let item = paper.items.iter().find(|item| item.id == self.question)?;
        Some(ItemRef { number: item.number, part: self.part })
    }
}

/// Corrects the key of a paper, the first correction first; those of other questions change nothing.
///
/// # Errors
/// Refuses a correction that does not fit its question.
pub fn corrected<'a>(
    key: AnswerKey,
    paper: &Paper,
    corrections: impl IntoIterator<Item = &'a Correction>,
) -> Result<AnswerKey, KeyRefusal> {
    corrections.into_iter().try_fold(key, |key, correction| match correction.place(paper) {
        Some(place) => key.corrected(place, correction.right.clone()),
        None => Ok(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        exam::{
            MultipleRule,
            grading::{Rules, RulesVersion},
        },
        id::Id,
    };
    use chrono::DateTime;
    use std::collections::BTreeMap;

    fn result(score: u32) -> ExamResult {
        let (attempt, at) = (Id::new(uuid::Uuid::from_u128(1)), DateTime::from_timestamp(0, 0).unwrap());
        let rules = Rules {
            version: RulesVersion::V1,
            multiple: MultipleRule::AllOrNothing,
            pass_mark: Points::whole(80),
        };
        let key = crate::exam::grading::tests_key(&[score, 10_000 - score]);
        let answers = BTreeMap::from([(ItemRef::item(1), crate::exam::Answer::TrueFalse(true))]);
        crate::exam::grade(attempt, &key, &answers, rules, at)
    }
    fn before(score: u32, passed: bool) -> Before {
        Before { score: Points::hundredths(score), passed }
    }

    #[test]
    fn a_failure_that_reaches_the_mark_earns_a_pass() {
        let verdict = verdict(before(7800, false), &result(8000));
        assert!(verdict.passed && !verdict.kept);
        assert_eq!(verdict.earned.map(|pass| pass.score()), Some(Points::whole(80)));
    }

    #[test]
    fn nobody_loses_a_pass_by_our_error() {
        let verdict = verdict(before(8000, true), &result(7800));
        assert!(verdict.passed && verdict.kept && verdict.earned.is_none());
        assert_eq!(verdict.score, Points::whole(78));
    }

    #[test]
    fn a_failure_below_the_mark_stays_one_and_a_pass_is_not_earned_twice() {
        assert!(!verdict(before(7600, false), &result(7800)).passed);
        assert!(verdict(before(8000, true), &result(8200)).earned.is_none());
    }
}
