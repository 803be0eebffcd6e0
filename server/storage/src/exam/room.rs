//! Rooms, their seats, and who could still be seated.

pub use crate::row::{exam_room::Model as RoomRow, exam_seat::Model as SeatRow};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{exam_room, exam_seat},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    Statement, sea_query::Value,
};
use uuid::Uuid;

/// Somebody who could be seated, or is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sitter {
    /// The person.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
}

/// A seat with its person and how their sitting stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Seated {
    /// The seat, from 0.
    pub seat: i32,
    /// The person.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// The sitting, once it began.
    pub attempt_id: Option<Uuid>,
    /// `open`, `submitted` or `voided`.
    pub state: Option<String>,
    /// Until when it runs.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// In hundredths of a point.
    pub score: Option<i32>,
    /// Whether it is passed.
    pub passed: Option<bool>,
}

/// How many seats of a room have begun and handed in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoomCount {
    /// The room.
    pub room_id: Uuid,
    /// Its seats.
    pub seats: i64,
    /// Those that have begun.
    pub begun: i64,
    /// Those that have handed in.
    pub handed_in: i64,
}

/// The attendees of an exam's training who have no result, no sitting that runs and no seat for their next one.
const UNSEATED: &str = "FROM enrolment e JOIN training t ON t.street = e.street AND t.id = e.training_id \
    JOIN person p ON p.street = e.street AND p.id = e.person_id \
    JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
    WHERE e.street = $1 AND t.exam_id = $2 AND e.result IS NULL AND p.active \
    AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.street = e.street AND a.exam_id = t.exam_id \
        AND a.person_id = e.person_id AND a.state = 'open') \
    AND NOT EXISTS (SELECT 1 FROM exam_seat s WHERE s.street = e.street AND s.exam_id = t.exam_id \
        AND s.person_id = e.person_id AND s.number > COALESCE((SELECT MAX(a.number) FROM attempt a \
        WHERE a.street = e.street AND a.exam_id = t.exam_id AND a.person_id = e.person_id), 0))";

/// Adds a room with its seats.
pub async fn add_room(tx: &Writer, room: RoomRow, seats: Vec<SeatRow>) -> Result<(), Failed> {
    insert(tx, room.into_active_model()).await?;
    insert_all(tx, seats.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds a room.
pub async fn room(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<RoomRow>, Failed> {
    Ok(exam_room::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists the rooms of an exam, the last one to begin first.
pub async fn rooms(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<RoomRow>, Failed> {
    Ok(exam_room::Entity::find()
        .filter(exam_room::Column::Street.eq(street))
        .filter(exam_room::Column::ExamId.eq(exam))
        .order_by_desc(exam_room::Column::StartsAt)
        .order_by_desc(exam_room::Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists the papers of a room by seat.
pub async fn seat_rows(db: &impl Handle, street: &str, room: Uuid) -> Result<Vec<SeatRow>, Failed> {
    Ok(exam_seat::Entity::find()
        .filter(exam_seat::Column::Street.eq(street))
        .filter(exam_seat::Column::RoomId.eq(room))
        .order_by_asc(exam_seat::Column::Seat)
        .all(db.raw())
        .await?)
}

/// Finds the seat of a person for a sitting of an exam.
pub async fn seat_of(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    person: Uuid,
    number: i32,
) -> Result<Option<SeatRow>, Failed> {
    Ok(exam_seat::Entity::find()
        .filter(exam_seat::Column::Street.eq(street))
        .filter(exam_seat::Column::ExamId.eq(exam))
        .filter(exam_seat::Column::PersonId.eq(person))
        .filter(exam_seat::Column::Number.eq(number))
        .one(db.raw())
        .await?)
}

/// Lists who could be seated, by unit and name; of one area where it is given.
pub async fn unseated(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    area: Option<Uuid>,
    most: u32,
) -> Result<Vec<Sitter>, Failed> {
    let raw = db.raw();
    let mut values: Vec<Value> = vec![street.into(), exam.into()];
    let mut sql = format!("SELECT p.id AS person_id, p.name, u.name AS unit {UNSEATED}");
    if let Some(area) = area {
        values.push(area.into());
        sql.push_str(" AND u.area_id = $3");
    }
    sql.push_str(&format!(" ORDER BY u.name, p.name, p.id LIMIT {most}"));
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, values);
    Ok(Sitter::find_by_statement(statement).all(raw).await?)
}

/// Counts who could be seated.
pub async fn unseated_count(db: &impl Handle, street: &str, exam: Uuid) -> Result<u64, Failed> {
    #[derive(FromQueryResult)]
    struct Total {
        total: i64,
    }
    let raw = db.raw();
    let values: Vec<Value> = vec![street.into(), exam.into()];
    let sql = format!("SELECT COUNT(*) AS total {UNSEATED}");
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, values);
    let total = Total::find_by_statement(statement).one(raw).await?;
    Ok(total.map_or(0, |t| u64::try_from(t.total).unwrap_or(0)))
}

/// Lists the seats of a room with their people.
pub async fn seated(db: &impl Handle, street: &str, room: Uuid) -> Result<Vec<Seated>, Failed> {
    const SQL: &str = "SELECT s.seat, s.person_id, p.name, u.name AS unit, a.id AS attempt_id, a.state, a.deadline, \
        a.submitted_at, a.score, a.passed FROM exam_seat s \
        JOIN person p ON p.street = s.street AND p.id = s.person_id \
        JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
        LEFT JOIN attempt a ON a.street = s.street AND a.exam_id = s.exam_id AND a.person_id = s.person_id \
        AND a.number = s.number WHERE s.street = $1 AND s.room_id = $2 ORDER BY s.seat";
    let raw = db.raw();
    let values: Vec<Value> = vec![street.into(), room.into()];
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), SQL, values);
    Ok(Seated::find_by_statement(statement).all(raw).await?)
}

/// Counts the seats of an exam's rooms.
pub async fn room_counts(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<RoomCount>, Failed> {
    const SQL: &str = "SELECT s.room_id, COUNT(*) AS seats, COUNT(a.id) AS begun, COUNT(a.submitted_at) AS handed_in \
        FROM exam_seat s LEFT JOIN attempt a ON a.street = s.street AND a.exam_id = s.exam_id \
        AND a.person_id = s.person_id AND a.number = s.number \
        WHERE s.street = $1 AND s.exam_id = $2 GROUP BY s.room_id";
    let raw = db.raw();
    let values: Vec<Value> = vec![street.into(), exam.into()];
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), SQL, values);
    Ok(RoomCount::find_by_statement(statement).all(raw).await?)
}
