//! Spot tests: their workers, codes and follow-ups.

mod list;

pub use crate::row::{
    spot_candidate::Model as CandidateRow, spot_code::Model as CodeRow, spot_follow_up::Model as FollowUpRow,
    spot_test::Model as TestRow,
};
pub use list::{SpotFilter, Tally, follow_ups, latest, tallies, tests};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{spot_candidate, spot_code, spot_follow_up, spot_test},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Adds a test.
pub async fn add(tx: &Writer, row: TestRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a test.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<TestRow>, Failed> {
    Ok(spot_test::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds a test and keeps other writers from it until the transaction ends.
pub async fn find_to_change(tx: &Writer, street: &str, id: Uuid) -> Result<Option<TestRow>, Failed> {
    Ok(spot_test::Entity::find_by_id((street.to_owned(), id)).lock_exclusive().one(tx.raw()).await?)
}

/// Keeps what was drawn.
pub async fn set_order(
    tx: &Writer,
    street: &str,
    id: Uuid,
    at: DateTime<Utc>,
    order: String,
) -> Result<(), Failed> {
    use spot_test::Column;
    spot_test::Entity::update_many()
        .col_expr(Column::DrawnAt, Expr::value(at))
        .col_expr(Column::DrawOrder, Expr::value(order))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Ends a test.
pub async fn end(tx: &Writer, street: &str, id: Uuid, at: DateTime<Utc>) -> Result<(), Failed> {
    use spot_test::Column;
    spot_test::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(at))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Calls workers.
pub async fn call(tx: &Writer, rows: Vec<CandidateRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists who is called in a test, in the drawn order.
pub async fn candidates(db: &impl Handle, street: &str, test: Uuid) -> Result<Vec<CandidateRow>, Failed> {
    Ok(spot_candidate::Entity::find()
        .filter(spot_candidate::Column::Street.eq(street))
        .filter(spot_candidate::Column::TestId.eq(test))
        .order_by_asc(spot_candidate::Column::Place)
        .all(db.raw())
        .await?)
}

/// Finds somebody who is called.
pub async fn candidate(
    db: &impl Handle,
    street: &str,
    test: Uuid,
    place: i32,
) -> Result<Option<CandidateRow>, Failed> {
    Ok(spot_candidate::Entity::find_by_id((street.to_owned(), test, place)).one(db.raw()).await?)
}

/// Replaces what is stored of somebody who is called.
pub async fn save_candidate(tx: &Writer, row: CandidateRow) -> Result<(), Failed> {
    use sea_orm::ActiveModelTrait as _;
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Adds a code and takes its predecessor's place.
pub async fn add_code(tx: &Writer, row: CodeRow) -> Result<(), Failed> {
    use spot_code::Column;
    spot_code::Entity::update_many()
        .col_expr(Column::ReplacedAt, Expr::value(row.made_at))
        .filter(Column::Street.eq(&row.street))
        .filter(Column::TestId.eq(row.test_id))
        .filter(Column::Place.eq(row.place))
        .filter(Column::ReplacedAt.is_null())
        .exec(tx.raw())
        .await?;
    insert(tx, row.into_active_model()).await
}

/// Finds a code by the hash of its token; the street follows from it.
pub async fn code(db: &impl Handle, token_hash: &str) -> Result<Option<CodeRow>, Failed> {
    Ok(spot_code::Entity::find_by_id(token_hash.to_owned()).one(db.raw()).await?)
}

/// Lists the live codes of a test.
pub async fn live_codes(db: &impl Handle, street: &str, test: Uuid) -> Result<Vec<CodeRow>, Failed> {
    Ok(spot_code::Entity::find()
        .filter(spot_code::Column::Street.eq(street))
        .filter(spot_code::Column::TestId.eq(test))
        .filter(spot_code::Column::ReplacedAt.is_null())
        .all(db.raw())
        .await?)
}

/// Binds a code to a device; tells whether this one was the first.
pub async fn bind_code(
    tx: &Writer,
    token_hash: &str,
    device_hash: &str,
    at: DateTime<Utc>,
) -> Result<bool, Failed> {
    use spot_code::Column;
    let done = spot_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(at))
        .col_expr(Column::DeviceHash, Expr::value(device_hash))
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ReplacedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds a follow-up.
pub async fn add_follow_up(tx: &Writer, row: FollowUpRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds the follow-up of a test.
pub async fn follow_up(db: &impl Handle, street: &str, test: Uuid) -> Result<Option<FollowUpRow>, Failed> {
    Ok(spot_follow_up::Entity::find_by_id((street.to_owned(), test)).one(db.raw()).await?)
}

/// Notes that a follow-up is done.
pub async fn save_follow_up(tx: &Writer, row: FollowUpRow) -> Result<(), Failed> {
    use sea_orm::ActiveModelTrait as _;
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}
