//! A follow-up training ordered after a spot test.

use sea_orm::entity::prelude::*;

/// A follow-up training ordered after a spot test.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spot_follow_up")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub test_id: Uuid,
    pub unit_id: Uuid,
    pub due_on: Date,
    pub ordered_at: DateTimeUtc,
    pub ordered_by: Uuid,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub done_note: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
