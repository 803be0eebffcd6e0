//! The own unit, as its people see it.

use super::show_unit;
use crate::{Cx, Failure};
use contract::organization::UnitView;
use domain::{actor::Action, organization::Position};

/// Shows the asker's own unit: its facts and duties, and its people where the asker leads it.
pub async fn my_unit(cx: &Cx) -> Result<UnitView, Failure> {
    let actor = cx.actor()?;
    let (Some(unit), Some(person)) = (actor.unit, actor.person) else {
        return Err(domain::actor::Denied.into());
    };
    cx.allow(Action::ReadUnit(unit))?;
    let person = storage::organization::person(&cx.reader(), cx.street(), person.uuid()).await?;
    let position = person.and_then(|p| Position::from_code(&p.position));
    let leads =
        matches!(position, Some(Position::Principal | Position::SafetyManager | Position::SafetyDirector));
    let row = storage::organization::unit(&cx.reader(), cx.street(), unit.uuid()).await?;
    let mut view = show_unit::view(cx, row.ok_or_else(Failure::missing)?).await?;
    if !leads {
        view.people.clear();
    }
    Ok(view)
}
