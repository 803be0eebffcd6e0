//! The page of a unit.

use super::{bound_to, list_people, list_units};
use crate::{Cx, Failure};
use contract::organization::UnitView;
use domain::actor::Action;
use std::collections::HashMap;
use storage::organization::UnitRow;
use uuid::Uuid;

/// Shows a unit with its people. An area official sees those of the own area.
pub async fn show_unit(cx: &Cx, id: Uuid) -> Result<UnitView, Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let reader = cx.reader();
    let unit = storage::organization::unit(&reader, cx.street(), id).await?;
    let unit = unit.filter(|u| own.is_none_or(|own| own == u.area_id)).ok_or_else(Failure::missing)?;
    view(cx, unit).await
}

/// Gathers what a unit's page shows.
pub(super) async fn view(cx: &Cx, unit: UnitRow) -> Result<UnitView, Failure> {
    let (reader, id) = (cx.reader(), unit.id);
    let people = storage::organization::people_of_unit(&reader, cx.street(), id).await?;
    let areas = list_units::names(&storage::organization::areas(&reader, cx.street()).await?);
    let names = HashMap::from([(id, unit.name.clone())]);
    let mut people: Vec<_> = people.into_iter().map(|p| list_people::line(p, &names)).collect();
    people.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    let (created_at, updated_at) = (unit.created_at, unit.updated_at);
    Ok(UnitView { unit: list_units::line(unit, &areas), people, created_at, updated_at })
}
