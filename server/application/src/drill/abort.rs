//! Breaking a drill off. Real emergencies come first.

use super::{
    convert::{apply, refused, stage},
    mark::own_drill,
    release::own_team,
};
use crate::{Cx, Failure};
use contract::{Field, FieldProblem};
use domain::audit::{Event, Subject};
use uuid::Uuid;

/// A drill to be broken off.
#[derive(Clone, Debug)]
pub struct AbortDrill {
    /// The drill.
    pub drill: Uuid,
    /// Why, up to 500 characters.
    pub reason: String,
}

/// Breaks a drill off at any stage before its end, with a reason.
pub async fn abort(cx: &Cx, wanted: AbortDrill) -> Result<(), Failure> {
    let team = own_team(cx)?;
    if wanted.reason.trim().is_empty() {
        return Err(Failure::field(Field::Reason, FieldProblem::Empty));
    }
    if wanted.reason.chars().count() > 500 {
        return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 500 }));
    }
    let tx = cx.begin().await?;
    let (mut row, steps) = own_drill(cx, &tx, team, wanted.drill).await?;
    let aborted = stage(&row, &steps)?.abort(&wanted.reason, cx.now()).map_err(refused)?;
    apply(&mut row, &aborted);
    storage::drill::save_drill(&tx, row).await?;
    cx.log(&tx, Event::DrillAborted, Subject::new("drill", wanted.drill)).await?;
    Ok(tx.commit().await?)
}
