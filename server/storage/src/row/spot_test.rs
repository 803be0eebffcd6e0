//! A spot test.

use sea_orm::entity::prelude::*;

/// A spot test.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spot_test")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub area_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub sector: String,
    pub team_id: Option<Uuid>,
    pub opened_by: Uuid,
    pub opened_on: Date,
    pub opened_at: DateTimeUtc,
    pub wanted: i32,
    #[sea_orm(column_type = "Text")]
    pub blueprint: String,
    #[sea_orm(column_type = "Text")]
    pub questions: String,
    #[sea_orm(column_type = "Text")]
    pub roster: String,
    #[sea_orm(column_type = "Text")]
    pub roster_hash: String,
    #[sea_orm(column_type = "Text")]
    pub commitment: String,
    #[sea_orm(column_type = "Text")]
    pub sealed_seed: String,
    pub drawn_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub draw_order: Option<String>,
    pub ended_at: Option<DateTimeUtc>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
