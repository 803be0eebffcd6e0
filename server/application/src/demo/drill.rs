//! Demo data: drill.
