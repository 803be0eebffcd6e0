//! Views: training.
