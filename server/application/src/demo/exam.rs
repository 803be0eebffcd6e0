//! Demo data: exam.
