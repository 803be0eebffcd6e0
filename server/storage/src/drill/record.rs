//! A drill and its timeline.

use super::{DrillRow, StepRow};
use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{
        drill::{Column, Entity},
        drill_step,
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

/// Adds drills.
pub async fn add_drills(tx: &Writer, rows: Vec<DrillRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds a drill.
pub async fn drill(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<DrillRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds a drill and keeps others from changing it until the end of the transaction.
pub async fn drill_for_update(tx: &Writer, street: &str, id: Uuid) -> Result<Option<DrillRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), id)).lock_exclusive().one(tx.raw()).await?)
}

/// Replaces what is stored of a drill. A finished or aborted one stands.
pub async fn save_drill(tx: &Writer, row: DrillRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Lists the dispatched drills of a draw, by slot.
pub async fn drills_of_day(
    db: &impl Handle,
    street: &str,
    year: i32,
    draw_day: i32,
) -> Result<Vec<DrillRow>, Failed> {
    Ok(Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Year.eq(year))
        .filter(Column::DrawDay.eq(draw_day))
        .order_by_asc(Column::Slot)
        .order_by_asc(Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists the dispatched drills of a team on a date, and those of earlier days that have not ended, by slot.
pub async fn drills_of_team(
    db: &impl Handle,
    street: &str,
    team: Uuid,
    date: NaiveDate,
) -> Result<Vec<DrillRow>, Failed> {
    Ok(Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::TeamId.eq(team))
        .filter(Condition::any().add(Column::HeldOn.eq(date)).add(Column::Stage.is_in([
            "dispatched",
            "arrived",
            "running",
        ])))
        .filter(Column::DrawDay.is_not_null())
        .order_by_asc(Column::HeldOn)
        .order_by_asc(Column::Slot)
        .order_by_asc(Column::Id)
        .all(db.raw())
        .await?)
}

/// Sets a mark on a timeline.
pub async fn add_step(tx: &Writer, row: StepRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Lists the marks of a drill in the order they were set.
pub async fn steps(db: &impl Handle, street: &str, drill: Uuid) -> Result<Vec<StepRow>, Failed> {
    Ok(drill_step::Entity::find()
        .filter(drill_step::Column::Street.eq(street))
        .filter(drill_step::Column::DrillId.eq(drill))
        .order_by_asc(drill_step::Column::Seq)
        .all(db.raw())
        .await?)
}
