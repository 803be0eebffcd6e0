//! Exams: the blueprint, the paper, the attempt, the mark, the retake.
//!
//! An exam fixes a [`Blueprint`] and a frozen bank version, of which the papers need only the [`Pool`].
//! [`paper::draw`] makes a paper that anybody can draw again; [`delivery`] shows it without its key; an
//! [`Attempt`] collects what the candidate does; [`grading`] judges it; [`retake`] says who may start when.
//! Afterwards [`statistics`] says what the results tell of the questions, and [`equivalence`] how alike the papers
//! were.

pub mod attempt;
pub mod blueprint;
pub mod delivery;
mod draw;
pub mod equivalence;
pub mod grading;
pub mod hex32;
pub mod order;
pub mod paper;
pub mod points;
pub mod pool;
mod receipt;
pub mod record;
pub mod retake;
mod seating;
pub mod statistics;
mod steps;
#[cfg(test)]
mod tests;

pub use attempt::{Answer, AnswerRefusal, Attempt, GivenAnswer, ItemRef};
pub use blueprint::{Blueprint, BlueprintDefect, BlueprintDraft, Cell, MultipleRule, Shortage, feasible};
pub use grading::{AnswerKey, ExamResult, Outcome, Pass, grade};
pub use hex32::Hex32;
pub use order::Order;
pub use paper::{DrawRefusal, DrawnItem, Paper, PaperKey, draw};
pub use points::Points;
pub use pool::{Pool, PoolItem};
pub use record::{PaperBundle, PaperRecord, exam_commitment, verify};
pub use retake::{AttemptNumber, StartRefusal, may_start};
