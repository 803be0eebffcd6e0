//! What staff do in a sitting, who may, and whose device still speaks.

use super::AttemptRow;
pub use crate::row::attempt_presence::Model as PresenceRow;
use crate::{
    Failed,
    db::{Handle, Writer},
    row::{account, attempt, attempt_presence, exam_invigilator, membership},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Moves the deadline of a sitting.
pub async fn set_deadline(tx: &Writer, row: &AttemptRow, deadline: DateTime<Utc>) -> Result<(), Failed> {
    attempt::Entity::update_many()
        .col_expr(attempt::Column::Deadline, Expr::value(deadline))
        .filter(attempt::Column::Street.eq(&row.street))
        .filter(attempt::Column::Id.eq(row.id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Opens a sitting again. The schema wants to find its last step reopening it.
pub async fn reopen(tx: &Writer, row: &AttemptRow, deadline: DateTime<Utc>) -> Result<(), Failed> {
    let mut open = without_result(row);
    open.state = sea_orm::ActiveValue::Set("open".into());
    open.deadline = sea_orm::ActiveValue::Set(deadline);
    attempt::Entity::update(open).exec(tx.raw()).await?;
    Ok(())
}

/// Voids a sitting. Its certificate must be revoked and its attendee without pass before.
pub async fn void(
    tx: &Writer,
    row: &AttemptRow,
    reason: &str,
    at: DateTime<Utc>,
    by: Uuid,
) -> Result<(), Failed> {
    use sea_orm::ActiveValue::Set;
    let mut voided = without_result(row);
    voided.state = Set("voided".into());
    voided.void_reason = Set(Some(reason.to_owned()));
    voided.voided_at = Set(Some(at));
    voided.voided_by = Set(Some(by));
    attempt::Entity::update(voided).exec(tx.raw()).await?;
    Ok(())
}

/// A sitting as it is to be stored once its result is taken away; nothing else of it is touched.
fn without_result(row: &AttemptRow) -> attempt::ActiveModel {
    use sea_orm::ActiveValue::{Set, Unchanged};
    attempt::ActiveModel {
        street: Unchanged(row.street.clone()),
        id: Unchanged(row.id),
        submitted_at: Set(None),
        score: Set(None),
        passed: Set(None),
        result: Set(None),
        ..Default::default()
    }
}

/// Somebody of the office or of an area, who can watch over exams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: Uuid,
    /// Its name.
    pub name: String,
    /// `office` or `area`.
    pub role: String,
    /// The area of an area official.
    pub area: Option<Uuid>,
}

/// Lists the accounts of the office and the areas of a street that are in use, by name.
pub async fn members(db: &impl Handle, street: &str) -> Result<Vec<Member>, Failed> {
    let rows = membership::Entity::find()
        .filter(membership::Column::Street.eq(street))
        .filter(membership::Column::Role.is_in(["office", "area"]))
        .all(db.raw())
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .all(db.raw())
        .await?;
    let of = |account: account::Model| {
        let row = rows.iter().find(|row| row.account_id == account.id)?;
        Some(Member { account: account.id, name: account.name, role: row.role.clone(), area: row.area_id })
    };
    Ok(accounts.into_iter().filter_map(of).collect())
}

/// Lists who watches over an exam, the first named first.
pub async fn invigilators(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<Uuid>, Failed> {
    let rows = exam_invigilator::Entity::find()
        .filter(exam_invigilator::Column::Street.eq(street))
        .filter(exam_invigilator::Column::ExamId.eq(exam))
        .order_by_asc(exam_invigilator::Column::NamedAt)
        .order_by_asc(exam_invigilator::Column::AccountId)
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// Names somebody to watch over an exam. [`Failed::AlreadyThere`] when they are named already.
pub async fn name_invigilator(
    tx: &Writer,
    street: &str,
    exam_id: Uuid,
    account_id: Uuid,
    named_by: Uuid,
    named_at: DateTime<Utc>,
) -> Result<(), Failed> {
    let row = exam_invigilator::Model { street: street.into(), exam_id, account_id, named_by, named_at };
    crate::db::insert(tx, row.into_active_model()).await
}

/// Takes the naming back; gives whether there was one.
pub async fn release_invigilator(
    tx: &Writer,
    street: &str,
    exam: Uuid,
    account: Uuid,
) -> Result<bool, Failed> {
    let key = (street.to_owned(), exam, account);
    let done = exam_invigilator::Entity::delete_by_id(key).exec(tx.raw()).await?;
    Ok(done.rows_affected == 1)
}

/// Reads when the devices of several sittings were last heard of.
pub async fn presences(
    db: &impl Handle,
    street: &str,
    attempts: &[Uuid],
) -> Result<HashMap<Uuid, PresenceRow>, Failed> {
    let rows = attempt_presence::Entity::find()
        .filter(attempt_presence::Column::Street.eq(street))
        .filter(attempt_presence::Column::AttemptId.is_in(attempts.iter().copied()))
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().map(|row| (row.attempt_id, row)).collect())
}

/// Notes that a device was heard of.
pub async fn note_presence(tx: &Writer, row: PresenceRow) -> Result<(), Failed> {
    use attempt_presence::Column;
    attempt_presence::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([Column::Street, Column::AttemptId])
                .update_columns([Column::SeenAt, Column::Agent])
                .to_owned(),
        )
        .exec_without_returning(tx.raw())
        .await?;
    Ok(())
}
