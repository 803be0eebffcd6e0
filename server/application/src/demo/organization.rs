//! Demo data: organization.
