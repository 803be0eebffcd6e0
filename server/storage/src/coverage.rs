//! Frozen denominators, and how their units and the year's attendees stand.

pub use crate::row::{coverage_base::Model as BaseRow, coverage_unit::Model as BaseUnitRow};

use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::coverage_base::{Column, Entity},
    sql::Sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Lists the denominators of a year, the newest first.
pub async fn bases(db: &impl Handle, street: &str, year: i32) -> Result<Vec<BaseRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Year.eq(year))
        .order_by_desc(Column::Number);
    Ok(query.all(db.raw()).await?)
}

/// Freezes a denominator.
pub async fn freeze(tx: &Writer, base: BaseRow, units: Vec<BaseUnitRow>) -> Result<(), Failed> {
    insert(tx, base.into_active_model()).await?;
    insert_all(tx, units.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Where a unit of a denominator stands; the codes are those of the query below.
pub const STANDINGS: &[&str] = &["passed", "reopened", "failed", "open", "absent", "nobody"];

/// Which units a list shows.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code.
    pub sector: Option<String>,
    /// Only this standing; `uncovered` for all but `passed`.
    pub standing: Option<String>,
    /// A part of the unit's name.
    pub text: String,
}

/// A unit of a denominator with its present principal.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct UnitLine {
    pub unit_id: Uuid,
    pub name: String,
    pub area_id: Uuid,
    pub sector: String,
    pub closed_on: Option<NaiveDate>,
    pub principal: Option<String>,
    pub since: Option<NaiveDate>,
    pub passed_at: Option<DateTime<Utc>>,
    pub standing: String,
}

/// Begins a query over the units of a denominator: each with its present principal, and whether that one passed a
/// training of the year since taking up the post, or took part in a confirmed activity beyond the street. Of two principals one pass suffices.
fn standing(street: &str, base: &BaseRow) -> Sql {
    let mut sql = Sql::new(
        "SELECT * FROM (SELECT b.unit_id, u.name, b.area_id, b.sector, u.closed_on, l.principal, l.since, l.passed_at, \
         CASE WHEN l.unit_id IS NULL THEN 'nobody' WHEN l.passed_at IS NOT NULL THEN 'passed' \
         WHEN l.late > 0 THEN 'reopened' WHEN l.failed > 0 THEN 'failed' WHEN l.open > 0 THEN 'open' \
         ELSE 'absent' END AS standing FROM coverage_unit b JOIN unit u ON u.street = b.street AND u.id = b.unit_id \
         LEFT JOIN (SELECT p.unit_id, min(p.name) AS principal, max(n.since) AS since, \
         max(CASE WHEN r.result = 'passed' AND (n.since_at IS NULL OR r.result_at >= n.since_at) THEN r.result_at END) \
         AS passed_at, max(CASE WHEN n.since_at > ",
    );
    sql.bind(base.frozen_at);
    sql.add(
        " THEN 1 ELSE 0 END) AS late, max(CASE WHEN r.result = 'failed' THEN 1 ELSE 0 END) AS failed, \
         max(CASE WHEN r.person_id IS NOT NULL AND r.result IS NULL THEN 1 ELSE 0 END) AS open FROM person p \
         LEFT JOIN person_post n ON n.street = p.street AND n.person_id = p.id AND n.seq = (SELECT max(m.seq) FROM \
         person_post m WHERE m.street = p.street AND m.person_id = p.id) \
         LEFT JOIN (SELECT e.person_id, e.result, e.result_at FROM enrolment e JOIN training t ON t.street = e.street \
         AND t.id = e.training_id WHERE t.kind = 'training' AND t.status <> 'draft' AND t.street = ",
    );
    sql.bind(street).and("t.year", base.year);
    // Activities beyond the street count once they are confirmed.
    sql.add(
        " UNION ALL SELECT q.person_id, 'passed' AS result, x.confirmed_at AS result_at FROM external_participant q \
         JOIN external_activity x ON x.street = q.street AND x.id = q.activity_id WHERE x.confirmed_at IS NOT NULL \
         AND x.street = ",
    );
    let day = |month, day| NaiveDate::from_ymd_opt(base.year, month, day).unwrap_or(base.frozen_on);
    sql.bind(street).add(" AND x.held_on >= ").bind(day(1, 1)).add(" AND x.held_on <= ").bind(day(12, 31));
    sql.add(") r ON r.person_id = p.id WHERE p.active AND p.position = 'principal'").and("p.street", street);
    sql.add(" GROUP BY p.unit_id) l ON l.unit_id = b.unit_id WHERE b.street = ").bind(street);
    sql.and("b.year", base.year).and("b.number", base.number).add(") x WHERE 1 = 1");
    sql
}

fn narrowed(sql: &mut Sql, filter: &UnitFilter) {
    if let Some(area) = filter.area {
        sql.and("x.area_id", area);
    }
    if let Some(sector) = &filter.sector {
        sql.and("x.sector", sector.clone());
    }
    match filter.standing.as_deref() {
        Some("uncovered") => {
            sql.add(" AND x.standing <> 'passed'");
        }
        Some("closed") => {
            sql.add(" AND x.closed_on IS NOT NULL");
        }
        Some(standing) => {
            sql.and("x.standing", standing);
        }
        None => {}
    }
    sql.and_like(&["x.name"], &filter.text);
}

/// Lists one page of the units of a denominator by name.
pub async fn units(
    db: &impl Handle,
    street: &str,
    base: &BaseRow,
    filter: &UnitFilter,
    page: u64,
    size: u64,
) -> Result<Page<UnitLine>, Failed> {
    let mut sql = standing(street, base);
    narrowed(&mut sql, filter);
    let total = sql.count(db).await?;
    sql.add(" ORDER BY x.name, x.unit_id").page(page, size);
    Ok(Page { rows: sql.all(db).await?, total })
}

/// How many units of one area and sector stand how.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UnitCount {
    /// The area.
    pub area_id: Uuid,
    /// The sector's code.
    pub sector: String,
    /// How they stand.
    pub standing: String,
    /// How many.
    pub units: i64,
    /// How many of them are closed by now.
    pub closed: i64,
}

/// Counts the units of a denominator by area, sector and standing.
pub async fn unit_counts(db: &impl Handle, street: &str, base: &BaseRow) -> Result<Vec<UnitCount>, Failed> {
    let inner = standing(street, base);
    inner
        .around(
            "SELECT area_id, sector, standing, count(*) AS units, \
             sum(CASE WHEN closed_on IS NULL THEN 0 ELSE 1 END) AS closed FROM (",
            ") y GROUP BY area_id, sector, standing",
        )
        .all(db)
        .await
}

/// A unit that came after a denominator was frozen.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NewUnit {
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its area.
    pub area_id: Uuid,
    /// Its sector's code.
    pub sector: String,
    /// When it was taken in.
    pub created_at: DateTime<Utc>,
}

/// Lists one page of the active enterprises that a denominator does not hold.
pub async fn new_units(
    db: &impl Handle,
    street: &str,
    base: &BaseRow,
    filter: &UnitFilter,
    page: u64,
    size: u64,
) -> Result<Page<NewUnit>, Failed> {
    let mut sql = Sql::new(
        "SELECT u.id AS unit_id, u.name, u.area_id, u.sector, u.created_at FROM unit u WHERE u.closed_on IS NULL \
         AND u.sector <> 'department' AND u.street = ",
    );
    sql.bind(street)
        .add(" AND NOT EXISTS (SELECT 1 FROM coverage_unit b WHERE b.street = u.street AND b.unit_id = u.id");
    sql.and("b.year", base.year).and("b.number", base.number).add(")");
    if let Some(area) = filter.area {
        sql.and("u.area_id", area);
    }
    if let Some(sector) = &filter.sector {
        sql.and("u.sector", sector.clone());
    }
    sql.and_like(&["u.name"], &filter.text);
    let total = sql.count(db).await?;
    sql.add(" ORDER BY u.name, u.id").page(page, size);
    Ok(Page { rows: sql.all(db).await?, total })
}

/// Which attendees of a year a list shows.
#[derive(Clone, Debug, Default)]
pub struct AttendeeFilter {
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code.
    pub sector: Option<String>,
    /// Only this position's code.
    pub position: Option<String>,
    /// Only this unit.
    pub unit: Option<Uuid>,
    /// `passed`, `failed`, `excused`, `open`, or `lacking` for all that are neither passed nor excused.
    pub result: Option<String>,
    /// A part of the person's, the unit's or the training's name.
    pub text: String,
}

/// An attendee of a training of the year.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct AttendeeLine {
    pub training_id: Uuid,
    pub title: String,
    pub person_id: Uuid,
    pub name: String,
    pub position: String,
    pub unit_id: Uuid,
    pub unit_name: String,
    pub area_id: Uuid,
    pub sector: String,
    pub result: Option<String>,
    pub result_at: Option<DateTime<Utc>>,
}

const ATTENDEES: &str = " FROM enrolment e JOIN training t ON t.street = e.street AND t.id = e.training_id \
    JOIN person p ON p.street = e.street AND p.id = e.person_id JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
    WHERE t.kind = 'training' AND t.status <> 'draft' AND e.street = ";

fn attending(sql: &mut Sql, street: &str, year: i32, filter: &AttendeeFilter) {
    sql.add(ATTENDEES).bind(street).and("t.year", year);
    if let Some(area) = filter.area {
        sql.and("u.area_id", area);
    }
    if let Some(unit) = filter.unit {
        sql.and("u.id", unit);
    }
    if let Some(sector) = &filter.sector {
        sql.and("u.sector", sector.clone());
    }
    if let Some(position) = &filter.position {
        sql.and("p.position", position.clone());
    }
    match filter.result.as_deref() {
        Some("open") => {
            sql.add(" AND e.result IS NULL");
        }
        Some("lacking") => {
            sql.add(" AND (e.result IS NULL OR e.result = 'failed')");
        }
        Some("counted") => {
            sql.add(" AND (e.result IS NULL OR e.result <> 'excused')");
        }
        Some(result) => {
            sql.and("e.result", result);
        }
        None => {}
    }
    sql.and_like(&["p.name", "u.name", "t.title"], &filter.text);
}

/// Lists one page of attendees by unit and name.
pub async fn attendees(
    db: &impl Handle,
    street: &str,
    year: i32,
    filter: &AttendeeFilter,
    page: u64,
    size: u64,
) -> Result<Page<AttendeeLine>, Failed> {
    let mut sql = Sql::new(
        "SELECT e.training_id, t.title, e.person_id, p.name, p.position, p.unit_id, u.name AS unit_name, u.area_id, \
         u.sector, e.result, e.result_at",
    );
    attending(&mut sql, street, year, filter);
    let total = sql.count(db).await?;
    sql.add(" ORDER BY u.name, p.name, e.person_id, e.training_id").page(page, size);
    Ok(Page { rows: sql.all(db).await?, total })
}

/// How many attendees of one area, sector and position have which result.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AttendeeCount {
    /// The area.
    pub area_id: Uuid,
    /// The sector's code.
    pub sector: String,
    /// The position's code.
    pub position: String,
    /// The result, where there is one.
    pub result: Option<String>,
    /// How many.
    pub people: i64,
}

/// Counts the attendees of a year; of one area where asked.
pub async fn attendee_counts(
    db: &impl Handle,
    street: &str,
    year: i32,
    area: Option<Uuid>,
) -> Result<Vec<AttendeeCount>, Failed> {
    let mut sql = Sql::new("SELECT u.area_id, u.sector, p.position, e.result, count(*) AS people");
    attending(&mut sql, street, year, &AttendeeFilter { area, ..AttendeeFilter::default() });
    sql.add(" GROUP BY u.area_id, u.sector, p.position, e.result").all(db).await
}
