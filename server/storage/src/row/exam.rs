//! An exam.

use sea_orm::entity::prelude::*;

/// An exam.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exam")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub blueprint: String,
    pub opens_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub commitment: String,
    #[sea_orm(column_type = "Text")]
    pub sealed_key: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub revealed_key: Option<String>,
    pub created_at: DateTimeUtc,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
