//! An opened drill year.

use sea_orm::entity::prelude::*;

/// An opened drill year.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "drill_year")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(column_type = "Text")]
    pub anchor_a: String,
    #[sea_orm(column_type = "Text")]
    pub anchor_b: String,
    #[sea_orm(column_type = "Text")]
    pub days: String,
    #[sea_orm(column_type = "Text")]
    pub policy: String,
    pub opened_at: DateTimeUtc,
    pub opened_by: Option<Uuid>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
