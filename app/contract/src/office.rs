//! Views: office.
