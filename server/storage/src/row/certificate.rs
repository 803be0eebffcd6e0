//! A certificate.

use sea_orm::entity::prelude::*;

/// A certificate.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub serial: String,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    pub person_id: Uuid,
    pub training_id: Uuid,
    pub attempt_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub holder_name: String,
    #[sea_orm(column_type = "Text")]
    pub unit_name: String,
    #[sea_orm(column_type = "Text")]
    pub training_title: String,
    pub hours: i32,
    pub score: i32,
    pub issued_at: DateTimeUtc,
    pub issued_on: Date,
    pub valid_until: Date,
    pub revoked_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub revoke_reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub file_hash: Option<String>,
    pub file: Option<Vec<u8>>,
    pub template: Option<i32>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
