//! Views of who a training is for.

use crate::Pager;
use chrono::NaiveDate;
use domain::{audience::Rule, policy::Topic, training::TrainingKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A management area with its name.
pub type NamedArea = (Uuid, String);

/// What a list of those meant is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeantQuery {
    /// A part of the name, the mobile or the unit's name.
    pub q: String,
    /// The area's identifier, empty for all.
    pub area: String,
    /// The sector's code, empty for all.
    pub sector: String,
    /// The position's code, empty for all.
    pub position: String,
    /// The page, from 1.
    pub page: String,
}

/// Why somebody is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// By a clause, from 1.
    Clause(usize),
    /// By name, for this reason.
    Named(String),
}

/// Somebody who is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct MeantLine {
    pub person: Uuid,
    pub name: String,
    /// Its middle hidden.
    pub mobile: String,
    pub position: String,
    pub employment: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub area: String,
    pub sector: String,
    pub why: Why,
}

/// Somebody who is left out by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct LeftOut {
    pub person: Uuid,
    pub name: String,
    pub unit_name: String,
    pub reason: String,
}

/// How many are meant of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCount {
    /// The code or identifier, for the list behind it.
    pub code: String,
    /// What people call it.
    pub term: String,
    /// How many.
    pub people: u64,
}

/// The audience of a training, with the list of today.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// What is offered.
    pub kind: TrainingKind,
    /// `draft`, `published` or `closed`.
    pub status: String,
    /// The rule that is shown.
    pub rule: Rule,
    /// What the training counts to.
    pub topics: BTreeSet<Topic>,
    /// Whether the rule shown is kept already.
    pub kept: bool,
    /// Whether the asker may change it.
    pub may_edit: bool,
    /// Whether the best of the round before take part, whatever a rule says.
    pub by_ranking: bool,
    /// The areas of the street.
    pub areas: Vec<(Uuid, String)>,
    /// How many attend already; of a draft nobody.
    pub attending: u64,
    /// What the list is asked for.
    pub query: MeantQuery,
    /// All who are meant; once it is offered, all who are meant and do not attend.
    pub total: u64,
    /// By area.
    pub by_area: Vec<GroupCount>,
    /// By sector.
    pub by_sector: Vec<GroupCount>,
    /// By position.
    pub by_position: Vec<GroupCount>,
    /// One page of them.
    pub rows: Vec<MeantLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// Left out by name.
    pub left_out: Vec<LeftOut>,
    /// The day the list is of.
    pub today: NaiveDate,
}
