//! A version of a street's certificates.

use sea_orm::entity::prelude::*;

/// A version of how a street's certificates look and how long they hold; it stays.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_template")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub subtitle: String,
    #[sea_orm(column_type = "Text")]
    pub issuer: String,
    #[sea_orm(column_type = "Text")]
    pub signatories: String,
    pub months: i32,
    #[sea_orm(column_type = "Text")]
    pub border: String,
    pub seal: Option<Vec<u8>>,
    pub made_at: DateTimeUtc,
    pub made_by: Uuid,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
