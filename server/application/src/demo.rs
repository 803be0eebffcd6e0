//! A believable street to try everything on; deterministic from a seed.

pub mod activity;
pub mod assessment;
pub mod bank;
pub mod certificate;
pub mod drill;
pub mod duty;
pub mod exam;
mod lesson;
pub mod organization;
pub mod register;
pub mod session;
pub mod training;
