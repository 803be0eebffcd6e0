//! Units and their people: taking in rosters, lists, and the page of a unit.

mod add_street;
mod check;
mod import_roster;
mod known;
mod list_people;
mod list_units;
mod my_unit;
mod preview_roster;
mod show_import;
mod show_unit;
mod workbook;

pub use add_street::add_street;
pub use import_roster::{import_file, import_roster, preview_file};
pub use list_people::{export_people, list_people};
pub use list_units::{export_units, list_units};
pub use my_unit::my_unit;
pub use preview_roster::{Kept, keep_roster, marked_roster, preview_roster};
pub use show_import::{roster_template, show_import};
pub use show_unit::show_unit;
pub use workbook::{LIMIT_MIB, choices};
pub(crate) use workbook::{blocking, told};

use domain::actor::{Actor, Role};
use uuid::Uuid;

/// Rows of a page of a list.
const PAGE: u64 = 50;

/// The only area that somebody may see: their own, for area officials; all for everybody else.
pub(crate) fn bound_to(actor: &Actor) -> Option<Uuid> {
    // An area official without an area sees none: no area has the nil identifier.
    (actor.role == Role::Area).then(|| actor.area.map_or(Uuid::nil(), domain::id::Id::uuid))
}
