//! Lists of spot tests, and what came of them.

use super::{FollowUpRow, TestRow};
use crate::{
    Failed,
    db::{Handle, like},
    row::{
        spot_candidate, spot_follow_up,
        spot_test::{Column, Entity},
        unit,
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Which tests a list shows.
#[derive(Clone, Debug)]
pub struct SpotFilter {
    /// Not opened before this day.
    pub from: NaiveDate,
    /// Not opened after this day.
    pub to: NaiveDate,
    /// Only this area.
    pub area: Option<Uuid>,
    /// Only this sector's code.
    pub sector: Option<String>,
    /// A part of the unit's name.
    pub text: String,
}

/// How many of a test's workers stand how. Counts of rows.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Tally {
    /// The test.
    pub test_id: Uuid,
    /// Called in all.
    pub called: i64,
    /// Absent.
    pub absent: i64,
    /// Handed in.
    pub tested: i64,
    /// Handed in and passed.
    pub passed: i64,
    /// Handed in late.
    pub late: i64,
}

/// Lists the tests of a filter, the latest first, at most `most`.
pub async fn tests(
    db: &impl Handle,
    street: &str,
    filter: &SpotFilter,
    most: u64,
) -> Result<Vec<TestRow>, Failed> {
    Ok(filtered(street, filter).limit(most).all(db.raw()).await?)
}

fn filtered(street: &str, filter: &SpotFilter) -> Select<Entity> {
    let mut query = Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::OpenedOn.between(filter.from, filter.to));
    if let Some(area) = filter.area {
        query = query.filter(Column::AreaId.eq(area));
    }
    if let Some(sector) = &filter.sector {
        query = query.filter(Column::Sector.eq(sector));
    }
    let text = filter.text.trim();
    if !text.is_empty() {
        let named = unit::Entity::find()
            .select_only()
            .column(unit::Column::Id)
            .filter(unit::Column::Street.eq(street))
            .filter(Expr::col(unit::Column::Name).like(like(text)));
        query = query.filter(Column::UnitId.in_subquery(named.into_query()));
    }
    query.order_by_desc(Column::OpenedAt).order_by_desc(Column::Id)
}

/// Lists the latest tests of a team, or of an account without one.
pub async fn latest(
    db: &impl Handle,
    street: &str,
    team: Option<Uuid>,
    account: Uuid,
    most: u64,
) -> Result<Vec<TestRow>, Failed> {
    let own = match team {
        Some(team) => Column::TeamId.eq(team),
        None => Column::OpenedBy.eq(account),
    };
    Ok(Entity::find()
        .filter(Column::Street.eq(street))
        .filter(own)
        .order_by_desc(Column::OpenedAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(db.raw())
        .await?)
}

/// Counts the workers of several tests.
pub async fn tallies(db: &impl Handle, street: &str, tests: &[Uuid]) -> Result<Vec<Tally>, Failed> {
    use spot_candidate::Column;
    let mut found = Vec::with_capacity(tests.len());
    let when = |condition: sea_orm::sea_query::SimpleExpr| Expr::case(condition, 1).finally(0).sum();
    // A few hundred in each statement: databases limit the number of parameters.
    for some in tests.chunks(400) {
        let rows = spot_candidate::Entity::find()
            .select_only()
            .column(Column::TestId)
            .column_as(Column::Place.count(), "called")
            .column_as(when(Column::AbsentAt.is_not_null()), "absent")
            .column_as(when(Column::HandedInAt.is_not_null()), "tested")
            .column_as(when(Column::Passed.eq(true)), "passed")
            .column_as(when(Column::Late.eq(true)), "late")
            .filter(Column::Street.eq(street))
            .filter(Column::TestId.is_in(some.iter().copied()))
            .group_by(Column::TestId)
            .into_model::<Tally>()
            .all(db.raw())
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Lists the follow-ups of several tests.
pub async fn follow_ups(db: &impl Handle, street: &str, tests: &[Uuid]) -> Result<Vec<FollowUpRow>, Failed> {
    let mut found = Vec::new();
    for some in tests.chunks(400) {
        let query = spot_follow_up::Entity::find()
            .filter(spot_follow_up::Column::Street.eq(street))
            .filter(spot_follow_up::Column::TestId.is_in(some.iter().copied()));
        found.extend(query.all(db.raw()).await?);
    }
    Ok(found)
}
