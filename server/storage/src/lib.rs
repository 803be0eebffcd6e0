//! Everything that knows SQL: rows, their queries, and the two kinds of connection.
//!
//! The types of the database library never leave this crate. A row is plain data; a [`Writer`] is a
//! transaction, a [`Reader`] may only read. There are no traits to put another store in: both databases
//! run the same code.

pub mod account;
pub mod activity;
pub mod archive;
pub mod audience;
pub mod audit;
pub mod bank;
pub mod carrier;
pub mod certificate;
pub mod contest;
pub mod coverage;
pub mod db;
pub mod drill;
pub mod duty;
pub mod exam;
pub mod excuse;
pub mod external;
pub mod lesson;
pub mod media;
pub mod notice;
pub mod organization;
pub mod policy;
pub mod practical;
pub mod register;
pub mod results;
pub mod row;
pub mod session;
pub mod spot;
mod sql;
pub mod training;

pub use db::{Database, Failed, Reader, Writer};

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows of this page, in the list's order.
    pub rows: Vec<T>,
    /// How many rows the whole list has.
    pub total: u64,
}
