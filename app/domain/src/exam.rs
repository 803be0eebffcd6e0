//! Exams.
