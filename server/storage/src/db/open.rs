//! Opening, for either database.

use super::Failed;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

/// Connections that read from one SQLite file at the same time.
const SQLITE_READERS: u32 = 4;
/// Connections to one PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 8;

/// Opens the pools for reading and for writing.
pub(super) async fn open(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), Failed> {
    if url.starts_with("postgres") {
        let pool = Database::connect(quiet(url).max_connections(POSTGRES_CONNECTIONS).to_owned()).await?;
        return Ok((pool.clone(), pool));
    }
    // The writer is opened first: it makes the file and turns WAL on.
    let write = Database::connect(sqlite(url, 1, false)).await?;
    let read = Database::connect(sqlite(url, SQLITE_READERS, true)).await?;
    Ok((read, write))
}

fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    // Statements carry personal data, so they are not logged.
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10));
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = quiet(url);
    options.max_connections(connections).min_connections(1).map_sqlx_sqlite_opts(move |o| {
        let o = o.busy_timeout(Duration::from_secs(5)).foreign_keys(true);
        // REPLACE deletes what stands in its way; only so do the triggers that forbid deleting see it.
        let o = o.pragma("recursive_triggers", "ON");
        if read_only {
            o.read_only(true)
        } else {
            // FULL: an acknowledged answer survives a power cut.
            o.create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
        }
    });
    options
}
