//! Registers that feed the platform and are fed by units: statutory certificates (A-25 to A-27, TR-12, TR-13) and
//! the places of dangerous work.

mod place;
mod statutory;

pub use place::{Difference, EntryState, PlaceKind, differences, fact_of};
pub use statutory::{
    Held, Lack, MOST_YEARS, Misfit, Need, StatutoryKind, StatutoryState, WARN_DAYS, WorkCategory, checked,
    lacking, needs, state,
};
