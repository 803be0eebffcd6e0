//! People.

use super::PersonRow;
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert_all, like, save_all},
    row::{
        person::{self, Column},
        unit,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use uuid::Uuid;

/// Which people a list shows.
#[derive(Clone, Debug, Default)]
pub struct PersonFilter {
    /// A part of the name or mobile number.
    pub text: String,
    /// Only this unit.
    pub unit: Option<Uuid>,
    /// Only the units of this area.
    pub area: Option<Uuid>,
    /// Only these positions' codes; all where empty.
    pub positions: Vec<String>,
    /// Only those in post.
    pub active_only: bool,
}

/// Adds people.
pub async fn add_people(tx: &Writer, rows: Vec<PersonRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Replaces what is stored of a person.
pub async fn save_person(tx: &Writer, row: PersonRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Replaces what is stored of many people.
pub async fn save_people(tx: &Writer, rows: Vec<PersonRow>) -> Result<(), Failed> {
    use Column::{Active, Employment, Mobile, Name, Position, UnitId, UpdatedAt};
    let replaced = OnConflict::columns([Column::Street, Column::Id])
        .update_columns([UnitId, Name, Mobile, Position, Employment, Active, UpdatedAt])
        .to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &replaced).await
}

/// Finds a person.
pub async fn person(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<PersonRow>, Failed> {
    Ok(person::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds several people.
pub async fn people_by_ids(
    db: &impl Handle,
    street: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<PersonRow>, Failed> {
    let query = person::Entity::find().filter(Column::Street.eq(street)).filter(Column::Id.is_in(ids));
    Ok(query.all(db.raw()).await?)
}

/// Lists the people of a street with a mobile number.
pub async fn people_by_mobile(
    db: &impl Handle,
    street: &str,
    mobile: &str,
) -> Result<Vec<PersonRow>, Failed> {
    let query = person::Entity::find().filter(Column::Street.eq(street)).filter(Column::Mobile.eq(mobile));
    Ok(query.all(db.raw()).await?)
}

/// Lists the people of a unit in post.
pub async fn people_of_unit(db: &impl Handle, street: &str, unit: Uuid) -> Result<Vec<PersonRow>, Failed> {
    let query = person::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::UnitId.eq(unit))
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Name);
    Ok(query.all(db.raw()).await?)
}

/// Lists all people of a street, whole; what an import compares with.
pub async fn person_keys(db: &impl Handle, street: &str) -> Result<Vec<PersonRow>, Failed> {
    Ok(person::Entity::find().filter(Column::Street.eq(street)).all(db.raw()).await?)
}

/// Counts the people of a street in post at an enterprise.
pub async fn count_people(db: &impl Handle, street: &str) -> Result<u64, Failed> {
    let departments = Query::select()
        .column(unit::Column::Id)
        .from(unit::Entity)
        .and_where(Expr::col(unit::Column::Street).eq(street))
        .and_where(Expr::col(unit::Column::Sector).eq(super::unit::DEPARTMENT))
        .to_owned();
    let query = person::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Active.eq(true))
        .filter(Column::UnitId.not_in_subquery(departments));
    Ok(query.count(db.raw()).await?)
}

/// Lists one page of people by name.
pub async fn people_page(
    db: &impl Handle,
    street: &str,
    filter: &PersonFilter,
    page: u64,
    size: u64,
) -> Result<Page<PersonRow>, Failed> {
    let mut query = person::Entity::find().filter(Column::Street.eq(street));
    let text = filter.text.trim();
    if !text.is_empty() {
        query = query.filter(
            Condition::any()
                .add(Expr::col(Column::Name).like(like(text)))
                .add(Expr::col(Column::Mobile).like(like(text))),
        );
    }
    if let Some(unit) = filter.unit {
        query = query.filter(Column::UnitId.eq(unit));
    }
    if let Some(area) = filter.area {
        let units = Query::select()
            .column(unit::Column::Id)
            .from(unit::Entity)
            .and_where(Expr::col(unit::Column::Street).eq(street))
            .and_where(Expr::col(unit::Column::AreaId).eq(area))
            .to_owned();
        query = query.filter(Column::UnitId.in_subquery(units));
    }
    if !filter.positions.is_empty() {
        query = query.filter(Column::Position.is_in(filter.positions.clone()));
    }
    if filter.active_only {
        query = query.filter(Column::Active.eq(true));
    }
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}
