//! Views: organization.
