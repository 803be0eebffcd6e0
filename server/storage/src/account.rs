//! Logins, their roles, their sessions, and their failed sign-ins.

use crate::row::{account, membership, session, sign_in_failure};
pub use crate::row::{
    account::Model as AccountRow, membership::Model as MembershipRow, session::Model as SessionRow,
    sign_in_failure::Model as FailureRow,
};
use crate::{
    Failed,
    db::{Handle, Writer, insert},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, Statement,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

/// Finds a login by its name.
pub async fn by_login(db: &impl Handle, login: &str) -> Result<Option<AccountRow>, Failed> {
    Ok(account::Entity::find().filter(account::Column::Login.eq(login)).one(db.raw()).await?)
}

/// Finds a login.
pub async fn by_id(db: &impl Handle, id: Uuid) -> Result<Option<AccountRow>, Failed> {
    Ok(account::Entity::find_by_id(id).one(db.raw()).await?)
}

/// Finds several logins.
pub async fn by_ids(
    db: &impl Handle,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<AccountRow>, Failed> {
    Ok(account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db.raw()).await?)
}

/// Counts the logins of the installation.
pub async fn count(db: &impl Handle) -> Result<u64, Failed> {
    Ok(account::Entity::find().count(db.raw()).await?)
}

/// Adds a login with one role.
pub async fn add(tx: &Writer, account: AccountRow, membership: MembershipRow) -> Result<(), Failed> {
    insert(tx, account.into_active_model()).await?;
    insert(tx, membership.into_active_model()).await
}

/// Replaces a password.
pub async fn set_password(tx: &Writer, id: Uuid, hash: &str, must_change: bool) -> Result<(), Failed> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::MustChange, Expr::value(must_change))
        .filter(account::Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Lists the roles of a login, oldest first.
pub async fn memberships(db: &impl Handle, account: Uuid) -> Result<Vec<MembershipRow>, Failed> {
    Ok(membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .order_by_asc(membership::Column::CreatedAt)
        .all(db.raw())
        .await?)
}

/// Adds a session.
pub async fn add_session(tx: &Writer, session: SessionRow) -> Result<(), Failed> {
    insert(tx, session.into_active_model()).await
}

/// Finds a session by the hash of its token.
pub async fn session(db: &impl Handle, token_hash: &str) -> Result<Option<SessionRow>, Failed> {
    Ok(session::Entity::find_by_id(token_hash.to_owned()).one(db.raw()).await?)
}

/// A session with everything that says who acts under it.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold; the schema says the rest")]
pub struct SessionHolder {
    pub token_hash: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub account_id: Uuid,
    pub name: String,
    pub must_change: bool,
    pub disabled_at: Option<DateTime<Utc>>,
    pub street: String,
    pub street_name: String,
    pub role: String,
    pub area_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub place: Option<String>,
    pub unread: i64,
}

/// Finds a session and its holder by the hash of its token: one query, for every request asks it.
pub async fn holder(db: &impl Handle, token_hash: &str) -> Result<Option<SessionHolder>, Failed> {
    const SQL: &str = "SELECT s.token_hash, s.created_at, s.seen_at, s.expires_at, a.id AS account_id, a.name, \
        a.must_change, a.disabled_at, m.street, t.name AS street_name, m.role, m.area_id, m.person_id, \
        m.team_id, p.unit_id, COALESCE(u.name, d.name, r.name) AS place, (SELECT count(*) FROM notice n WHERE n.street = m.street \
        AND n.person_id = m.person_id AND n.read_at IS NULL) AS unread \
        FROM session s JOIN account a ON a.id = s.account_id \
        JOIN membership m ON m.id = s.membership_id JOIN street t ON t.code = m.street \
        LEFT JOIN person p ON p.street = m.street AND p.id = m.person_id \
        LEFT JOIN unit u ON u.street = p.street AND u.id = p.unit_id \
        LEFT JOIN team d ON d.street = m.street AND d.id = m.team_id \
        LEFT JOIN management_area r ON r.street = m.street AND r.id = m.area_id \
        WHERE s.token_hash = $1";
    let raw = db.raw();
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), SQL, [token_hash.into()]);
    Ok(SessionHolder::find_by_statement(statement).one(raw).await?)
}

/// Notes that a session was used.
pub async fn touch_session(
    tx: &Writer,
    token_hash: &str,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Failed> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(seen_at))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &Writer, token_hash: &str) -> Result<(), Failed> {
    session::Entity::delete_by_id(token_hash.to_owned()).exec(tx.raw()).await?;
    Ok(())
}

/// Ends every session of a login but one, and those that have expired.
pub async fn end_other_sessions(
    tx: &Writer,
    account: Uuid,
    keep: &str,
    now: DateTime<Utc>,
) -> Result<(), Failed> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::TokenHash.ne(keep))
        .exec(tx.raw())
        .await?;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(tx.raw()).await?;
    Ok(())
}

/// Reads the failures counted for a subject (an account at an address, or an address).
pub async fn failures(db: &impl Handle, subject: &str) -> Result<Option<FailureRow>, Failed> {
    Ok(sign_in_failure::Entity::find_by_id(subject.to_owned()).one(db.raw()).await?)
}

/// Writes the failures counted for a subject.
pub async fn set_failures(tx: &Writer, row: FailureRow) -> Result<(), Failed> {
    use sign_in_failure::Column;
    sign_in_failure::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(Column::Subject)
                .update_columns([Column::Failures, Column::LastAt, Column::BlockedUntil])
                .to_owned(),
        )
        .exec_without_returning(tx.raw())
        .await?;
    Ok(())
}

/// Forgets the failures of a subject.
pub async fn forget_failures(tx: &Writer, subject: &str) -> Result<(), Failed> {
    sign_in_failure::Entity::delete_by_id(subject.to_owned()).exec(tx.raw()).await?;
    Ok(())
}

/// Disables a login from a time on.
pub async fn disable(tx: &Writer, account: AccountRow, at: DateTime<Utc>) -> Result<(), Failed> {
    let mut row = account.into_active_model();
    row.disabled_at = sea_orm::ActiveValue::Set(Some(at));
    row.update(tx.raw()).await?;
    Ok(())
}

/// Keeps what the next page is to say once.
pub async fn keep_flash(
    tx: &Writer,
    id: &str,
    content: String,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Failed> {
    use crate::row::flash;
    flash::Entity::delete_many().filter(flash::Column::ExpiresAt.lt(now)).exec(tx.raw()).await?;
    insert(tx, flash::Model { id: id.to_owned(), content, expires_at }.into_active_model()).await
}

/// Reads what a page is to say once.
pub async fn flash(db: &impl Handle, id: &str) -> Result<Option<String>, Failed> {
    use crate::row::flash;
    Ok(flash::Entity::find_by_id(id.to_owned()).one(db.raw()).await?.map(|row| row.content))
}
