//! A later revision of a certificate.

use sea_orm::entity::prelude::*;

/// A later revision of a certificate; the first stands in the certificate itself.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_revision")]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub street: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub serial: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i32,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub holder_name: String,
    #[sea_orm(column_type = "Text")]
    pub unit_name: String,
    #[sea_orm(column_type = "Text")]
    pub cause: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub issued_at: DateTimeUtc,
    pub issued_by: Uuid,
    #[sea_orm(column_type = "Text")]
    pub file_hash: String,
    pub file: Vec<u8>,
}

/// Relations are not modelled: queries join by key.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
