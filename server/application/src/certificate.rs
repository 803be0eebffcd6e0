//! Certificates: their files, their lists, and telling whether one is good.

mod file;
mod list;
mod verify;

pub use file::certificate_file;
pub use list::{certificates, my_certificates};
pub use verify::verify_certificate;
