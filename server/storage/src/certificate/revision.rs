//! Later revisions of certificates.

use super::CertificateRevisionRow;
use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::certificate_revision::{Column, Entity},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

/// A revision without its file and its code, for lists.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct RevisionHead {
    pub serial: String,
    pub revision: i32,
    pub holder_name: String,
    pub unit_name: String,
    pub cause: String,
    pub reason: String,
    pub issued_at: DateTime<Utc>,
}

/// Adds a revision. The schema refuses one that does not follow the newest, or a revoked certificate's.
pub async fn add_revision(tx: &Writer, row: CertificateRevisionRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Reads the later revisions of a certificate with their files, the oldest first.
pub async fn revisions(
    db: &impl Handle,
    street: &str,
    serial: &str,
) -> Result<Vec<CertificateRevisionRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Serial.eq(serial))
        .order_by_asc(Column::Revision);
    Ok(query.all(db.raw()).await?)
}

/// Reads the later revisions of several certificates with their files, the oldest first. Ask for few at a time.
pub async fn whole_revisions_of(
    db: &impl Handle,
    street: &str,
    serials: &[String],
) -> Result<Vec<CertificateRevisionRow>, Failed> {
    let query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Serial.is_in(serials.iter().map(String::as_str)))
        .order_by_asc(Column::Revision);
    Ok(query.all(db.raw()).await?)
}

/// Lists the later revisions of several certificates, the oldest first.
pub async fn revisions_of(
    db: &impl Handle,
    street: &str,
    serials: &[String],
) -> Result<Vec<RevisionHead>, Failed> {
    let mut found = Vec::new();
    // No database takes any number of parameters.
    for some in serials.chunks(400) {
        let query = Entity::find()
            .select_only()
            .columns([
                Column::Serial,
                Column::Revision,
                Column::HolderName,
                Column::UnitName,
                Column::Cause,
                Column::Reason,
                Column::IssuedAt,
            ])
            .filter(Column::Street.eq(street))
            .filter(Column::Serial.is_in(some.iter().map(String::as_str)))
            .order_by_asc(Column::Revision);
        found.extend(query.into_model::<RevisionHead>().all(db.raw()).await?);
    }
    Ok(found)
}
