//! A sitting in the database: its row, its paper and its steps. Everything that happens in a sitting goes
//! through [`change`], and so through the one writer of the server.

use super::{
    finish,
    pool::Questions,
    staff,
    writer::{Act, Work},
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    bank::KindName,
    exam::{
        Attempt, ItemRef, PaperRecord,
        attempt::{AttemptSnapshot, Closed, Sitting, Step, SubmittedBy, What, deadline_at_start},
        retake::AttemptNumber,
    },
    id::Id,
};
use std::sync::{Arc, Mutex, PoisonError};
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
    pub record: Arc<PaperRecord>,
    /// What happened.
    pub attempt: Attempt,
}

impl Sat {
    /// Gives the questions of the exam, keys included; never to be sent before submission.
    pub async fn questions(&self, cx: &Cx, db: &impl Handle) -> Result<Arc<Questions>, Failure> {
        let exam = storage::exam::exam(db, &self.row.street, self.row.exam_id).await?;
        cx.system.sittings.frozen.questions(db, &exam.ok_or_else(Failure::missing)?).await
    }
    /// How many items the paper has.
    pub fn items(&self) -> u16 {
        u16::try_from(self.record.paper.items.len()).unwrap_or(u16::MAX)
    }
    /// Whether the server must hand it in now.
    pub fn is_overdue(&self, cx: &Cx) -> bool {
        self.attempt.is_open() && cx.now() > self.attempt.deadline() + Attempt::GRACE
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
    load_locked(db, row).await
}

/// Reads what belongs to the row of a sitting.
pub(super) async fn load_locked(db: &impl Handle, row: AttemptRow) -> Result<Sat, Failure> {
    let paper = storage::exam::paper(db, &row.street, row.id).await?.ok_or_else(Failure::missing)?;
    let record = Arc::new(read_record(&paper)?);
    let steps = storage::exam::steps(db, &row.street, row.id).await?;
    let attempt = restore(&row, steps, &record)?;
    Ok(Sat { row, record, attempt })
}

/// Reads a sitting of the asker. Somebody else's is missing, not denied: nothing is told of it.
pub(super) async fn load_own(cx: &Cx, id: Uuid) -> Result<Sat, Failure> {
    let sat = load(&cx.reader(), cx.street(), id).await?;
    own(cx, &sat.row)?;
    Ok(sat)
}

/// Refuses a sitting that is not the asker's.
pub(super) fn own(cx: &Cx, row: &AttemptRow) -> Result<(), Failure> {
    cx.actor()?;
    if Whose::Own.is_met(cx, row) { Ok(()) } else { Err(Failure::missing()) }
}

/// Whose sitting may be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The asker's.
    Own,
    /// Anybody's: the server itself acts, or somebody whose right was judged before.
    Any,
    /// Anybody's: staff act, before an overdue sitting is handed in.
    Staff,
}

impl Whose {
    /// Whether a sitting is such a one.
    pub fn is_met(self, cx: &Cx, row: &AttemptRow) -> bool {
        let person = cx.actor.as_ref().and_then(|actor| actor.person);
        self != Self::Own || person.is_some_and(|person| person.uuid() == row.person_id)
    }
}

/// Does something in a sitting; durable when this returns. A sitting that is overdue is handed in first,
/// whatever becomes of the act; the steps of the act are kept only if it is not refused. The act is called
/// again where the transaction has to be repeated.
pub(super) async fn change<T: Send + 'static>(
    cx: &Cx,
    id: Uuid,
    whose: Whose,
    act: impl Fn(&mut Attempt, &PaperRecord) -> Result<T, Failure> + Send + Sync + 'static,
) -> Result<T, Failure> {
    let outcome: Arc<Mutex<Option<Result<T, Failure>>>> = Arc::default();
    let told = Arc::clone(&outcome);
    let act: Act = Box::new(move |attempt, record| {
        let done = act(attempt, record);
        *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    });
    cx.system.sittings.write(cx, Work::Act { attempt: id, whose, act }).await?;
    let done = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
    done.unwrap_or_else(|| Err(anyhow!("nothing was done in the sitting {id}").into()))
}

/// Makes the rows of the steps from `known` on.
pub(super) fn step_rows(street: &str, sat: &Sat, known: usize) -> Result<Vec<StepRow>, Failure> {
    let steps = sat.attempt.steps().iter().enumerate().skip(known);
    steps.map(|(index, step)| step_row(street, sat.row.id, index, step, sat.attempt.lease())).collect()
}

/// Whether more than the steps themselves must be written.
pub(super) fn has_consequences(steps: &[Step]) -> bool {
    let mere = |what: &What| {
        use What::{Answered, Flagged, Left, ResultShown, Returned, Seen};
        matches!(what, Answered { .. } | Seen { .. } | Flagged { .. } | Left | Returned | ResultShown)
    };
    steps.iter().any(|step| !mere(&step.what))
}

/// Writes what follows from the steps from `known` on.
pub(super) async fn follow(cx: &Cx, tx: &Writer, sat: &Sat, known: usize) -> Result<(), Failure> {
    let (street, id) = (cx.street(), sat.row.id);
    for step in &sat.attempt.steps()[known..] {
        match &step.what {
            What::TakenOver { lease } => {
                storage::exam::set_lease(tx, street, id, i32::try_from(*lease).unwrap_or(i32::MAX)).await?;
                let event = Event::AttemptTakenOver { lease: *lease };
                cx.log(tx, event, Subject::new("attempt", id)).await?;
            }
            What::Submitted { by } => finish::finish(cx, tx, sat, *by, step.at).await?,
            What::Extended { .. } | What::Reopened { .. } | What::Voided { .. } => {
                staff::follow(cx, tx, sat, step).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads the record of a paper.
pub(super) fn read_record(paper: &PaperRow) -> Result<PaperRecord, Failure> {
    parse_record(&paper.record)
        .map_err(|failure| anyhow!("the paper of {}: {failure:?}", paper.attempt_id).into())
}

/// Reads a record as it is stored.
pub(super) fn parse_record(record: &str) -> Result<PaperRecord, Failure> {
    Ok(serde_json::from_str(record).map_err(|e| anyhow!("a record is damaged: {e}"))?)
}

/// Takes the steps of a sitting again.
pub(super) fn restore(
    row: &AttemptRow,
    rows: Vec<StepRow>,
    record: &PaperRecord,
) -> Result<Attempt, Failure> {
    let damaged = || anyhow!("the attempt {} is damaged", row.id);
    let mut steps = Vec::with_capacity(rows.len());
    for step in rows {
        steps.push(Step { at: step.at, what: serde_json::from_str(&step.body)? });
    }
    // The row holds the deadline as it was moved, a sitting the one of its start.
    let deadline = deadline_at_start(row.deadline, &steps);
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
        What::Reopened { .. } => ("reopened", None, None, false),
        What::Voided { .. } => ("voided", None, None, false),
        What::ResultShown => ("result_shown", None, None, false),
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

/// Why nothing can be done any more in a sitting that was handed in or voided.
pub(super) fn closed(attempt: &Attempt, _: Closed) -> Refusal {
    if let Some((_, reason)) = attempt.voided() {
        return Refusal::SittingVoided { reason: reason.as_str().to_owned() };
    }
    match attempt.submitted() {
        Some((_, SubmittedBy::Deadline)) => {
            Refusal::TimeIsUp { since: crate::clock_text(attempt.deadline()) }
        }
        _ => Refusal::AlreadySubmitted,
    }
}
