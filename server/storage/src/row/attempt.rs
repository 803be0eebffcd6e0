//! A sitting.

use sea_orm::entity::prelude::*;

/// A sitting.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub exam_id: Uuid,
    pub training_id: Uuid,
    pub person_id: Uuid,
    pub number: i32,
    pub started_at: DateTimeUtc,
    pub deadline: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub lease: i32,
    pub submitted_at: Option<DateTimeUtc>,
    pub score: Option<i32>,
    pub passed: Option<bool>,
    #[sea_orm(column_type = "Text", nullable)]
    pub result: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub void_reason: Option<String>,
    pub voided_at: Option<DateTimeUtc>,
    pub voided_by: Option<Uuid>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
