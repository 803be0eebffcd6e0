//! Certificates.

mod issue_on_pass;

pub(crate) use issue_on_pass::issue_on_pass;
