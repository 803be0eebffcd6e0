//! Somebody who came to a session.

use sea_orm::entity::prelude::*;

/// Somebody who came to a session.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub training_id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub way: String,
    pub walk_in: bool,
    pub signed_at: DateTimeUtc,
    pub signed_by: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub undone_at: Option<DateTimeUtc>,
    pub undone_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub undo_reason: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
