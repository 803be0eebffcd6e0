//! Chromium against the real binary, with and without scripts.

mod account;
