//! How a training is held.

use sea_orm::entity::prelude::*;

/// How a training is held.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "training_form")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub training_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub mode: String,
    #[sea_orm(column_type = "Text")]
    pub agency: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub tag: Option<String>,
    pub changed_at: DateTimeUtc,
    pub changed_by: Uuid,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
