//! Use-cases: organization.
