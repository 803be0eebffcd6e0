//! Chromium against the real binary.
fn main() {}
