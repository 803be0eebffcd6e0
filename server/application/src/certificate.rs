//! Certificates: issuing them, their files, their lists, and telling whether one is good.

mod file;
mod issue_on_pass;
mod list;
mod verify;

pub use file::certificate_file;
pub(crate) use issue_on_pass::issue_on_pass;
pub use list::{certificates, my_certificates};
pub use verify::verify_certificate;
