//! Units.

use super::UnitRow;
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert_all, like, save_all},
    row::unit::{self, Column},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

/// Which units a list shows.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// A part of the name or credit code.
    pub text: String,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code; without one all enterprises, so no departments.
    pub sector: Option<String>,
}

/// Adds units.
pub async fn add_units(tx: &Writer, rows: Vec<UnitRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Replaces what is stored of a unit.
pub async fn save_unit(tx: &Writer, row: UnitRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Replaces what is stored of many units.
pub async fn save_units(tx: &Writer, rows: Vec<UnitRow>) -> Result<(), Failed> {
    use Column::{Address, AreaId, ClosedOn, CreditCode, Facts, Headcount, Name, Sector, UpdatedAt};
    let replaced = OnConflict::columns([Column::Street, Column::Id])
        .update_columns([Name, CreditCode, AreaId, Sector, Address, Headcount, Facts, ClosedOn, UpdatedAt])
        .to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &replaced).await
}

/// Finds a unit.
pub async fn unit(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<UnitRow>, Failed> {
    Ok(unit::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds a unit by its credit code.
pub async fn unit_by_code(db: &impl Handle, street: &str, code: &str) -> Result<Option<UnitRow>, Failed> {
    let query = unit::Entity::find().filter(Column::Street.eq(street)).filter(Column::CreditCode.eq(code));
    Ok(query.one(db.raw()).await?)
}

/// Lists every unit of a street by identifier, closed ones too.
pub async fn all_units(db: &impl Handle, street: &str) -> Result<Vec<UnitRow>, Failed> {
    let query = unit::Entity::find().filter(Column::Street.eq(street)).order_by_asc(Column::Id);
    Ok(query.all(db.raw()).await?)
}

/// The sector of units that are no enterprises.
pub(super) const DEPARTMENT: &str = "department";

/// Counts the enterprises of a street that are not closed.
pub async fn count_units(db: &impl Handle, street: &str) -> Result<u64, Failed> {
    let query = unit::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Sector.ne(DEPARTMENT))
        .filter(Column::ClosedOn.is_null());
    Ok(query.count(db.raw()).await?)
}

/// Finds several units.
pub async fn units_by_ids(
    db: &impl Handle,
    street: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<UnitRow>, Failed> {
    let query = unit::Entity::find().filter(Column::Street.eq(street)).filter(Column::Id.is_in(ids));
    Ok(query.all(db.raw()).await?)
}

/// Lists one page of units by name.
pub async fn units_page(
    db: &impl Handle,
    street: &str,
    filter: &UnitFilter,
    page: u64,
    size: u64,
) -> Result<Page<UnitRow>, Failed> {
    let mut query = unit::Entity::find().filter(Column::Street.eq(street));
    let text = filter.text.trim();
    if !text.is_empty() {
        query = query.filter(
            Condition::any()
                .add(Expr::col(Column::Name).like(like(text)))
                .add(Expr::col(Column::CreditCode).like(like(&text.to_uppercase()))),
        );
    }
    if let Some(area) = filter.area {
        query = query.filter(Column::AreaId.eq(area));
    }
    query = match &filter.sector {
        Some(sector) => query.filter(Column::Sector.eq(sector)),
        None => query.filter(Column::Sector.ne(DEPARTMENT)),
    };
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
