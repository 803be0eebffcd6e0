//! The training policy matrix: drafted by one member of the office, approved by another, in force from a date.

mod draft;
mod show;

pub use draft::{
    approve_policy, begin_policy, drop_policy, remove_policy_row, save_policy_row, settle_policy,
};
pub use show::{policy_row_form, show_policy};

use crate::{Cx, Failure};
use domain::policy::{Row, Version};
use storage::{db::Handle, policy::PolicyRow};

/// Reads the rows of a version.
fn rows(version: &PolicyRow) -> Result<Vec<Row>, Failure> {
    Ok(serde_json::from_str(&version.body)?)
}

/// Lists the versions that were approved, for the rules.
pub(crate) async fn versions(cx: &Cx, db: &impl Handle) -> Result<Vec<Version>, Failure> {
    let approved = storage::policy::approved(db, cx.street()).await?;
    approved
        .iter()
        .map(|version| {
            Ok(Version {
                number: version.number.unsigned_abs(),
                effective_on: version.effective_on,
                rows: rows(version)?,
            })
        })
        .collect()
}
