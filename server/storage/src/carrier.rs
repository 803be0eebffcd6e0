//! What units did by the five carriers.

pub use crate::row::carrier_record::Model as CarrierRow;
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert},
    row::carrier_record::{Column, Entity},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Adds a record. [`Failed::AlreadyThere`] where the same entry was sent before.
pub async fn add(tx: &Writer, row: CarrierRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a record.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<CarrierRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists one page of a unit's records, the newest first, also what was struck.
pub async fn of_unit(
    db: &impl Handle,
    street: &str,
    unit: Uuid,
    page: u64,
    size: u64,
) -> Result<Page<CarrierRow>, Failed> {
    let query = Entity::find().filter(Column::Street.eq(street)).filter(Column::UnitId.eq(unit));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(Column::HeldOn)
        .order_by_desc(Column::RecordedAt)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// How often a unit used a carrier, with how many people together.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct CarrierCount {
    /// The unit.
    pub unit_id: Uuid,
    /// The carrier's code.
    pub carrier: String,
    /// How often.
    pub count: i64,
    /// People, each time counted.
    pub people: i64,
}

/// Counts by unit and carrier over some days, both included; what was struck does not count.
pub async fn counts(
    db: &impl Handle,
    street: &str,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<CarrierCount>, Failed> {
    let people = Expr::cust("CAST(SUM(headcount) AS bigint)");
    let rows = Entity::find()
        .select_only()
        .column(Column::UnitId)
        .column(Column::Carrier)
        .column_as(Column::Id.count(), "count")
        .column_as(people, "people")
        .filter(Column::Street.eq(street))
        .filter(Column::HeldOn.between(from, until))
        .filter(Column::StruckAt.is_null())
        .group_by(Column::UnitId)
        .group_by(Column::Carrier)
        .into_model::<CarrierCount>()
        .all(db.raw())
        .await?;
    Ok(rows)
}

/// Strikes a record. Tells whether this call did it.
pub async fn strike(
    tx: &Writer,
    street: &str,
    id: Uuid,
    by: Uuid,
    at: DateTime<Utc>,
    reason: &str,
) -> Result<bool, Failed> {
    let done = Entity::update_many()
        .col_expr(Column::StruckAt, Expr::value(at))
        .col_expr(Column::StruckBy, Expr::value(by))
        .col_expr(Column::StrikeReason, Expr::value(reason))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .filter(Column::StruckAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}
