//! A bank version that nothing new may rest on.

use sea_orm::entity::prelude::*;

/// A bank version that nothing new may rest on.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_withdrawal")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub bank_version_id: Uuid,
    pub at: DateTimeUtc,
    pub by: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
