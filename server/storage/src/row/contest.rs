//! A round of a contest, with its ranking once it is published.

use sea_orm::entity::prelude::*;

/// A round of a contest, with its ranking once it is published.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contest")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub training_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub round: String,
    pub follows: Option<Uuid>,
    pub takes: Option<i32>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ranking_hash: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
