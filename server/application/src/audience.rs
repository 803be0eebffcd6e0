//! Who a training is for: the rule of a draft, the live list of whom it means, and who joins later.

mod enrol;
mod export;
mod form;
mod save;
mod show;

pub(crate) use enrol::new_attendee;
pub use enrol::{Newcomers, enrol_newcomers};
pub use export::export_audience;
pub use form::RuleForm;
pub(crate) use form::tick;
pub use save::{Naming, name_person, save_audience};
pub use show::show_audience;

use crate::{Cx, Failure};
use contract::audience::MeantQuery;
use domain::{
    audience::{Candidate, Rule},
    id::Id,
    organization::{Employment, Facts, Position, Sector},
    policy::Topic,
    training::TrainingKind,
};
use std::collections::BTreeSet;
use storage::{
    audience::{MeantFilter, MeantRow},
    db::Handle,
    organization::PersonRow,
    training::TrainingRow,
};
use uuid::Uuid;

/// Reads the rule of a training with what it counts to, and whether both were kept; without a row the posts of the
/// training are the rule.
pub(crate) async fn rule_of(
    cx: &Cx,
    db: &impl Handle,
    training: &TrainingRow,
) -> Result<(Rule, BTreeSet<Topic>, bool), Failure> {
    match storage::audience::find(db, cx.street(), training.id).await? {
        Some(row) => Ok((serde_json::from_str(&row.rule)?, topics(Some(&row.topics)), true)),
        None => Ok((Rule::of_posts(crate::training::audience(&training.audience)), topics(None), false)),
    }
}

/// Reads what a training counts to; all that is general where nobody has said.
pub(crate) fn topics(codes: Option<&str>) -> BTreeSet<Topic> {
    match codes {
        Some(codes) => codes.split(',').filter_map(Topic::from_code).collect(),
        None => Topic::GENERAL.iter().copied().collect(),
    }
}

/// Everybody in post whom a training means today.
pub(crate) async fn everybody(
    cx: &Cx,
    db: &impl Handle,
    training: &TrainingRow,
) -> Result<Vec<MeantRow>, Failure> {
    let (rule, ..) = rule_of(cx, db, training).await?;
    Ok(storage::audience::all(db, cx.street(), &rule, &fitting(training)).await?)
}

/// Which of some people a training means: those in post whom its rule means, and who fit its kind.
pub(crate) async fn means(
    cx: &Cx,
    db: &impl Handle,
    training: &TrainingRow,
    people: &[PersonRow],
) -> Result<BTreeSet<Uuid>, Failure> {
    let (rule, ..) = rule_of(cx, db, training).await?;
    let kind = TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training);
    let units = people.iter().map(|person| person.unit_id).collect::<BTreeSet<_>>();
    let units = storage::organization::units_by_ids(db, cx.street(), units).await?;
    let meant = |person: &&PersonRow| {
        let unit = units.iter().find(|unit| unit.id == person.unit_id)?;
        let candidate = Candidate {
            person: Id::new(person.id),
            position: Position::from_code(&person.position)?,
            employment: Employment::from_code(&person.employment)?,
            sector: Sector::from_code(&unit.sector)?,
            area: Id::new(unit.area_id),
            facts: Facts::from_codes(&unit.facts),
        };
        let fits = person.active
            && kind.is_for(candidate.position)
            && unit.closed_on.is_none_or(|day| day > cx.today());
        Some(fits && rule.verdict(&candidate).is_meant())
    };
    Ok(people.iter().filter(|person| meant(person) == Some(true)).map(|person| person.id).collect())
}

/// How many a training means today.
pub(crate) async fn count(cx: &Cx, db: &impl Handle, training: &TrainingRow) -> Result<u64, Failure> {
    let (rule, ..) = rule_of(cx, db, training).await?;
    Ok(storage::audience::page(db, cx.street(), &rule, &fitting(training), 1, 1).await?.total)
}

/// The filter of those whom this kind of training may mean at all.
fn fitting(training: &TrainingRow) -> MeantFilter {
    let kind = TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training);
    let posts = Position::ALL.iter().filter(|p| kind.is_for(**p)).map(|p| p.code().to_owned());
    let all = posts.clone().count() == Position::ALL.len();
    MeantFilter { posts: (!all).then(|| posts.collect()), ..MeantFilter::default() }
}

/// The same, narrowed by what a list is asked for.
fn filter(training: &TrainingRow, query: &MeantQuery) -> MeantFilter {
    let code = |code: Option<&'static str>| code.map(str::to_owned);
    MeantFilter {
        text: query.q.clone(),
        area: query.area.parse().ok(),
        sector: code(Sector::from_code(&query.sector).map(Sector::code)),
        position: code(Position::from_code(&query.position).map(Position::code)),
        not_in: (training.status != "draft").then_some(training.id),
        ..fitting(training)
    }
}

/// Somebody as a rule looks at them; nobody where a stored code means nothing.
pub(crate) fn candidate(row: &MeantRow) -> Option<Candidate> {
    Some(Candidate {
        person: Id::new(row.id),
        position: Position::from_code(&row.position)?,
        employment: Employment::from_code(&row.employment)?,
        sector: Sector::from_code(&row.sector)?,
        area: Id::new(row.area_id),
        facts: Facts::from_codes(&row.facts),
    })
}
