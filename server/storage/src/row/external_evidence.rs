//! A picture or document that proves an external activity.

use sea_orm::entity::prelude::*;

/// A picture or document that proves an external activity.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "external_evidence")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub activity_id: Uuid,
    pub place: i32,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub media: String,
    pub content: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub content_hash: String,
    pub added_at: DateTimeUtc,
    pub added_by: Uuid,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
