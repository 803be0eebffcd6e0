//! What crosses about question files: their formats and columns, and what was found, passed over or left out.
//! Codes with facts; their sentences are the page's.

mod column;
mod finding;
mod format;

pub use column::Column;
pub use finding::{
    Artefact, CellIssue, FileNote, FileProblem, Foreign, Left, LeftOut, Place, Reason, RowNote, Syntax,
};
pub use format::Format;
