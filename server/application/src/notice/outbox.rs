//! Messages that leave the platform: claimed, tried, settled, and shown to the administrator.
//!
//! The sending itself stands in the server, between a claim and its settlement, so that no transaction waits for a
//! network. A server that dies in between leaves a claim that runs out.

use crate::{Cx, Failure};
use chrono::TimeDelta;
use contract::notice::{OutboxLine, OutboxView};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    notice::{is_quiet, next_try},
};
use storage::notice::OutboxRow;
use uuid::Uuid;

/// How long a claim holds.
const HOLDS: TimeDelta = TimeDelta::minutes(5);
/// Messages shown.
const MOST: u64 = 200;

/// A message that this server is to send.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The message.
    pub row: OutboxRow,
    claim: Uuid,
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took it.
    Sent,
    /// It did not; why, for the administrator.
    Failed(String),
}

/// Claims the message that is due first; none at night.
pub async fn claim_message(cx: &Cx) -> Result<Option<Claimed>, Failure> {
    if is_quiet(cx.now()) {
        return Ok(None);
    }
    let claim = cx.new_uuid();
    let tx = cx.begin().await?;
    let row = storage::notice::claim(&tx, cx.street(), claim, cx.now(), cx.now() + HOLDS).await?;
    tx.commit().await?;
    Ok(row.map(|row| Claimed { row, claim }))
}

/// Writes what became of a claimed message: sent, to be tried again later, or failed for good.
pub async fn settle_message(cx: &Cx, claimed: Claimed, outcome: Outcome) -> Result<(), Failure> {
    let Claimed { row, claim } = claimed;
    let tries = row.tries.unsigned_abs();
    let [chance, ..] = cx.random::<4>();
    let row = match outcome {
        Outcome::Sent => OutboxRow { state: "sent".into(), done_at: Some(cx.now()), last_error: None, ..row },
        Outcome::Failed(why) => {
            let why = Some(why.chars().take(300).collect());
            match next_try(tries, chance.into(), cx.now()) {
                Some(next_at) => OutboxRow { next_at, last_error: why, ..row },
                None => OutboxRow { state: "failed".into(), done_at: Some(cx.now()), last_error: why, ..row },
            }
        }
    };
    let tx = cx.begin().await?;
    storage::notice::settle(&tx, &row, claim).await?;
    Ok(tx.commit().await?)
}

/// Shows the outbox to the administrator.
pub async fn show_outbox(cx: &Cx) -> Result<OutboxView, Failure> {
    cx.allow(Action::Administer)?;
    let rows = storage::notice::outbox(&cx.reader(), cx.street(), MOST).await?;
    let messages = rows.into_iter().map(|row| OutboxLine {
        id: row.id,
        channel: row.channel,
        recipient: row.recipient,
        state: row.state,
        tries: row.tries.unsigned_abs(),
        made_at: row.made_at,
        next_at: row.next_at,
        last_error: row.last_error,
    });
    Ok(OutboxView { messages: messages.collect() })
}

/// Sets a message that failed to wait again. One that did not fail stays as it is, so sending twice does no harm.
pub async fn resend_message(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    cx.allow(Action::Administer)?;
    let tx = cx.begin().await?;
    if !storage::notice::resend(&tx, cx.street(), id, cx.now()).await? {
        return Err(Failure::missing());
    }
    cx.log(&tx, Event::MessageResent, Subject::new("message", id)).await?;
    Ok(tx.commit().await?)
}
