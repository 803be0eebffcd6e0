//! The files that the platform gives out and takes in: certificates as signed PDF/A, rosters and lists as
//! workbooks.
//!
//! Everything here is a pure function of its arguments: fonts, keys, times and limits are given by the caller,
//! and the same arguments give the same bytes. Rules about people, units and trainings live elsewhere; this
//! crate knows only how a document is made and how a stranger's file is read without harm.

pub mod bundle;
pub mod certificate;
pub mod font;
pub mod form;
pub mod qr;
pub mod report;
pub mod roster;
pub mod sign;
pub mod table;
pub mod workbook;
