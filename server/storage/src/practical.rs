//! Practical assessments: score sheets, sessions, judges, and what they handed in.

pub use crate::row::{
    practical_candidate::Model as CandidateRow, practical_judge::Model as JudgeRow,
    practical_score::Model as ScoreRow, practical_session::Model as SessionRow,
    practical_sheet::Model as SheetRow,
};
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::{
        account, membership, practical_candidate, practical_judge, practical_score, practical_session,
        practical_sheet,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

/// Adds a version of a score sheet. [`Failed::AlreadyThere`] when somebody made the same version.
pub async fn add_sheet(tx: &Writer, row: SheetRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds a score sheet.
pub async fn sheet(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<SheetRow>, Failed> {
    Ok(practical_sheet::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists all versions of score sheets, by title, the newest of each first.
pub async fn sheets(db: &impl Handle, street: &str) -> Result<Vec<SheetRow>, Failed> {
    let query = practical_sheet::Entity::find()
        .filter(practical_sheet::Column::Street.eq(street))
        .order_by_asc(practical_sheet::Column::Title)
        .order_by_desc(practical_sheet::Column::Version);
    Ok(query.all(db.raw()).await?)
}

/// Adds a session with its judges and those who are judged.
pub async fn add_session(
    tx: &Writer,
    row: SessionRow,
    judges: Vec<JudgeRow>,
    candidates: Vec<CandidateRow>,
) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await?;
    insert_all(tx, judges.into_iter().map(IntoActiveModel::into_active_model).collect()).await?;
    insert_all(tx, candidates.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds a session.
pub async fn session(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<SessionRow>, Failed> {
    Ok(practical_session::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists one page of sessions, the newest first.
pub async fn sessions_page(
    db: &impl Handle,
    street: &str,
    page: u64,
    size: u64,
) -> Result<Page<SessionRow>, Failed> {
    let query = practical_session::Entity::find().filter(practical_session::Column::Street.eq(street));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(practical_session::Column::HeldOn)
        .order_by_desc(practical_session::Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists the sessions that an account judges, the newest first.
pub async fn sessions_of_judge(
    db: &impl Handle,
    street: &str,
    account: Uuid,
) -> Result<Vec<SessionRow>, Failed> {
    let named = practical_judge::Entity::find()
        .filter(practical_judge::Column::Street.eq(street))
        .filter(practical_judge::Column::AccountId.eq(account))
        .all(db.raw())
        .await?;
    let query = practical_session::Entity::find()
        .filter(practical_session::Column::Street.eq(street))
        .filter(practical_session::Column::Id.is_in(named.into_iter().map(|j| j.session_id)))
        .order_by_desc(practical_session::Column::HeldOn)
        .order_by_desc(practical_session::Column::Id);
    Ok(query.all(db.raw()).await?)
}

/// Lists the judges of a session in the order in which they were named.
pub async fn judges(db: &impl Handle, street: &str, session: Uuid) -> Result<Vec<JudgeRow>, Failed> {
    let query = practical_judge::Entity::find()
        .filter(practical_judge::Column::Street.eq(street))
        .filter(practical_judge::Column::SessionId.eq(session))
        .order_by_asc(practical_judge::Column::NamedAt)
        .order_by_asc(practical_judge::Column::AccountId);
    Ok(query.all(db.raw()).await?)
}

/// Names a further judge. [`Failed::AlreadyThere`] when that account judges already.
pub async fn add_judge(tx: &Writer, row: JudgeRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Lists those who are judged.
pub async fn candidates(db: &impl Handle, street: &str, session: Uuid) -> Result<Vec<CandidateRow>, Failed> {
    let query = practical_candidate::Entity::find()
        .filter(practical_candidate::Column::Street.eq(street))
        .filter(practical_candidate::Column::SessionId.eq(session));
    Ok(query.all(db.raw()).await?)
}

/// Notes how distant judges agreed on somebody. Tells whether this call did it.
pub async fn note(
    tx: &Writer,
    row: &CandidateRow,
    note: &str,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<bool, Failed> {
    use practical_candidate::Column;
    let changed = practical_candidate::Entity::update_many()
        .col_expr(Column::Note, Expr::value(note))
        .col_expr(Column::NotedAt, Expr::value(at))
        .col_expr(Column::NotedBy, Expr::value(by))
        .filter(Column::Street.eq(&row.street))
        .filter(Column::SessionId.eq(row.session_id))
        .filter(Column::PersonId.eq(row.person_id))
        .filter(Column::Note.is_null())
        .exec(tx.raw())
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Lists what the judges of sessions handed in, in the order of time.
pub async fn scores(db: &impl Handle, street: &str, session: Uuid) -> Result<Vec<ScoreRow>, Failed> {
    let query = practical_score::Entity::find()
        .filter(practical_score::Column::Street.eq(street))
        .filter(practical_score::Column::SessionId.eq(session))
        .order_by_asc(practical_score::Column::HandedInAt)
        .order_by_asc(practical_score::Column::AccountId);
    Ok(query.all(db.raw()).await?)
}

/// Hands a judge's sheet in. [`Failed::AlreadyThere`] when it is handed in already.
pub async fn hand_in(tx: &Writer, row: ScoreRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// An account that may be named a judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    /// The account.
    pub account: Uuid,
    /// Its name.
    pub name: String,
    /// The code of its role.
    pub role: String,
}

/// Lists the accounts of a street that may judge: office, areas and teams, those that are not disabled.
pub async fn eligible(db: &impl Handle, street: &str) -> Result<Vec<Eligible>, Failed> {
    let members = membership::Entity::find()
        .filter(membership::Column::Street.eq(street))
        .filter(membership::Column::Role.is_in(["office", "area", "team"]))
        .all(db.raw())
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(members.iter().map(|m| m.account_id)))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::Name)
        .all(db.raw())
        .await?;
    let eligible = accounts.into_iter().filter_map(|account| {
        let member = members.iter().find(|m| m.account_id == account.id)?;
        Some(Eligible { account: account.id, name: account.name, role: member.role.clone() })
    });
    Ok(eligible.collect())
}
