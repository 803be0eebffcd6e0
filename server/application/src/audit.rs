//! Use-cases: audit.
