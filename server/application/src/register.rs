//! Registers: statutory certificates (TR-12, TR-13) and the places of dangerous work. The office's
//! entries count at once, those of a unit once the office has confirmed them.

mod cells;
mod check;
mod import;
mod place;
mod place_form;
mod sheet;
mod statutory;
mod statutory_form;
mod unit;

pub use import::{
    KeptRegister, import_register, keep_register, marked_register, preview_register, register_template,
};
pub use place::{export_places, list_places};
pub use place_form::{
    PlaceForm, RemoveForm, TakeOverForm, confirm_place, enter_place, remove_place, take_over,
};
pub use statutory::{export_statutory, list_lacking, list_statutory};
pub use statutory_form::{
    PostForm, StatutoryForm, confirm_statutory, enter_statutory, note_post, remove_statutory,
};
pub use unit::{my_registers, unit_registers};

use crate::{Cx, Failure};
use domain::{
    actor::{Action, Actor, Role},
    id::{Id, Unit},
    organization::Position,
    register::EntryState,
};
use std::collections::HashMap;
use storage::{
    db::Handle,
    organization::{PersonRow, UnitRow},
};
use uuid::Uuid;

/// Rows of a page.
const PAGE: u64 = 50;

/// The only area that somebody may see: their own, for area officials.
fn bound_to(actor: &Actor) -> Option<Uuid> {
    // An area official without an area sees none: no area has the nil identifier.
    (actor.role == Role::Area).then(|| actor.area.map_or(Uuid::nil(), Id::uuid))
}

/// The asker's own unit, where the asker leads it; to its other people the page does not exist.
pub(crate) async fn led_unit(cx: &Cx, action: fn(Id<Unit>) -> Action) -> Result<Uuid, Failure> {
    let actor = cx.actor()?;
    let (Some(unit), Some(person)) = (actor.unit, actor.person) else {
        return Err(domain::actor::Denied.into());
    };
    cx.allow(action(unit))?;
    let row = storage::organization::person(&cx.reader(), cx.street(), person.uuid()).await?;
    let leads = |row: &PersonRow| {
        let position = Position::from_code(&row.position);
        row.active
            && matches!(
                position,
                Some(Position::Principal | Position::SafetyManager | Position::SafetyDirector)
            )
    };
    if row.as_ref().is_some_and(leads) { Ok(unit.uuid()) } else { Err(Failure::missing()) }
}

/// How an entry for a unit counts: at once for the office, later for who leads the unit; nobody else enters.
async fn enters(cx: &Cx, unit: Uuid) -> Result<EntryState, Failure> {
    if cx.allow(Action::ManageRegisters).is_ok() {
        return Ok(EntryState::Active);
    }
    if led_unit(cx, Action::EnterOwn).await? == unit {
        Ok(EntryState::Proposed)
    } else {
        Err(Failure::missing())
    }
}

/// The units and people of a street by identifier.
struct Ground {
    units: HashMap<Uuid, UnitRow>,
    people: HashMap<Uuid, PersonRow>,
}

impl Ground {
    async fn load(db: &impl Handle, street: &str) -> Result<Self, Failure> {
        let units = storage::organization::all_units(db, street).await?;
        let people = storage::organization::person_keys(db, street).await?;
        Ok(Self {
            units: units.into_iter().map(|u| (u.id, u)).collect(),
            people: people.into_iter().map(|p| (p.id, p)).collect(),
        })
    }

    /// Whether somebody bound to an area may see this unit.
    fn shows(&self, unit: Uuid, own: Option<Uuid>) -> bool {
        self.units.get(&unit).is_some_and(|unit| own.is_none_or(|own| own == unit.area_id))
    }
}

/// Cuts rows down to a page; says where it stands.
fn page<T>(rows: Vec<T>, page: &str) -> (Vec<T>, contract::Pager) {
    let total = rows.len() as u64;
    let page = page.parse().unwrap_or(1).clamp(1, total.div_ceil(PAGE).max(1));
    let from = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    (rows.into_iter().skip(from).take(PAGE as usize).collect(), contract::Pager { page, size: PAGE, total })
}
