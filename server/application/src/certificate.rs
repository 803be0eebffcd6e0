//! Certificates: issuing them, their files, their lists, what becomes of them, and telling whether one is good.

mod file;
mod issue_on_pass;
mod list;
mod proof;
mod record;
mod reissue;
mod revoke;
mod verify;

pub use file::certificate_file;
pub(crate) use issue_on_pass::issue_on_pass;
pub use list::{certificates, export_certificates, my_certificates};
pub use proof::certificate_proof;
pub use record::{certificate_record, office_certificate};
pub use reissue::{ReissueForm, reissue_certificate};
pub use revoke::{RevokeForm, revoke_certificate};
pub use verify::{check_certificate_file, verify_certificate};
