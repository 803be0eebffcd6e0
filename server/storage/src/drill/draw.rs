//! Days and their draws.

use super::DrawRow;
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert},
    row::draw::{Column, Entity},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

/// What is open about a day: everything but the inputs and the sealed result.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct DrawHead {
    pub year: i32,
    pub day: i32,
    pub date: NaiveDate,
    pub inputs_hash: String,
    pub frozen_at: DateTime<Utc>,
    pub drawn_at: Option<DateTime<Utc>>,
    pub table_hash: Option<String>,
    pub size: Option<i32>,
    pub published_at: Option<DateTime<Utc>>,
    pub link_a: Option<String>,
    pub link_b: Option<String>,
}

const HEAD: [Column; 11] = [
    Column::Year,
    Column::Day,
    Column::Date,
    Column::InputsHash,
    Column::FrozenAt,
    Column::DrawnAt,
    Column::TableHash,
    Column::Size,
    Column::PublishedAt,
    Column::LinkA,
    Column::LinkB,
];

/// A day's result on its way into the database.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// When it was drawn.
    pub at: DateTime<Utc>,
    /// The hash of the chances.
    pub table_hash: String,
    /// How many units were drawn.
    pub size: i32,
    /// The sealed result.
    pub sealed: String,
}

/// Freezes a day's inputs. A second time is [`Failed::AlreadyThere`].
pub async fn add_frozen(tx: &Writer, row: DrawRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a day with everything.
pub async fn draw(db: &impl Handle, street: &str, year: i32, day: i32) -> Result<Option<DrawRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), year, day)).one(db.raw()).await?)
}

/// Finds what is open about a date.
pub async fn draw_head(db: &impl Handle, street: &str, date: NaiveDate) -> Result<Option<DrawHead>, Failed> {
    let query = Entity::find().select_only().columns(HEAD).filter(Column::Street.eq(street));
    Ok(query.filter(Column::Date.eq(date)).into_model::<DrawHead>().one(db.raw()).await?)
}

/// Lists the days before a date that were drawn and whose links are not out, the earliest first.
pub async fn draws_unpublished(
    db: &impl Handle,
    street: &str,
    before: NaiveDate,
) -> Result<Vec<DrawHead>, Failed> {
    Ok(Entity::find()
        .select_only()
        .columns(HEAD)
        .filter(Column::Street.eq(street))
        .filter(Column::Date.lt(before))
        .filter(Column::DrawnAt.is_not_null())
        .filter(Column::PublishedAt.is_null())
        .order_by_asc(Column::Date)
        .limit(31)
        .into_model::<DrawHead>()
        .all(db.raw())
        .await?)
}

/// Keeps a day as it is until the end of the transaction, and tells whether its links are out: releasing
/// and publishing never cross.
pub async fn published_for_update(tx: &Writer, street: &str, year: i32, day: i32) -> Result<bool, Failed> {
    let row: Option<Option<DateTime<Utc>>> = Entity::find_by_id((street.to_owned(), year, day))
        .select_only()
        .column(Column::PublishedAt)
        .lock_exclusive()
        .into_tuple()
        .one(tx.raw())
        .await?;
    Ok(row.flatten().is_some())
}

/// Lists one page of a year's days, the latest first.
pub async fn draws_page(
    db: &impl Handle,
    street: &str,
    year: i32,
    page: u64,
    size: u64,
) -> Result<Page<DrawHead>, Failed> {
    let query = Entity::find().filter(Column::Street.eq(street)).filter(Column::Year.eq(year));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .select_only()
        .columns(HEAD)
        .order_by_desc(Column::Day)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .into_model::<DrawHead>()
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Keeps a result unless the day has one; tells whether it was kept. Of two servers one is told no.
pub async fn save_drawn(
    tx: &Writer,
    street: &str,
    year: i32,
    day: i32,
    drawn: Drawn,
) -> Result<bool, Failed> {
    let done = Entity::update_many()
        .col_expr(Column::DrawnAt, Expr::value(drawn.at))
        .col_expr(Column::TableHash, Expr::value(drawn.table_hash))
        .col_expr(Column::Size, Expr::value(drawn.size))
        .col_expr(Column::Sealed, Expr::value(drawn.sealed))
        .filter(Column::Street.eq(street))
        .filter(Column::Year.eq(year))
        .filter(Column::Day.eq(day))
        .filter(Column::DrawnAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Publishes a day's links unless they are out; tells whether it did.
pub async fn publish(
    tx: &Writer,
    street: &str,
    (year, day): (i32, i32),
    at: DateTime<Utc>,
    (link_a, link_b): (&str, &str),
) -> Result<bool, Failed> {
    let done = Entity::update_many()
        .col_expr(Column::PublishedAt, Expr::value(at))
        .col_expr(Column::LinkA, Expr::value(link_a))
        .col_expr(Column::LinkB, Expr::value(link_b))
        .filter(Column::Street.eq(street))
        .filter(Column::Year.eq(year))
        .filter(Column::Day.eq(day))
        .filter(Column::PublishedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}
