//! Streets, areas, units, people, teams, and workbooks waiting for their confirmation.

mod person;
mod unit;

pub use crate::row::{
    management_area::Model as AreaRow, membership::Model as MembershipRow, person::Model as PersonRow,
    street::Model as StreetRow, team::Model as TeamRow, unit::Model as UnitRow, upload::Model as UploadRow,
};
pub use person::{
    PersonFilter, add_people, count_people, people_by_ids, people_by_mobile, people_of_unit, people_page,
    person, person_keys, save_people, save_person,
};
pub use unit::{
    UnitFilter, add_units, all_units, count_units, save_unit, save_units, unit, unit_by_code, units_by_ids,
    units_page,
};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{management_area, street, team, upload},
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Adds a street.
pub async fn add_street(tx: &Writer, row: StreetRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a street by its code.
pub async fn street(db: &impl Handle, code: &str) -> Result<Option<StreetRow>, Failed> {
    Ok(street::Entity::find_by_id(code.to_owned()).one(db.raw()).await?)
}

/// Lists all streets of the installation.
pub async fn streets(db: &impl Handle) -> Result<Vec<StreetRow>, Failed> {
    Ok(street::Entity::find().order_by_asc(street::Column::Code).all(db.raw()).await?)
}

/// Adds areas.
pub async fn add_areas(tx: &Writer, rows: Vec<AreaRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the areas of a street in their order.
pub async fn areas(db: &impl Handle, street: &str) -> Result<Vec<AreaRow>, Failed> {
    Ok(management_area::Entity::find()
        .filter(management_area::Column::Street.eq(street))
        .order_by_asc(management_area::Column::Sort)
        .order_by_asc(management_area::Column::Name)
        .all(db.raw())
        .await?)
}

/// Adds teams.
pub async fn add_teams(tx: &Writer, rows: Vec<TeamRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the teams of a street by identifier, the order in which draws take them.
pub async fn teams(db: &impl Handle, street: &str) -> Result<Vec<TeamRow>, Failed> {
    Ok(team::Entity::find()
        .filter(team::Column::Street.eq(street))
        .order_by_asc(team::Column::Id)
        .all(db.raw())
        .await?)
}

/// Keeps a workbook until its import is confirmed.
pub async fn add_upload(tx: &Writer, row: UploadRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a kept workbook.
pub async fn upload(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<UploadRow>, Failed> {
    Ok(upload::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Forgets a kept workbook.
pub async fn remove_upload(tx: &Writer, street: &str, id: Uuid) -> Result<(), Failed> {
    upload::Entity::delete_by_id((street.to_owned(), id)).exec(tx.raw()).await?;
    Ok(())
}

/// Forgets the workbooks that were kept before a time.
pub async fn remove_uploads_before(tx: &Writer, street: &str, before: DateTime<Utc>) -> Result<(), Failed> {
    upload::Entity::delete_many()
        .filter(upload::Column::Street.eq(street))
        .filter(upload::Column::CreatedAt.lt(before))
        .exec(tx.raw())
        .await?;
    Ok(())
}
