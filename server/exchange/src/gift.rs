//! Moodle's GIFT. Details that it has no place for go along in a comment, so that our own files come back whole.

mod answers;
mod marks;
mod read;
mod write;

pub(crate) use read::{looks_like, read};
pub(crate) use write::write;
