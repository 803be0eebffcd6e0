//! Ending a spot test.

use super::{count, own_to_change};
use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    exam::Attempt,
};
use uuid::Uuid;

/// Ends a test. Who has not begun cannot any more; what phones without a network still hold is taken for a day.
///
/// # Errors
/// Refuses while somebody is answering.
pub async fn end_test(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    let tx = cx.begin().await?;
    let row = own_to_change(cx, &tx, id).await?;
    if row.drawn_at.is_none() {
        return Err(Refusal::SpotNotDrawn.into());
    }
    if row.ended_at.is_some() {
        return Err(Refusal::SpotEnded.into());
    }
    let workers = storage::spot::candidates(&tx, cx.street(), id).await?;
    let sits = |deadline| cx.now() <= deadline + Attempt::GRACE;
    let sitting = workers.iter().filter(|w| w.handed_in_at.is_none() && w.deadline.is_some_and(sits)).count();
    if sitting > 0 {
        return Err(Refusal::SpotSitting { count: count(sitting) }.into());
    }
    let tested = count(workers.iter().filter(|w| w.handed_in_at.is_some()).count());
    let passed = count(workers.iter().filter(|w| w.passed == Some(true)).count());
    storage::spot::end(&tx, cx.street(), id, cx.now()).await?;
    cx.log(&tx, Event::SpotEnded { tested, passed }, Subject::new("spot_test", id)).await?;
    Ok(tx.commit().await?)
}
