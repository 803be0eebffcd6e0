//! Signing in and the own password.

mod pages;

pub use pages::{password, sign_in};
