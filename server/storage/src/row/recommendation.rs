//! A proposal of whom to recommend after a contest.

use sea_orm::entity::prelude::*;

/// A proposal of whom to recommend after a contest.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub training_id: Uuid,
    pub count: i32,
    pub proposed_at: DateTimeUtc,
    pub proposed_by: Uuid,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by: Option<Uuid>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
