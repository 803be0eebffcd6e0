//! How far the duties of a street are computed.

use sea_orm::entity::prelude::*;

/// How far the duties of a street are computed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_round")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub signs: String,
    pub reached: Option<Uuid>,
    pub begun_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
