//! Use-cases: progress.
