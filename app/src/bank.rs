//! Pages: bank.
