//! The versions of the training policy matrix.

pub use crate::row::policy_version::Model as PolicyRow;

use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::policy_version::{Column, Entity},
    sql::Sql,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

/// Lists the versions of a street, the newest first; those that were dropped too.
pub async fn all(db: &impl Handle, street: &str) -> Result<Vec<PolicyRow>, Failed> {
    let query = Entity::find().filter(Column::Street.eq(street)).order_by_desc(Column::Number).limit(500);
    Ok(query.all(db.raw()).await?)
}

/// Lists the versions that were approved, the oldest first.
pub async fn approved(db: &impl Handle, street: &str) -> Result<Vec<PolicyRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Status.eq("approved"))
        .order_by_asc(Column::Number);
    Ok(query.all(db.raw()).await?)
}

/// Finds a version.
pub async fn find(db: &impl Handle, street: &str, number: i32) -> Result<Option<PolicyRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), number)).one(db.raw()).await?)
}

/// Begins a version; a second draft is already there.
pub async fn add(tx: &Writer, row: PolicyRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Replaces a draft, where it is still as it was when it was read. Tells whether it was.
pub async fn save(tx: &Writer, before: &PolicyRow, row: &PolicyRow) -> Result<bool, Failed> {
    let mut sql = Sql::new("UPDATE policy_version SET status = ");
    sql.bind(row.status.clone()).add(", body = ").bind(row.body.clone());
    sql.add(", note = ").bind(row.note.clone()).add(", effective_on = ").bind(row.effective_on);
    sql.add(", changed_by = ").bind(row.changed_by).add(", changed_at = ").bind(row.changed_at);
    sql.add(", approved_by = ").bind(row.approved_by).add(", approved_at = ").bind(row.approved_at);
    sql.add(" WHERE street = ").bind(row.street.clone()).and("number", row.number);
    sql.and("status", "draft").and("changed_at", before.changed_at).and("body", before.body.clone());
    Ok(sql.run(tx).await? == 1)
}
