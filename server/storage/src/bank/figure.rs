//! How questions were answered, by exam: kept beside the sittings, so that a bank's list need not read them.

pub use crate::row::{item_figure::Model as ItemFigureRow, item_figure_state::Model as FigureStateRow};

use crate::{
    Failed,
    db::{Handle, Writer, insert_all},
    row::{item_figure, item_figure_state},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement, sea_query::OnConflict,
};
use uuid::Uuid;

/// How often a question was asked over all exams.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ItemSum {
    /// Which.
    pub question_id: String,
    /// In how many exams.
    pub exams: i64,
    /// How often.
    pub asked: i64,
    /// How often it was answered in full.
    pub full_marks: i64,
}

/// An exam whose figures are older than its results.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StaleExam {
    /// Which.
    pub id: Uuid,
    /// Its sittings handed in.
    pub sittings: i64,
    /// Its regrades.
    pub regrades: i64,
}

/// Sums the figures of some questions over all exams.
pub async fn item_sums(db: &impl Handle, street: &str, questions: &[String]) -> Result<Vec<ItemSum>, Failed> {
    use item_figure::Column::{Asked, ExamId, FullMarks, QuestionId, Street};
    Ok(item_figure::Entity::find()
        .select_only()
        .column(QuestionId)
        .column_as(ExamId.count(), "exams")
        .column_as(Asked.sum(), "asked")
        .column_as(FullMarks.sum(), "full_marks")
        .filter(Street.eq(street))
        .filter(QuestionId.is_in(questions.iter().map(String::as_str)))
        .group_by(QuestionId)
        .into_model::<ItemSum>()
        .all(db.raw())
        .await?)
}

/// Lists the figures of a question by exam.
pub async fn figures_of(
    db: &impl Handle,
    street: &str,
    question: &str,
) -> Result<Vec<ItemFigureRow>, Failed> {
    Ok(item_figure::Entity::find()
        .filter(item_figure::Column::Street.eq(street))
        .filter(item_figure::Column::QuestionId.eq(question))
        .order_by_desc(item_figure::Column::ExamId)
        .all(db.raw())
        .await?)
}

/// Lists the exams whose figures are older than their results.
pub async fn stale_exams(db: &impl Handle, street: &str) -> Result<Vec<StaleExam>, Failed> {
    let sql = "SELECT e.id AS id, COUNT(DISTINCT a.id) AS sittings, COUNT(r.attempt_id) AS regrades \
               FROM exam e \
               JOIN attempt a ON a.street = e.street AND a.exam_id = e.id AND a.state = 'submitted' \
               LEFT JOIN regrade r ON r.street = a.street AND r.attempt_id = a.id \
               LEFT JOIN item_figure_state s ON s.street = e.street AND s.exam_id = e.id \
               WHERE e.street = $1 \
               GROUP BY e.id, s.sittings, s.regrades \
               HAVING s.sittings IS NULL OR s.sittings <> COUNT(DISTINCT a.id) OR s.regrades <> COUNT(r.attempt_id)";
    let raw = db.raw();
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, [street.into()]);
    Ok(StaleExam::find_by_statement(statement).all(raw).await?)
}

/// Replaces the figures of an exam.
pub async fn keep_figures(
    tx: &Writer,
    state: FigureStateRow,
    rows: Vec<ItemFigureRow>,
) -> Result<(), Failed> {
    use item_figure_state::Column::{ExamId, Regrades, Sittings, Street};
    item_figure::Entity::delete_many()
        .filter(item_figure::Column::Street.eq(&state.street))
        .filter(item_figure::Column::ExamId.eq(state.exam_id))
        .exec(tx.raw())
        .await?;
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await?;
    let replaced = OnConflict::columns([Street, ExamId]).update_columns([Sittings, Regrades]).to_owned();
    item_figure_state::Entity::insert(state.into_active_model())
        .on_conflict(replaced)
        .exec_without_returning(tx.raw())
        .await?;
    Ok(())
}
