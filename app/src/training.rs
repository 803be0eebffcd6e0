//! The pages of trainings.

pub mod blueprint;
pub mod mine;
pub mod office;
pub mod sample;
