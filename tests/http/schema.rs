//! The rules that stand in the schema itself, tried past the use-cases with bare SQL: 凡培训必考核, what was
//! recorded stays, and nothing reaches from one street into another.

mod bank;
mod certificate;
mod drill;
mod duty;
mod exam;
pub(crate) mod ground;
mod house;
mod lesson;
mod register;
mod results;
mod room;
mod training;
