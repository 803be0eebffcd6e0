//! Who a training is for: a rule over post, sector, area, employment and the facts of the unit.
//!
//! A rule is a list of clauses, of which one suffices; within a clause each set that is not empty must be met.
//! Named people are put in or left out on top of it, each with a reason.

use crate::{
    id::{Id, ManagementArea, Person},
    organization::{Class, Employment, Fact, Facts, Position, Sector},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most clauses of a rule.
pub const MOST_CLAUSES: usize = 8;
/// The most people that are named in or out of a rule.
pub const MOST_NAMED: usize = 500;

/// What must hold of a person and the unit. An empty set asks nothing; of a set that is not, one member suffices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clause {
    /// The posts.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub posts: BTreeSet<Position>,
    /// The sectors.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub sectors: BTreeSet<Sector>,
    /// The management areas.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub areas: BTreeSet<Id<ManagementArea>>,
    /// How they are employed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub employments: BTreeSet<Employment>,
    /// Facts of the unit.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub facts: BTreeSet<Fact>,
    /// Classes of the unit.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub classes: BTreeSet<Class>,
}

/// A person in post with the unit, as far as a rule looks at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: Id<Person>,
    /// The post.
    pub position: Position,
    /// How they are employed.
    pub employment: Employment,
    /// The unit's sector.
    pub sector: Sector,
    /// The unit's area.
    pub area: Id<ManagementArea>,
    /// The unit's facts.
    pub facts: Facts,
}

impl Clause {
    /// Whether it asks nothing, so that everybody would be meant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody is meant by it.
    #[must_use]
    pub fn matches(&self, candidate: &Candidate) -> bool {
        let in_set = |empty: bool, holds: bool| empty || holds;
        in_set(self.posts.is_empty(), self.posts.contains(&candidate.position))
            && in_set(self.employments.is_empty(), self.employments.contains(&candidate.employment))
            && in_set(self.areas.is_empty(), self.areas.contains(&candidate.area))
            && self.matches_unit(candidate.sector, &candidate.facts)
    }

    /// Whether a unit of this sector with these facts is meant by it.
    #[must_use]
    pub fn matches_unit(&self, sector: Sector, facts: &Facts) -> bool {
        (self.sectors.is_empty() || self.sectors.contains(&sector))
            && (self.facts.is_empty() || self.facts.iter().any(|fact| facts.has(*fact)))
            && (self.classes.is_empty() || self.classes.iter().any(|class| class.holds(sector, facts)))
    }
}

/// Who a training is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// One of them suffices.
    pub clauses: Vec<Clause>,
    /// People who take part whatever the clauses say, each with a reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub added: BTreeMap<Id<Person>, String>,
    /// People who do not take part whatever the clauses say, each with a reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<Id<Person>, String>,
}

/// Why somebody is meant or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// The first clause that means them, from 0.
    Clause(usize),
    /// They were put in by name.
    Added(&'a str),
    /// A clause means them, but they were left out by name.
    Removed(&'a str),
    /// Nothing means them.
    Not,
}

impl Verdict<'_> {
    /// Whether they take part.
    #[must_use]
    pub const fn is_meant(&self) -> bool {
        matches!(self, Self::Clause(_) | Self::Added(_))
    }
}

/// Why a rule cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleRefusal {
    /// It means nobody: neither a clause nor a name.
    Empty,
    /// More than [`MOST_CLAUSES`] clauses or [`MOST_NAMED`] names.
    TooLong,
    /// A name is put in or left out without a reason of 2 to 200 characters.
    NoReason,
    /// Somebody is put in and left out at once.
    BothWays,
}

impl Rule {
    /// The rule that means everybody of these posts.
    #[must_use]
    pub fn of_posts(posts: impl IntoIterator<Item = Position>) -> Self {
        let posts: BTreeSet<Position> = posts.into_iter().collect();
        let clauses = if posts.is_empty() { Vec::new() } else { vec![Clause { posts, ..Clause::default() }] };
        Self { clauses, ..Self::default() }
    }

    /// Drops the clauses that ask nothing, so that an unfilled one never means everybody, and checks the rest.
    pub fn checked(mut self) -> Result<Self, RuleRefusal> {
        self.clauses.retain(|clause| !clause.is_empty());
        if self.clauses.is_empty() && self.added.is_empty() {
            return Err(RuleRefusal::Empty);
        }
        if self.clauses.len() > MOST_CLAUSES || self.added.len() + self.removed.len() > MOST_NAMED {
            return Err(RuleRefusal::TooLong);
        }
        let reasons = self.added.values().chain(self.removed.values());
        if reasons.map(|reason| reason.trim().chars().count()).any(|length| !(2..=200).contains(&length)) {
            return Err(RuleRefusal::NoReason);
        }
        if self.added.keys().any(|person| self.removed.contains_key(person)) {
            return Err(RuleRefusal::BothWays);
        }
        Ok(self)
    }

    /// Tells whether somebody in post is meant, and why.
    #[must_use]
    pub fn verdict(&self, candidate: &Candidate) -> Verdict<'_> {
        if let Some(reason) = self.added.get(&candidate.person) {
            return Verdict::Added(reason);
        }
        match self.clauses.iter().position(|clause| clause.matches(candidate)) {
            None => Verdict::Not,
            Some(clause) => match self.removed.get(&candidate.person) {
                Some(reason) => Verdict::Removed(reason),
                None => Verdict::Clause(clause),
            },
        }
    }

    /// Every post that a clause names; what a test is preset for. Empty where a clause names none.
    #[must_use]
    pub fn posts(&self) -> BTreeSet<Position> {
        if self.clauses.iter().any(|clause| clause.posts.is_empty()) {
            return BTreeSet::new();
        }
        self.clauses.iter().flat_map(|clause| clause.posts.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(n: u128) -> Id<Person> {
        Id::new(Uuid::from_u128(n))
    }

    fn candidate() -> Candidate {
        Candidate {
            person: person(1),
            position: Position::DangerousPost,
            employment: Employment::Dispatched,
            sector: Sector::Furniture,
            area: Id::new(Uuid::from_u128(7)),
            facts: Facts::from_codes("dust,hot_work"),
        }
    }

    #[test]
    fn one_clause_suffices_and_within_it_every_set_must_be_met() {
        let dusty = Clause {
            posts: BTreeSet::from([Position::DangerousPost]),
            facts: BTreeSet::from([Fact::Dust]),
            ..Clause::default()
        };
        let principals = Clause { posts: BTreeSet::from([Position::Principal]), ..Clause::default() };
        let rule = Rule { clauses: vec![principals, dusty], ..Rule::default() };
        assert_eq!(rule.verdict(&candidate()), Verdict::Clause(1));
        let elsewhere = Candidate { facts: Facts::default(), ..candidate() };
        assert_eq!(rule.verdict(&elsewhere), Verdict::Not);
        let leads = Candidate { position: Position::Principal, ..elsewhere };
        assert_eq!(rule.verdict(&leads), Verdict::Clause(0));
    }

    #[test]
    fn a_name_goes_before_the_clauses_and_says_why() {
        let mut rule = Rule::of_posts([Position::DangerousPost]);
        rule.removed.insert(person(1), "休产假".into());
        assert_eq!(rule.verdict(&candidate()), Verdict::Removed("休产假"));
        let mut rule = Rule::of_posts([Position::Principal]);
        rule.added.insert(person(1), "自愿参加".into());
        assert!(rule.verdict(&candidate()).is_meant());
    }

    #[test]
    fn a_clause_that_asks_nothing_never_means_everybody() {
        let rule = Rule { clauses: vec![Clause::default()], ..Rule::default() };
        assert_eq!(rule.checked(), Err(RuleRefusal::Empty));
        let rule = Rule { clauses: vec![Clause::default()], ..Rule::of_posts([Position::Principal]) };
        assert_eq!(rule.checked(), Err(RuleRefusal::Empty));
    }

    #[test]
    fn names_need_a_reason_and_stand_on_one_side() {
        let mut rule = Rule::of_posts([Position::Principal]);
        rule.added.insert(person(1), " ".into());
        assert_eq!(rule.clone().checked(), Err(RuleRefusal::NoReason));
        rule.added.insert(person(1), "新到任".into());
        assert!(rule.clone().checked().is_ok());
        rule.removed.insert(person(1), "已调离".into());
        assert_eq!(rule.checked(), Err(RuleRefusal::BothWays));
    }

    fn subset<T: Copy + Ord + std::fmt::Debug + 'static>(
        all: &'static [T],
    ) -> impl Strategy<Value = BTreeSet<T>> {
        proptest::collection::btree_set(proptest::sample::select(all), 0..3)
    }

    proptest! {
        #[test]
        fn a_further_clause_never_takes_anybody_away(
            posts in subset(Position::ALL), sectors in subset(Sector::ALL), facts in subset(Fact::ALL),
            position in proptest::sample::select(Position::ALL), sector in proptest::sample::select(Sector::ALL),
            has in subset(Fact::ALL),
        ) {
            let somebody = Candidate { position, sector, facts: Facts(has), ..candidate() };
            let rule = Rule::of_posts([Position::DangerousPost, Position::Frontline]);
            let mut longer = rule.clone();
            longer.clauses.push(Clause { posts, sectors, facts, ..Clause::default() });
            prop_assert!(!rule.verdict(&somebody).is_meant() || longer.verdict(&somebody).is_meant());
        }

        #[test]
        fn a_further_condition_never_means_more(
            posts in subset(Position::ALL), sectors in subset(Sector::ALL), classes in subset(Class::ALL),
            position in proptest::sample::select(Position::ALL), sector in proptest::sample::select(Sector::ALL),
            has in subset(Fact::ALL),
        ) {
            let somebody = Candidate { position, sector, facts: Facts(has), ..candidate() };
            let wide = Clause { posts, sectors, ..Clause::default() };
            let narrow = Clause { classes, ..wide.clone() };
            prop_assert!(!narrow.matches(&somebody) || wide.matches(&somebody));
        }
    }
}
