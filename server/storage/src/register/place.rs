//! Places: the same rows that drills begin at.

use super::PlaceRow;
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert_all, like, save_all},
    row::{
        risk_point::{Column, Entity},
        unit,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

/// Which places a list shows.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    /// A part of the place's name, its location, or the unit's name.
    pub text: String,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only these kinds' codes; all where empty.
    pub kinds: Vec<String>,
    /// Only this state's code; none filters nothing.
    pub state: Option<String>,
}

/// Adds places.
pub async fn add_places(tx: &Writer, rows: Vec<PlaceRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Replaces what is stored of a place.
pub async fn save_place(tx: &Writer, row: PlaceRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Replaces what is stored of many places.
pub async fn save_places(tx: &Writer, rows: Vec<PlaceRow>) -> Result<(), Failed> {
    use Column::{
        Amount, ChangedAt, ChangedBy, CheckedOn, Guardian, Hazard, Kind, Location, Medium, Name, Risk, State,
    };
    let replaced = OnConflict::columns([Column::Street, Column::Id])
        .update_columns([
            Name, Hazard, Kind, Location, Medium, Risk, Guardian, Amount, CheckedOn, State, ChangedAt,
            ChangedBy,
        ])
        .to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &replaced).await
}

/// Finds a place.
pub async fn place(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<PlaceRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists a unit's places, those in force and those that wait, by kind and name.
pub async fn places_of_unit(db: &impl Handle, street: &str, unit: Uuid) -> Result<Vec<PlaceRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::UnitId.eq(unit))
        .filter(Column::State.ne("removed"));
    Ok(query
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists one page of the places of a filter, by unit and name. All of them with a large `size`.
pub async fn all_places(
    db: &impl Handle,
    street: &str,
    filter: &PlaceFilter,
    page: u64,
    size: u64,
) -> Result<Page<PlaceRow>, Failed> {
    let mut query = Entity::find().filter(Column::Street.eq(street));
    let units = || {
        unit::Entity::find().select_only().column(unit::Column::Id).filter(unit::Column::Street.eq(street))
    };
    let text = filter.text.trim();
    if !text.is_empty() {
        let named = units().filter(Expr::col(unit::Column::Name).like(like(text)));
        query = query.filter(
            Condition::any()
                .add(Expr::col(Column::Name).like(like(text)))
                .add(Expr::col(Column::Location).like(like(text)))
                .add(Column::UnitId.in_subquery(named.into_query())),
        );
    }
    if let Some(area) = filter.area {
        let own = units().filter(unit::Column::AreaId.eq(area));
        query = query.filter(Column::UnitId.in_subquery(own.into_query()));
    }
    if !filter.kinds.is_empty() {
        query = query.filter(Column::Kind.is_in(filter.kinds.clone()));
    }
    if let Some(state) = &filter.state {
        query = query.filter(Column::State.eq(state));
    }
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_asc(Column::UnitId)
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .offset(page.saturating_sub(1).saturating_mul(size))
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}
