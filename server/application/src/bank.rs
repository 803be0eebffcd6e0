//! Use-cases: bank.
