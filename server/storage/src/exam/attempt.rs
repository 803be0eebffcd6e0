//! Sittings.

use super::{AttemptRow, PaperRow, StepRow};
use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{attempt, attempt_step, paper},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// What is written when a sitting is handed in.
#[derive(Clone, Debug)]
pub struct Finished {
    /// When.
    pub at: DateTime<Utc>,
    /// In hundredths of a point.
    pub score: i32,
    /// Whether it is passed.
    pub passed: bool,
    /// The whole result as JSON.
    pub result: String,
}

/// Adds a sitting with its paper. [`Failed::AlreadyThere`] when one is live already.
pub async fn add_attempt(tx: &Writer, row: AttemptRow, paper: PaperRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await?;
    insert(tx, paper.into_active_model()).await
}

/// Finds a sitting.
pub async fn attempt(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<AttemptRow>, Failed> {
    Ok(attempt::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds several sittings and keeps other writers from them until the transaction ends. They are locked in the
/// order of their identifiers, so that two servers never wait for each other.
pub async fn attempts_to_change(
    tx: &Writer,
    streets: &[String],
    ids: &[Uuid],
) -> Result<Vec<AttemptRow>, Failed> {
    Ok(attempt::Entity::find()
        .filter(attempt::Column::Street.is_in(streets))
        .filter(attempt::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(attempt::Column::Id)
        .lock_exclusive()
        .all(tx.raw())
        .await?)
}

/// Gives how many steps several sittings have; one without steps is left out.
pub async fn step_totals(
    db: &impl Handle,
    streets: &[String],
    ids: &[Uuid],
) -> Result<Vec<(Uuid, i32)>, Failed> {
    let query = attempt_step::Entity::find()
        .select_only()
        .column(attempt_step::Column::AttemptId)
        .column_as(attempt_step::Column::Seq.max(), "last")
        .filter(attempt_step::Column::Street.is_in(streets))
        .filter(attempt_step::Column::AttemptId.is_in(ids.iter().copied()))
        .group_by(attempt_step::Column::AttemptId);
    Ok(query.into_tuple().all(db.raw()).await?)
}

/// Tells whether a person has a sitting of an exam that is open or bears a number.
pub async fn is_taken(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    person: Uuid,
    number: i32,
) -> Result<bool, Failed> {
    use attempt::Column;
    let one = Condition::any().add(Column::State.eq("open")).add(Column::Number.eq(number));
    let query = attempt::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Street.eq(street))
        .filter(Column::ExamId.eq(exam))
        .filter(Column::PersonId.eq(person))
        .filter(one);
    Ok(query.into_tuple::<Uuid>().one(db.raw()).await?.is_some())
}

/// Lists the sittings of a person at an exam, the first one first.
pub async fn attempts_of(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    person: Uuid,
) -> Result<Vec<AttemptRow>, Failed> {
    Ok(attempt::Entity::find()
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt::Column::PersonId.eq(person))
        .order_by_asc(attempt::Column::Number)
        .all(db.raw())
        .await?)
}

/// Lists the sittings of several people at an exam, those of one person in their order.
pub async fn attempts_of_all(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    people: &[Uuid],
) -> Result<Vec<AttemptRow>, Failed> {
    Ok(attempt::Entity::find()
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt::Column::PersonId.is_in(people.iter().copied()))
        .order_by_asc(attempt::Column::PersonId)
        .order_by_asc(attempt::Column::Number)
        .all(db.raw())
        .await?)
}

/// Lists open sittings whose deadline was before a time.
pub async fn overdue(db: &impl Handle, street: &str, before: DateTime<Utc>) -> Result<Vec<Uuid>, Failed> {
    let query = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::State.eq("open"))
        .filter(attempt::Column::Deadline.lt(before))
        .order_by_asc(attempt::Column::Deadline)
        .limit(500);
    Ok(query.into_tuple().all(db.raw()).await?)
}

/// Reads the paper of a sitting.
pub async fn paper(db: &impl Handle, street: &str, attempt: Uuid) -> Result<Option<PaperRow>, Failed> {
    Ok(paper::Entity::find_by_id((street.to_owned(), attempt)).one(db.raw()).await?)
}

/// Reads the papers of several sittings.
pub async fn papers_of(db: &impl Handle, street: &str, attempts: &[Uuid]) -> Result<Vec<PaperRow>, Failed> {
    Ok(paper::Entity::find()
        .filter(paper::Column::Street.eq(street))
        .filter(paper::Column::AttemptId.is_in(attempts.iter().copied()))
        .all(db.raw())
        .await?)
}

/// Reads the steps of a sitting in order.
pub async fn steps(db: &impl Handle, street: &str, attempt: Uuid) -> Result<Vec<StepRow>, Failed> {
    Ok(attempt_step::Entity::find()
        .filter(attempt_step::Column::Street.eq(street))
        .filter(attempt_step::Column::AttemptId.eq(attempt))
        .order_by_asc(attempt_step::Column::Seq)
        .all(db.raw())
        .await?)
}

/// Counts the answers in the steps of a street.
pub async fn answers_in(db: &impl Handle, street: &str) -> Result<u64, Failed> {
    let query = attempt_step::Entity::find()
        .filter(attempt_step::Column::Street.eq(street))
        .filter(attempt_step::Column::Kind.eq("answered"));
    Ok(query.count(db.raw()).await?)
}

/// Appends steps.
pub async fn add_steps(tx: &Writer, rows: Vec<StepRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Gives the right to write to another lease.
pub async fn set_lease(tx: &Writer, street: &str, id: Uuid, lease: i32) -> Result<(), Failed> {
    attempt::Entity::update_many()
        .col_expr(attempt::Column::Lease, Expr::value(lease))
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Hands a sitting in with its result.
pub async fn finish(tx: &Writer, street: &str, id: Uuid, finished: Finished) -> Result<(), Failed> {
    use attempt::Column;
    attempt::Entity::update_many()
        .col_expr(Column::State, Expr::value("submitted"))
        .col_expr(Column::SubmittedAt, Expr::value(finished.at))
        .col_expr(Column::Score, Expr::value(finished.score))
        .col_expr(Column::Passed, Expr::value(finished.passed))
        .col_expr(Column::Result, Expr::value(finished.result))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}
