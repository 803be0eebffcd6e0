//! Audience rules, and whom they mean. The rule of `domain::audience` is written as SQL here, so that a list of
//! hundreds of thousands is paged and counted where it lies; a test holds both to the same answers.

pub use crate::row::training_audience::Model as AudienceRow;

use crate::{
    Failed, Page,
    db::{Handle, Writer},
    row::training_audience::{Column, Entity},
    sql::Sql,
};
use domain::{
    audience::{Clause, Rule},
    organization::{Fact, Sector},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};
use uuid::Uuid;

/// Somebody who is meant, with the unit.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct MeantRow {
    pub id: Uuid,
    pub name: String,
    pub mobile: String,
    pub position: String,
    pub employment: String,
    pub unit_id: Uuid,
    pub unit_name: String,
    pub area_id: Uuid,
    pub sector: String,
    pub facts: String,
}

/// Which of those meant a list shows.
#[derive(Clone, Debug, Default)]
pub struct MeantFilter {
    /// A part of the name, the mobile or the unit's name.
    pub text: String,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code.
    pub sector: Option<String>,
    /// Only this position's code.
    pub position: Option<String>,
    /// Only those who do not attend this training yet.
    pub not_in: Option<Uuid>,
    /// Only posts among these; everybody where it is none.
    pub posts: Option<Vec<String>>,
}

/// How many are meant of one sector, area or post.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MeantCount {
    /// The code or identifier of the group.
    pub code: String,
    /// How many.
    pub people: i64,
}

/// Finds the rule of a training; without one the posts of the training itself hold.
pub async fn find(db: &impl Handle, street: &str, training: Uuid) -> Result<Option<AudienceRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), training)).one(db.raw()).await?)
}

/// Lists the rules of some trainings.
pub async fn of_trainings(
    db: &impl Handle,
    street: &str,
    trainings: &[Uuid],
) -> Result<Vec<AudienceRow>, Failed> {
    let mut found = Vec::new();
    for some in trainings.chunks(400) {
        let query = Entity::find()
            .filter(Column::Street.eq(street))
            .filter(Column::TrainingId.is_in(some.iter().copied()));
        found.extend(query.all(db.raw()).await?);
    }
    Ok(found)
}

/// Keeps the rule of a draft.
pub async fn save(tx: &Writer, row: AudienceRow) -> Result<(), Failed> {
    let replaced = OnConflict::columns([Column::Street, Column::TrainingId])
        .update_columns([Column::Rule, Column::Topics, Column::UpdatedAt, Column::UpdatedBy])
        .to_owned();
    crate::db::save_all(tx, vec![row.into_active_model()], &replaced).await
}

/// Lists one page of those in post whom a rule means, by unit and name.
pub async fn page(
    db: &impl Handle,
    street: &str,
    rule: &Rule,
    filter: &MeantFilter,
    page: u64,
    size: u64,
) -> Result<Page<MeantRow>, Failed> {
    let mut sql = Sql::new(COLUMNS);
    meant(&mut sql, street, rule, filter);
    let total = sql.count(db).await?;
    sql.add(" ORDER BY u.name, p.name, p.id").page(page, size);
    Ok(Page { rows: sql.all(db).await?, total })
}

/// Lists all of them; for those who are to be enrolled or exported.
pub async fn all(
    db: &impl Handle,
    street: &str,
    rule: &Rule,
    filter: &MeantFilter,
) -> Result<Vec<MeantRow>, Failed> {
    let mut sql = Sql::new(COLUMNS);
    meant(&mut sql, street, rule, filter);
    sql.add(" ORDER BY u.name, p.name, p.id").all(db).await
}

/// What those meant are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The unit's sector.
    Sector,
    /// The position.
    Position,
    /// How they are employed.
    Employment,
}

/// Counts those meant, the largest group first.
pub async fn counts(
    db: &impl Handle,
    street: &str,
    rule: &Rule,
    filter: &MeantFilter,
    by: By,
) -> Result<Vec<MeantCount>, Failed> {
    let column = match by {
        By::Sector => "u.sector",
        By::Position => "p.position",
        By::Employment => "p.employment",
    };
    let mut sql = Sql::new(&format!("SELECT {column} AS code, count(*) AS people{FROM}"));
    meant(&mut sql, street, rule, filter);
    sql.add(&format!(" GROUP BY {column} ORDER BY people DESC, code")).all(db).await
}

/// How many are meant of one area.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AreaCount {
    /// The area.
    pub area_id: Uuid,
    /// How many.
    pub people: i64,
}

/// Counts those meant by area.
pub async fn counts_by_area(
    db: &impl Handle,
    street: &str,
    rule: &Rule,
    filter: &MeantFilter,
) -> Result<Vec<AreaCount>, Failed> {
    let mut sql = Sql::new(&format!("SELECT u.area_id, count(*) AS people{FROM}"));
    meant(&mut sql, street, rule, filter);
    sql.add(" GROUP BY u.area_id ORDER BY people DESC, u.area_id").all(db).await
}

const FROM: &str = " FROM person p JOIN unit u ON u.street = p.street AND u.id = p.unit_id";
const COLUMNS: &str = "SELECT p.id, p.name, p.mobile, p.position, p.employment, p.unit_id, u.name AS unit_name, \
                       u.area_id, u.sector, u.facts FROM person p JOIN unit u ON u.street = p.street AND u.id = p.unit_id";

/// Adds the condition of a rule and of a list to a query over `person p` and `unit u`.
fn meant(sql: &mut Sql, street: &str, rule: &Rule, filter: &MeantFilter) {
    sql.add(" WHERE p.street = ").bind(street).add(" AND p.active AND (");
    if rule.added.is_empty() {
        sql.add("1 = 0");
    } else {
        sql.add("p.id IN ").list(rule.added.keys().map(|person| person.uuid()));
    }
    sql.add(" OR ((1 = 0");
    for each in &rule.clauses {
        sql.add(" OR (");
        clause(sql, each);
        sql.add(")");
    }
    sql.add(")");
    if !rule.removed.is_empty() {
        sql.add(" AND p.id NOT IN (").bind(Uuid::nil());
        for person in rule.removed.keys() {
            sql.add(", ").bind(person.uuid());
        }
        sql.add(")");
    }
    sql.add("))");
    narrowed(sql, street, filter);
}

fn narrowed(sql: &mut Sql, street: &str, filter: &MeantFilter) {
    if let Some(posts) = &filter.posts {
        sql.add(" AND p.position IN ").list(posts.iter().cloned());
    }
    if let Some(area) = filter.area {
        sql.and("u.area_id", area);
    }
    if let Some(sector) = &filter.sector {
        sql.and("u.sector", sector.clone());
    }
    if let Some(position) = &filter.position {
        sql.and("p.position", position.clone());
    }
    if let Some(training) = filter.not_in {
        sql.add(" AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.street = ").bind(street);
        sql.add(" AND e.person_id = p.id").and("e.training_id", training).add(")");
    }
    sql.and_like(&["p.name", "p.mobile", "u.name"], &filter.text);
}

fn clause(sql: &mut Sql, clause: &Clause) {
    sql.add("1 = 1");
    if !clause.posts.is_empty() {
        sql.add(" AND p.position IN ").list(clause.posts.iter().map(|post| post.code()));
    }
    if !clause.employments.is_empty() {
        sql.add(" AND p.employment IN ").list(clause.employments.iter().map(|e| e.code()));
    }
    if !clause.areas.is_empty() {
        sql.add(" AND u.area_id IN ").list(clause.areas.iter().map(|area| area.uuid()));
    }
    if !clause.sectors.is_empty() {
        sql.add(" AND ");
        of_unit(sql, &clause.sectors.iter().copied().collect::<Vec<_>>(), &[]);
    }
    if !clause.facts.is_empty() {
        sql.add(" AND ");
        of_unit(sql, &[], &clause.facts.iter().copied().collect::<Vec<_>>());
    }
    if !clause.classes.is_empty() {
        sql.add(" AND (1 = 0");
        for class in &clause.classes {
            let (sectors, facts) = class.made_of();
            sql.add(" OR ");
            of_unit(sql, sectors, facts);
        }
        sql.add(")");
    }
}

/// A unit of one of these sectors or with one of these facts.
fn of_unit(sql: &mut Sql, sectors: &[Sector], facts: &[Fact]) {
    sql.add("(u.sector IN ").list(sectors.iter().map(|sector| sector.code()));
    for fact in facts {
        sql.add(" OR (',' || u.facts || ',') LIKE ").bind(format!("%,{},%", fact.code().replace('_', "\\_")));
        sql.add(" ESCAPE '\\'");
    }
    sql.add(")");
}
