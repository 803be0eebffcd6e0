//! Every route, over both databases, as a browser without scripts and as a program ask for it. One file a
//! feature.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

mod account;
mod assets;
mod exam;
mod health;
mod organization;
mod results;
mod rights;
mod safety;
mod schema;
mod tenancy;
mod training;
