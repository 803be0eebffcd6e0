//! Registers: statutory certificates, posts of special work, places.

mod place;
mod statutory;

pub use crate::row::{
    risk_point::Model as PlaceRow, special_post::Model as SpecialPostRow,
    statutory_certificate::Model as StatutoryRow,
};
pub use place::{PlaceFilter, add_places, all_places, place, places_of_unit, save_place, save_places};
pub use statutory::{
    add_post, add_statutory, all_statutory, posts, remove_post, save_statutory, statutory,
    statutory_of_person,
};
