//! Views: bank.
