//! Certificates and their revisions.

mod list;
mod revision;
mod template;

pub use crate::row::{
    certificate::Model as CertificateRow, certificate_revision::Model as CertificateRevisionRow,
    certificate_template::Model as CertificateTemplateRow,
    certificate_template_draft::Model as CertificateDraftRow,
};
use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::certificate::{self, Column},
};
pub use list::{CertificateFilter, CertificateState, all, count, page, serials};
pub use revision::{RevisionHead, add_revision, revisions, revisions_of, whole_revisions_of};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
pub use template::{
    TemplateHead, add_template, draft, drop_draft, newest_template, newest_template_head, save_draft,
    template, templates,
};
use uuid::Uuid;

/// A certificate without its file, for lists.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct CertificateHead {
    pub serial: String,
    pub person_id: Uuid,
    pub attempt_id: Uuid,
    pub holder_name: String,
    pub unit_name: String,
    pub training_title: String,
    pub score: i32,
    pub issued_on: chrono::NaiveDate,
    pub valid_until: chrono::NaiveDate,
    pub revoked_at: Option<chrono::DateTime<chrono::Utc>>,
    pub file_hash: Option<String>,
}

/// Adds a certificate.
pub async fn add(tx: &Writer, row: CertificateRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a certificate of a street.
pub async fn find(db: &impl Handle, street: &str, serial: &str) -> Result<Option<CertificateRow>, Failed> {
    Ok(certificate::Entity::find_by_id((street.to_owned(), serial.to_owned())).one(db.raw()).await?)
}

/// Finds certificates of a street with their files, in no order. Ask for few at a time.
pub async fn whole(
    db: &impl Handle,
    street: &str,
    serials: &[String],
) -> Result<Vec<CertificateRow>, Failed> {
    let query = certificate::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::Serial.is_in(serials.iter().map(String::as_str)));
    Ok(query.all(db.raw()).await?)
}

/// Finds the certificates of any street that bear a serial: for the public page, which knows no street.
pub async fn find_anywhere(db: &impl Handle, serial: &str) -> Result<Vec<CertificateRow>, Failed> {
    Ok(certificate::Entity::find().filter(Column::Serial.eq(serial)).all(db.raw()).await?)
}

/// Finds the certificate that an attempt earned.
pub async fn of_attempt(
    db: &impl Handle,
    street: &str,
    attempt: Uuid,
) -> Result<Option<CertificateRow>, Failed> {
    let query =
        certificate::Entity::find().filter(Column::Street.eq(street)).filter(Column::AttemptId.eq(attempt));
    Ok(query.one(db.raw()).await?)
}

/// Revokes a certificate, unless it is revoked already. Gives whether it was revoked now.
pub async fn revoke(
    tx: &Writer,
    street: &str,
    serial: &str,
    reason: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<bool, Failed> {
    let done = certificate::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at))
        .col_expr(Column::RevokeReason, Expr::value(reason))
        .filter(Column::Street.eq(street))
        .filter(Column::Serial.eq(serial))
        .filter(Column::RevokedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps the file of a certificate, unless one is kept already. Gives whether it was kept now.
pub async fn keep_file(
    tx: &Writer,
    street: &str,
    serial: &str,
    file: Vec<u8>,
    file_hash: &str,
) -> Result<bool, Failed> {
    let done = certificate::Entity::update_many()
        .col_expr(Column::File, Expr::value(file))
        .col_expr(Column::FileHash, Expr::value(file_hash))
        .filter(Column::Street.eq(street))
        .filter(Column::Serial.eq(serial))
        .filter(Column::FileHash.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

fn heads() -> sea_orm::Select<certificate::Entity> {
    certificate::Entity::find().select_only().columns([
        Column::Serial,
        Column::PersonId,
        Column::AttemptId,
        Column::HolderName,
        Column::UnitName,
        Column::TrainingTitle,
        Column::Score,
        Column::IssuedOn,
        Column::ValidUntil,
        Column::RevokedAt,
        Column::FileHash,
    ])
}

/// Lists a person's certificates, the newest first.
pub async fn of_person(db: &impl Handle, street: &str, person: Uuid) -> Result<Vec<CertificateHead>, Failed> {
    let query = heads()
        .filter(Column::Street.eq(street))
        .filter(Column::PersonId.eq(person))
        .order_by_desc(Column::IssuedAt);
    Ok(query.into_model().all(db.raw()).await?)
}
