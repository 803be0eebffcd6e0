//! Keeping the rule of a draft, and naming people in or out.

use super::{RuleForm, rule_of};
use crate::{Cx, Failure, training::refuse_officials_bank};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audience::{Rule, RuleRefusal},
    audit::{Event, Subject},
    id::Id,
    organization::Position,
    policy::Topic,
    training::TrainingKind,
};
use std::collections::BTreeSet;
use storage::{Writer, audience::AudienceRow, training::TrainingRow};
use uuid::Uuid;

/// Keeps the rule of a draft; the people named before stay named. Sent twice it is the same as once.
pub async fn save_audience(cx: &Cx, training: Uuid, form: &RuleForm) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = draft(cx, &tx, training).await?;
    let (named, ..) = rule_of(cx, &tx, &row).await?;
    let rule = form.rule(&named).checked().map_err(refused)?;
    keep(cx, &tx, row, &rule, &form.topics).await?;
    Ok(tx.commit().await?)
}

/// Whom to name, and how.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// The person; without one the mobile tells who is meant.
    pub person: Option<Uuid>,
    /// The mobile of somebody to be put in.
    pub mobile: String,
    /// `in`, `out` or `clear`.
    pub way: String,
    /// Why; nothing for `clear`.
    pub reason: String,
}

/// Names somebody in or out of the audience of a draft, or takes the name back.
pub async fn name_person(cx: &Cx, training: Uuid, naming: &Naming) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = draft(cx, &tx, training).await?;
    let person = match naming.person {
        Some(person) => storage::organization::person(&tx, cx.street(), person).await?,
        None => {
            let mut known =
                storage::organization::people_by_mobile(&tx, cx.street(), naming.mobile.trim()).await?;
            known.retain(|person| person.active);
            if known.len() > 1 { None } else { known.pop() }
        }
    };
    let person = match (person, naming.person) {
        (Some(person), _) => person,
        (None, Some(_)) => return Err(Failure::missing()),
        (None, None) => return Err(Failure::field(Field::People, FieldProblem::PeopleUnknown { lines: 1 })),
    };
    let kind = TrainingKind::from_code(&row.kind).unwrap_or(TrainingKind::Training);
    if !Position::from_code(&person.position).is_some_and(|position| kind.is_for(position)) {
        return Err(Failure::field(Field::People, FieldProblem::OfficialsOnly));
    }
    let (mut rule, topics, _) = rule_of(cx, &tx, &row).await?;
    let id = Id::new(person.id);
    rule.added.remove(&id);
    rule.removed.remove(&id);
    let reason = naming.reason.trim().to_owned();
    match naming.way.as_str() {
        "in" => drop(rule.added.insert(id, reason)),
        "out" => drop(rule.removed.insert(id, reason)),
        _ => {}
    }
    let rule = rule.checked().map_err(refused)?;
    keep(cx, &tx, row, &rule, &topics).await?;
    Ok(tx.commit().await?)
}

async fn draft(cx: &Cx, tx: &Writer, training: Uuid) -> Result<TrainingRow, Failure> {
    let row = storage::training::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let contest = storage::contest::find(tx, cx.street(), training).await?;
    if row.status != "draft" {
        Err(Refusal::AlreadyPublished.into())
    } else if contest.is_some_and(|contest| contest.follows.is_some()) {
        Err(Refusal::AudienceByRanking.into())
    } else {
        Ok(row)
    }
}

fn refused(refusal: RuleRefusal) -> Failure {
    match refusal {
        RuleRefusal::Empty => Refusal::AudienceEmpty.into(),
        RuleRefusal::TooLong => Refusal::AudienceTooLong.into(),
        RuleRefusal::NoReason => Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 }),
        RuleRefusal::BothWays => Failure::Told(contract::UiError::Conflict),
    }
}

/// Stores a rule. The posts of the training follow it, for presets and for the officials' bank.
async fn keep(
    cx: &Cx,
    tx: &Writer,
    training: TrainingRow,
    rule: &Rule,
    topics: &BTreeSet<Topic>,
) -> Result<(), Failure> {
    let actor = cx.actor()?;
    let kind = TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training);
    let named = rule.posts();
    let fits =
        |position: &&Position| kind.is_for(**position) && (named.is_empty() || named.contains(*position));
    let posts: Vec<&str> = Position::ALL.iter().filter(fits).map(|position| position.code()).collect();
    if posts.is_empty() && rule.added.is_empty() {
        return Err(Failure::field(Field::Audience, FieldProblem::OfficialsOnly));
    }
    let training = TrainingRow { audience: posts.join(","), ..training };
    if let Some(exam) = training.exam_id {
        let versions = storage::exam::bank_versions(tx, cx.street(), exam).await?;
        refuse_officials_bank(cx, tx, &training, &versions).await?;
    }
    let row = AudienceRow {
        street: training.street.clone(),
        training_id: training.id,
        rule: serde_json::to_string(rule)?,
        topics: topics.iter().map(|topic| topic.code()).collect::<Vec<_>>().join(","),
        updated_at: cx.now(),
        updated_by: actor.account.uuid(),
    };
    let subject = Subject::new("training", training.id);
    storage::training::save(tx, training).await?;
    storage::audience::save(tx, row).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let event = Event::AudienceChanged {
        clauses: count(rule.clauses.len()),
        added: count(rule.added.len()),
        removed: count(rule.removed.len()),
    };
    cx.log(tx, event, subject).await
}
