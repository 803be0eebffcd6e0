//! The server: the world around the use-cases.

pub mod cli;
pub mod config;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod outbound;
pub mod world;
