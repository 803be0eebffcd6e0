//! Pages: units, people, and the import of rosters.

mod import;
mod mine;
mod people;
mod preview;
mod unit;
mod units;

pub use import::import;
pub use mine::mine;
pub use people::people;
pub use preview::preview;
pub use unit::unit;
pub use units::units;
