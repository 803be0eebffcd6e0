//! Views: audit.
