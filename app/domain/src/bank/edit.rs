//! How a bank changes: somebody proposes, somebody else reviews, then a version is frozen.

use super::{BankCode, Question, QuestionId};
use std::collections::BTreeMap;

/// How far a proposal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditState {
    /// Being written.
    Draft,
    /// Waiting for somebody else.
    Submitted,
    /// Reviewed by somebody else, waiting for the next version.
    Approved,
    /// Given up.
    Discarded,
    /// Part of a frozen version.
    Published,
}

impl EditState {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Submitted, Self::Approved, Self::Discarded, Self::Published];
    /// Those that are still open: a question has at most one such proposal.
    pub const OPEN: [Self; 3] = [Self::Draft, Self::Submitted, Self::Approved];

    /// The code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Discarded => "discarded",
            Self::Published => "published",
        }
    }
    /// The word for it.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Submitted => "待审核",
            Self::Approved => "已审核",
            Self::Discarded => "已放弃",
            Self::Published => "已发布",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What somebody does to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditAct {
    /// Writes it anew.
    Write,
    /// Hands it to the others.
    Submit,
    /// Takes it back, or sends it back to its author.
    Return,
    /// Agrees to it.
    Approve,
    /// Gives it up.
    Discard,
}

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditRefusal {
    /// It has come too far, or not far enough.
    NotNow {
        /// How far it has come.
        state: EditState,
    },
    /// Only its author may.
    OthersDraft,
    /// Its author may not: nobody's question reaches a paper on one person's word.
    OwnReview,
}

impl EditAct {
    /// Decides what becomes of a proposal in a state; `own` tells whether its author acts.
    ///
    /// # Errors
    /// Refuses what does not follow, somebody else's draft, and the review of one's own.
    pub const fn on(self, state: EditState, own: bool) -> Result<EditState, EditRefusal> {
        use EditState::{Approved, Discarded, Draft, Submitted};
        match (self, state, own) {
            (Self::Write, Draft, true) => Ok(Draft),
            (Self::Submit, Draft, true) => Ok(Submitted),
            (Self::Write | Self::Submit, Draft, false) => Err(EditRefusal::OthersDraft),
            (Self::Return, Submitted | Approved, _) => Ok(Draft),
            (Self::Approve, Submitted, false) => Ok(Approved),
            (Self::Approve, Submitted, true) => Err(EditRefusal::OwnReview),
            (Self::Discard, Draft, _) => Ok(Discarded),
            (_, state, _) => Err(EditRefusal::NotNow { state }),
        }
    }
}

/// An approved proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Which question.
    pub id: QuestionId,
    /// What it was when the proposal was written; none for a new question.
    pub base: Option<Question>,
    /// What it is to be; none where it is to leave the bank.
    pub body: Option<Question>,
}

/// Puts approved proposals into what the newest version holds; the result is ordered by identifier.
///
/// # Errors
/// Names the questions that have changed since their proposals were written.
pub fn merge(current: Vec<Question>, proposals: Vec<Proposal>) -> Result<Vec<Question>, Vec<QuestionId>> {
    let mut all: BTreeMap<QuestionId, Question> =
        current.into_iter().map(|question| (question.id().clone(), question)).collect();
    let stale: Vec<QuestionId> = proposals
        .iter()
        .filter(|proposal| all.get(&proposal.id) != proposal.base.as_ref())
        .map(|proposal| proposal.id.clone())
        .collect();
    if !stale.is_empty() {
        return Err(stale);
    }
    for proposal in proposals {
        match proposal.body {
            Some(body) => all.insert(proposal.id, body),
            None => all.remove(&proposal.id),
        };
    }
    Ok(all.into_values().collect())
}

/// The next free identifier of a bank: its code and a running number, above every number taken.
#[must_use]
pub fn next_id<'a>(code: &BankCode, taken: impl IntoIterator<Item = &'a str>) -> QuestionId {
    let number = |id: &str| id.strip_prefix(code.as_str())?.strip_prefix('-')?.parse::<u32>().ok();
    let last = taken.into_iter().filter_map(number).max().unwrap_or(0);
    QuestionId::new(&format!("{code}-{:04}", last.saturating_add(1)))
        .expect("a bank's code and digits are an identifier")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{BankFile, RawQuestion};

    fn question(id: &str, stem: &str) -> Question {
        let text = serde_json::json!({ "question": [{
            "id": id, "type": "true_false", "stem": stem, "answer": true, "difficulty": "easy",
            "basis": { "kind": "plan", "clause": "一" },
        }] });
        let file: BankFile = serde_json::from_value(text).unwrap();
        let raw: RawQuestion = file.question.into_iter().next().unwrap();
        Question::parse(raw).unwrap()
    }

    fn proposal(id: &str, base: Option<&Question>, body: Option<&Question>) -> Proposal {
        Proposal { id: QuestionId::new(id).unwrap(), base: base.cloned(), body: body.cloned() }
    }

    #[test]
    fn every_act_in_every_state_is_decided_as_the_table_says() {
        use EditAct::{Approve, Discard, Return, Submit, Write};
        use EditState::{Approved, Discarded, Draft, Submitted};
        let allowed = [
            (Write, Draft, true, Draft),
            (Submit, Draft, true, Submitted),
            (Return, Submitted, true, Draft),
            (Return, Submitted, false, Draft),
            (Return, Approved, true, Draft),
            (Return, Approved, false, Draft),
            (Approve, Submitted, false, Approved),
            (Discard, Draft, true, Discarded),
            (Discard, Draft, false, Discarded),
        ];
        for act in [Write, Submit, Return, Approve, Discard] {
            for state in EditState::ALL {
                for own in [true, false] {
                    let expected = allowed.iter().find(|(a, s, o, _)| (*a, *s, *o) == (act, state, own));
                    assert_eq!(act.on(state, own).ok(), expected.map(|e| e.3), "{act:?} {state:?} {own}");
                }
            }
        }
    }

    #[test]
    fn nobody_reviews_what_they_wrote() {
        assert_eq!(EditAct::Approve.on(EditState::Submitted, true), Err(EditRefusal::OwnReview));
    }

    #[test]
    fn proposals_add_change_and_remove() {
        let (a, b, c) = (question("q-1", "甲"), question("q-2", "乙"), question("q-3", "丙"));
        let b2 = question("q-2", "乙改");
        let merged = merge(
            vec![a.clone(), b.clone()],
            vec![
                proposal("q-1", Some(&a), None),
                proposal("q-2", Some(&b), Some(&b2)),
                proposal("q-3", None, Some(&c)),
            ],
        );
        assert_eq!(merged, Ok(vec![b2, c]));
    }

    #[test]
    fn a_proposal_over_another_wording_is_named() {
        let (a, a2, a3) = (question("q-1", "甲"), question("q-1", "甲改"), question("q-1", "甲再改"));
        let merged = merge(vec![a2.clone()], vec![proposal("q-1", Some(&a), Some(&a3))]);
        assert_eq!(merged, Err(vec![a.id().clone()]));
        let twice = merge(vec![a2], vec![proposal("q-1", None, Some(&a))]);
        assert_eq!(twice, Err(vec![a.id().clone()]), "a new question whose number is taken");
    }

    #[test]
    fn identifiers_go_on_above_the_greatest() {
        let code = BankCode::parse("fire").unwrap();
        let next = |taken: &[&str]| next_id(&code, taken.iter().copied()).as_str().to_owned();
        assert_eq!(next(&[]), "fire-0001");
        assert_eq!(next(&["fire-0009", "fire-0002", "fire-law-0100", "fire-x", "other-9999"]), "fire-0010");
    }
}
