//! Contests: rounds, rankings, recommendations; and what tests are judged by afterwards.

pub use crate::row::{
    contest::Model as ContestRow, contest_place::Model as PlaceRow,
    recommendation::Model as RecommendationRow, recommendation_left_out::Model as LeftOutRow,
};
use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{attempt, contest, contest_place, exam, recommendation, recommendation_left_out},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Adds a round. [`Failed::AlreadyThere`] when the round before has its next one already.
pub async fn add(tx: &Writer, row: ContestRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds the round of a training.
pub async fn find(db: &impl Handle, street: &str, training: Uuid) -> Result<Option<ContestRow>, Failed> {
    Ok(contest::Entity::find_by_id((street.to_owned(), training)).one(db.raw()).await?)
}

/// Finds the round that follows one.
pub async fn following(db: &impl Handle, street: &str, training: Uuid) -> Result<Option<ContestRow>, Failed> {
    let query = contest::Entity::find()
        .filter(contest::Column::Street.eq(street))
        .filter(contest::Column::Follows.eq(training));
    Ok(query.one(db.raw()).await?)
}

/// Lists the rounds whose ranking is published, the newest first.
pub async fn ranked(db: &impl Handle, street: &str) -> Result<Vec<ContestRow>, Failed> {
    let query = contest::Entity::find()
        .filter(contest::Column::Street.eq(street))
        .filter(contest::Column::PublishedAt.is_not_null())
        .order_by_desc(contest::Column::PublishedAt);
    Ok(query.all(db.raw()).await?)
}

/// Publishes a ranking with the exam's secret. Tells whether this call did it.
pub async fn publish(
    tx: &Writer,
    row: &ContestRow,
    by: Uuid,
    at: DateTime<Utc>,
    hash: String,
    places: Vec<PlaceRow>,
) -> Result<bool, Failed> {
    let changed = contest::Entity::update_many()
        .col_expr(contest::Column::PublishedAt, Expr::value(at))
        .col_expr(contest::Column::PublishedBy, Expr::value(by))
        .col_expr(contest::Column::RankingHash, Expr::value(hash))
        .filter(contest::Column::Street.eq(&row.street))
        .filter(contest::Column::TrainingId.eq(row.training_id))
        .filter(contest::Column::PublishedAt.is_null())
        .exec(tx.raw())
        .await?;
    if changed.rows_affected == 0 {
        return Ok(false);
    }
    insert_all(tx, places.into_iter().map(IntoActiveModel::into_active_model).collect()).await?;
    Ok(true)
}

/// Keeps the revealed secret of an exam, in hexadecimal.
pub async fn reveal(tx: &Writer, street: &str, exam: Uuid, key: &str) -> Result<(), Failed> {
    exam::Entity::update_many()
        .col_expr(exam::Column::RevealedKey, Expr::value(key))
        .filter(exam::Column::Street.eq(street))
        .filter(exam::Column::Id.eq(exam))
        .filter(exam::Column::RevealedKey.is_null())
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Lists the places of a ranking, the first one first.
pub async fn places(db: &impl Handle, street: &str, training: Uuid) -> Result<Vec<PlaceRow>, Failed> {
    let query = contest_place::Entity::find()
        .filter(contest_place::Column::Street.eq(street))
        .filter(contest_place::Column::TrainingId.eq(training))
        .order_by_asc(contest_place::Column::Place);
    Ok(query.all(db.raw()).await?)
}

/// Lists the places of a person in all rankings.
pub async fn places_of(db: &impl Handle, street: &str, person: Uuid) -> Result<Vec<PlaceRow>, Failed> {
    let query = contest_place::Entity::find()
        .filter(contest_place::Column::Street.eq(street))
        .filter(contest_place::Column::PersonId.eq(person));
    Ok(query.all(db.raw()).await?)
}

/// Lists the sittings of trainings that were handed in, by person and number.
pub async fn handed_in(
    db: &impl Handle,
    street: &str,
    trainings: &[Uuid],
) -> Result<Vec<attempt::Model>, Failed> {
    let query = attempt::Entity::find()
        .filter(attempt::Column::Street.eq(street))
        .filter(attempt::Column::TrainingId.is_in(trainings.iter().copied()))
        .filter(attempt::Column::State.eq("submitted"))
        .order_by_asc(attempt::Column::PersonId)
        .order_by_asc(attempt::Column::Number);
    Ok(query.all(db.raw()).await?)
}

/// Finds the recommendation of a contest.
pub async fn recommendation(
    db: &impl Handle,
    street: &str,
    training: Uuid,
) -> Result<Option<RecommendationRow>, Failed> {
    Ok(recommendation::Entity::find_by_id((street.to_owned(), training)).one(db.raw()).await?)
}

/// Adds a recommendation, or replaces one that is not approved.
pub async fn save_recommendation(tx: &Writer, row: RecommendationRow, there: bool) -> Result<(), Failed> {
    if !there {
        return insert(tx, row.into_active_model()).await;
    }
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Lists who was left out of a recommendation.
pub async fn left_out(db: &impl Handle, street: &str, training: Uuid) -> Result<Vec<LeftOutRow>, Failed> {
    let query = recommendation_left_out::Entity::find()
        .filter(recommendation_left_out::Column::Street.eq(street))
        .filter(recommendation_left_out::Column::TrainingId.eq(training));
    Ok(query.all(db.raw()).await?)
}

/// Leaves somebody out.
pub async fn leave_out(tx: &Writer, row: LeftOutRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Counts the places of rankings.
pub async fn sizes(db: &impl Handle, street: &str, trainings: &[Uuid]) -> Result<HashMap<Uuid, i64>, Failed> {
    use contest_place::Column;
    let rows: Vec<(Uuid, i64)> = contest_place::Entity::find()
        .select_only()
        .column(Column::TrainingId)
        .column_as(Column::PersonId.count(), "count")
        .filter(Column::Street.eq(street))
        .filter(Column::TrainingId.is_in(trainings.iter().copied()))
        .group_by(Column::TrainingId)
        .into_tuple()
        .all(db.raw())
        .await?;
    Ok(rows.into_iter().collect())
}
