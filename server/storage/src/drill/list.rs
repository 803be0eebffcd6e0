//! Lists of finished drills.

use super::DrillRow;
use crate::{
    Failed, Page,
    db::{Handle, like},
    row::{
        drill::{Column, Entity},
        unit,
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select, sea_query::Expr,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which finished drills a list shows.
#[derive(Clone, Debug, Default)]
pub struct DrillFilter {
    /// The civil year.
    pub year: i32,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only four-no drills, or only others.
    pub four_no: Option<bool>,
    /// A part of the unit's name.
    pub text: String,
}

fn filtered(street: &str, filter: &DrillFilter) -> Select<Entity> {
    let mut query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Year.eq(filter.year))
        .filter(Column::Stage.eq("finished"));
    if let Some(area) = filter.area {
        query = query.filter(Column::AreaId.eq(area));
    }
    if let Some(four_no) = filter.four_no {
        query = query.filter(Column::FourNo.eq(four_no));
    }
    let text = filter.text.trim();
    if !text.is_empty() {
        let named = unit::Entity::find()
            .select_only()
            .column(unit::Column::Id)
            .filter(unit::Column::Street.eq(street))
            .filter(Expr::col(unit::Column::Name).like(like(text)));
        query = query.filter(Column::UnitId.in_subquery(named.into_query()));
    }
    query.order_by_desc(Column::HeldOn).order_by_desc(Column::Id)
}

/// Lists one page of finished drills, the latest first.
pub async fn drills_page(
    db: &impl Handle,
    street: &str,
    filter: &DrillFilter,
    page: u64,
    size: u64,
) -> Result<Page<DrillRow>, Failed> {
    let query = filtered(street, filter);
    let total = query.clone().count(db.raw()).await?;
    let rows = query.offset(page.saturating_sub(1) * size).limit(size).all(db.raw()).await?;
    Ok(Page { rows, total })
}

/// Lists all finished drills of a filter, for a workbook: at most `most`.
pub async fn drills_all(
    db: &impl Handle,
    street: &str,
    filter: &DrillFilter,
    most: u64,
) -> Result<Vec<DrillRow>, Failed> {
    Ok(filtered(street, filter).limit(most).all(db.raw()).await?)
}

/// Lists the drills that were finished on the dates `from` to `to`, both included.
pub async fn finished_between(
    db: &impl Handle,
    street: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DrillRow>, Failed> {
    Ok(Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Stage.eq("finished"))
        .filter(Column::HeldOn.between(from, to))
        .order_by_asc(Column::HeldOn)
        .order_by_asc(Column::Id)
        .all(db.raw())
        .await?)
}

/// Counts the finished four-no drills of each unit on the dates `from` to `to`, both included.
pub async fn count_by_unit(
    db: &impl Handle,
    street: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<Uuid, u32>, Failed> {
    #[derive(FromQueryResult)]
    struct Row {
        unit_id: Uuid,
        drills: i64,
    }
    let rows = Entity::find()
        .select_only()
        .column(Column::UnitId)
        .column_as(Column::Id.count(), "drills")
        .filter(Column::Street.eq(street))
        .filter(Column::Stage.eq("finished"))
        .filter(Column::FourNo.eq(true))
        .filter(Column::HeldOn.between(from, to))
        .group_by(Column::UnitId)
        .into_model::<Row>()
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().map(|row| (row.unit_id, u32::try_from(row.drills).unwrap_or(u32::MAX))).collect())
}
