//! A session of an on-site training.

use sea_orm::entity::prelude::*;

/// A session of an on-site training.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "training_session")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub training_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub topic: String,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    #[sea_orm(column_type = "Text")]
    pub lecturer: String,
    #[sea_orm(column_type = "Text")]
    pub agency: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub hours: i32,
    pub capacity: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub sealed_secret: String,
    pub created_at: DateTimeUtc,
    pub created_by: Uuid,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
