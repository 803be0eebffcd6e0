//! The registers of one unit, for the office and for who leads it.

use super::{bound_to, led_unit, place, statutory::Shown};
use crate::{Cx, Failure};
use contract::register::{PersonChoice, PlaceLine, PostLine, UnitRegisters};
use domain::{
    actor::{Action, may},
    organization::{Position, mask_mobile},
    register::WorkCategory,
};
use uuid::Uuid;

/// Shows the registers of a unit. An area official sees those of the own area.
pub async fn unit_registers(cx: &Cx, id: Uuid) -> Result<UnitRegisters, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let own = bound_to(actor);
    let may_manage = may(actor, Action::ManageRegisters).is_ok();
    gather(cx, id, own, may_manage, may_manage).await
}

/// Shows the registers of the asker's own unit, to who leads it.
pub async fn my_registers(cx: &Cx) -> Result<UnitRegisters, Failure> {
    let unit = led_unit(cx, Action::EnterOwn).await?;
    gather(cx, unit, None, false, true).await
}

async fn gather(
    cx: &Cx,
    id: Uuid,
    own: Option<Uuid>,
    may_manage: bool,
    may_enter: bool,
) -> Result<UnitRegisters, Failure> {
    let reader = cx.reader();
    let shown = Shown::load(cx, &reader, own, Some(id)).await?;
    let unit = shown.ground.units.get(&id).filter(|_| shown.ground.shows(id, own));
    let unit = unit.ok_or_else(Failure::missing)?;
    let rows = storage::register::places_of_unit(&reader, cx.street(), id).await?;
    let differences = place::own_differences(&unit.facts, &rows);
    let places: Vec<PlaceLine> = rows.into_iter().filter_map(|row| place::line(&shown.ground, row)).collect();
    let name = |person: Uuid| shown.ground.people.get(&person).map(|p| p.name.clone()).unwrap_or_default();
    let posts = shown.posts.iter().filter_map(|post| {
        let category = WorkCategory::from_code(&post.category)?;
        Some(PostLine { person: post.person_id, name: name(post.person_id), category })
    });
    let mut people: Vec<_> = shown.ground.people.values().filter(|p| p.unit_id == id && p.active).collect();
    people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let people = people.into_iter().map(|p| {
        let position = Position::from_code(&p.position).map_or("", Position::term);
        PersonChoice { id: p.id, label: format!("{}（{position}，{}）", p.name, mask_mobile(&p.mobile)) }
    });
    Ok(UnitRegisters {
        unit: id,
        unit_name: unit.name.clone(),
        posts: posts.collect(),
        people: people.collect(),
        places,
        differences,
        lacking: shown.lacking,
        statutory: shown.lines,
        may_manage,
        may_enter,
    })
}
