//! A day's draw.

use sea_orm::entity::prelude::*;

/// A day's draw.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draw")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    pub date: Date,
    #[sea_orm(column_type = "Text")]
    pub inputs: String,
    #[sea_orm(column_type = "Text")]
    pub inputs_hash: String,
    pub frozen_at: DateTimeUtc,
    pub drawn_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub table_hash: Option<String>,
    pub size: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed: Option<String>,
    pub published_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub link_a: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub link_b: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
