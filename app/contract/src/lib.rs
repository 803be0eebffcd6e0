//! What crosses between the server, its pages and the browser: plain data with public fields.
//!
//! A page is a function of a view; an answer of the server is a view or a [`UiError`]. The type of a
//! question sent to a candidate has no field for the right answer, so it cannot leak.

pub mod activity;
pub mod archive;
pub mod audience;
pub mod audit;
pub mod bank;
pub mod blueprint;
pub mod carrier;
pub mod certificate;
pub mod contest;
pub mod drill;
pub mod duty;
mod error;
pub mod exam;
pub mod exchange;
pub mod external;
mod field;
mod frame;
pub mod lesson;
pub mod media;
pub mod notice;
pub mod office;
pub mod officials;
pub mod organization;
pub mod policy;
pub mod practical;
pub mod progress;
pub mod register;
pub mod results;
pub mod session;
pub mod spot;
pub mod training;

pub use error::{Refusal, UiError};
pub use field::{Field, FieldError, FieldProblem};
pub use frame::{Assets, Flash, Frame, Pager, Visitor};
