//! What a person sees: pages as functions of views, and the islands that react.
//!
//! A page takes a [`contract::Frame`] and a view and gives a whole document; it asks nobody for anything.
//! Pages are compiled for the server only, islands for both.

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
pub mod ui;
