//! The third reveal and the timeline: the clock runs, and the team marks what happens.

use super::{
    convert::{START, apply, refused, stage},
    release::own_team,
};
use crate::{Cx, Failure};
use contract::{Field, FieldProblem};
use domain::{
    audit::{Event, Subject},
    drill::stage::{Mark, Stage, StageRefusal},
    id::{Id, Team},
};
use storage::{
    Writer,
    drill::{DrillRow, StepRow},
};
use uuid::Uuid;

/// Announcing the begin.
#[derive(Clone, Debug)]
pub struct Start {
    /// The drill.
    pub drill: Uuid,
    /// Every item of the safety check is confirmed.
    pub safe: bool,
    /// The sender's key: the same one again changes nothing.
    pub client_key: String,
}

/// A mark to be set.
#[derive(Clone, Debug)]
pub struct MarkDrill {
    /// The drill.
    pub drill: Uuid,
    /// Which mark; the end has a sheet of its own.
    pub mark: Mark,
    /// The sender's key: the same one again changes nothing.
    pub client_key: String,
    /// What was noted, up to 200 characters.
    pub note: String,
}

/// Starts the clock. Refused while an item of the safety check is open.
pub async fn start(cx: &Cx, wanted: Start) -> Result<(), Failure> {
    let running = |stage: &Stage, at| stage.start(at, wanted.safe);
    step(cx, wanted.drill, START, &wanted.client_key, "", running).await
}

/// Sets a mark at the server's time. Each is set once.
pub async fn mark(cx: &Cx, wanted: MarkDrill) -> Result<(), Failure> {
    if wanted.note.chars().count() > 200 {
        return Err(Failure::field(Field::Remarks, FieldProblem::TooLong { most: 200 }));
    }
    if wanted.mark == Mark::End {
        return Err(contract::UiError::Unreadable.into());
    }
    let marked = |stage: &Stage, at| stage.mark(wanted.mark, at);
    step(cx, wanted.drill, wanted.mark.code(), &wanted.client_key, wanted.note.trim(), marked).await
}

async fn step(
    cx: &Cx,
    drill: Uuid,
    mark: &str,
    client_key: &str,
    note: &str,
    go: impl Fn(&Stage, chrono::DateTime<chrono::Utc>) -> Result<Stage, StageRefusal>,
) -> Result<(), Failure> {
    let team = own_team(cx)?;
    if client_key.is_empty() || client_key.len() > 64 {
        return Err(contract::UiError::Unreadable.into());
    }
    let tx = cx.begin().await?;
    let (mut row, steps) = own_drill(cx, &tx, team, drill).await?;
    if steps.iter().any(|step| step.client_key == client_key) {
        return Ok(());
    }
    let next = go(&stage(&row, &steps)?, cx.now()).map_err(refused)?;
    apply(&mut row, &next);
    storage::drill::save_drill(&tx, row).await?;
    let step = StepRow {
        street: cx.street().to_owned(),
        drill_id: drill,
        seq: i32::try_from(steps.len() + 1).map_err(anyhow::Error::from)?,
        at: cx.now(),
        client_key: client_key.to_owned(),
        mark: mark.to_owned(),
        note: note.to_owned(),
    };
    storage::drill::add_step(&tx, step).await?;
    cx.log(&tx, Event::DrillMarked { mark: mark.to_owned() }, Subject::new("drill", drill)).await?;
    Ok(tx.commit().await?)
}

/// Finds a drill of the team, with its timeline, and keeps others from changing it.
pub(super) async fn own_drill(
    cx: &Cx,
    tx: &Writer,
    team: Id<Team>,
    drill: Uuid,
) -> Result<(DrillRow, Vec<StepRow>), Failure> {
    let row = storage::drill::drill_for_update(tx, cx.street(), drill).await?;
    let row = row.filter(|row| row.team_id == Some(team.uuid()) && row.draw_day.is_some());
    let row = row.ok_or_else(Failure::missing)?;
    let steps = storage::drill::steps(tx, cx.street(), drill).await?;
    Ok((row, steps))
}
