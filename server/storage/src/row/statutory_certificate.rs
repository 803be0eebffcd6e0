//! A statutory certificate that somebody holds.

use sea_orm::entity::prelude::*;

/// A statutory certificate that somebody holds.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "statutory_certificate")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub category: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub number: String,
    #[sea_orm(column_type = "Text")]
    pub issuer: String,
    pub issued_on: Date,
    pub valid_until: Date,
    pub review_by: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub entered_at: DateTimeUtc,
    pub entered_by: Uuid,
    pub confirmed_at: Option<DateTimeUtc>,
    pub confirmed_by: Option<Uuid>,
    pub removed_at: Option<DateTimeUtc>,
    pub removed_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub remove_reason: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
