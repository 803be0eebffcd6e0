//! Certificates: issuing them, their files, their lists, what becomes of them, and telling whether one is good.

mod bundle;
mod file;
mod form;
mod issue_on_pass;
mod list;
mod print;
mod proof;
mod qr;
mod record;
mod reissue;
mod revoke;
mod template;
mod verify;

pub use bundle::{Bundles, Download, bundle_certificates};
pub use file::certificate_file;
pub(crate) use issue_on_pass::issue_on_pass;
pub use list::{certificates, export_certificates, my_certificates};
pub use print::print_certificates;
pub use proof::certificate_proof;
pub use record::{certificate_record, office_certificate};
pub use reissue::{ReissueForm, reissue_certificate};
pub use revoke::{RevokeForm, revoke_certificate};
pub use template::{
    Seal, TemplateForm, certificate_templates, drop_template, preview_template, publish_template,
    try_template,
};
pub use verify::{check_certificate_file, verify_certificate};
