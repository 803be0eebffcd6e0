//! Trainings and their attendees.

pub use crate::row::{enrolment::Model as EnrolmentRow, training::Model as TrainingRow};
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::{enrolment, training},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Adds a training.
pub async fn add(tx: &Writer, row: TrainingRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Replaces what is stored of a training.
pub async fn save(tx: &Writer, row: TrainingRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Finds a training.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<TrainingRow>, Failed> {
    Ok(training::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds the training that an exam belongs to.
pub async fn of_exam(db: &impl Handle, street: &str, exam: Uuid) -> Result<Option<TrainingRow>, Failed> {
    let query = training::Entity::find()
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::ExamId.eq(exam));
    Ok(query.one(db.raw()).await?)
}

/// Finds several trainings.
pub async fn by_ids(
    db: &impl Handle,
    street: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<TrainingRow>, Failed> {
    let query = training::Entity::find()
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::Id.is_in(ids));
    Ok(query.all(db.raw()).await?)
}

/// Lists one page of trainings of some kinds, the newest first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    kinds: &[&str],
    page: u64,
    size: u64,
) -> Result<Page<TrainingRow>, Failed> {
    let query = training::Entity::find()
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::Kind.is_in(kinds.iter().copied()));
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(training::Column::CreatedAt)
        .order_by_desc(training::Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists the trainings of a year that are no drafts: those that teach, so neither contests nor tests of officials.
/// Coverage and pass rates rest on these alone.
pub async fn offered_in(db: &impl Handle, street: &str, year: i32) -> Result<Vec<TrainingRow>, Failed> {
    offered_of_kind(db, street, "training", year).await
}

/// Lists what of one kind was offered in a year and is no draft.
pub async fn offered_of_kind(
    db: &impl Handle,
    street: &str,
    kind: &str,
    year: i32,
) -> Result<Vec<TrainingRow>, Failed> {
    let query = training::Entity::find()
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::Kind.eq(kind))
        .filter(training::Column::Year.eq(year))
        .filter(training::Column::Status.ne("draft"));
    Ok(query.all(db.raw()).await?)
}

/// Lists the trainings, contests and tests that are offered and due between two days, both included.
pub async fn due_between(
    db: &impl Handle,
    street: &str,
    from: chrono::NaiveDate,
    until: chrono::NaiveDate,
) -> Result<Vec<TrainingRow>, Failed> {
    let query = training::Entity::find()
        .filter(training::Column::Street.eq(street))
        .filter(training::Column::Status.ne("draft"))
        .filter(training::Column::DueOn.between(from, until));
    Ok(query.order_by_asc(training::Column::DueOn).all(db.raw()).await?)
}

/// Adds attendees.
pub async fn enrol(tx: &Writer, rows: Vec<EnrolmentRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Finds an attendee.
pub async fn enrolment(
    db: &impl Handle,
    street: &str,
    training: Uuid,
    person: Uuid,
) -> Result<Option<EnrolmentRow>, Failed> {
    Ok(enrolment::Entity::find_by_id((street.to_owned(), training, person)).one(db.raw()).await?)
}

/// Replaces what is stored of an attendee.
pub async fn save_enrolment(tx: &Writer, row: EnrolmentRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Lists what a person attends.
pub async fn of_person(db: &impl Handle, street: &str, person: Uuid) -> Result<Vec<EnrolmentRow>, Failed> {
    let query = enrolment::Entity::find()
        .filter(enrolment::Column::Street.eq(street))
        .filter(enrolment::Column::PersonId.eq(person));
    Ok(query.all(db.raw()).await?)
}

/// Lists all attendees of some trainings.
pub async fn attendees(
    db: &impl Handle,
    street: &str,
    trainings: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<EnrolmentRow>, Failed> {
    let query = enrolment::Entity::find()
        .filter(enrolment::Column::Street.eq(street))
        .filter(enrolment::Column::TrainingId.is_in(trainings));
    Ok(query.all(db.raw()).await?)
}

/// How many attendees of a training have which result.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ResultCount {
    /// The training.
    pub training_id: Uuid,
    /// The result, where there is one.
    pub result: Option<String>,
    /// How many.
    pub count: i64,
}

/// Counts the attendees of some trainings by result.
pub async fn result_counts(
    db: &impl Handle,
    street: &str,
    trainings: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<ResultCount>, Failed> {
    let rows = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::TrainingId)
        .column(enrolment::Column::Result)
        .column_as(enrolment::Column::PersonId.count(), "count")
        .filter(enrolment::Column::Street.eq(street))
        .filter(enrolment::Column::TrainingId.is_in(trainings))
        .group_by(enrolment::Column::TrainingId)
        .group_by(enrolment::Column::Result)
        .into_model::<ResultCount>()
        .all(db.raw())
        .await?;
    Ok(rows)
}

/// Lists one page of a training's attendees: those without result first.
pub async fn attendees_page(
    db: &impl Handle,
    street: &str,
    training: Uuid,
    result: Option<&str>,
    page: u64,
    size: u64,
) -> Result<Page<EnrolmentRow>, Failed> {
    let mut query = enrolment::Entity::find()
        .filter(enrolment::Column::Street.eq(street))
        .filter(enrolment::Column::TrainingId.eq(training));
    query = match result {
        Some("open") => query.filter(enrolment::Column::Result.is_null()),
        Some(result) => query.filter(enrolment::Column::Result.eq(result)),
        None => query,
    };
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_asc(enrolment::Column::PersonId)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Lists a person's sittings, the oldest first; of one training, or of all.
pub async fn sittings(
    db: &impl Handle,
    street: &str,
    person: Uuid,
    of: Option<Uuid>,
) -> Result<Vec<crate::row::attempt::Model>, Failed> {
    use crate::row::attempt::{Column, Entity};
    let mut query = Entity::find().filter(Column::Street.eq(street)).filter(Column::PersonId.eq(person));
    if let Some(training) = of {
        query = query.filter(Column::TrainingId.eq(training));
    }
    Ok(query.order_by_asc(Column::StartedAt).all(db.raw()).await?)
}

/// Finds the exam of a training.
pub async fn exam(
    db: &impl Handle,
    street: &str,
    id: Uuid,
) -> Result<Option<crate::row::exam::Model>, Failed> {
    Ok(crate::row::exam::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Lists the frozen bank versions of a street, the newest of each bank first.
pub async fn banks(db: &impl Handle, street: &str) -> Result<Vec<crate::row::bank_version::Model>, Failed> {
    use crate::row::bank_version::{Column, Entity};
    let query = Entity::find().filter(Column::Street.eq(street));
    Ok(query.order_by_asc(Column::Code).order_by_desc(Column::Version).all(db.raw()).await?)
}
