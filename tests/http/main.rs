//! Every route, over both databases, as a browser without scripts and as a program ask for it. One file a
//! feature.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

mod account;
mod archive;
mod assets;
mod audience;
mod bank_edit;
mod bank_file;
mod blueprint;
mod carrier;
mod certificate;
mod certificate_files;
mod certificate_qr;
mod contest;
mod duty;
mod every_training_ends_in_a_test;
mod exam;
mod external;
mod health;
mod invigilate;
mod lesson;
mod media;
mod notice;
mod officials;
mod organization;
mod practical;
mod register;
mod results;
mod rights;
mod room;
mod safety;
mod schema;
mod session;
mod spot;
mod tenancy;
mod training;
