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

/// A part of the sittings of an exam.
#[derive(Clone, Debug, Default)]
pub struct SeatFilter {
    /// Of one area.
    pub area: Option<Uuid>,
    /// `open`, `submitted` or `voided`.
    pub state: Option<&'static str>,
    /// Passed or not.
    pub passed: Option<bool>,
    /// A part of the name of the candidate or the unit.
    pub text: String,
}

/// An attendee who has not begun.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Absent {
    /// Their name.
    pub person: String,
    /// Their unit.
    pub unit: String,
    /// When they had read the lesson.
    pub lesson_read_at: Option<DateTime<Utc>>,
}

/// How many people of an exam stand how; of one area, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadCounts {
    /// Attendees without result who have not begun.
    pub absent: u64,
    /// Sittings that run.
    pub running: u64,
    /// Sittings passed.
    pub passed: u64,
    /// Sittings failed.
    pub failed: u64,
    /// Sittings voided.
    pub voided: u64,
}

const SEATS: &str = "FROM attempt a \
    JOIN person p ON p.street = a.street AND p.id = a.person_id \
    JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
    WHERE a.street = $1 AND a.exam_id = $2";
/// Who has only voided sittings is to begin again.
const ABSENT: &str = "FROM enrolment e \
    JOIN training t ON t.street = e.street AND t.id = e.training_id \
    JOIN person p ON p.street = e.street AND p.id = e.person_id \
    JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
    WHERE e.street = $1 AND t.exam_id = $2 AND t.status = 'published' AND e.result IS NULL AND NOT EXISTS \
    (SELECT 1 FROM attempt a WHERE a.street = e.street AND a.training_id = e.training_id \
    AND a.person_id = e.person_id AND a.state <> 'voided')";

/// A query in the making: its text and its values.
struct Asked {
    sql: String,
    values: Vec<Value>,
}

impl Asked {
    fn new(sql: &str, street: &str, exam: Uuid) -> Self {
        Self { sql: sql.to_owned(), values: vec![street.into(), exam.into()] }
    }
    /// Adds a condition; `?` stands for the value.
    fn and(mut self, condition: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.values.push(value.into());
            let place = format!("${}", self.values.len());
            self.sql.push_str(" AND ");
            self.sql.push_str(&condition.replace('?', &place));
        }
        self
    }
    /// Adds that person or unit are named so.
    fn named(self, text: &str) -> Self {
        let text = text.trim();
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = (!text.is_empty()).then(|| format!("%{escaped}%"));
        self.and("(p.name LIKE ? ESCAPE '\\' OR u.name LIKE ? ESCAPE '\\')", pattern)
    }
    async fn rows<T: FromQueryResult>(
        &self,
        db: &impl Handle,
        what: &str,
        order: &str,
    ) -> Result<Vec<T>, Failed> {
        let sql = format!("SELECT {what} {}{order}", self.sql);
        let backend = db.raw().get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, self.values.clone());
        Ok(T::find_by_statement(statement).all(db.raw()).await?)
    }
    async fn count(&self, db: &impl Handle) -> Result<u64, Failed> {
        #[derive(FromQueryResult)]
        struct Total {
            total: i64,
        }
        let rows: Vec<Total> = self.rows(db, "COUNT(*) AS total", "").await?;
        Ok(rows.first().map_or(0, |row| u64::try_from(row.total).unwrap_or(0)))
    }
}

/// Lists one page of the sittings of an exam, the running ones first.
pub async fn seats(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    filter: &SeatFilter,
    page: u64,
    size: u64,
) -> Result<Page<Seat>, Failed> {
    let asked = Asked::new(SEATS, street, exam)
        .and("u.area_id = ?", filter.area)
        .and("a.state = ?", filter.state)
        .and("a.passed = ?", filter.passed)
        .named(&filter.text);
    let what = "a.id, a.number, p.name AS person, u.name AS unit, a.state, a.started_at, a.deadline, \
         a.submitted_at, a.score, a.passed";
    let order = format!(
        " ORDER BY CASE a.state WHEN 'open' THEN 0 ELSE 1 END, a.started_at DESC, a.id LIMIT {size} OFFSET {}",
        page.saturating_sub(1) * size
    );
    Ok(Page { rows: asked.rows(db, what, &order).await?, total: asked.count(db).await? })
}

/// Lists one page of the attendees of an exam who have not begun, by unit.
pub async fn absent(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    filter: &SeatFilter,
    page: u64,
    size: u64,
) -> Result<Page<Absent>, Failed> {
    let asked = Asked::new(ABSENT, street, exam).and("u.area_id = ?", filter.area).named(&filter.text);
    let order = format!(" ORDER BY u.id, p.id LIMIT {size} OFFSET {}", page.saturating_sub(1) * size);
    let rows = asked.rows(db, "p.name AS person, u.name AS unit, e.lesson_read_at", &order).await?;
    Ok(Page { rows, total: asked.count(db).await? })
}

/// Counts the people of an exam by how they stand; of one area, or of all.
pub async fn head_counts(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    area: Option<Uuid>,
) -> Result<HeadCounts, Failed> {
    #[derive(FromQueryResult)]
    struct Group {
        state: String,
        passed: Option<bool>,
        attempts: i64,
    }
    let seats = Asked::new(SEATS, street, exam).and("u.area_id = ?", area);
    let groups: Vec<Group> =
        seats.rows(db, "a.state, a.passed, COUNT(*) AS attempts", " GROUP BY a.state, a.passed").await?;
    let sum = |state: &str, passed: Option<bool>| {
        let found = groups.iter().find(|group| group.state == state && group.passed == passed);
        found.map_or(0, |group| u64::try_from(group.attempts).unwrap_or(0))
    };
    Ok(HeadCounts {
        absent: Asked::new(ABSENT, street, exam).and("u.area_id = ?", area).count(db).await?,
        running: sum("open", None),
        passed: sum("submitted", Some(true)),
        failed: sum("submitted", Some(false)),
        voided: sum("voided", None),
    })
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
