//! Pages: exam.

#[cfg(feature = "ssr")]
pub mod pages;

pub mod answer;
pub mod clock;
pub mod desk;
pub mod island;
#[cfg(feature = "hydrate")]
mod live;
pub mod overview;
pub mod queue;
pub mod reply;
pub mod sheet;
#[cfg(feature = "hydrate")]
mod wire;
