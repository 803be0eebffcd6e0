//! A sitting in the database: its row, its paper and its steps. Everything that happens in a sitting goes
//! through [`change`], so that a writer which commits for several people at once can take its place.

use super::finish;
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    bank::{KindName, Question},
    exam::{
        Attempt, ItemRef, PaperRecord,
        attempt::{AttemptSnapshot, Closed, Sitting, Step, SubmittedBy, What},
        retake::AttemptNumber,
    },
    id::Id,
};
use storage::{
    Writer,
    db::Handle,
    exam::{AttemptRow, PaperRow, StepRow},
};
use uuid::Uuid;

/// A sitting with everything that belongs to it.
pub(super) struct Sat {
    /// Its row as it was read.
    pub row: AttemptRow,
    /// The record of its paper.
    pub record: PaperRecord,
    /// The questions of its paper as JSON, keys included.
    items: String,
    /// What happened.
    pub attempt: Attempt,
}

impl Sat {
    /// Reads the questions of the paper, keys included; never to be sent before submission.
    pub fn questions(&self) -> Result<Vec<Question>, Failure> {
        let read = serde_json::from_str(&self.items);
        Ok(read.map_err(|e| anyhow!("the paper of {} is damaged: {e}", self.row.id))?)
    }
    /// How many items the paper has.
    pub fn items(&self) -> u16 {
        u16::try_from(self.record.paper.items.len()).unwrap_or(u16::MAX)
    }
    /// Whether the server must hand it in now.
    pub fn is_overdue(&self, cx: &Cx) -> bool {
        self.attempt.submitted().is_none() && cx.now() > self.attempt.deadline() + Attempt::GRACE
    }
}

/// The type of what is answered under a reference.
pub(super) fn kind(record: &PaperRecord, item: ItemRef) -> Option<KindName> {
    let drawn = record.paper.items.iter().find(|drawn| drawn.number == item.number)?;
    match item.part {
        0 => Some(drawn.kind),
        part => drawn.parts.get(usize::from(part) - 1).map(|part| part.kind),
    }
}

/// Reads a sitting of whomever.
pub(super) async fn load(db: &impl Handle, street: &str, id: Uuid) -> Result<Sat, Failure> {
    let row = storage::exam::attempt(db, street, id).await?.ok_or_else(Failure::missing)?;
    let (paper, record) = paper(db, street, id).await?;
    let steps = storage::exam::steps(db, street, id).await?;
    let attempt = restore(&row, steps, &record)?;
    Ok(Sat { row, record, items: paper.items, attempt })
}

/// Reads a sitting of the asker. Somebody else's is missing, not denied: nothing is told of it.
pub(super) async fn load_own(cx: &Cx, id: Uuid) -> Result<Sat, Failure> {
    let sat = load(&cx.reader(), cx.street(), id).await?;
    own(cx, &sat.row)?;
    Ok(sat)
}

/// Refuses a sitting that is not the asker's.
pub(super) fn own(cx: &Cx, row: &AttemptRow) -> Result<(), Failure> {
    let person = cx.actor()?.person;
    if person.is_some_and(|person| person.uuid() == row.person_id) { Ok(()) } else { Err(Failure::missing()) }
}

/// Whose sitting may be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The asker's.
    Own,
    /// Anybody's: the server itself acts.
    Any,
}

/// Does something in a sitting: one transaction, durable when this returns. A sitting that is overdue is
/// handed in first, whatever becomes of the act; the steps of the act are kept only if it is not refused.
pub(super) async fn change<T: Send>(
    cx: &Cx,
    id: Uuid,
    whose: Whose,
    act: impl FnOnce(&mut Attempt, &PaperRecord) -> Result<T, Failure> + Send,
) -> Result<(T, Sat), Failure> {
    // The paper never changes, so it is read and parsed before other writers are kept waiting.
    let (paper, record) = paper(&cx.reader(), cx.street(), id).await?;
    let tx = cx.begin().await?;
    let row = storage::exam::attempt_to_change(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if whose == Whose::Own {
        own(cx, &row)?;
    }
    let steps = storage::exam::steps(&tx, cx.street(), id).await?;
    let mut attempt = restore(&row, steps, &record)?;
    let known = attempt.steps().len();
    // Not due is the usual case.
    let _ = attempt.submit(SubmittedBy::Deadline, cx.now());
    let outcome = act(&mut attempt, &record);
    let sat = Sat { row, record, items: paper.items, attempt };
    if sat.attempt.steps().len() > known {
        save(cx, &tx, &sat, known).await?;
        tx.commit().await?;
    }
    outcome.map(|value| (value, sat))
}

/// Appends the steps from `known` on, and what follows from them.
async fn save(cx: &Cx, tx: &Writer, sat: &Sat, known: usize) -> Result<(), Failure> {
    let (street, id) = (cx.street(), sat.row.id);
    let mut rows = Vec::new();
    for (index, step) in sat.attempt.steps().iter().enumerate().skip(known) {
        rows.push(step_row(street, id, index, step, sat.attempt.lease())?);
    }
    storage::exam::add_steps(tx, rows).await?;
    for step in &sat.attempt.steps()[known..] {
        match &step.what {
            What::TakenOver { lease } => {
                storage::exam::set_lease(tx, street, id, i32::try_from(*lease).unwrap_or(i32::MAX)).await?;
                let event = Event::AttemptTakenOver { lease: *lease };
                cx.log(tx, event, Subject::new("attempt", id)).await?;
            }
            What::Submitted { by } => finish::finish(cx, tx, sat, *by, step.at).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn paper(db: &impl Handle, street: &str, id: Uuid) -> Result<(PaperRow, PaperRecord), Failure> {
    let paper = storage::exam::paper(db, street, id).await?.ok_or_else(Failure::missing)?;
    let record = read_record(&paper)?;
    Ok((paper, record))
}

/// Reads the record of a paper.
pub(super) fn read_record(paper: &PaperRow) -> Result<PaperRecord, Failure> {
    let read = serde_json::from_str(&paper.record);
    Ok(read.map_err(|e| anyhow!("the record of {} is damaged: {e}", paper.attempt_id))?)
}

/// Takes the steps of a sitting again.
pub(super) fn restore(row: &AttemptRow, rows: Vec<StepRow>, record: &PaperRecord) -> Result<Attempt, Failure> {
    let damaged = || anyhow!("the attempt {} is damaged", row.id);
    let mut steps = Vec::with_capacity(rows.len());
    for step in rows {
        steps.push(Step { at: step.at, what: serde_json::from_str(&step.body)? });
    }
    // The row holds the deadline with its extensions, a sitting the one of its start.
    let extended = steps.iter().map(|s| match s.what {
        What::Extended { seconds } => i64::from(seconds),
        _ => 0,
    });
    let deadline = row.deadline - TimeDelta::seconds(extended.sum());
    let number = u8::try_from(row.number).ok().and_then(AttemptNumber::new).ok_or_else(damaged)?;
    let sitting = Sitting {
        id: Id::new(row.id),
        exam: Id::new(row.exam_id),
        candidate: Id::new(row.person_id),
        number,
        started_at: row.started_at,
        deadline,
    };
    let restored = Attempt::restore(AttemptSnapshot { sitting, steps }, &record.paper);
    Ok(restored.map_err(|why| damaged().context(format!("{why:?}")))?)
}

fn step_row(street: &str, id: Uuid, index: usize, step: &Step, lease: u32) -> Result<StepRow, Failure> {
    let code = |item: &ItemRef| i32::from(item.number) * 100 + i32::from(item.part);
    let (kind, item, client_seq, late) = match &step.what {
        What::Seen { item } => ("seen", Some(code(item)), None, false),
        What::Answered { item, client_seq, late, .. } => {
            ("answered", Some(code(item)), Some(*client_seq), *late)
        }
        What::Flagged { item, .. } => ("flagged", Some(code(item)), None, false),
        What::Left => ("left", None, None, false),
        What::Returned => ("returned", None, None, false),
        What::TakenOver { .. } => ("taken_over", None, None, false),
        What::Submitted { .. } => ("submitted", None, None, false),
        What::Extended { .. } => ("extended", None, None, false),
    };
    let lease = if let What::Answered { lease, .. } = &step.what { *lease } else { lease };
    Ok(StepRow {
        street: street.to_owned(),
        attempt_id: id,
        seq: i32::try_from(index + 1).unwrap_or(i32::MAX),
        at: step.at,
        kind: kind.into(),
        item,
        lease: i32::try_from(lease).unwrap_or(i32::MAX),
        client_seq: client_seq.map(|seq| i64::try_from(seq).unwrap_or(i64::MAX)),
        body: serde_json::to_string(&step.what)?,
        late,
    })
}

/// Why nothing can be done any more in a sitting that was handed in.
pub(super) fn closed(attempt: &Attempt, _: Closed) -> Refusal {
    match attempt.submitted() {
        Some((_, SubmittedBy::Deadline)) => {
            Refusal::TimeIsUp { since: crate::clock_text(attempt.deadline()) }
        }
        _ => Refusal::AlreadySubmitted,
    }
}
