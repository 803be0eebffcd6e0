//! What the results of an exam say of the exam and of its questions.
//!
//! The definitions are those of Moodle's quiz statistics where it has one. Papers are random, so an exam is
//! judged by the places of its paper, and a question by the attempts that had it: what an attempt earned with its
//! other items is set against what was to be expected of them (see [`items`]). A report for people: its figures
//! are floats, computed from whole hundredths in an order that does not depend on the order of the input.

mod exam;
mod item;
mod moments;
#[cfg(test)]
mod tests;

pub use exam::{ExamStatistics, Reliability, exam};
pub use item::{Discrimination, Flag, ItemStatistics, OptionRow, items};
pub use moments::Shape;

use super::points::Points;
use crate::bank::{KindName, QuestionId};
use std::collections::BTreeSet;

/// Under so many attempts no figure is given: it would say more of the few people than of the questions.
pub const LEAST_ATTEMPTS: usize = 30;

/// How one item of an attempt was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Which question.
    pub id: QuestionId,
    /// Its number on the paper. Each attempt has each number once, and the same numbers as the others.
    pub number: u16,
    /// What it earned; a case counts as one item.
    pub earned: Points,
    /// What it could earn.
    pub of: Points,
    /// The original indexes of the options chosen; of a statement 0 stands for 正确 and 1 for 错误.
    pub chosen: BTreeSet<u8>,
}

/// What is known of a question besides its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its type.
    pub kind: KindName,
    /// How many options it has; a statement has 2, types without have 0.
    pub options: u8,
    /// The right ones, by their original indexes.
    pub right: BTreeSet<u8>,
}

/// Figures, where there are enough attempts for them.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures<T> {
    /// Fewer attempts than [`LEAST_ATTEMPTS`].
    TooFew {
        /// How many.
        have: usize,
    },
    /// Enough.
    Known(T),
}

impl<T> Figures<T> {
    fn of(have: usize, figures: impl FnOnce() -> T) -> Self {
        if have < LEAST_ATTEMPTS { Self::TooFew { have } } else { Self::Known(figures()) }
    }
    /// Gives the figures, if there are any.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::TooFew { .. } => None,
            Self::Known(figures) => Some(figures),
        }
    }
}

/// Points as a float.
fn points(points: Points) -> f64 {
    f64::from(points.get()) / 100.0
}
