//! A drill.

use sea_orm::entity::prelude::*;

/// A drill.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "drill")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub year: i32,
    pub held_on: Date,
    pub unit_id: Uuid,
    pub area_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub organiser: String,
    pub four_no: bool,
    pub declared: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub notice_exception: Option<String>,
    pub draw_day: Option<i32>,
    pub team_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub slot: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub stage: String,
    pub dispatched_at: Option<DateTimeUtc>,
    pub arrived_at: Option<DateTimeUtc>,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub scenario_id: Option<Uuid>,
    pub place_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub scenarios: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub places: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub abort_reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub remarks: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub rating: Option<String>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
