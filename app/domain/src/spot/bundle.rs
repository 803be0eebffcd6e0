//! The draw of a spot test as a file: everything that a stranger needs to compute it again, here or with
//! `docs/verify/verify_spot.py`.

use super::{Absence, Roster, called, commitment, order};
use crate::{
    exam::Hex32,
    id::{Id, Person, SpotTest},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The format this program writes and reads.
pub const FORMAT: u32 = 1;

/// A draw with its proof. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpotBundle {
    /// The version of this format: [`FORMAT`].
    pub format: u32,
    /// The street's code.
    pub street: String,
    /// Which test.
    pub test: Id<SpotTest>,
    /// How many workers were wanted.
    pub wanted: u8,
    /// The hash of the seed, logged when the test was opened.
    pub commitment: Hex32,
    /// The revealed seed.
    pub seed: Hex32,
    /// The frozen roster, ascending by id.
    pub roster: Vec<Id<Person>>,
    /// Its hash, logged when the test was opened.
    pub roster_hash: Hex32,
    /// The drawn order of the whole roster.
    pub order: Vec<Id<Person>>,
    /// Who was called, in that order.
    pub called: Vec<Called>,
}

/// Somebody who was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// Who.
    pub person: Id<Person>,
    /// Why they were passed over; none where they were present.
    pub absent: Option<Absence>,
}

/// What is verified, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The format is known here.
    Format,
    /// The revealed seed is the one committed to.
    Commitment,
    /// The roster is in order, nobody stands there twice, and its hash is the logged one.
    Roster,
    /// The shuffled order.
    Order,
    /// Those called are the first of the order, as far as absences reach.
    Called,
}

/// One verified step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was verified.
    pub check: Check,
    /// Whether it holds.
    pub ok: bool,
}

/// Draws again and compares. All steps are given, also after a failure.
#[must_use]
pub fn verify(bundle: &SpotBundle) -> Vec<Step> {
    let roster = Roster::new(bundle.roster.iter().copied());
    let again = order(&bundle.seed.0, bundle.test, &roster);
    let absent: BTreeSet<Id<Person>> =
        bundle.called.iter().filter(|called| called.absent.is_some()).map(|called| called.person).collect();
    let first = &again[..called(&again, bundle.wanted, &absent)];
    let step = |check, ok| Step { check, ok };
    vec![
        step(Check::Format, bundle.format == FORMAT),
        step(Check::Commitment, commitment(&bundle.seed.0) == bundle.commitment.0),
        step(
            Check::Roster,
            roster.people() == bundle.roster.as_slice() && roster.hash() == bundle.roster_hash.0,
        ),
        step(Check::Order, again == bundle.order),
        step(Check::Called, bundle.called.iter().map(|called| called.person).eq(first.iter().copied())),
    ]
}
