//! Every route, over both databases, as a browser without scripts and as a program ask for it. One file a
//! feature.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

mod account;
mod assets;
mod bank_edit;
mod bank_file;
mod blueprint;
mod carrier;
mod certificate;
mod contest;
mod every_training_ends_in_a_test;
mod exam;
mod external;
mod health;
mod invigilate;
mod officials;
mod organization;
mod practical;
mod results;
mod rights;
mod room;
mod safety;
mod schema;
mod session;
mod spot;
mod tenancy;
mod training;
