//! A request to excuse an attendee, and its decision.

use sea_orm::entity::prelude::*;

/// A request to excuse an attendee, and its decision.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "excuse")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub training_id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub proposed_by: Uuid,
    pub proposed_at: DateTimeUtc,
    pub approved: Option<bool>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
