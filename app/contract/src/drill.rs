//! Views: drill.
