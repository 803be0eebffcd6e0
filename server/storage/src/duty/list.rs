//! Lists over the cache of duties. Where a duty stands depends on the day, so it is asked for, never stored.

use crate::{Failed, Page, db::Handle, sql::Sql};
use chrono::{Days, NaiveDate};
use domain::duty::{SOON, State};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Which duties a list shows.
#[derive(Clone, Debug)]
pub struct DutyFilter {
    /// The day that states are told on.
    pub today: NaiveDate,
    /// Only these states; all that are not met where it is none.
    pub state: Option<State>,
    /// Only this topic's code.
    pub topic: Option<String>,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code.
    pub sector: Option<String>,
    /// Only this position's code.
    pub position: Option<String>,
    /// Only this unit.
    pub unit: Option<Uuid>,
    /// A part of the person's or the unit's name.
    pub text: String,
}

impl DutyFilter {
    /// Everything that is not met, as of a day.
    #[must_use]
    pub fn unmet(today: NaiveDate) -> Self {
        Self {
            today,
            state: None,
            topic: None,
            area: None,
            sector: None,
            position: None,
            unit: None,
            text: String::new(),
        }
    }
}

/// A duty with whose it is.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct DutyLine {
    pub person_id: Uuid,
    pub name: String,
    pub mobile: String,
    pub position: String,
    pub unit_id: Uuid,
    pub unit_name: String,
    pub area_id: Uuid,
    pub sector: String,
    pub topic: String,
    pub title: String,
    pub basis: String,
    pub hours: i32,
    pub hours_done: i32,
    pub period_from: NaiveDate,
    pub period_until: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub met_on: Option<NaiveDate>,
}

const LINES: &str = "SELECT d.person_id, p.name, p.mobile, d.position, d.unit_id, u.name AS unit_name, d.area_id, \
    d.sector, d.topic, d.title, d.basis, d.hours, d.hours_done, d.period_from, d.period_until, d.due_on, d.met_on";
const FROM: &str = " FROM duty_state d JOIN person p ON p.street = d.street AND p.id = d.person_id \
    JOIN unit u ON u.street = d.street AND u.id = d.unit_id WHERE d.street = ";

fn narrowed(sql: &mut Sql, street: &str, filter: &DutyFilter, with_state: bool) {
    sql.bind(street);
    let soon = filter.today.checked_add_days(Days::new(SOON)).unwrap_or(filter.today);
    if with_state {
        match filter.state {
            None => sql.add(" AND d.met_on IS NULL"),
            Some(State::Met) => sql.add(" AND d.met_on IS NOT NULL"),
            Some(State::Overdue) => sql.add(" AND d.met_on IS NULL AND d.due_on < ").bind(filter.today),
            Some(State::DueSoon) => {
                sql.add(" AND d.met_on IS NULL AND d.due_on >= ").bind(filter.today);
                sql.add(" AND d.due_on <= ").bind(soon)
            }
            Some(State::Open) => sql.add(" AND d.met_on IS NULL AND d.due_on > ").bind(soon),
        };
    }
    if let Some(area) = filter.area {
        sql.and("d.area_id", area);
    }
    if let Some(unit) = filter.unit {
        sql.and("d.unit_id", unit);
    }
    for (column, code) in
        [("d.topic", &filter.topic), ("d.sector", &filter.sector), ("d.position", &filter.position)]
    {
        if let Some(code) = code {
            sql.and(column, code.clone());
        }
    }
    sql.and_like(&["p.name", "u.name"], &filter.text);
}

/// Lists one page of duties, the first due first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    filter: &DutyFilter,
    page: u64,
    size: u64,
) -> Result<Page<DutyLine>, Failed> {
    let mut sql = Sql::new(&format!("{LINES}{FROM}"));
    narrowed(&mut sql, street, filter, true);
    let total = sql.count(db).await?;
    sql.add(" ORDER BY d.due_on, u.name, p.name, d.person_id, d.code").page(page, size);
    Ok(Page { rows: sql.all(db).await?, total })
}

/// Lists the duties of a filter, the first due first, at most `most`.
pub async fn lines(
    db: &impl Handle,
    street: &str,
    filter: &DutyFilter,
    most: u64,
) -> Result<Vec<DutyLine>, Failed> {
    let mut sql = Sql::new(&format!("{LINES}{FROM}"));
    narrowed(&mut sql, street, filter, true);
    sql.add(" ORDER BY d.due_on, u.name, p.name, d.person_id, d.code").page(1, most).all(db).await
}

/// How many duties stand how.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct DutyCount {
    /// Past their day.
    pub overdue: i64,
    /// Due within thirty days.
    pub soon: i64,
    /// With time left.
    pub open: i64,
    /// Met.
    pub met: i64,
}

fn tally(sql: &mut Sql, today: NaiveDate) {
    let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
    sql.add("COALESCE(sum(CASE WHEN d.met_on IS NULL AND d.due_on < ").bind(today);
    sql.add(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(sum(CASE WHEN d.met_on IS NULL AND d.due_on >= ")
        .bind(today);
    sql.add(" AND d.due_on <= ").bind(soon);
    sql.add(" THEN 1 ELSE 0 END), 0) AS soon, COALESCE(sum(CASE WHEN d.met_on IS NULL AND d.due_on > ")
        .bind(soon);
    sql.add(" THEN 1 ELSE 0 END), 0) AS open, ");
    sql.add("COALESCE(sum(CASE WHEN d.met_on IS NOT NULL THEN 1 ELSE 0 END), 0) AS met");
}

/// Counts the duties of a filter by where they stand; the state that it asks for is left aside.
pub async fn counts(db: &impl Handle, street: &str, filter: &DutyFilter) -> Result<DutyCount, Failed> {
    let mut sql = Sql::new("SELECT ");
    tally(&mut sql, filter.today);
    sql.add(FROM);
    narrowed(&mut sql, street, filter, false);
    Ok(sql.one(db).await?.unwrap_or_default())
}

/// What duties are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The unit's sector.
    Sector,
    /// The position.
    Position,
    /// The topic.
    Topic,
}

#[derive(FromQueryResult)]
struct Grouped {
    code: String,
    overdue: i64,
    soon: i64,
    open: i64,
    met: i64,
}

#[derive(FromQueryResult)]
struct ByArea {
    area_id: Uuid,
    overdue: i64,
    soon: i64,
    open: i64,
    met: i64,
}

/// Counts the duties of a filter by group, the most overdue first; by area where no group is named.
pub async fn groups(
    db: &impl Handle,
    street: &str,
    filter: &DutyFilter,
    by: Option<Group>,
) -> Result<Vec<(String, DutyCount)>, Failed> {
    let column = match by {
        None => "d.area_id",
        Some(Group::Sector) => "d.sector",
        Some(Group::Position) => "d.position",
        Some(Group::Topic) => "d.topic",
    };
    let name = if by.is_none() { "area_id" } else { "code" };
    let mut sql = Sql::new(&format!("SELECT {column} AS {name}, "));
    tally(&mut sql, filter.today);
    sql.add(FROM);
    narrowed(&mut sql, street, filter, false);
    sql.add(&format!(" GROUP BY {column} ORDER BY overdue DESC, soon DESC, {column}"));
    let counted = |overdue, soon, open, met| DutyCount { overdue, soon, open, met };
    if by.is_none() {
        let rows: Vec<ByArea> = sql.all(db).await?;
        return Ok(rows
            .into_iter()
            .map(|r| (r.area_id.to_string(), counted(r.overdue, r.soon, r.open, r.met)))
            .collect());
    }
    let rows: Vec<Grouped> = sql.all(db).await?;
    Ok(rows.into_iter().map(|r| (r.code, counted(r.overdue, r.soon, r.open, r.met))).collect())
}
