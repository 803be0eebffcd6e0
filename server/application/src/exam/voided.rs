//! What a candidate sees of a voided sitting, and the record that a result was shown.

use super::sitting::{Sat, Whose, change, load_own, own};
use crate::{Cx, Failure};
use contract::exam::VoidedView;
use uuid::Uuid;

/// Shows a candidate why a sitting was voided; nothing where it was not.
pub async fn show_voided(cx: &Cx, id: Uuid) -> Result<Option<VoidedView>, Failure> {
    let reader = cx.reader();
    let row = storage::exam::attempt(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    own(cx, &row)?;
    let Some((at, reason)) = row.voided_at.zip(row.void_reason) else { return Ok(None) };
    let exam = storage::exam::exam(&reader, cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    Ok(Some(VoidedView {
        attempt: id,
        training: row.training_id,
        title: exam.title,
        number: row.number.unsigned_abs(),
        at,
        reason,
    }))
}

/// Notes that the candidate is shown the result. One that was opened again meanwhile has none.
pub(super) async fn note_result_shown(cx: &Cx, id: Uuid) -> Result<Sat, Failure> {
    let now = cx.now();
    let shown = change(cx, id, Whose::Own, move |attempt, _| Ok(attempt.show_result(now))).await?;
    if shown { load_own(cx, id).await } else { Err(Failure::missing()) }
}
