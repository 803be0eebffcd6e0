//! The server's clock for a page that is open, and that its device was heard of.

use super::sitting::own;
use crate::{Cx, Failure};
use chrono::{DateTime, TimeDelta, Utc};
use contract::exam::{ClockView, News, SittingState};
use domain::exam::{
    attempt::{Step, What},
    presence::is_to_be_noted,
};
use storage::exam::PresenceRow;
use uuid::Uuid;

/// The most characters kept of a browser's name for itself.
const AGENT: usize = 200;
/// How long a page says what an invigilator did: long enough to be read on the next page of a slow reader.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// Tells a candidate's page the time and how the sitting stands, and notes that its device was heard of.
/// `lease` is what the device holds, `agent` what its browser calls itself.
pub async fn clock(cx: &Cx, id: Uuid, lease: u32, agent: &str) -> Result<ClockView, Failure> {
    let row = storage::exam::attempt(&cx.reader(), cx.street(), id).await?.ok_or_else(Failure::missing)?;
    own(cx, &row)?;
    let state = match row.state.as_str() {
        "open" => SittingState::Open,
        "submitted" => SittingState::Submitted,
        _ => SittingState::Voided,
    };
    if state == SittingState::Open {
        // The clock matters more than noting that it was asked for.
        let noted = note(cx, id, agent).await;
        let _ = noted.inspect_err(|e| tracing::warn!(attempt = %id, "noting a contact: {e:?}"));
    }
    Ok(ClockView {
        now_ms: cx.now().timestamp_millis(),
        deadline_ms: row.deadline.timestamp_millis(),
        writable: state == SittingState::Open && lease == row.lease.unsigned_abs(),
        state,
    })
}

async fn note(cx: &Cx, attempt_id: Uuid, agent: &str) -> Result<(), Failure> {
    let before = storage::exam::presences(&cx.reader(), cx.street(), &[attempt_id]).await?;
    if !is_to_be_noted(before.get(&attempt_id).map(|row| row.seen_at), cx.now()) {
        return Ok(());
    }
    let agent = agent.chars().filter(|c| !c.is_control()).take(AGENT).collect();
    let row = PresenceRow { street: cx.street().to_owned(), attempt_id, seen_at: cx.now(), agent };
    let tx = cx.begin().await?;
    storage::exam::note_presence(&tx, row).await?;
    Ok(tx.commit().await?)
}

/// What an invigilator did last, while it is news.
pub(super) fn news(steps: &[Step], now: DateTime<Utc>) -> Option<News> {
    steps.iter().rev().take_while(|step| now - step.at <= FRESH).find_map(|step| match &step.what {
        What::Extended { seconds, .. } => Some(News::Extended { minutes: seconds / 60 }),
        What::Reopened { .. } => Some(News::Reopened),
        _ => None,
    })
}
