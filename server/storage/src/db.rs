//! Opening a database, reading from it and writing to it.

mod open;

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    EntityTrait, IsolationLevel, RuntimeErr, SqlErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait, sea_query::Value,
};
use std::fmt;

/// A database: an embedded SQLite file or a PostgreSQL server.
#[derive(Clone)]
pub struct Database {
    read: DatabaseConnection,
    /// The same pool as `read` on PostgreSQL; on SQLite one connection, so that writers queue fairly.
    write: DatabaseConnection,
}

/// A connection that may only read.
#[derive(Clone)]
pub struct Reader(DatabaseConnection);

/// A write transaction. Dropping it rolls back.
pub struct Writer(DatabaseTransaction);

/// Why the database did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A uniqueness constraint holds already: somebody was first.
    #[error("already there")]
    AlreadyThere,
    /// A constraint of the schema refused the row; its name says which.
    #[error("refused by the schema: {0}")]
    Refused(String),
    /// A stored row does not mean anything.
    #[error("a stored row is damaged: {0}")]
    Corrupt(String),
    /// The database is busy, full, gone or wrong.
    #[error("database: {0}")]
    Broken(#[source] DbErr),
}

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Self {
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return Self::AlreadyThere;
        }
        let text = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => e.to_string(),
            other => other.to_string(),
        };
        let refused = ["CHECK constraint", "check constraint", "FOREIGN KEY", "foreign key"]
            .iter()
            .any(|sign| text.contains(sign))
            || REFUSALS.iter().any(|name| text.contains(name));
        if refused { Self::Refused(text) } else { Self::Broken(error) }
    }
}

/// What the triggers of the schema say when they refuse.
const REFUSALS: &[&str] = &[
    "append_only",
    "attendee_without_result",
    "published_stays",
    "training_closed",
    "media_begins_draft",
    "media_stands",
    "media_unpublished",
    "lesson_frozen",
    "lesson_unfinished",
    "view_elsewhere",
    "view_stands",
    "passed_without_pass",
    "certified_without_pass",
    "result_stands",
    "certificate_stands",
    "template_skipped",
    "template_unknown",
    "template_stands",
    "attempt_stands",
    "attempt_begins_open",
    "pass_in_force",
    "invigilator_unknown",
    "attendee_stays",
    "offered_in_order",
    "closed_over_nobody",
    "closed_stands",
    "result_elsewhere",
    "excused_unapproved",
    "excused_alone",
    "excuse_stands",
    "sat_elsewhere",
    "form_stands",
    "session_stands",
    "attended_unoffered",
    "attendance_stands",
    "ticket_used",
    "carrier_stands",
    "external_stands",
    "exam_stands",
    "seat_elsewhere",
    "paper_of_the_seat",
    "draw_stands",
    "drill_stands",
    "bank_withdrawn",
    "activity_stands",
    "statutory_stands",
    "place_stands",
    "audience_stands",
    "policy_begins_draft",
    "policy_stands",
    "outbox_stands",
    "notice_stands",
    "spot_stands",
    "spot_not_drawn",
    "spot_not_ended",
    "certified_without_training",
    "only_contests_ranked",
    "ranked_early",
    "ranking_stands",
    "placed_unranked",
    "recommendation_stands",
    "note_stands",
    "judged_stays",
    "regrade_unfounded",
    "correction_stands",
    "studied_early",
    "round_without_order",
    "edit_begins_draft",
    "edit_stands",
    "published_elsewhere",
    "revision_unfounded",
    "revoked_without_reason",
];

impl Failed {
    /// Whether a named refusal of the schema is meant.
    #[must_use]
    pub fn is_refusal(&self, name: &str) -> bool {
        matches!(self, Self::Refused(text) if text.contains(name))
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Database")
    }
}

impl Database {
    /// Opens a database by its URL: `sqlite://PATH` (made when it is missing) or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, Failed> {
        let (read, write) = open::open(url).await?;
        Ok(Self { read, write })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), Failed> {
        use migrations::MigratorTrait as _;
        Ok(migrations::Migrator::up(&self.write, None).await?)
    }

    /// How many steps of the schema are missing.
    pub async fn missing_steps(&self) -> Result<usize, Failed> {
        use migrations::MigratorTrait as _;
        Ok(migrations::Migrator::get_pending_migrations(&self.write).await?.len())
    }

    /// Begins a write transaction.
    pub async fn begin(&self) -> Result<Writer, Failed> {
        let options = match self.write.get_database_backend() {
            // An immediate transaction: a deferred one that has read cannot be upgraded after another commit.
            DatabaseBackend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..Default::default()
            },
        };
        Ok(Writer(self.write.begin_with_options(options).await?))
    }

    /// Gives a connection for reading.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader(self.read.clone())
    }

    /// Asks the database whether it is there.
    pub async fn ping(&self) -> Result<(), Failed> {
        Ok(self.read.ping().await?)
    }

    /// Names the database for people: `SQLite` or `PostgreSQL`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.read.get_database_backend() {
            DatabaseBackend::Sqlite => "SQLite",
            _ => "PostgreSQL",
        }
    }

    /// Runs SQL as it stands. For tests that try to get around the schema, and for nothing else.
    pub async fn execute_raw(&self, sql: &str) -> Result<u64, Failed> {
        Ok(self.write.execute_unprepared(sql).await?.rows_affected())
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), Failed> {
        self.read.clone().close().await?;
        self.write.close().await?;
        Ok(())
    }
}

impl Writer {
    /// Makes everything that was written permanent.
    pub async fn commit(self) -> Result<(), Failed> {
        Ok(self.0.commit().await?)
    }
}

/// What queries need: either kind of connection.
pub trait Handle: sealed::Sealed + Sync {
    /// The library's connection behind it.
    #[doc(hidden)]
    type Raw: ConnectionTrait + Send + Sync;
    /// Gives the library's connection; usable inside this crate only, in effect.
    #[doc(hidden)]
    fn raw(&self) -> &Self::Raw;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Reader {}
    impl Sealed for super::Writer {}
}

impl Handle for Reader {
    type Raw = DatabaseConnection;
    fn raw(&self) -> &Self::Raw {
        &self.0
    }
}

impl Handle for Writer {
    type Raw = DatabaseTransaction;
    fn raw(&self) -> &Self::Raw {
        &self.0
    }
}

/// Inserts one row.
pub(crate) async fn insert<A>(tx: &Writer, row: A) -> Result<(), Failed>
where
    A: ActiveModelTrait + Send,
{
    <A::Entity as EntityTrait>::insert(row).exec_without_returning(tx.raw()).await?;
    Ok(())
}

/// Inserts many rows, a few hundred in each statement.
pub(crate) async fn insert_all<A>(tx: &Writer, rows: Vec<A>) -> Result<(), Failed>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(400).collect();
        <A::Entity as EntityTrait>::insert_many(chunk).exec_without_returning(tx.raw()).await?;
    }
    Ok(())
}

/// Inserts many rows, or updates those whose key is there, a few hundred in each statement.
pub(crate) async fn save_all<A>(
    tx: &Writer,
    rows: Vec<A>,
    replaced: &sea_orm::sea_query::OnConflict,
) -> Result<(), Failed>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(400).collect();
        <A::Entity as EntityTrait>::insert_many(chunk)
            .on_conflict(replaced.clone())
            .exec_without_returning(tx.raw())
            .await?;
    }
    Ok(())
}

/// Turns what a person typed into a pattern for LIKE that matches it anywhere, literally.
pub(crate) fn like(text: &str) -> sea_orm::sea_query::LikeExpr {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// Takes the next number of a named series of a street, first 1. Two writers never get the same.
pub async fn next_number(tx: &Writer, street: &str, name: &str) -> Result<i64, Failed> {
    use sea_orm::{FromQueryResult, Statement};
    #[derive(FromQueryResult)]
    struct Row {
        value: i64,
    }
    let raw = tx.raw();
    let sql = "INSERT INTO counter (street, name, value) VALUES ($1, $2, 1) \
               ON CONFLICT (street, name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    let values: Vec<Value> = vec![street.into(), name.into()];
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, values);
    let row = Row::find_by_statement(statement).one(raw).await?;
    row.map(|r| r.value).ok_or_else(|| Failed::Corrupt("a counter gave no number".into()))
}
