//! Exams: the sheet on which one is sat, its result, and watching it.

pub mod answer;
pub mod clock;
#[cfg(feature = "ssr")]
pub mod correction;
pub mod desk;
#[cfg(feature = "ssr")]
pub mod detail;
#[cfg(feature = "ssr")]
pub mod figures;
pub mod island;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "ssr")]
pub mod log;
#[cfg(feature = "ssr")]
pub mod mistakes;
#[cfg(feature = "ssr")]
pub mod monitor;
pub mod overview;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod paper;
pub mod queue;
pub mod reply;
#[cfg(feature = "ssr")]
pub mod result;
#[cfg(feature = "ssr")]
pub(crate) mod reveal;
#[cfg(feature = "ssr")]
pub mod room;
pub mod sheet;
#[cfg(feature = "ssr")]
pub mod voided;
#[cfg(feature = "hydrate")]
mod wire;
