//! Files of questions that wait for their confirmation.

pub use crate::row::bank_upload::Model as BankUploadRow;

use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::bank_upload,
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// Keeps a file.
pub async fn add(tx: &Writer, row: BankUploadRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a kept file of a bank.
pub async fn find(
    db: &impl Handle,
    street: &str,
    bank: &str,
    id: Uuid,
) -> Result<Option<BankUploadRow>, Failed> {
    let found = bank_upload::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?;
    Ok(found.filter(|row| row.bank == bank))
}

/// Forgets a kept file; tells whether it was there.
pub async fn remove(tx: &Writer, street: &str, id: Uuid) -> Result<bool, Failed> {
    let done = bank_upload::Entity::delete_by_id((street.to_owned(), id)).exec(tx.raw()).await?;
    Ok(done.rows_affected == 1)
}

/// Forgets the files that were kept before a time.
pub async fn remove_before(tx: &Writer, street: &str, before: DateTime<Utc>) -> Result<(), Failed> {
    bank_upload::Entity::delete_many()
        .filter(bank_upload::Column::Street.eq(street))
        .filter(bank_upload::Column::CreatedAt.lt(before))
        .exec(tx.raw())
        .await?;
    Ok(())
}
