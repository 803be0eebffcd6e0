//! Requests to excuse attendees, and who decided them.

pub use crate::row::excuse::Model as ExcuseRow;
use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::{account, excuse, membership},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

/// Adds a request. [`Failed::AlreadyThere`] where one of the same attendee waits already.
pub async fn add(tx: &Writer, row: ExcuseRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a request.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<ExcuseRow>, Failed> {
    Ok(excuse::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds the request of an attendee that waits.
pub async fn pending_of(
    db: &impl Handle,
    street: &str,
    training: Uuid,
    person: Uuid,
) -> Result<Option<ExcuseRow>, Failed> {
    let query = excuse::Entity::find()
        .filter(excuse::Column::Street.eq(street))
        .filter(excuse::Column::TrainingId.eq(training))
        .filter(excuse::Column::PersonId.eq(person))
        .filter(excuse::Column::DecidedAt.is_null());
    Ok(query.one(db.raw()).await?)
}

/// Lists the requests that wait, the oldest first, at most so many; of one training, or of all.
pub async fn pending(
    db: &impl Handle,
    street: &str,
    training: Option<Uuid>,
    most: u64,
) -> Result<Vec<ExcuseRow>, Failed> {
    let mut query = excuse::Entity::find()
        .filter(excuse::Column::Street.eq(street))
        .filter(excuse::Column::DecidedAt.is_null());
    if let Some(training) = training {
        query = query.filter(excuse::Column::TrainingId.eq(training));
    }
    Ok(query.order_by_asc(excuse::Column::ProposedAt).limit(most).all(db.raw()).await?)
}

/// Decides a request. Tells whether this call did it.
pub async fn decide(
    tx: &Writer,
    street: &str,
    id: Uuid,
    approved: bool,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<bool, Failed> {
    let done = excuse::Entity::update_many()
        .col_expr(excuse::Column::Approved, Expr::value(approved))
        .col_expr(excuse::Column::DecidedBy, Expr::value(by))
        .col_expr(excuse::Column::DecidedAt, Expr::value(at))
        .filter(excuse::Column::Street.eq(street))
        .filter(excuse::Column::Id.eq(id))
        .filter(excuse::Column::DecidedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts the members of the office who can sign in, but for one account.
pub async fn office_beside(db: &impl Handle, street: &str, account: Uuid) -> Result<u64, Failed> {
    let enabled = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::DisabledAt.is_null())
        .into_query();
    let query = membership::Entity::find()
        .filter(membership::Column::Street.eq(street))
        .filter(membership::Column::Role.eq("office"))
        .filter(membership::Column::AccountId.ne(account))
        .filter(membership::Column::AccountId.in_subquery(enabled));
    Ok(query.count(db.raw()).await?)
}
