//! Chromium against the real binary, with and without scripts.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

mod account;
mod auditor;
mod bank;
mod lesson;
mod office;
mod principal;
