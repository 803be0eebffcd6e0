//! Question banks: frozen versions, proposals to change them, and how their questions were answered.

pub mod edit;
pub mod figure;
pub mod upload;

pub use crate::row::{
    bank_version::Model as BankVersionRow, bank_withdrawal::Model as WithdrawalRow,
    question::Model as QuestionRow,
};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{bank_version, bank_withdrawal, question},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// How many questions of a type and difficulty a version holds.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KindCount {
    /// The version.
    pub bank_version_id: Uuid,
    /// The type's name.
    pub kind: String,
    /// The difficulty's name.
    pub difficulty: String,
    /// How many.
    pub questions: i64,
}

/// Adds a frozen version with its questions.
pub async fn add_version(
    tx: &Writer,
    version: BankVersionRow,
    questions: Vec<QuestionRow>,
) -> Result<(), Failed> {
    insert(tx, version.into_active_model()).await?;
    insert_all(tx, questions.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds the newest version of a bank.
pub async fn newest(db: &impl Handle, street: &str, code: &str) -> Result<Option<BankVersionRow>, Failed> {
    Ok(bank_version::Entity::find()
        .filter(bank_version::Column::Street.eq(street))
        .filter(bank_version::Column::Code.eq(code))
        .order_by_desc(bank_version::Column::Version)
        .one(db.raw())
        .await?)
}

/// Finds a version.
pub async fn version(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<BankVersionRow>, Failed> {
    Ok(bank_version::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Withdraws a version; [`Failed::AlreadyThere`] where it was withdrawn before.
pub async fn withdraw(tx: &Writer, row: WithdrawalRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Lists what was withdrawn.
pub async fn withdrawals(db: &impl Handle, street: &str) -> Result<Vec<WithdrawalRow>, Failed> {
    let query = bank_withdrawal::Entity::find().filter(bank_withdrawal::Column::Street.eq(street));
    Ok(query.all(db.raw()).await?)
}

/// Lists all versions, by bank, the newest first.
pub async fn versions(db: &impl Handle, street: &str) -> Result<Vec<BankVersionRow>, Failed> {
    Ok(bank_version::Entity::find()
        .filter(bank_version::Column::Street.eq(street))
        .order_by_asc(bank_version::Column::Code)
        .order_by_desc(bank_version::Column::Version)
        .all(db.raw())
        .await?)
}

/// Counts the questions of all versions by type and difficulty.
pub async fn counts(db: &impl Handle, street: &str) -> Result<Vec<KindCount>, Failed> {
    use question::Column;
    Ok(question::Entity::find()
        .select_only()
        .column(Column::BankVersionId)
        .column(Column::Kind)
        .column(Column::Difficulty)
        .column_as(Column::Id.count(), "questions")
        .filter(Column::Street.eq(street))
        .group_by(Column::BankVersionId)
        .group_by(Column::Kind)
        .group_by(Column::Difficulty)
        .into_model::<KindCount>()
        .all(db.raw())
        .await?)
}

/// Reads the questions of several versions, by identifier.
pub async fn questions(
    db: &impl Handle,
    street: &str,
    versions: &[Uuid],
) -> Result<Vec<QuestionRow>, Failed> {
    Ok(question::Entity::find()
        .filter(question::Column::Street.eq(street))
        .filter(question::Column::BankVersionId.is_in(versions.iter().copied()))
        .order_by_asc(question::Column::Id)
        .all(db.raw())
        .await?)
}

/// Reads some questions of several versions, by identifier.
pub async fn questions_by_ids(
    db: &impl Handle,
    street: &str,
    versions: &[Uuid],
    ids: impl IntoIterator<Item = String>,
) -> Result<Vec<QuestionRow>, Failed> {
    Ok(question::Entity::find()
        .filter(question::Column::Street.eq(street))
        .filter(question::Column::BankVersionId.is_in(versions.iter().copied()))
        .filter(question::Column::Id.is_in(ids))
        .order_by_asc(question::Column::Id)
        .all(db.raw())
        .await?)
}
