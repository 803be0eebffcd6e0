//! What a unit did by one of the five carriers.

use sea_orm::entity::prelude::*;

/// What a unit did by one of the five carriers.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "carrier_record")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub carrier: String,
    pub held_on: Date,
    pub headcount: i32,
    #[sea_orm(column_type = "Text")]
    pub standard: String,
    #[sea_orm(column_type = "Text")]
    pub sector: String,
    #[sea_orm(column_type = "Text")]
    pub remark: String,
    pub by_unit: bool,
    pub recorded_at: DateTimeUtc,
    pub recorded_by: Uuid,
    pub struck_at: Option<DateTimeUtc>,
    pub struck_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub strike_reason: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
