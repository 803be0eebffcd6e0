//! Why a use-case did not do as asked.

use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::actor::Denied;
use storage::Failed;

/// Why a use-case did not do as asked. Everything but `Broken` can be told to the user as it is.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule refuses, or a form is wrong, or the asker may not.
    #[error("refused: {0:?}")]
    Told(UiError),
    /// Something that must work did not.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

impl Failure {
    /// One wrong field.
    #[must_use]
    pub fn field(field: Field, problem: FieldProblem) -> Self {
        Self::Told(UiError::Form(vec![FieldError { field, problem }]))
    }
    /// There is no such thing.
    #[must_use]
    pub const fn missing() -> Self {
        Self::Told(UiError::Missing)
    }
    /// What the user can be told, where it is not a fault of the server.
    #[must_use]
    pub const fn told(&self) -> Option<&UiError> {
        match self {
            Self::Told(error) => Some(error),
            Self::Broken(_) => None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Told(UiError::Refused(refusal))
    }
}
impl From<UiError> for Failure {
    fn from(error: UiError) -> Self {
        Self::Told(error)
    }
}
impl From<Denied> for Failure {
    fn from(_: Denied) -> Self {
        Self::Told(UiError::Denied)
    }
}
impl From<Failed> for Failure {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::AlreadyThere => Self::Told(UiError::Conflict),
            // Withdrawn between looking and writing.
            refused if refused.is_refusal("bank_withdrawn") => Self::Told(UiError::Conflict),
            // Published, or a file withdrawn, between looking and writing.
            refused if refused.is_refusal("lesson_frozen") || refused.is_refusal("media_unpublished") => {
                Self::Told(UiError::Conflict)
            }
            // Issued again or revoked between looking and writing.
            refused if refused.is_refusal("revision_unfounded") => Self::Told(UiError::Conflict),
            // A training was closed, or somebody joined the office, between looking and writing.
            refused
                if ["sat_elsewhere", "excused_alone", "attended_unoffered", "attendee_without_result"]
                    .iter()
                    .any(|name| refused.is_refusal(name)) =>
            {
                Self::Told(UiError::Conflict)
            }
            other => Self::Broken(other.into()),
        }
    }
}
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.into())
    }
}
