//! What follows from a pass: the attendee's result and the certificate.

use crate::{Cx, Failure};
use chrono::{DateTime, Utc};
use domain::exam::Pass;
use storage::{Writer, exam::AttemptRow};

/// Gives the attendee the result and the certificate, in the transaction in which the pass was earned.
pub(super) async fn settle_pass(
    cx: &Cx,
    tx: &Writer,
    row: &AttemptRow,
    pass: &Pass,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    storage::exam::set_result(tx, row, true, at).await?;
    crate::certificate::issue_on_pass(cx, tx, row.id, row.person_id, row.training_id, pass.score()).await
}
