//! What duties are computed from, and the cache of what was computed.

mod list;
mod record;

pub use list::{DutyCount, DutyFilter, DutyLine, Group, counts, groups, lines, page};
pub use record::{
    CertificateEnd, Credit, Elsewhere, SignsRow, certificate_ends, credits, elsewhere, next_people, signs,
};

pub use crate::row::{
    duty_round::Model as RoundRow, duty_state::Model as StateRow, person_post::Model as PostRow,
};

use crate::{
    Failed,
    db::{Handle, Writer, insert_all, save_all},
    row::{duty_round, duty_state, person_post},
    sql::Sql,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict};
use uuid::Uuid;

/// Notes posts.
pub async fn add_posts(tx: &Writer, rows: Vec<PostRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the noted posts of some people, the oldest of each first.
pub async fn posts(db: &impl Handle, street: &str, people: &[Uuid]) -> Result<Vec<PostRow>, Failed> {
    use person_post::Column;
    let mut found = Vec::new();
    for some in people.chunks(400) {
        let query = person_post::Entity::find()
            .filter(Column::Street.eq(street))
            .filter(Column::PersonId.is_in(some.iter().copied()))
            .order_by_asc(Column::PersonId)
            .order_by_asc(Column::Seq);
        found.extend(query.all(db.raw()).await?);
    }
    Ok(found)
}

/// Finds how far the duties of a street are computed.
pub async fn round(db: &impl Handle, street: &str) -> Result<Option<RoundRow>, Failed> {
    Ok(duty_round::Entity::find_by_id(street.to_owned()).one(db.raw()).await?)
}

/// Keeps how far the duties are computed.
pub async fn save_round(tx: &Writer, row: RoundRow) -> Result<(), Failed> {
    use duty_round::Column;
    let replaced = OnConflict::column(Column::Street)
        .update_columns([Column::Number, Column::Signs, Column::Reached, Column::BegunAt, Column::DoneAt])
        .to_owned();
    save_all(tx, vec![row.into_active_model()], &replaced).await
}

/// Keeps duties as they were computed.
pub async fn save_states(tx: &Writer, rows: Vec<StateRow>) -> Result<(), Failed> {
    use duty_state::Column as C;
    let replaced = OnConflict::columns([C::Street, C::PersonId, C::Code, C::PeriodFrom])
        .update_columns([
            C::PeriodUntil,
            C::Topic,
            C::Title,
            C::Basis,
            C::Hours,
            C::HoursDone,
            C::DueOn,
            C::MetOn,
            C::UnitId,
            C::AreaId,
            C::Sector,
            C::Position,
            C::Round,
        ])
        .to_owned();
    save_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), &replaced).await
}

/// Forgets what an earlier round left and this one did not find again.
pub async fn forget_before(tx: &Writer, street: &str, round: i64) -> Result<u64, Failed> {
    let mut sql = Sql::new("DELETE FROM duty_state WHERE street = ");
    sql.bind(street).add(" AND round < ").bind(round);
    sql.run(tx).await
}
