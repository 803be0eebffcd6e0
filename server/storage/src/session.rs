//! Sessions of on-site trainings: how a training is held, when, and who came.

pub use crate::row::{
    attendance::Model as AttendanceRow, sign_ticket::Model as TicketRow, training_form::Model as FormRow,
    training_session::Model as SessionRow,
};
use crate::{
    Failed,
    db::{Handle, Writer, insert},
    row::{attendance, sign_ticket, training_form, training_session},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Finds how a training is held; none where it is online.
pub async fn form(db: &impl Handle, street: &str, training: Uuid) -> Result<Option<FormRow>, Failed> {
    Ok(training_form::Entity::find_by_id((street.to_owned(), training)).one(db.raw()).await?)
}

/// Lists how several trainings are held.
pub async fn forms(
    db: &impl Handle,
    street: &str,
    trainings: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<FormRow>, Failed> {
    let query = training_form::Entity::find()
        .filter(training_form::Column::Street.eq(street))
        .filter(training_form::Column::TrainingId.is_in(trainings));
    Ok(query.all(db.raw()).await?)
}

/// Keeps how a training is held, new or changed.
pub async fn save_form(tx: &Writer, row: FormRow) -> Result<(), Failed> {
    let there = form(tx, &row.street, row.training_id).await?.is_some();
    if !there {
        return insert(tx, row.into_active_model()).await;
    }
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Adds a session.
pub async fn add(tx: &Writer, row: SessionRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Replaces what is stored of a session.
pub async fn save(tx: &Writer, row: SessionRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Takes a session away that nobody came to, with the scans of its code.
pub async fn remove(tx: &Writer, street: &str, id: Uuid) -> Result<(), Failed> {
    sign_ticket::Entity::delete_many()
        .filter(sign_ticket::Column::Street.eq(street))
        .filter(sign_ticket::Column::SessionId.eq(id))
        .exec(tx.raw())
        .await?;
    training_session::Entity::delete_by_id((street.to_owned(), id)).exec(tx.raw()).await?;
    Ok(())
}

/// Finds a session.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<SessionRow>, Failed> {
    Ok(training_session::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds a session of any street, for who scans its code before signing in.
pub async fn anywhere(db: &impl Handle, id: Uuid) -> Result<Option<SessionRow>, Failed> {
    Ok(training_session::Entity::find().filter(training_session::Column::Id.eq(id)).one(db.raw()).await?)
}

/// Lists the sessions of some trainings, the earliest first.
pub async fn of_trainings(
    db: &impl Handle,
    street: &str,
    trainings: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<SessionRow>, Failed> {
    let query = training_session::Entity::find()
        .filter(training_session::Column::Street.eq(street))
        .filter(training_session::Column::TrainingId.is_in(trainings))
        .order_by_asc(training_session::Column::StartsAt)
        .order_by_asc(training_session::Column::Id);
    Ok(query.all(db.raw()).await?)
}

/// Lists the sessions that begin between two instants, the earliest first.
pub async fn between(
    db: &impl Handle,
    street: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<SessionRow>, Failed> {
    let query = training_session::Entity::find()
        .filter(training_session::Column::Street.eq(street))
        .filter(training_session::Column::StartsAt.gte(from))
        .filter(training_session::Column::StartsAt.lt(until))
        .order_by_asc(training_session::Column::StartsAt);
    Ok(query.all(db.raw()).await?)
}

/// How many came to a session.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Signed {
    /// The session.
    pub session_id: Uuid,
    /// How many.
    pub count: i64,
}

/// Counts who came to the sessions of a training; a mistake that was undone does not count.
pub async fn counts(db: &impl Handle, street: &str, training: Uuid) -> Result<Vec<Signed>, Failed> {
    let rows = attendance::Entity::find()
        .select_only()
        .column(attendance::Column::SessionId)
        .column_as(attendance::Column::PersonId.count(), "count")
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::TrainingId.eq(training))
        .filter(attendance::Column::UndoneAt.is_null())
        .group_by(attendance::Column::SessionId)
        .into_model::<Signed>()
        .all(db.raw())
        .await?;
    Ok(rows)
}

/// Counts who came to one session.
pub async fn signed(db: &impl Handle, street: &str, session: Uuid) -> Result<u64, Failed> {
    let query = attendance::Entity::find()
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::SessionId.eq(session))
        .filter(attendance::Column::UndoneAt.is_null());
    Ok(query.count(db.raw()).await?)
}

/// Lists who came to a session, the latest first, also who was signed in by mistake.
pub async fn attendance_of(
    db: &impl Handle,
    street: &str,
    session: Uuid,
) -> Result<Vec<AttendanceRow>, Failed> {
    let query = attendance::Entity::find()
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::SessionId.eq(session))
        .order_by_desc(attendance::Column::SignedAt)
        .order_by_desc(attendance::Column::Id);
    Ok(query.all(db.raw()).await?)
}

/// Lists who came to the sessions of a training.
pub async fn attendance_of_training(
    db: &impl Handle,
    street: &str,
    training: Uuid,
) -> Result<Vec<AttendanceRow>, Failed> {
    let query = attendance::Entity::find()
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::TrainingId.eq(training))
        .filter(attendance::Column::UndoneAt.is_null());
    Ok(query.all(db.raw()).await?)
}

/// Lists the sessions that a person came to; of one training, or of all.
pub async fn attended(
    db: &impl Handle,
    street: &str,
    person: Uuid,
    training: Option<Uuid>,
) -> Result<Vec<AttendanceRow>, Failed> {
    let mut query = attendance::Entity::find()
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::PersonId.eq(person))
        .filter(attendance::Column::UndoneAt.is_null());
    if let Some(training) = training {
        query = query.filter(attendance::Column::TrainingId.eq(training));
    }
    Ok(query.all(db.raw()).await?)
}

/// Signs somebody in. [`Failed::AlreadyThere`] where they are.
pub async fn sign_in(tx: &Writer, row: AttendanceRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Says that somebody was signed in by mistake. Tells whether this call did it.
pub async fn undo(
    tx: &Writer,
    street: &str,
    id: Uuid,
    by: Uuid,
    at: DateTime<Utc>,
    reason: &str,
) -> Result<bool, Failed> {
    let done = attendance::Entity::update_many()
        .col_expr(attendance::Column::UndoneAt, Expr::value(at))
        .col_expr(attendance::Column::UndoneBy, Expr::value(by))
        .col_expr(attendance::Column::UndoReason, Expr::value(reason))
        .filter(attendance::Column::Street.eq(street))
        .filter(attendance::Column::Id.eq(id))
        .filter(attendance::Column::UndoneAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps a scan; scans that are over are forgotten with it.
pub async fn add_ticket(tx: &Writer, row: TicketRow, now: DateTime<Utc>) -> Result<(), Failed> {
    sign_ticket::Entity::delete_many()
        .filter(sign_ticket::Column::Street.eq(&row.street))
        .filter(sign_ticket::Column::ExpiresAt.lt(now))
        .exec(tx.raw())
        .await?;
    insert(tx, row.into_active_model()).await
}

/// Finds a scan by the hash of its token.
pub async fn ticket(db: &impl Handle, street: &str, token_hash: &str) -> Result<Option<TicketRow>, Failed> {
    let row = sign_ticket::Entity::find_by_id(token_hash.to_owned()).one(db.raw()).await?;
    Ok(row.filter(|row| row.street == street))
}

/// Uses a scan. Tells whether this call did it.
pub async fn use_ticket(tx: &Writer, token_hash: &str, person: Uuid) -> Result<bool, Failed> {
    let done = sign_ticket::Entity::update_many()
        .col_expr(sign_ticket::Column::UsedBy, Expr::value(person))
        .filter(sign_ticket::Column::TokenHash.eq(token_hash))
        .filter(sign_ticket::Column::UsedBy.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}
