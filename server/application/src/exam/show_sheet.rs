//! The sheet of a sitting. Its view has no type that could hold a right answer.

use super::{
    answer::answerable,
    sitting::{Sat, Whose, change, load_own},
    submit::hand_in_if_due,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::exam::{SavedAnswer, SheetView};
use domain::exam::{ItemRef, attempt::What, delivery::deliver_paper};
use uuid::Uuid;

/// What a candidate is shown of a sitting.
#[derive(Debug)]
pub enum Shown {
    /// It runs.
    Sheet(SheetView),
    /// It was handed in; the result is to be shown.
    HandedIn,
}

/// Shows a sitting to its candidate. `lease` is what the asking device holds, 0 for none; `item` is the item
/// to show, 0 for the list of all, none for where the candidate was.
pub async fn show_sheet(cx: &Cx, id: Uuid, lease: u32, item: Option<u16>) -> Result<Shown, Failure> {
    let sat = load_own(cx, id).await?;
    if sat.is_overdue(cx) {
        hand_in_if_due(cx, id).await?;
        return Ok(Shown::HandedIn);
    }
    if sat.attempt.submitted().is_some() {
        return Ok(Shown::HandedIn);
    }
    let view = view(cx, &sat, lease, item).await?;
    if view.writable && !view.overview && !has_seen(&sat, view.current) {
        let item = answerable(&sat.attempt, ItemRef::item(view.current));
        let now = cx.now();
        let see = change(cx, id, Whose::Own, move |attempt, _| Ok(attempt.see(item, now))).await;
        // Showing the page matters more than noting that it was shown.
        let _ = see.inspect_err(|e| tracing::warn!(attempt = %id, "noting what was seen: {e:?}"));
    }
    Ok(Shown::Sheet(view))
}

async fn view(cx: &Cx, sat: &Sat, lease: u32, item: Option<u16>) -> Result<SheetView, Failure> {
    let (row, attempt) = (&sat.row, &sat.attempt);
    let exam =
        storage::exam::exam(&cx.reader(), cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    let questions = cx.system.sittings.frozen.questions(&cx.reader(), &exam).await?;
    let items = deliver_paper(&sat.record.paper, |id| questions.find(id))
        .map_err(|e| anyhow!("the paper of {} cannot be shown: {e:?}", row.id))?;
    let answers = attempt.answers();
    let answers = answers.iter().filter_map(|(item, answer)| {
        attempt.sheet().shown(*item, answer).map(|answer| SavedAnswer { item: *item, answer })
    });
    let sent = attempt.steps().iter().filter_map(|step| match &step.what {
        What::Answered { client_seq, lease: own, .. } if *own == lease => Some(*client_seq),
        _ => None,
    });
    let current = item.filter(|n| (1..=sat.items()).contains(n)).unwrap_or_else(|| place(sat));
    Ok(SheetView {
        attempt: row.id,
        title: exam.title,
        items,
        answers: answers.collect(),
        flags: attempt.flags().iter().copied().collect(),
        lease,
        writable: lease == attempt.lease(),
        next_seq: sent.max().unwrap_or(0) + 1,
        deadline_ms: attempt.deadline().timestamp_millis(),
        now_ms: cx.now().timestamp_millis(),
        current,
        overview: item == Some(0),
    })
}

/// Where the candidate was: the item last touched, else the first.
fn place(sat: &Sat) -> u16 {
    let touched = sat.attempt.steps().iter().rev().find_map(|step| match &step.what {
        What::Answered { item, .. } | What::Seen { item } | What::Flagged { item, .. } => Some(item.number),
        _ => None,
    });
    touched.unwrap_or(1)
}

fn has_seen(sat: &Sat, number: u16) -> bool {
    sat.attempt.steps().iter().any(|s| matches!(&s.what, What::Seen { item } if item.number == number))
}
