//! What invigilators see: who sits, and how far they are.

use crate::{
    Failed, Page,
    db::Handle,
    row::{attempt, attempt_step},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
    sea_query::Value,
};
use uuid::Uuid;

/// One sitting with its candidate.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Seat {
    /// The sitting.
    pub id: Uuid,
    /// For the how-manyeth time.
    pub number: i32,
    /// The candidate's name.
    pub person: String,
    /// The candidate's unit.
    pub unit: String,
    /// `open`, `submitted` or `voided`.
    pub state: String,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// Until when it runs.
    pub deadline: DateTime<Utc>,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// In hundredths of a point.
    pub score: Option<i32>,
    /// Whether it is passed.
    pub passed: Option<bool>,
}

/// How far a sitting is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StepCount {
    /// The sitting.
    pub attempt_id: Uuid,
    /// Steps of this kind.
    pub kind: String,
    /// Items that they are about; the questions of a case are one item.
    pub items: i64,
    /// Their number.
    pub steps: i64,
    /// The last one.
    pub last_at: Option<DateTime<Utc>>,
}

/// How many sittings of an exam stand how.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ExamCount {
    /// The exam.
    pub exam_id: Uuid,
    /// `open`, `submitted` or `voided`.
    pub state: String,
    /// Whether they are passed, where they are handed in.
    pub passed: Option<bool>,
    /// How many.
    pub attempts: i64,
}

const SEATS: &str = "FROM attempt a \
    JOIN person p ON p.street = a.street AND p.id = a.person_id \
    JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
    WHERE a.street = $1 AND a.exam_id = $2";

/// Lists one page of the sittings of an exam, the running ones first; of one area where it is given.
pub async fn seats(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    area: Option<Uuid>,
    page: u64,
    size: u64,
) -> Result<Page<Seat>, Failed> {
    #[derive(FromQueryResult)]
    struct Total {
        total: i64,
    }
    let raw = db.raw();
    let mut values: Vec<Value> = vec![street.into(), exam.into()];
    let mut from = SEATS.to_owned();
    if let Some(area) = area {
        values.push(area.into());
        from.push_str(" AND u.area_id = $3");
    }
    let statement =
        |sql: String| Statement::from_sql_and_values(raw.get_database_backend(), sql, values.clone());
    let total =
        Total::find_by_statement(statement(format!("SELECT COUNT(*) AS total {from}"))).one(raw).await?;
    let rows = format!(
        "SELECT a.id, a.number, p.name AS person, u.name AS unit, a.state, a.started_at, a.deadline, \
         a.submitted_at, a.score, a.passed {from} \
         ORDER BY CASE a.state WHEN 'open' THEN 0 ELSE 1 END, a.started_at DESC, a.id LIMIT {size} OFFSET {}",
        page.saturating_sub(1) * size
    );
    let rows = Seat::find_by_statement(statement(rows)).all(raw).await?;
    Ok(Page { rows, total: total.map_or(0, |t| u64::try_from(t.total).unwrap_or(0)) })
}

/// Counts the steps of several sittings by kind.
pub async fn step_counts(
    db: &impl Handle,
    street: &str,
    attempts: &[Uuid],
) -> Result<Vec<StepCount>, Failed> {
    use attempt_step::Column;
    use sea_orm::sea_query::{Expr, ExprTrait};
    // Items are kept as number · 100 + part.
    let item = Expr::col(Column::Item).div(Expr::cust("100"));
    Ok(attempt_step::Entity::find()
        .select_only()
        .column(Column::AttemptId)
        .column(Column::Kind)
        .column_as(item.count_distinct(), "items")
        .column_as(Column::Seq.count(), "steps")
        .column_as(Column::At.max(), "last_at")
        .filter(Column::Street.eq(street))
        .filter(Column::AttemptId.is_in(attempts.iter().copied()))
        .group_by(Column::AttemptId)
        .group_by(Column::Kind)
        .into_model::<StepCount>()
        .all(db.raw())
        .await?)
}

/// Counts the sittings of several exams by how they stand.
pub async fn counts(db: &impl Handle, street: &str, exams: &[Uuid]) -> Result<Vec<ExamCount>, Failed> {
    use attempt::Column;
    Ok(attempt::Entity::find()
        .select_only()
        .column(Column::ExamId)
        .column(Column::State)
        .column(Column::Passed)
        .column_as(Column::Id.count(), "attempts")
        .filter(Column::Street.eq(street))
        .filter(Column::ExamId.is_in(exams.iter().copied()))
        .group_by(Column::ExamId)
        .group_by(Column::State)
        .group_by(Column::Passed)
        .into_model::<ExamCount>()
        .all(db.raw())
        .await?)
}
