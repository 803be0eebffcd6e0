//! The rules of the platform: pure functions over facts.
//!
//! Nothing here reads a clock, a random source, a file, an environment or a database. What a rule needs
//! is a parameter; what it decides is its value. A rule cannot fail, it can only refuse.

pub mod activity;
pub mod actor;
pub mod archive;
pub mod audience;
pub mod audit;
pub mod bank;
pub mod calendar;
pub mod carrier;
pub mod certificate;
pub mod contest;
pub mod drill;
pub mod duty;
pub mod exam;
pub mod external;
pub mod hash;
pub mod id;
pub mod lesson;
pub mod media;
pub mod merkle;
pub mod notice;
pub mod officials;
pub mod organization;
pub mod policy;
pub mod practical;
pub mod progress;
pub mod register;
pub mod session;
pub mod spot;
pub mod stream;
pub mod training;
