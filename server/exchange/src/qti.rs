//! Content packages of QTI 2.1: a zip with a manifest and one item a file.

mod dom;
mod item;
mod package;
mod write;

pub(crate) use package::{looks_like, read};
pub(crate) use write::write;

/// What stands as the tool's name in our own items: their texts are exact, to the last space.
const TOOL: &str = "anxun";
