//! The media library.

pub use crate::row::media::Model as MediaRow;

use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, like},
    row::media,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement, sea_query::Expr,
};
use uuid::Uuid;

/// Which items a list shows; an empty text asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct MediaFilter {
    /// A part of the title, the tags or the source.
    pub text: String,
    /// The kind's code.
    pub kind: String,
    /// The state's code.
    pub state: String,
}

/// How an item is used in one training.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MediaUse {
    /// The training.
    pub training_id: Uuid,
    /// Its title.
    pub title: String,
    /// `draft`, `published` or `closed`.
    pub status: String,
    /// Who attends.
    pub attendees: i64,
    /// Attendees who opened a part with it.
    pub opened: i64,
    /// Attendees who finished one.
    pub finished: i64,
}

/// Adds an item. [`Failed::AlreadyThere`] where the street has the same file.
pub async fn add(tx: &Writer, row: MediaRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Replaces what is stored of an item.
pub async fn save(tx: &Writer, row: MediaRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Finds an item.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<MediaRow>, Failed> {
    Ok(media::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds the item that a file is, by its hash.
pub async fn by_hash(db: &impl Handle, street: &str, sha256: &str) -> Result<Option<MediaRow>, Failed> {
    let query = media::Entity::find()
        .filter(media::Column::Street.eq(street))
        .filter(media::Column::Sha256.eq(sha256));
    Ok(query.one(db.raw()).await?)
}

/// Finds several items.
pub async fn by_ids(
    db: &impl Handle,
    street: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<MediaRow>, Failed> {
    let query =
        media::Entity::find().filter(media::Column::Street.eq(street)).filter(media::Column::Id.is_in(ids));
    Ok(query.all(db.raw()).await?)
}

/// Lists one page of the items, the newest first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    filter: &MediaFilter,
    page: u64,
    size: u64,
) -> Result<Page<MediaRow>, Failed> {
    let mut all = Condition::all().add(media::Column::Street.eq(street));
    let text = filter.text.trim();
    if !text.is_empty() {
        let columns = [media::Column::Title, media::Column::Tags, media::Column::Source];
        let any = columns.into_iter().fold(Condition::any(), |any, c| any.add(Expr::col(c).like(like(text))));
        all = all.add(any);
    }
    for (column, wanted) in [(media::Column::Kind, &filter.kind), (media::Column::State, &filter.state)] {
        if !wanted.is_empty() {
            all = all.add(column.eq(wanted.as_str()));
        }
    }
    let query = media::Entity::find().filter(all);
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(media::Column::AddedAt)
        .order_by_desc(media::Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists the published items of a kind by title.
pub async fn published(db: &impl Handle, street: &str, kind: &str) -> Result<Vec<MediaRow>, Failed> {
    let query = media::Entity::find()
        .filter(media::Column::Street.eq(street))
        .filter(media::Column::Kind.eq(kind))
        .filter(media::Column::State.eq("published"));
    Ok(query.order_by_asc(media::Column::Title).order_by_asc(media::Column::Id).all(db.raw()).await?)
}

/// Lists the hashes of the files of all streets.
pub async fn hashes(db: &impl Handle) -> Result<Vec<String>, Failed> {
    let query = media::Entity::find().select_only().column(media::Column::Sha256).distinct();
    Ok(query.into_tuple().all(db.raw()).await?)
}

/// Tells whether a person attends a training that was published with an item.
pub async fn is_offered_to(
    db: &impl Handle,
    street: &str,
    media: Uuid,
    person: Uuid,
) -> Result<bool, Failed> {
    #[derive(FromQueryResult)]
    struct Found {
        count: i64,
    }
    let sql = "SELECT COUNT(*) AS count FROM lesson_media m \
        JOIN lesson l ON l.street = m.street AND l.id = m.lesson_id \
        JOIN training t ON t.street = l.street AND t.id = l.training_id \
        JOIN enrolment e ON e.street = t.street AND e.training_id = t.id \
        WHERE m.street = $1 AND m.media_id = $2 AND e.person_id = $3 AND t.status <> 'draft'";
    let values = [street.into(), media.into(), person.into()];
    let statement = Statement::from_sql_and_values(db.raw().get_database_backend(), sql, values);
    Ok(Found::find_by_statement(statement).one(db.raw()).await?.is_some_and(|found| found.count > 0))
}

/// Lists the trainings that use an item, with who looked at it.
pub async fn uses(db: &impl Handle, street: &str, media: Uuid) -> Result<Vec<MediaUse>, Failed> {
    let sql = "SELECT t.id AS training_id, t.title, t.status, \
        (SELECT COUNT(*) FROM enrolment e WHERE e.street = t.street AND e.training_id = t.id) AS attendees, \
        COUNT(DISTINCT v.person_id) AS opened, \
        COUNT(DISTINCT CASE WHEN v.finished_at IS NOT NULL THEN v.person_id END) AS finished \
        FROM lesson_media m \
        JOIN lesson l ON l.street = m.street AND l.id = m.lesson_id \
        JOIN training t ON t.street = l.street AND t.id = l.training_id \
        LEFT JOIN lesson_view v ON v.street = l.street AND v.lesson_id = l.id \
        WHERE m.street = $1 AND m.media_id = $2 \
        GROUP BY t.street, t.id, t.title, t.status, t.created_at ORDER BY t.created_at DESC, t.id";
    let statement =
        Statement::from_sql_and_values(db.raw().get_database_backend(), sql, [street.into(), media.into()]);
    Ok(MediaUse::find_by_statement(statement).all(db.raw()).await?)
}
