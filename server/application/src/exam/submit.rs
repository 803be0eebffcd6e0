//! Handing in.

use super::sitting::{Whose, change};
use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::exam::{Attempt, attempt::SubmittedBy};
use uuid::Uuid;

/// Hands a sitting in; twice is the same as once. Gives whether this call did it.
pub async fn submit_attempt(cx: &Cx, id: Uuid) -> Result<bool, Failure> {
    let now = cx.now();
    let submission = change(cx, id, Whose::Own, move |attempt, _| {
        attempt.submit(SubmittedBy::Candidate, now).map_err(|e| anyhow!("{e:?}").into())
    })
    .await?;
    Ok(submission.first)
}

/// Hands in every sitting of the street whose deadline and grace have passed; gives how many. One that
/// cannot be handed in is logged and does not keep the others.
pub async fn submit_overdue(cx: &Cx) -> Result<u32, Failure> {
    let due = storage::exam::overdue(&cx.reader(), cx.street(), cx.now() - Attempt::GRACE).await?;
    let mut done = 0;
    for id in due {
        match hand_in_if_due(cx, id).await {
            Ok(()) => done += 1,
            Err(failure) => tracing::error!(attempt = %id, "handing in at the deadline: {failure:?}"),
        }
    }
    Ok(done)
}

/// Hands in a sitting of whomever, if its deadline and grace have passed.
pub(super) async fn hand_in_if_due(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    change(cx, id, Whose::Any, |_, _| Ok(())).await
}
