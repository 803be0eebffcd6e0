//! Views: progress.
