//! What follows a sitting: corrected keys, regrades, the wrong-answer book, training again.

pub use crate::row::{
    correction::Model as CorrectionRow, regrade::Model as RegradeRow, retraining::Model as RetrainingRow,
    study_mark::Model as StudyMarkRow,
};
use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    exam::{AttemptRow, StepRow},
    row::{attempt, attempt_step, correction, exam_bank, regrade, study_mark},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Adds a proposal. [`Failed::AlreadyThere`] when one waits for the same question.
pub async fn propose(tx: &Writer, row: CorrectionRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a correction.
pub async fn correction(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<CorrectionRow>, Failed> {
    Ok(correction::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists the corrections of some exams: the decided ones in the order of their decision, then the waiting ones.
pub async fn corrections(
    db: &impl Handle,
    street: &str,
    exams: &[Uuid],
) -> Result<Vec<CorrectionRow>, Failed> {
    let mut rows = correction::Entity::find()
        .filter(correction::Column::Street.eq(street))
        .filter(correction::Column::ExamId.is_in(exams.iter().copied()))
        .all(db.raw())
        .await?;
    rows.sort_by_key(|row| (row.decided_at.is_none(), row.decided_at, row.proposed_at, row.id));
    Ok(rows)
}

/// Decides about a correction that waits; gives whether it was this call that did.
pub async fn decide(
    tx: &Writer,
    street: &str,
    id: Uuid,
    approved: bool,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<bool, Failed> {
    use correction::Column;
    let done = correction::Entity::update_many()
        .col_expr(Column::Approved, Expr::value(approved))
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::DecidedAt, Expr::value(at))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .filter(Column::DecidedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds new results.
pub async fn add_regrades(tx: &Writer, rows: Vec<RegradeRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the regrades of some sittings, the first one of each first.
pub async fn regrades(db: &impl Handle, street: &str, attempts: &[Uuid]) -> Result<Vec<RegradeRow>, Failed> {
    Ok(regrade::Entity::find()
        .filter(regrade::Column::Street.eq(street))
        .filter(regrade::Column::AttemptId.is_in(attempts.iter().copied()))
        .order_by_asc(regrade::Column::Number)
        .all(db.raw())
        .await?)
}

/// Lists the regrades that a correction led to.
pub async fn regrades_by(
    db: &impl Handle,
    street: &str,
    correction: Uuid,
) -> Result<Vec<RegradeRow>, Failed> {
    Ok(regrade::Entity::find()
        .filter(regrade::Column::Street.eq(street))
        .filter(regrade::Column::CorrectionId.eq(correction))
        .all(db.raw())
        .await?)
}

/// Lists the sittings of an exam, the oldest first.
pub async fn attempts(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<AttemptRow>, Failed> {
    Ok(attempts_of(street, exam).all(db.raw()).await?)
}

/// The same, keeping other writers from them until the transaction ends: a sitting that is being handed in is
/// seen handed in, and one that is handed in later sees what was decided here.
pub async fn attempts_to_change(tx: &Writer, street: &str, exam: Uuid) -> Result<Vec<AttemptRow>, Failed> {
    Ok(attempts_of(street, exam).lock_exclusive().all(tx.raw()).await?)
}

fn attempts_of(street: &str, exam: Uuid) -> sea_orm::Select<attempt::Entity> {
    attempt::Entity::find()
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::ExamId.eq(exam))
        .order_by_asc(attempt::Column::Id)
}

/// Reads the steps of several sittings, each in order.
pub async fn steps_of(db: &impl Handle, street: &str, attempts: &[Uuid]) -> Result<Vec<StepRow>, Failed> {
    Ok(attempt_step::Entity::find()
        .filter(attempt_step::Column::Street.eq(street))
        .filter(attempt_step::Column::AttemptId.is_in(attempts.iter().copied()))
        .order_by_asc(attempt_step::Column::AttemptId)
        .order_by_asc(attempt_step::Column::Seq)
        .all(db.raw())
        .await?)
}

/// Lists the bank versions that some exams draw from, as pairs of exam and version.
pub async fn bank_versions(
    db: &impl Handle,
    street: &str,
    exams: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, Failed> {
    let rows = exam_bank::Entity::find()
        .filter(exam_bank::Column::Street.eq(street))
        .filter(exam_bank::Column::ExamId.is_in(exams.iter().copied()))
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().map(|row| (row.exam_id, row.bank_version_id)).collect())
}

/// Notes that a wrong answer was worked through. [`Failed::AlreadyThere`] the second time.
pub async fn add_mark(tx: &Writer, row: StudyMarkRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Lists what was worked through of some sittings.
pub async fn marks(db: &impl Handle, street: &str, attempts: &[Uuid]) -> Result<Vec<StudyMarkRow>, Failed> {
    Ok(study_mark::Entity::find()
        .filter(study_mark::Column::Street.eq(street))
        .filter(study_mark::Column::AttemptId.is_in(attempts.iter().copied()))
        .all(db.raw())
        .await?)
}

/// Keeps orders to train somebody again. [`Failed::AlreadyThere`] where the round was ordered already.
pub async fn add_retrainings(tx: &Writer, rows: Vec<RetrainingRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}
