//! Exams, sittings, their papers and their steps.

mod attempt;
mod room;
mod staff;
mod watch;

pub use crate::row::{
    attempt::Model as AttemptRow, attempt_step::Model as StepRow, exam::Model as ExamRow,
    paper::Model as PaperRow,
};
pub use attempt::{
    Finished, add_attempt, add_steps, answers_in, attempt, attempts_of, attempts_of_all, attempts_to_change,
    finish, is_taken, overdue, paper, papers_of, set_lease, step_totals, steps,
};
pub use room::{
    RoomCount, RoomRow, SeatRow, Seated, Sitter, add_room, room, room_counts, rooms, seat_of, seat_rows,
    seated, unseated, unseated_count,
};
pub use staff::{
    Member, PresenceRow, invigilators, members, name_invigilator, note_presence, presences,
    release_invigilator, reopen, set_deadline, void,
};
pub use watch::{
    Absent, ExamCount, HeadCounts, Seat, SeatFilter, StepCount, absent, counts, head_counts, seats,
    step_counts,
};

use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::{enrolment, exam, exam_bank, training},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

/// Adds an exam over several bank versions.
pub async fn add(tx: &Writer, row: ExamRow, bank_versions: &[Uuid]) -> Result<(), Failed> {
    let (street, exam_id) = (row.street.clone(), row.id);
    insert(tx, row.into_active_model()).await?;
    let link =
        |version: &Uuid| exam_bank::Model { street: street.clone(), exam_id, bank_version_id: *version };
    insert_all(tx, bank_versions.iter().map(|version| link(version).into_active_model()).collect()).await
}

/// Finds an exam.
pub async fn exam(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<ExamRow>, Failed> {
    Ok(exam::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// The titles of some exams.
pub async fn titles(db: &impl Handle, street: &str, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Failed> {
    Ok(exam::Entity::find()
        .select_only()
        .column(exam::Column::Id)
        .column(exam::Column::Title)
        .filter(exam::Column::Street.eq(street))
        .filter(exam::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db.raw())
        .await?)
}

/// Lists one page of the exams that trainings end in, the newest first; those that a changed blueprint has
/// replaced are left out.
pub async fn exams_page(
    db: &impl Handle,
    street: &str,
    page: u64,
    size: u64,
) -> Result<Page<ExamRow>, Failed> {
    let used = training::Entity::find()
        .select_only()
        .column(training::Column::ExamId)
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::ExamId.is_not_null());
    let query = exam::Entity::find()
        .filter(exam::Column::Street.eq(street))
        .filter(exam::Column::Id.in_subquery(used.into_query()));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(exam::Column::OpensAt)
        .order_by_desc(exam::Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists the bank versions that an exam draws from.
pub async fn bank_versions(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<Uuid>, Failed> {
    let rows = exam_bank::Entity::find()
        .filter(exam_bank::Column::Street.eq(street))
        .filter(exam_bank::Column::ExamId.eq(exam))
        .order_by_asc(exam_bank::Column::BankVersionId)
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().map(|row| row.bank_version_id).collect())
}

/// Gives an attendee a result that rests on an attempt. A pass replaces every other result; a failure
/// only takes the place of none.
pub async fn set_result(
    tx: &Writer,
    row: &AttemptRow,
    passed: bool,
    at: DateTime<Utc>,
) -> Result<(), Failed> {
    use enrolment::Column;
    let mut who = Condition::all()
        .add(Column::Street.eq(&row.street))
        .add(Column::TrainingId.eq(row.training_id))
        .add(Column::PersonId.eq(row.person_id));
    if !passed {
        who = who.add(Column::Result.is_null());
    }
    enrolment::Entity::update_many()
        .col_expr(Column::Result, Expr::value(if passed { "passed" } else { "failed" }))
        .col_expr(Column::ResultAt, Expr::value(at))
        .col_expr(Column::AttemptId, Expr::value(row.id))
        .filter(who)
        .exec(tx.raw())
        .await?;
    Ok(())
}
