//! A room in which people sit an exam together.

use sea_orm::entity::prelude::*;

/// A room in which people sit an exam together.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_room")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub exam_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    pub starts_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub entry_code: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub networks: String,
    #[sea_orm(column_type = "Text")]
    pub papers_hash: String,
    pub created_at: DateTimeUtc,
    pub created_by: Uuid,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
