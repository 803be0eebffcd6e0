//! How a street's certificates look: versions, and the draft of the next.

use super::{CertificateDraftRow, CertificateTemplateRow};
use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::{
        certificate_template::{Column, Entity},
        certificate_template_draft as draft,
    },
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

/// A version without its picture, for lists.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct TemplateHead {
    pub version: i32,
    pub subtitle: String,
    pub issuer: String,
    pub signatories: String,
    pub months: i32,
    pub border: String,
    /// Whether it has a picture.
    pub sealed: bool,
    pub made_at: chrono::DateTime<chrono::Utc>,
}

/// Finds a version.
pub async fn template(
    db: &impl Handle,
    street: &str,
    version: i32,
) -> Result<Option<CertificateTemplateRow>, Failed> {
    Ok(Entity::find_by_id((street.to_owned(), version)).one(db.raw()).await?)
}

/// Finds the newest version with its picture.
pub async fn newest_template(
    db: &impl Handle,
    street: &str,
) -> Result<Option<CertificateTemplateRow>, Failed> {
    let query = Entity::find().filter(Column::Street.eq(street)).order_by_desc(Column::Version);
    Ok(query.one(db.raw()).await?)
}

/// Finds the newest version without its picture: what an issue needs.
pub async fn newest_template_head(db: &impl Handle, street: &str) -> Result<Option<TemplateHead>, Failed> {
    Ok(heads(street).limit(1).into_model().one(db.raw()).await?)
}

/// Lists all versions, the newest first.
pub async fn templates(db: &impl Handle, street: &str) -> Result<Vec<TemplateHead>, Failed> {
    Ok(heads(street).into_model().all(db.raw()).await?)
}

fn heads(street: &str) -> sea_orm::Select<Entity> {
    Entity::find()
        .select_only()
        .columns([
            Column::Version,
            Column::Subtitle,
            Column::Issuer,
            Column::Signatories,
            Column::Months,
            Column::Border,
            Column::MadeAt,
        ])
        .column_as(Column::Seal.is_not_null(), "sealed")
        .filter(Column::Street.eq(street))
        .order_by_desc(Column::Version)
}

/// Adds a version. The schema refuses one that does not follow the newest.
pub async fn add_template(tx: &Writer, row: CertificateTemplateRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds the draft of the next version.
pub async fn draft(db: &impl Handle, street: &str) -> Result<Option<CertificateDraftRow>, Failed> {
    Ok(draft::Entity::find_by_id(street.to_owned()).one(db.raw()).await?)
}

/// Keeps the draft of the next version in the place of the one before.
pub async fn save_draft(tx: &Writer, row: CertificateDraftRow) -> Result<(), Failed> {
    use draft::Column as C;
    let replaced = OnConflict::column(C::Street)
        .update_columns([
            C::Subtitle,
            C::Issuer,
            C::Signatories,
            C::Months,
            C::Border,
            C::Seal,
            C::ChangedAt,
            C::ChangedBy,
        ])
        .to_owned();
    let row = row.into_active_model();
    draft::Entity::insert(row).on_conflict(replaced).exec_without_returning(tx.raw()).await?;
    Ok(())
}

/// Takes the draft away. Gives whether there was one.
pub async fn drop_draft(tx: &Writer, street: &str) -> Result<bool, Failed> {
    let done = draft::Entity::delete_by_id(street.to_owned()).exec(tx.raw()).await?;
    Ok(done.rows_affected == 1)
}
