//! The reason that an act of the office is kept with.

use crate::Failure;
use contract::{Field, FieldProblem};

/// Takes a reason of 2 to 200 characters.
pub(super) fn reason(text: &str) -> Result<&str, Failure> {
    let reason = text.trim();
    let problem = match reason.chars().count() {
        0 => FieldProblem::Empty,
        1 => FieldProblem::TooShort { least: 2 },
        2..=200 => return Ok(reason),
        _ => FieldProblem::TooLong { most: 200 },
    };
    Err(Failure::field(Field::Reason, problem))
}
