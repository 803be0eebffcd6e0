//! An attendee of a training.

use sea_orm::entity::prelude::*;

/// An attendee of a training.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub training_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub lesson_read_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub result: Option<String>,
    pub result_at: Option<DateTimeUtc>,
    pub attempt_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub excuse_reason: Option<String>,
    pub excused_by: Option<Uuid>,
    pub round: i32,
    pub round_from: i32,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
