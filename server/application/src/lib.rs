//! What the platform can be asked to do: one use-case a function, in the order load, decide, save, log,
//! commit. Reads give views of `contract`; refusals are values; what breaks is logged once, outside.

pub mod account;
pub mod activity;
pub mod archive;
pub mod audience;
pub mod audit;
pub mod bank;
pub mod carrier;
pub mod certificate;
pub mod contest;
pub mod coverage;
pub mod cx;
pub mod demo;
pub mod drill;
pub mod duty;
pub mod exam;
pub mod external;
mod failure;
pub mod media;
pub mod notice;
pub mod officials;
pub mod organization;
pub mod policy;
pub mod practical;
pub mod progress;
pub mod register;
pub mod seal;
pub mod session;
pub mod spot;
pub mod training;
mod workbook;

pub use cx::{Clock, Cx, Entropy, Services, System};
pub use failure::Failure;

/// The street's wall-clock time of an instant, for people: `2026-11-23 15:30`.
#[must_use]
pub fn clock_text(at: chrono::DateTime<chrono::Utc>) -> String {
    domain::calendar::local(at).format("%Y-%m-%d %H:%M").to_string()
}
