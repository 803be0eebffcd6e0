//! The pages of trainings.

pub mod mine;
pub mod office;
