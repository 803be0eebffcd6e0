//! Use-cases: exam.
