//! The reference: the same rows straight into SQLite, durable, so many in a transaction as the server had.

use anyhow::{Context as _, Result};
use sqlx::{
    Connection as _, Executor as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::time::Instant;

/// The schema of a step, without what the rest of the database has to say about it.
const TABLE: &str = "CREATE TABLE attempt_step (street text NOT NULL, attempt_id text NOT NULL, seq integer NOT NULL, \
    at text NOT NULL, kind text NOT NULL, item integer, lease integer NOT NULL, client_seq bigint, body text NOT NULL, \
    late boolean NOT NULL, PRIMARY KEY (street, attempt_id, seq))";
/// The index that makes an answer arrive once.
const ONCE: &str = "CREATE UNIQUE INDEX attempt_step_once ON attempt_step (street, attempt_id, item, lease, client_seq) \
    WHERE kind = 'answered'";

/// Saves rows in transactions of a size; gives rows a second.
pub async fn saves_a_second(rows: usize, batch: usize) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("raw.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut store = SqliteConnection::connect_with(&options).await?;
    store.execute(TABLE).await?;
    store.execute(ONCE).await?;
    let statement = format!(
        "INSERT INTO attempt_step VALUES {}",
        vec!["('370112104', ?, ?, '2026-11-23 08:00:00.000 +00:00', 'answered', ?, 1, ?, ?, 0)"; batch]
            .join(", ")
    );
    let body =
        r#"{"step":"answered","item":"12","answer":{"choice":[2]},"client_seq":12,"lease":1,"late":false}"#;
    let people: Vec<String> = (0..500).map(|n| format!("01932f00-0000-7000-8000-{n:012}")).collect();
    let begun = Instant::now();
    let mut written = 0usize;
    while written < rows {
        let mut transaction = store.begin().await?;
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement.clone()));
        for n in written..written + batch {
            let seq = i64::try_from(n / people.len() + 1)?;
            let person = people.get(n % people.len()).context("a person")?;
            query = query.bind(person).bind(seq).bind(seq * 100).bind(seq).bind(body);
        }
        query.execute(&mut *transaction).await?;
        transaction.commit().await?;
        written += batch;
    }
    Ok(written as f64 / begun.elapsed().as_secs_f64())
}
