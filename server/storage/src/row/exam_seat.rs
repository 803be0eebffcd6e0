//! A seat in a room, with the paper drawn for it.

use sea_orm::entity::prelude::*;

/// A seat in a room, with the paper drawn for it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_seat")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub room_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat: i32,
    pub exam_id: Uuid,
    pub person_id: Uuid,
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub record: String,
    #[sea_orm(column_type = "Text")]
    pub content_hash: String,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
