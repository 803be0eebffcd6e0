//! The form of a rule: clauses as `c0.post`, `c0.sector`, `c0.area`, `c0.employment`, `c0.fact`, `c0.class`.

use domain::{
    audience::{Clause, MOST_CLAUSES, Rule},
    id::Id,
    organization::{Class, Employment, Fact, Position, Sector},
    policy::Topic,
};
use std::collections::BTreeSet;

/// What was ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleForm {
    /// The clauses in their order; empty ones too, so that a new one can be filled in.
    pub clauses: Vec<Clause>,
    /// What the training counts to.
    pub topics: BTreeSet<Topic>,
    /// Whether anything of the form was sent at all.
    pub sent: bool,
}

impl RuleForm {
    /// Reads the pairs of a form; names that are none of its own are left aside.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "look" => form.sent = true,
                "topic" => form.topics.extend(
                    value.split(',').filter_map(Topic::from_code).filter(|t| Topic::OF_ROWS.contains(t)),
                ),
                "add" if !value.is_empty() && form.clauses.len() < MOST_CLAUSES => {
                    form.clauses.push(Clause::default());
                }
                _ => form.tick(name, value),
            }
        }
        form
    }

    fn tick(&mut self, name: &str, value: &str) {
        let Some((clause, set)) = name.strip_prefix('c').and_then(|name| name.split_once('.')) else {
            return;
        };
        let Some(place) = clause.parse::<usize>().ok().filter(|place| *place < MOST_CLAUSES) else { return };
        if self.clauses.len() <= place {
            self.clauses.resize(place + 1, Clause::default());
        }
        // Links carry all values of a set in one parameter.
        value.split(',').for_each(|value| tick(&mut self.clauses[place], set, value));
    }

    /// The rule with the names of an earlier one.
    #[must_use]
    pub fn rule(&self, named: &Rule) -> Rule {
        Rule { clauses: self.clauses.clone(), ..named.clone() }
    }
}

/// Ticks one value of a set of a clause.
pub(crate) fn tick(clause: &mut Clause, set: &str, value: &str) {
    match set {
        "post" => clause.posts.extend(Position::from_code(value)),
        "sector" => clause.sectors.extend(Sector::from_code(value)),
        "area" => clause.areas.extend(value.parse().ok().map(Id::new)),
        "employment" => clause.employments.extend(Employment::from_code(value)),
        "fact" => clause.facts.extend(Fact::from_code(value)),
        "class" => clause.classes.extend(Class::from_code(value)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_find_their_clause_and_nonsense_finds_none() {
        let pairs = [
            ("look", "1"),
            ("c0.post", "principal"),
            ("c0.post", "safety_manager"),
            ("c1.fact", "dust"),
            ("c99.post", "principal"),
            ("c1.post", "nobody"),
            ("topic", "annual"),
            ("topic", "renewal"),
        ];
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let form = RuleForm::read(&pairs);
        assert!(form.sent);
        assert_eq!(form.clauses.len(), 2);
        assert_eq!(form.clauses[0].posts.len(), 2);
        assert!(form.clauses[1].posts.is_empty() && form.clauses[1].facts.contains(&Fact::Dust));
        assert_eq!(form.topics, BTreeSet::from([Topic::Annual]));
    }
}
