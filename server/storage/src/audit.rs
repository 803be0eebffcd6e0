//! The log: append-only, each row with the hash that the Merkle tree takes as its leaf.

pub use crate::row::audit::Model as AuditRow;
use crate::row::audit::{ActiveModel, Column, Entity};
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert},
};
use chrono::{DateTime, Utc};
use domain::{
    audit::{Event, Subject},
    hash::{hash, lp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Who did it.
#[derive(Clone, Debug)]
pub enum By {
    /// A signed-in account with its name and role.
    Account {
        /// The account.
        id: Uuid,
        /// Its name, copied.
        name: String,
        /// The role it acted in.
        role: String,
    },
    /// Nobody known.
    Anonymous,
    /// The system itself.
    System,
}

/// An entry to be written.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The street.
    pub street: String,
    /// When, by the server's clock.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: By,
    /// The address the request came from.
    pub address: String,
    /// What happened.
    pub event: Event,
    /// What it happened to.
    pub subject: Subject,
    /// 32 random bytes, so that nobody can guess an entry from its leaf.
    pub nonce: [u8; 32],
}

/// The bytes that stand for an entry in its leaf: the fields in the order of the table, joined with their
/// lengths.
#[must_use]
pub fn canonical(row: &AuditRow) -> Vec<u8> {
    lp(&[
        row.street.as_bytes(),
        row.at.timestamp_millis().to_string().as_bytes(),
        row.actor_kind.as_bytes(),
        row.actor_id.map(|id| id.to_string()).unwrap_or_default().as_bytes(),
        row.actor_name.as_bytes(),
        row.role.as_deref().unwrap_or_default().as_bytes(),
        row.address.as_bytes(),
        row.event.as_bytes(),
        row.subject_kind.as_bytes(),
        row.subject_id.as_bytes(),
        row.detail.as_bytes(),
    ])
}

/// The leaf of an entry: H(0x00 ‖ nonce ‖ canonical entry), RFC 6962 (03-drills, section 5).
#[must_use]
pub fn leaf(nonce: &[u8; 32], canonical: &[u8]) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(33 + canonical.len());
    bytes.push(0);
    bytes.extend_from_slice(nonce);
    bytes.extend_from_slice(canonical);
    hash(&bytes)
}

/// Appends an entry in the transaction of the act.
pub async fn append(tx: &Writer, entry: Entry) -> Result<(), Failed> {
    let (actor_kind, actor_id, actor_name, role) = match entry.by {
        By::Account { id, name, role } => ("account", Some(id), name, Some(role)),
        By::Anonymous => ("anonymous", None, String::new(), None),
        By::System => ("system", None, String::new(), None),
    };
    let detail = serde_json::to_string(&entry.event).map_err(|e| Failed::Corrupt(e.to_string()))?;
    let mut row = AuditRow {
        seq: 0,
        street: entry.street,
        at: entry.at,
        actor_kind: actor_kind.into(),
        actor_id,
        actor_name,
        role,
        address: entry.address,
        event: entry.event.code().into(),
        subject_kind: entry.subject.kind.into(),
        subject_id: entry.subject.id,
        detail,
        nonce: hex(&entry.nonce),
        leaf: String::new(),
    };
    row.leaf = hex(&leaf(&entry.nonce, &canonical(&row)));
    let mut active = ActiveModel::from(row);
    active.seq = sea_orm::ActiveValue::NotSet;
    active.leaf = Set(active.leaf.take().unwrap_or_default());
    insert(tx, active).await
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Lists the log of a street, newest first, optionally of one event.
pub async fn list(
    db: &impl Handle,
    street: &str,
    event: Option<&str>,
    page: u64,
    size: u64,
) -> Result<Page<AuditRow>, Failed> {
    let mut query = Entity::find().filter(Column::Street.eq(street));
    if let Some(event) = event {
        query = query.filter(Column::Event.eq(event));
    }
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(Column::Seq)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Reads the whole log in order, `size` rows from after `seq` on.
pub async fn after(db: &impl Handle, seq: i64, size: u64) -> Result<Vec<AuditRow>, Failed> {
    Ok(Entity::find().filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(size).all(db.raw()).await?)
}

/// A leaf of a street's log with its entry's number and instant.
pub type Leaf = (i64, String, DateTime<Utc>);

/// Reads leaves of a street's log in order: those of entries numbered above `after` up to `last`, at most `most`.
pub async fn leaves(
    db: &impl Handle,
    street: &str,
    after: i64,
    last: i64,
    most: u64,
) -> Result<Vec<Leaf>, Failed> {
    let query = Entity::find()
        .select_only()
        .columns([Column::Seq, Column::Leaf, Column::At])
        .filter(Column::Street.eq(street))
        .filter(Column::Seq.gt(after))
        .filter(Column::Seq.lte(last))
        .order_by_asc(Column::Seq)
        .limit(most);
    Ok(query.into_tuple().all(db.raw()).await?)
}

/// Lists what happened to one subject, oldest first.
pub async fn of_subject(
    db: &impl Handle,
    street: &str,
    kind: &str,
    id: &str,
) -> Result<Vec<AuditRow>, Failed> {
    Ok(Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::SubjectKind.eq(kind))
        .filter(Column::SubjectId.eq(id))
        .order_by_asc(Column::Seq)
        .all(db.raw())
        .await?)
}
