//! What is learnt from an attempt: how it went by what the questions rest on, and the wrong-answer book.

use super::{
    Paper, Points,
    grading::{ItemMark, Mark, TopicMark},
    retake::StudyGate,
};
use crate::{
    bank::{Basis, LawKey, QuestionId},
    id::{Attempt, Id},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What questions rest on, coarse enough for a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "ground", content = "law", rename_all = "snake_case")]
pub enum Ground {
    /// One law text.
    Law(LawKey),
    /// The street's plan.
    Plan,
    /// Standards and good practice.
    Practice,
    /// The smallest ones together.
    Other,
}

impl Ground {
    /// Takes the ground of a basis.
    #[must_use]
    pub fn of(basis: &Basis) -> Self {
        match basis {
            Basis::Law { law, .. } => Self::Law(law.clone()),
            Basis::Plan { .. } => Self::Plan,
            Basis::Practice { .. } => Self::Practice,
        }
    }
}

/// So many grounds are told apart in a result.
pub const MOST_GROUNDS: usize = 8;

/// A marked item with what it rests on.
#[derive(Clone, Debug)]
pub struct Grounded<'a> {
    /// What it rests on.
    pub ground: Ground,
    /// Its topics.
    pub topics: &'a [String],
    /// How it was answered.
    pub mark: ItemMark,
}

/// How the items of one ground were answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroundMark {
    /// Which.
    pub ground: Ground,
    /// All of its items.
    pub mark: TopicMark,
    /// The same by topic, the weakest first; an item with several topics counts in each.
    pub topics: Vec<(String, TopicMark)>,
}

/// Sums marks by ground, the weakest first. Where there are more than eight, the smallest are one.
#[must_use]
pub fn by_ground(items: &[Grounded<'_>]) -> Vec<GroundMark> {
    let mut sizes: BTreeMap<&Ground, Points> = BTreeMap::new();
    for item in items {
        let size = sizes.entry(&item.ground).or_default();
        *size = *size + item.mark.of;
    }
    let mut largest: Vec<(&Ground, Points)> = sizes.into_iter().collect();
    largest.sort_by_key(|(_, size)| core::cmp::Reverse(*size));
    let own = if largest.len() > MOST_GROUNDS { MOST_GROUNDS - 1 } else { MOST_GROUNDS };
    let own: BTreeSet<&Ground> = largest.into_iter().take(own).map(|(ground, _)| ground).collect();
    let mut sums: BTreeMap<Ground, (TopicMark, BTreeMap<String, TopicMark>)> = BTreeMap::new();
    for item in items {
        let ground = if own.contains(&item.ground) { item.ground.clone() } else { Ground::Other };
        let (all, topics) = sums.entry(ground).or_default();
        add(all, item.mark);
        for topic in item.topics {
            add(topics.entry(topic.clone()).or_default(), item.mark);
        }
    }
    let mut grounds: Vec<GroundMark> = sums
        .into_iter()
        .map(|(ground, (mark, topics))| {
            let mut topics: Vec<_> = topics.into_iter().collect();
            topics.sort_by_key(|(_, mark)| share(*mark));
            GroundMark { ground, mark, topics }
        })
        .collect();
    grounds.sort_by_key(|ground| share(ground.mark));
    grounds
}

fn add(sum: &mut TopicMark, mark: ItemMark) {
    sum.points = sum.points + mark.points;
    sum.of = sum.of + mark.of;
    sum.right += u32::from(mark.mark == Mark::Right);
    sum.items += 1;
}

/// In millionths; nothing of nothing is nothing.
fn share(mark: TopicMark) -> u64 {
    (u64::from(mark.points.get()) * 1_000_000).checked_div(u64::from(mark.of.get())).unwrap_or(0)
}

/// A question as it was answered in an attempt; the parts of a case are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its number on the paper.
    pub number: u16,
    /// Which question.
    pub question: QuestionId,
    /// In full.
    pub right: bool,
}

/// Sums the marks of a paper by question, in its order. A question without a mark counts as wrong.
#[must_use]
pub fn answered(paper: &Paper, marks: &[ItemMark]) -> Vec<Answered> {
    let right = |number: u16| {
        let mut own = marks.iter().filter(|m| m.item.number == number).peekable();
        own.peek().is_some() && own.all(|m| m.mark == Mark::Right)
    };
    let of = |item: &super::DrawnItem| Answered {
        number: item.number,
        question: item.id.clone(),
        right: right(item.number),
    };
    paper.items.iter().map(of).collect()
}

/// An attempt that was handed in.
#[derive(Clone, Debug)]
pub struct HandedIn {
    /// Which.
    pub attempt: Id<Attempt>,
    /// When.
    pub at: DateTime<Utc>,
    /// How its questions were answered, as the valid result says.
    pub questions: Vec<Answered>,
}

/// A question that stands in somebody's wrong-answer book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// In which attempt it was last answered wrongly.
    pub attempt: Id<Attempt>,
    /// When that was handed in.
    pub at: DateTime<Utc>,
    /// Its number there.
    pub number: u16,
    /// Which question.
    pub question: QuestionId,
}

/// A wrongly answered question of an attempt.
pub type Place = (Id<Attempt>, QuestionId);

/// Opens somebody's wrong-answer book, the newest attempt first. A question leaves it when it is marked as
/// understood after the last time it was answered wrongly, or answered rightly since. What stands on the paper
/// of a running attempt of the same person is hidden, so that the book is no help in it.
#[must_use]
pub fn book(
    handed_in: &[HandedIn],
    understood: &BTreeSet<Place>,
    running: &BTreeSet<QuestionId>,
) -> Vec<Mistake> {
    let mut order: Vec<&HandedIn> = handed_in.iter().collect();
    order.sort_by_key(|attempt| attempt.at);
    let mut open: BTreeMap<&QuestionId, Mistake> = BTreeMap::new();
    for attempt in order {
        for answered in &attempt.questions {
            if answered.right {
                open.remove(&answered.question);
                continue;
            }
            let mistake = Mistake {
                attempt: attempt.attempt,
                at: attempt.at,
                number: answered.number,
                question: answered.question.clone(),
            };
            open.insert(&answered.question, mistake);
        }
    }
    let mut book: Vec<Mistake> = open
        .into_values()
        .filter(|m| !understood.contains(&(m.attempt, m.question.clone())) && !running.contains(&m.question))
        .collect();
    book.sort_by_key(|m| (core::cmp::Reverse(m.at), m.number));
    book
}

/// Says whether the wrong questions of the last attempt were worked through: each one tried again or marked as
/// understood since.
#[must_use]
pub fn gate(last: &HandedIn, studied: &BTreeSet<Place>) -> StudyGate {
    let wrong = last.questions.iter().filter(|answered| !answered.right);
    let left = wrong.filter(|answered| !studied.contains(&(last.attempt, answered.question.clone()))).count();
    match u32::try_from(left) {
        Ok(0) => StudyGate::Open,
        Ok(left) => StudyGate::Closed { left },
        Err(_) => StudyGate::Closed { left: u32::MAX },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::attempt::ItemRef;
    use uuid::Uuid;

    fn id(text: &str) -> QuestionId {
        QuestionId::new(text).unwrap()
    }
    fn sat(attempt: u128, questions: &[(&str, bool)]) -> HandedIn {
        let answered = |(number, (question, right)): (u16, &(&str, bool))| Answered {
            number,
            question: id(question),
            right: *right,
        };
        HandedIn {
            attempt: Id::new(Uuid::from_u128(attempt)),
            at: DateTime::from_timestamp(attempt as i64, 0).unwrap(),
            questions: (1..).zip(questions).map(answered).collect(),
        }
    }
    fn place(attempt: u128, question: &str) -> Place {
        (Id::new(Uuid::from_u128(attempt)), id(question))
    }
    fn names(book: &[Mistake]) -> Vec<&str> {
        book.iter().map(|m| m.question.as_str()).collect()
    }

    #[test]
    fn the_book_holds_what_was_wrong_last_the_newest_first() {
        let first = sat(1, &[("a", false), ("b", false), ("c", true)]);
        let second = sat(2, &[("c", false), ("b", true), ("d", false)]);
        let sat = [second, first];
        assert_eq!(names(&book(&sat, &BTreeSet::new(), &BTreeSet::new())), ["c", "d", "a"]);
    }

    #[test]
    fn understood_leaves_the_book_until_it_is_wrong_again() {
        let first = sat(1, &[("a", false), ("b", false)]);
        let understood = BTreeSet::from([place(1, "a")]);
        assert_eq!(names(&book(core::slice::from_ref(&first), &understood, &BTreeSet::new())), ["b"]);
        let again = [first, sat(2, &[("a", false)])];
        assert_eq!(names(&book(&again, &understood, &BTreeSet::new())), ["a", "b"]);
    }

    #[test]
    fn what_stands_on_a_running_paper_is_hidden() {
        let first = [sat(1, &[("a", false), ("b", false)])];
        assert_eq!(names(&book(&first, &BTreeSet::new(), &BTreeSet::from([id("a")]))), ["b"]);
    }

    #[test]
    fn the_gate_counts_what_was_not_looked_at_since_the_last_attempt() {
        let last = sat(2, &[("a", false), ("b", false), ("c", true)]);
        // A look at an earlier attempt does not count.
        let studied = BTreeSet::from([place(1, "a"), place(2, "b")]);
        assert_eq!(gate(&last, &studied), StudyGate::Closed { left: 1 });
        let studied = BTreeSet::from([place(2, "a"), place(2, "b")]);
        assert_eq!(gate(&last, &studied), StudyGate::Open);
    }

    #[test]
    fn at_most_eight_grounds_are_told_apart_the_weakest_first() {
        let topics = ["甲".to_owned(), "乙".to_owned()];
        let item = |law: u16, of: u16, right: bool| Grounded {
            ground: Ground::Law(LawKey::new(&format!("{law:02}")).unwrap()),
            topics: &topics,
            mark: ItemMark {
                item: ItemRef::item(law),
                mark: if right { Mark::Right } else { Mark::Wrong },
                points: if right { Points::whole(of) } else { Points::ZERO },
                of: Points::whole(of),
            },
        };
        let ten: Vec<_> = (1..=10).map(|law| item(law, law, law != 10)).collect();
        let grounds = by_ground(&ten);
        assert_eq!(grounds.len(), MOST_GROUNDS);
        assert_eq!(grounds[0].ground, Ground::Law(LawKey::new("10").unwrap()));
        let other = grounds.iter().find(|g| g.ground == Ground::Other).unwrap();
        assert_eq!((other.mark.items, other.mark.of), (3, Points::whole(6)));
        assert_eq!(other.topics.iter().map(|(_, mark)| mark.items).collect::<Vec<_>>(), [3, 3]);
        assert_eq!(by_ground(&ten[..8]).iter().filter(|g| g.ground == Ground::Other).count(), 0);
    }

    #[test]
    fn a_case_is_right_when_all_its_questions_are() {
        let mark = |part, mark| ItemMark {
            item: ItemRef { number: 1, part },
            mark,
            points: Points::ZERO,
            of: Points::whole(1),
        };
        let item = super::super::DrawnItem {
            number: 1,
            cell: 0,
            id: id("case"),
            kind: crate::bank::KindName::Case,
            difficulty: crate::bank::Difficulty::Easy,
            points: Points::whole(2),
            order: super::super::Order::default(),
            parts: Vec::new(),
        };
        let paper = Paper { try_number: 0, expected: 0, target: 0, items: vec![item] };
        let right = |marks: &[ItemMark]| answered(&paper, marks)[0].right;
        assert!(right(&[mark(1, Mark::Right), mark(2, Mark::Right)]));
        assert!(!right(&[mark(1, Mark::Right), mark(2, Mark::Partial)]));
        assert!(!right(&[]));
    }
}
