//! Use-cases: drill.
