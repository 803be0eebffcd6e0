//! The rounds of a contest: 初赛, 复赛, 决赛. A following one takes the best of the one before.

use super::ranked;
use crate::{Cx, Failure, training::NewTraining};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    contest::{Round, best},
    training::TrainingKind,
};
use std::collections::BTreeSet;
use storage::{Failed, Writer, contest::ContestRow};
use uuid::Uuid;

/// A round to be made with its contest.
pub(crate) struct Planned {
    row: ContestRow,
    /// The audience of the round before, which the best of it belong to.
    pub audience: Option<String>,
}

/// Plans the round of a new contest; nothing for anything else.
pub(crate) async fn plan(
    cx: &Cx,
    tx: &Writer,
    training: Uuid,
    kind: TrainingKind,
    form: &NewTraining,
) -> Result<Option<Planned>, Failure> {
    if kind != TrainingKind::Contest {
        return Ok(None);
    }
    let mut round = Round::from_code(&form.round).unwrap_or(Round::Preliminary);
    let (mut takes, mut audience) = (None, None);
    if let Some(previous) = form.follows {
        let before =
            storage::training::find(tx, cx.street(), previous).await?.ok_or_else(Failure::missing)?;
        let earlier =
            storage::contest::find(tx, cx.street(), previous).await?.ok_or_else(Failure::missing)?;
        let earlier = Round::from_code(&earlier.round).unwrap_or(Round::Preliminary);
        if form.round.is_empty() {
            round = if earlier == Round::Preliminary { Round::SemiFinal } else { Round::Final };
        }
        if round <= earlier {
            return Err(Failure::field(Field::Round, FieldProblem::RoundOrder));
        }
        takes = form.takes.trim().parse::<i32>().ok().filter(|n| (1..=10_000).contains(n));
        if takes.is_none() {
            return Err(Failure::field(Field::Takes, FieldProblem::OutOfRange { least: 1, most: 10_000 }));
        }
        audience = Some(before.audience);
    }
    let row = ContestRow {
        street: cx.street().to_owned(),
        training_id: training,
        round: round.code().into(),
        follows: form.follows,
        takes,
        published_at: None,
        published_by: None,
        ranking_hash: None,
    };
    Ok(Some(Planned { row, audience }))
}

/// Stores a planned round, after its training.
pub(crate) async fn add_round(tx: &Writer, planned: Planned) -> Result<(), Failure> {
    match storage::contest::add(tx, planned.row).await {
        Err(Failed::AlreadyThere) => Err(Refusal::RoundTaken.into()),
        other => Ok(other?),
    }
}

/// The best of the round before, where there is one.
///
/// # Errors
/// Refuses while that round is not ranked.
pub(crate) async fn best_of_previous(
    cx: &Cx,
    tx: &Writer,
    training: Uuid,
) -> Result<Option<Vec<Uuid>>, Failure> {
    let Some(row) = storage::contest::find(tx, cx.street(), training).await? else { return Ok(None) };
    let (Some(previous), Some(takes)) = (row.follows, row.takes) else { return Ok(None) };
    let earlier = storage::contest::find(tx, cx.street(), previous).await?.ok_or_else(Failure::missing)?;
    if earlier.published_at.is_none() {
        return Err(Refusal::NotRanked.into());
    }
    let ranking = ranked(&storage::contest::places(tx, cx.street(), previous).await?);
    let best = best(&ranking, takes.unsigned_abs(), &BTreeSet::new());
    Ok(Some(best.into_iter().map(|person| person.uuid()).collect()))
}
