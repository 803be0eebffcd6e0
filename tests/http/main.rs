//! Every route, over both databases, as a browser without scripts and as a program ask for it. One file a
//! feature.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

mod account;
mod archive;
mod assets;
mod bank_edit;
mod bank_file;
mod blueprint;
mod certificate;
mod contest;
mod exam;
mod health;
mod invigilate;
mod officials;
mod organization;
mod practical;
mod register;
mod results;
mod rights;
mod room;
mod safety;
mod schema;
mod spot;
mod tenancy;
mod training;
