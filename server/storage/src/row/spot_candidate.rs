//! A worker called in a spot test.

use sea_orm::entity::prelude::*;

/// A worker called in a spot test.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spot_candidate")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub test_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    pub id: Uuid,
    pub person_id: Uuid,
    pub called_at: DateTimeUtc,
    pub absent_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub absent_reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub absent_note: Option<String>,
    pub started_at: Option<DateTimeUtc>,
    pub deadline: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub record: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub record_hash: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub items: Option<String>,
    pub handed_in_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub late: Option<bool>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answers: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answers_hash: Option<String>,
    pub score: Option<i32>,
    pub passed: Option<bool>,
    #[sea_orm(column_type = "Text", nullable)]
    pub result: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
