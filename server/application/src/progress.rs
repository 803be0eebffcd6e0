//! The figures against the yearly targets, recomputed from the records at each look.

mod gather;
mod home;
mod show;

pub use home::office_home;
pub use show::{show_progress, uncovered};
