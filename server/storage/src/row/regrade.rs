//! A new result beside an old one.

use sea_orm::entity::prelude::*;

/// A new result beside an old one.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "regrade")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub correction_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: Uuid,
    pub number: i32,
    pub old_score: i32,
    pub old_passed: bool,
    pub score: i32,
    pub passed: bool,
    #[sea_orm(column_type = "Text")]
    pub result: String,
    pub at: DateTimeUtc,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
