//! Notices to people in the platform, and messages that leave it.

pub use crate::row::{notice::Model as NoticeRow, outbox::Model as OutboxRow};

use crate::{
    Failed, Page,
    db::{Handle, Writer, save_all},
    row::{notice, outbox},
    sql::Sql,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

/// Adds notices; one that somebody has already is left as it is.
pub async fn add(tx: &Writer, rows: Vec<NoticeRow>) -> Result<(), Failed> {
    use notice::Column;
    let known =
        OnConflict::columns([Column::Street, Column::PersonId, Column::Dedup]).do_nothing().to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &known).await
}

/// Lists one page of somebody's notices, the newest first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    person: Uuid,
    page: u64,
    size: u64,
) -> Result<Page<NoticeRow>, Failed> {
    use notice::Column;
    let query = notice::Entity::find().filter(Column::Street.eq(street)).filter(Column::PersonId.eq(person));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(Column::MadeAt)
        .order_by_desc(Column::Id)
        .offset(page.saturating_sub(1).saturating_mul(size))
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Marks everything of somebody as read.
pub async fn read_all(tx: &Writer, street: &str, person: Uuid, at: DateTime<Utc>) -> Result<u64, Failed> {
    let mut sql = Sql::new("UPDATE notice SET read_at = ");
    sql.bind(at).add(" WHERE read_at IS NULL AND street = ").bind(street).and("person_id", person);
    sql.run(tx).await
}

/// Puts messages into the outbox; one with the same key is left as it is.
pub async fn post(tx: &Writer, rows: Vec<OutboxRow>) -> Result<(), Failed> {
    let known = OnConflict::columns([outbox::Column::Street, outbox::Column::Dedup]).do_nothing().to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &known).await
}

/// Claims one message that is due, for a while: of two servers one gets it. A claim that ran out is free again.
pub async fn claim(
    tx: &Writer,
    street: &str,
    claim: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<OutboxRow>, Failed> {
    use outbox::Column;
    let due = outbox::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(now))
        .filter(Condition::any().add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(now)))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(1);
    let Some(row) = due.one(tx.raw()).await? else { return Ok(None) };
    let mut sql = Sql::new("UPDATE outbox SET claim = ");
    sql.bind(claim)
        .add(", claimed_until = ")
        .bind(until)
        .add(", tries = tries + 1 WHERE street = ")
        .bind(street);
    sql.and("id", row.id)
        .and("tries", row.tries)
        .add(" AND state = 'waiting' AND (claimed_until IS NULL OR claimed_until <= ");
    sql.bind(now).add(")");
    let won = sql.run(tx).await? == 1;
    Ok(won.then(|| OutboxRow { claim: Some(claim), claimed_until: Some(until), tries: row.tries + 1, ..row }))
}

/// Writes what became of a claimed message; nothing where another server has claimed it since.
pub async fn settle(tx: &Writer, row: &OutboxRow, claim: Uuid) -> Result<bool, Failed> {
    let mut sql = Sql::new("UPDATE outbox SET claim = NULL, claimed_until = NULL, state = ");
    sql.bind(row.state.clone()).add(", next_at = ").bind(row.next_at);
    sql.add(", last_error = ").bind(row.last_error.clone()).add(", done_at = ").bind(row.done_at);
    sql.add(" WHERE street = ").bind(row.street.clone()).and("id", row.id).and("claim", claim);
    Ok(sql.run(tx).await? == 1)
}

/// Sets a message that failed to wait again. Tells whether it had failed.
pub async fn resend(tx: &Writer, street: &str, id: Uuid, now: DateTime<Utc>) -> Result<bool, Failed> {
    let mut sql = Sql::new("UPDATE outbox SET state = 'waiting', done_at = NULL, tries = 0, next_at = ");
    sql.bind(now).add(" WHERE state = 'failed' AND street = ").bind(street).and("id", id);
    Ok(sql.run(tx).await? == 1)
}

/// Lists the newest messages of a street, those that failed first.
pub async fn outbox(db: &impl Handle, street: &str, most: u64) -> Result<Vec<OutboxRow>, Failed> {
    let mut sql = Sql::new("SELECT * FROM outbox WHERE street = ");
    sql.bind(street).add(" ORDER BY CASE WHEN state = 'failed' THEN 0 ELSE 1 END, made_at DESC, id DESC");
    sql.page(1, most).all(db).await
}

/// Whether something that is done once was done, told by its counter.
pub async fn was_done(db: &impl Handle, street: &str, name: &str) -> Result<bool, Failed> {
    use crate::row::counter::{Column, Entity};
    let query = Entity::find().filter(Column::Street.eq(street)).filter(Column::Name.eq(name));
    Ok(query.count(db.raw()).await? > 0)
}
