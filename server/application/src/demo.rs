//! A believable street to try everything on; deterministic from a seed.

pub mod assessment;
pub mod bank;
pub mod drill;
pub mod exam;
pub mod organization;
pub mod session;
pub mod training;
