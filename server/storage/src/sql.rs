//! A text of SQL that grows with its values, for lists whose conditions depend on what is asked.

use crate::{Failed, db::Handle};
use sea_orm::{ConnectionTrait as _, FromQueryResult, Statement, sea_query::Value};

/// A statement in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

#[derive(FromQueryResult)]
struct Counted {
    rows: i64,
}

impl Sql {
    /// Begins with a piece of SQL.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }
    /// Adds a piece of SQL.
    pub fn add(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }
    /// Adds a value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }
    /// Adds ` AND column = value`.
    pub fn and(&mut self, column: &str, value: impl Into<Value>) -> &mut Self {
        self.add(" AND ").add(column).add(" = ").bind(value)
    }
    /// Adds `(value, …)`; of nothing a list that holds nothing.
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.add("(NULL");
        for value in values {
            self.add(", ").bind(value);
        }
        self.add(")")
    }
    /// Adds ` AND column LIKE …` for a part that people typed; nothing for nothing.
    pub fn and_like(&mut self, columns: &[&str], text: &str) -> &mut Self {
        let text = text.trim();
        if text.is_empty() {
            return self;
        }
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        self.add(" AND (1 = 0");
        for column in columns {
            self.add(" OR ").add(column).add(" LIKE ").bind(format!("%{escaped}%")).add(" ESCAPE '\\'");
        }
        self.add(")")
    }
    /// Puts SQL without values around it.
    pub fn around(self, before: &str, after: &str) -> Self {
        Self { text: format!("{before}{}{after}", self.text), values: self.values }
    }
    fn statement(&self, db: &impl Handle) -> Statement {
        let backend = db.raw().get_database_backend();
        Statement::from_sql_and_values(backend, self.text.clone(), self.values.clone())
    }
    /// Reads every row.
    pub async fn all<T: FromQueryResult + Send + Sync>(&self, db: &impl Handle) -> Result<Vec<T>, Failed> {
        Ok(T::find_by_statement(self.statement(db)).all(db.raw()).await?)
    }
    /// Reads the first row.
    pub async fn one<T: FromQueryResult + Send + Sync>(&self, db: &impl Handle) -> Result<Option<T>, Failed> {
        Ok(T::find_by_statement(self.statement(db)).one(db.raw()).await?)
    }
    /// Does what it says; tells how many rows changed.
    pub async fn run(&self, tx: &crate::Writer) -> Result<u64, Failed> {
        Ok(tx.raw().execute_raw(self.statement(tx)).await?.rows_affected())
    }
    /// Counts the rows that it would give.
    pub async fn count(&self, db: &impl Handle) -> Result<u64, Failed> {
        let counted = Self {
            text: format!("SELECT count(*) AS rows FROM ({}) counted", self.text),
            values: self.values.clone(),
        };
        let row: Option<Counted> = counted.one(db).await?;
        Ok(row.map_or(0, |row| row.rows.unsigned_abs()))
    }
    /// Adds the part of a list that a page shows.
    pub fn page(&mut self, page: u64, size: u64) -> &mut Self {
        let skipped = page.saturating_sub(1).saturating_mul(size).min(i64::MAX as u64);
        self.add(&format!(" LIMIT {size} OFFSET {skipped}"))
    }
}
