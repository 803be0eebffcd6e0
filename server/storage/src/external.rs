//! Activities of the province, the city or the district that people of the street took part in.

pub use crate::row::{
    external_activity::Model as ExternalRow, external_evidence::Model as EvidenceRow,
    external_participant::Model as ParticipantRow,
};
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::{external_activity, external_evidence, external_participant},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

/// Adds an activity with who took part. [`Failed::AlreadyThere`] where the same entry was sent before.
pub async fn add(tx: &Writer, row: ExternalRow, people: Vec<ParticipantRow>) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await?;
    insert_all(tx, people.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds an activity.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<ExternalRow>, Failed> {
    Ok(external_activity::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists one page of activities, the newest first.
pub async fn page(db: &impl Handle, street: &str, page: u64, size: u64) -> Result<Page<ExternalRow>, Failed> {
    use external_activity::{Column, Entity};
    let query = Entity::find().filter(Column::Street.eq(street));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(Column::HeldOn)
        .order_by_desc(Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists who took part in some activities.
pub async fn participants(
    db: &impl Handle,
    street: &str,
    activities: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<ParticipantRow>, Failed> {
    let query = external_participant::Entity::find()
        .filter(external_participant::Column::Street.eq(street))
        .filter(external_participant::Column::ActivityId.is_in(activities));
    Ok(query.all(db.raw()).await?)
}

/// What is known of a piece of evidence, without its content.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct EvidenceHead {
    /// Which.
    pub id: Uuid,
    /// Its place among the three.
    pub place: i32,
    /// The name of the file.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// The hash of its content.
    pub content_hash: String,
}

/// Lists the evidence of an activity in its order.
pub async fn evidence_of(
    db: &impl Handle,
    street: &str,
    activity: Uuid,
) -> Result<Vec<EvidenceHead>, Failed> {
    use external_evidence::{Column, Entity};
    let query = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Place, Column::Name, Column::Media, Column::ContentHash])
        .filter(Column::Street.eq(street))
        .filter(Column::ActivityId.eq(activity))
        .order_by_asc(Column::Place);
    Ok(query.into_model::<EvidenceHead>().all(db.raw()).await?)
}

/// Finds a piece of evidence with its content.
pub async fn evidence(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<EvidenceRow>, Failed> {
    Ok(external_evidence::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Adds a piece of evidence.
pub async fn add_evidence(tx: &Writer, row: EvidenceRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Confirms an activity. Tells whether this call did it.
pub async fn confirm(
    tx: &Writer,
    street: &str,
    id: Uuid,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<bool, Failed> {
    use external_activity::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::value(at))
        .col_expr(Column::ConfirmedBy, Expr::value(by))
        .filter(Column::Street.eq(street))
        .filter(Column::Id.eq(id))
        .filter(Column::ConfirmedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Lists who took part in a confirmed activity between two days, both included: this is what may count to coverage.
pub async fn confirmed_participants(
    db: &impl Handle,
    street: &str,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<ParticipantRow>, Failed> {
    let confirmed = external_activity::Entity::find()
        .select_only()
        .column(external_activity::Column::Id)
        .filter(external_activity::Column::Street.eq(street))
        .filter(external_activity::Column::ConfirmedAt.is_not_null())
        .filter(external_activity::Column::HeldOn.between(from, until))
        .into_query();
    let query = external_participant::Entity::find()
        .filter(external_participant::Column::Street.eq(street))
        .filter(external_participant::Column::ActivityId.in_subquery(confirmed));
    Ok(query.all(db.raw()).await?)
}
