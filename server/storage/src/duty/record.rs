//! What duties are computed from, many people at a time.

use crate::{Failed, db::Handle, sql::Sql};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::audience::MeantRow;

/// Somebody in post with the unit, and when both came in.
#[derive(Clone, Debug, FromQueryResult)]
struct Next {
    id: Uuid,
    name: String,
    mobile: String,
    position: String,
    employment: String,
    unit_id: Uuid,
    unit_name: String,
    area_id: Uuid,
    sector: String,
    facts: String,
    created_at: DateTime<Utc>,
}

/// Lists people in post by identifier, from after one on; of one unit or of one person where asked.
pub async fn next_people(
    db: &impl Handle,
    street: &str,
    after: Option<Uuid>,
    unit: Option<Uuid>,
    person: Option<Uuid>,
    most: u64,
) -> Result<Vec<(MeantRow, DateTime<Utc>)>, Failed> {
    let mut sql = Sql::new(
        "SELECT p.id, p.name, p.mobile, p.position, p.employment, p.unit_id, u.name AS unit_name, u.area_id, \
         u.sector, u.facts, p.created_at FROM person p JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
         WHERE p.active AND u.closed_on IS NULL AND p.street = ",
    );
    sql.bind(street);
    if let Some(after) = after {
        sql.add(" AND p.id > ").bind(after);
    }
    if let Some(unit) = unit {
        sql.and("p.unit_id", unit);
    }
    if let Some(person) = person {
        sql.and("p.id", person);
    }
    let rows: Vec<Next> = sql.add(" ORDER BY p.id").page(1, most).all(db).await?;
    let split = |n: Next| {
        let row = MeantRow {
            id: n.id,
            name: n.name,
            mobile: n.mobile,
            position: n.position,
            employment: n.employment,
            unit_id: n.unit_id,
            unit_name: n.unit_name,
            area_id: n.area_id,
            sector: n.sector,
            facts: n.facts,
        };
        (row, n.created_at)
    };
    Ok(rows.into_iter().map(split).collect())
}

/// A training that somebody passed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Credit {
    /// Who.
    pub person_id: Uuid,
    /// Which training.
    pub training_id: Uuid,
    /// Its title.
    pub title: String,
    /// Its class hours.
    pub hours: i32,
    /// When they passed.
    pub result_at: DateTime<Utc>,
    /// What it counts to, as codes; nothing where nobody said.
    pub topics: Option<String>,
}

/// Lists the trainings that some people passed; contests and tests of officials count to no duty.
pub async fn credits(db: &impl Handle, street: &str, people: &[Uuid]) -> Result<Vec<Credit>, Failed> {
    let mut found = Vec::new();
    for some in people.chunks(400) {
        let mut sql = Sql::new(
            "SELECT e.person_id, e.training_id, t.title, t.hours, e.result_at, a.topics FROM enrolment e \
             JOIN training t ON t.street = e.street AND t.id = e.training_id \
             LEFT JOIN training_audience a ON a.street = e.street AND a.training_id = e.training_id \
             WHERE e.result = 'passed' AND t.kind = 'training' AND e.street = ",
        );
        sql.bind(street).add(" AND e.person_id IN ").list(some.iter().copied());
        found.extend(sql.all::<Credit>(db).await?);
    }
    Ok(found)
}

/// An activity beyond the street that somebody took part in, confirmed with evidence.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Elsewhere {
    /// Who.
    pub person_id: Uuid,
    /// Which activity.
    pub activity_id: Uuid,
    /// Its title.
    pub title: String,
    /// Its class hours.
    pub hours: i32,
    /// The day.
    pub held_on: NaiveDate,
}

/// Lists the confirmed activities that some people took part in.
pub async fn elsewhere(db: &impl Handle, street: &str, people: &[Uuid]) -> Result<Vec<Elsewhere>, Failed> {
    let mut found = Vec::new();
    for some in people.chunks(400) {
        let mut sql = Sql::new(
            "SELECT p.person_id, p.activity_id, a.title, a.hours, a.held_on FROM external_participant p \
             JOIN external_activity a ON a.street = p.street AND a.id = p.activity_id \
             WHERE a.confirmed_at IS NOT NULL AND p.street = ",
        );
        sql.bind(street).add(" AND p.person_id IN ").list(some.iter().copied());
        found.extend(sql.all::<Elsewhere>(db).await?);
    }
    Ok(found)
}

/// The newest certificate in force of somebody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertificateEnd {
    /// Whose.
    pub person_id: Uuid,
    /// Its number.
    pub serial: String,
    /// Its last day.
    pub valid_until: NaiveDate,
}

/// Lists the certificates of some people that are not revoked, the one with the latest end last.
pub async fn certificate_ends(
    db: &impl Handle,
    street: &str,
    people: &[Uuid],
) -> Result<Vec<CertificateEnd>, Failed> {
    let mut found = Vec::new();
    for some in people.chunks(400) {
        let mut sql = Sql::new(
            "SELECT person_id, serial, valid_until FROM certificate WHERE revoked_at IS NULL AND street = ",
        );
        sql.bind(street).add(" AND person_id IN ").list(some.iter().copied());
        found.extend(sql.add(" ORDER BY person_id, valid_until, serial").all::<CertificateEnd>(db).await?);
    }
    Ok(found)
}

/// Signs of everything that duties rest on: when one differs, they are computed again.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct SignsRow {
    pub people: i64,
    pub person_at: Option<DateTime<Utc>>,
    pub unit_at: Option<DateTime<Utc>>,
    pub result_at: Option<DateTime<Utc>>,
    pub certificates: i64,
    pub revoked_at: Option<DateTime<Utc>>,
    pub approved_at: Option<DateTime<Utc>>,
    pub posts: i64,
    pub rule_at: Option<DateTime<Utc>>,
    pub external_at: Option<DateTime<Utc>>,
}

/// Reads the signs of a street.
pub async fn signs(db: &impl Handle, street: &str) -> Result<Option<SignsRow>, Failed> {
    let mut sql = Sql::new("SELECT ");
    for (expression, table, name) in [
        ("count(*)", "person", "people"),
        ("max(updated_at)", "person", "person_at"),
        ("max(updated_at)", "unit", "unit_at"),
        ("max(result_at)", "enrolment", "result_at"),
        ("count(*)", "certificate", "certificates"),
        ("max(revoked_at)", "certificate", "revoked_at"),
        ("max(approved_at)", "policy_version", "approved_at"),
        ("count(*)", "person_post", "posts"),
        ("max(updated_at)", "training_audience", "rule_at"),
        ("max(confirmed_at)", "external_activity", "external_at"),
    ] {
        if name != "people" {
            sql.add(", ");
        }
        sql.add(&format!("(SELECT {expression} FROM {table} WHERE street = ")).bind(street);
        sql.add(&format!(") AS {name}"));
    }
    sql.one(db).await
}
