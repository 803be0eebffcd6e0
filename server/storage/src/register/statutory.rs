//! Statutory certificates and posts of special work.

use super::{SpecialPostRow, StatutoryRow};
use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{
        special_post,
        statutory_certificate::{Column, Entity},
    },
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Adds certificates. [`Failed::AlreadyThere`] when the number is registered for the same kind.
pub async fn add_statutory(tx: &Writer, rows: Vec<StatutoryRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds a certificate.
pub async fn statutory(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<StatutoryRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Replaces what is stored of a certificate; the schema lets only its state change.
pub async fn save_statutory(tx: &Writer, row: StatutoryRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Lists the certificates of a street that were not taken out, the first to end first.
pub async fn all_statutory(db: &impl Handle, street: &str) -> Result<Vec<StatutoryRow>, Failed> {
    let query = Entity::find().filter(Column::Street.eq(street)).filter(Column::State.ne("removed"));
    Ok(query.order_by_asc(Column::ValidUntil).order_by_asc(Column::Id).all(db.raw()).await?)
}

/// Lists a person's certificates that were not taken out, the first to end first.
pub async fn statutory_of_person(
    db: &impl Handle,
    street: &str,
    person: Uuid,
) -> Result<Vec<StatutoryRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::PersonId.eq(person))
        .filter(Column::State.ne("removed"));
    Ok(query.order_by_asc(Column::ValidUntil).order_by_asc(Column::Id).all(db.raw()).await?)
}

/// Notes a post as special work. [`Failed::AlreadyThere`] when it is noted.
pub async fn add_post(tx: &Writer, row: SpecialPostRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Takes such a note back. Gives whether there was one.
pub async fn remove_post(tx: &Writer, street: &str, person: Uuid, category: &str) -> Result<bool, Failed> {
    let key = (street.to_owned(), person, category.to_owned());
    Ok(special_post::Entity::delete_by_id(key).exec(tx.raw()).await?.rows_affected == 1)
}

/// Lists the posts of special work of a street.
pub async fn posts(db: &impl Handle, street: &str) -> Result<Vec<SpecialPostRow>, Failed> {
    let query = special_post::Entity::find().filter(special_post::Column::Street.eq(street));
    let query =
        query.order_by_asc(special_post::Column::PersonId).order_by_asc(special_post::Column::Category);
    Ok(query.all(db.raw()).await?)
}
