//! Use-cases: training.
