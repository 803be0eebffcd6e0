//! Pages: units, people, and the import of rosters.

mod import;
mod people;
mod preview;
mod unit;
mod units;

pub use import::import;
pub use people::people;
pub use preview::preview;
pub use unit::unit;
pub use units::units;
