//! Question banks.
