//! The pages of trainings.

pub mod blueprint;
pub mod lessons;
pub mod mine;
pub mod office;
pub mod part;
pub mod sample;
