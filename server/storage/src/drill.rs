//! Risk points, scenario cards, drill years, draws and drills.

mod draw;
mod list;
mod record;

pub use crate::row::{
    draw::Model as DrawRow, drill::Model as DrillRow, drill_step::Model as StepRow,
    drill_year::Model as YearRow, risk_point::Model as RiskPointRow, scenario_card::Model as CardRow,
};
pub use draw::{
    DrawHead, Drawn, add_frozen, draw, draw_head, draws_page, draws_unpublished, publish,
    published_for_update, save_drawn,
};
pub use list::{DrillFilter, count_by_unit, drills_all, drills_page, finished_between};
pub use record::{
    add_drills, add_step, drill, drill_for_update, drills_of_day, drills_of_team, save_drill, steps,
};

use crate::{
    Failed,
    db::{Handle, Writer, insert, insert_all},
    row::{drill_year, risk_point, scenario_card},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Adds risk points.
pub async fn add_risk_points(tx: &Writer, rows: Vec<RiskPointRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// A risk point that stands in the register with its name and its kind of hazard alone.
#[must_use]
pub fn plain_risk_point(street: &str, id: Uuid, unit: Uuid, name: &str, hazard: &str) -> RiskPointRow {
    RiskPointRow {
        street: street.to_owned(),
        id,
        unit_id: unit,
        name: name.to_owned(),
        hazard: hazard.to_owned(),
        kind: "general".into(),
        location: String::new(),
        medium: String::new(),
        risk: String::new(),
        guardian: String::new(),
        amount: 1,
        checked_on: None,
        state: "active".into(),
        remove_reason: None,
        changed_at: None,
        changed_by: None,
    }
}

/// Lists a unit's risk points in force by identifier.
pub async fn risk_points(db: &impl Handle, street: &str, unit: Uuid) -> Result<Vec<RiskPointRow>, Failed> {
    Ok(risk_point::Entity::find()
        .filter(risk_point::Column::Street.eq(street))
        .filter(risk_point::Column::UnitId.eq(unit))
        .filter(risk_point::Column::State.eq("active"))
        .order_by_asc(risk_point::Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists the units of a street that have a risk point in force.
pub async fn units_with_risk_points(db: &impl Handle, street: &str) -> Result<BTreeSet<Uuid>, Failed> {
    let ids: Vec<Uuid> = risk_point::Entity::find()
        .select_only()
        .column(risk_point::Column::UnitId)
        .distinct()
        .filter(risk_point::Column::Street.eq(street))
        .filter(risk_point::Column::State.eq("active"))
        .into_tuple()
        .all(db.raw())
        .await?;
    Ok(ids.into_iter().collect())
}

/// Finds a risk point.
pub async fn risk_point(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<RiskPointRow>, Failed> {
    Ok(risk_point::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Adds scenario cards.
pub async fn add_cards(tx: &Writer, rows: Vec<CardRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the scenario cards of a street by code.
pub async fn cards(db: &impl Handle, street: &str) -> Result<Vec<CardRow>, Failed> {
    Ok(scenario_card::Entity::find()
        .filter(scenario_card::Column::Street.eq(street))
        .order_by_asc(scenario_card::Column::Code)
        .all(db.raw())
        .await?)
}

/// Finds a scenario card.
pub async fn card(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<CardRow>, Failed> {
    Ok(scenario_card::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Opens a year. A second opening is [`Failed::AlreadyThere`].
pub async fn add_year(tx: &Writer, row: YearRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Finds an opened year.
pub async fn year(db: &impl Handle, street: &str, year: i32) -> Result<Option<YearRow>, Failed> {
    Ok(drill_year::Entity::find_by_id((street.to_owned(), year)).one(db.raw()).await?)
}

/// Lists the opened years of a street, the latest first.
pub async fn years(db: &impl Handle, street: &str) -> Result<Vec<YearRow>, Failed> {
    Ok(drill_year::Entity::find()
        .filter(drill_year::Column::Street.eq(street))
        .order_by_desc(drill_year::Column::Year)
        .all(db.raw())
        .await?)
}
