//! The parts of trainings, and who has read them.

pub use crate::row::{
    lesson::Model as LessonRow, lesson_media::Model as LessonMediaRow, lesson_view::Model as LessonViewRow,
};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{lesson, lesson_media, lesson_view},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

/// A place outside of the order, while two parts change places.
const ASIDE: i32 = 1_000_000;

/// How many minutes of a training somebody has studied.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct StudyMinutes {
    /// Who.
    pub person_id: Uuid,
    /// Minutes of the parts that they finished in their round.
    pub minutes: i64,
    /// How many parts those are.
    pub parts: i64,
}

/// Lists the parts of a training in their order.
pub async fn of_training(db: &impl Handle, street: &str, training: Uuid) -> Result<Vec<LessonRow>, Failed> {
    let query = lesson::Entity::find()
        .filter(lesson::Column::Street.eq(street))
        .filter(lesson::Column::TrainingId.eq(training));
    Ok(query.order_by_asc(lesson::Column::Seq).all(db.raw()).await?)
}

/// Counts the parts of a training.
pub async fn count(db: &impl Handle, street: &str, training: Uuid) -> Result<u64, Failed> {
    let query = lesson::Entity::find()
        .filter(lesson::Column::Street.eq(street))
        .filter(lesson::Column::TrainingId.eq(training));
    Ok(query.count(db.raw()).await?)
}

/// Finds a part.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<LessonRow>, Failed> {
    Ok(lesson::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Adds a part, with its files.
pub async fn add(tx: &Writer, row: LessonRow, files: Vec<LessonMediaRow>) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await?;
    insert_all(tx, files.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Replaces a part and its files.
pub async fn save(tx: &Writer, row: LessonRow, files: Vec<LessonMediaRow>) -> Result<(), Failed> {
    drop_files(tx, &row.street, row.id).await?;
    row.into_active_model().reset_all().update(tx.raw()).await?;
    insert_all(tx, files.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Removes a part with its files.
pub async fn remove(tx: &Writer, street: &str, id: Uuid) -> Result<(), Failed> {
    drop_files(tx, street, id).await?;
    lesson::Entity::delete_by_id((street.to_owned(), id)).exec(tx.raw()).await?;
    Ok(())
}

async fn drop_files(tx: &Writer, street: &str, lesson: Uuid) -> Result<(), Failed> {
    lesson_media::Entity::delete_many()
        .filter(lesson_media::Column::Street.eq(street))
        .filter(lesson_media::Column::LessonId.eq(lesson))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Lets two parts of a training change places.
pub async fn swap(tx: &Writer, street: &str, one: &LessonRow, other: &LessonRow) -> Result<(), Failed> {
    for (id, seq) in [(one.id, ASIDE), (other.id, one.seq), (one.id, other.seq)] {
        lesson::Entity::update_many()
            .col_expr(lesson::Column::Seq, Expr::value(seq))
            .filter(lesson::Column::Street.eq(street))
            .filter(lesson::Column::Id.eq(id))
            .exec(tx.raw())
            .await?;
    }
    Ok(())
}

/// Lists the files of some parts in their order.
pub async fn files(
    db: &impl Handle,
    street: &str,
    lessons: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<LessonMediaRow>, Failed> {
    let query = lesson_media::Entity::find()
        .filter(lesson_media::Column::Street.eq(street))
        .filter(lesson_media::Column::LessonId.is_in(lessons));
    Ok(query
        .order_by_asc(lesson_media::Column::LessonId)
        .order_by_asc(lesson_media::Column::Place)
        .all(db.raw())
        .await?)
}

/// Finds how far an attendee is with a part in a round.
pub async fn view(
    db: &impl Handle,
    street: &str,
    lesson: Uuid,
    person: Uuid,
    round: i32,
) -> Result<Option<LessonViewRow>, Failed> {
    let key = (street.to_owned(), lesson, person, round);
    Ok(lesson_view::Entity::find_by_id(key).one(db.raw()).await?)
}

/// Lists how far an attendee is with the parts of a training in a round.
pub async fn views(
    db: &impl Handle,
    street: &str,
    training: Uuid,
    person: Uuid,
    round: i32,
) -> Result<Vec<LessonViewRow>, Failed> {
    let query = lesson_view::Entity::find()
        .filter(lesson_view::Column::Street.eq(street))
        .filter(lesson_view::Column::TrainingId.eq(training))
        .filter(lesson_view::Column::PersonId.eq(person))
        .filter(lesson_view::Column::Round.eq(round));
    Ok(query.all(db.raw()).await?)
}

/// Notes that an attendee opened a part. [`Failed::AlreadyThere`] where they had.
pub async fn add_view(tx: &Writer, row: LessonViewRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Notes how far many attendees are, at once.
pub async fn add_views(tx: &Writer, rows: Vec<LessonViewRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Replaces how far an attendee is with a part.
pub async fn save_view(tx: &Writer, row: LessonViewRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Counts, for each part of a training, the attendees who finished it.
pub async fn finished_counts(
    db: &impl Handle,
    street: &str,
    training: Uuid,
) -> Result<Vec<(Uuid, i64)>, Failed> {
    let query = lesson_view::Entity::find()
        .select_only()
        .column(lesson_view::Column::LessonId)
        .expr(Expr::col(lesson_view::Column::PersonId).count_distinct())
        .filter(lesson_view::Column::Street.eq(street))
        .filter(lesson_view::Column::TrainingId.eq(training))
        .filter(lesson_view::Column::FinishedAt.is_not_null())
        .group_by(lesson_view::Column::LessonId);
    Ok(query.into_tuple().all(db.raw()).await?)
}

/// Sums up, for each attendee of a training who finished a part in the round they are in, the minutes of what they
/// finished.
pub async fn study_minutes(
    db: &impl Handle,
    street: &str,
    training: Uuid,
) -> Result<Vec<StudyMinutes>, Failed> {
    let sql = "SELECT v.person_id, CAST(SUM(l.minutes) AS bigint) AS minutes, COUNT(*) AS parts FROM lesson_view v \
        JOIN lesson l ON l.street = v.street AND l.id = v.lesson_id \
        JOIN enrolment e ON e.street = v.street AND e.training_id = v.training_id AND e.person_id = v.person_id \
        WHERE v.street = $1 AND v.training_id = $2 AND v.finished_at IS NOT NULL AND v.round = e.round \
        GROUP BY v.person_id";
    let statement = Statement::from_sql_and_values(
        db.raw().get_database_backend(),
        sql,
        [street.into(), training.into()],
    );
    Ok(StudyMinutes::find_by_statement(statement).all(db.raw()).await?)
}
