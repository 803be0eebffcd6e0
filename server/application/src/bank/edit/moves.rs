//! Handing proposals in, agreeing to them, sending them back, giving them up.

use super::{create::length, read_edit, write::step};
use crate::{Cx, Failure};
use contract::{Field, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::{
        Question,
        edit::{EditAct, EditState},
    },
};
use std::collections::HashMap;
use storage::{
    Writer,
    bank::edit::{EditRow, Move},
};
use uuid::Uuid;

/// So many questions are named in a refusal.
pub(super) const NAMED: usize = 10;

/// Takes one step with a proposal; gives the bank and the question.
///
/// # Errors
/// Refuses a step that does not follow, the review of one's own, agreement to what rests on an older wording, and
/// sending somebody else's proposal back without a word.
pub async fn move_edit(cx: &Cx, id: Uuid, act: EditAct, note: &str) -> Result<(String, String), Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    let tx = cx.begin().await?;
    let row = storage::bank::edit::edit(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let to = step(act, &row, actor)?;
    let least = if act == EditAct::Return && row.author != actor { 2 } else { 0 };
    if let Some(problem) = length(note, least, 200) {
        return Err(Failure::field(Field::Note, problem));
    }
    if act == EditAct::Approve {
        refuse_stale(cx, &tx, &row.bank, std::slice::from_ref(&row)).await?;
    }
    let (bank, question, from) = (row.bank.clone(), row.question_id.clone(), row.state.clone());
    carry(cx, &tx, &bank, &[row], &from, to, note.trim()).await?;
    tx.commit().await?;
    Ok((bank, question))
}

/// Which proposals take a step together.
#[derive(Clone, Debug)]
pub struct Many {
    /// The bank.
    pub bank: String,
    /// What is done: handed in or agreed to.
    pub act: EditAct,
    /// These only; none means all that the asker may.
    pub edits: Vec<Uuid>,
}

/// Takes the same step with many proposals, all or none; gives how many.
pub async fn move_edits(cx: &Cx, many: &Many) -> Result<u32, Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    let from = match many.act {
        EditAct::Submit => EditState::Draft,
        EditAct::Approve => EditState::Submitted,
        EditAct::Write | EditAct::Return | EditAct::Discard => return Err(Refusal::NoEdits.into()),
    };
    let tx = cx.begin().await?;
    let mut rows = storage::bank::edit::edits_in(&tx, cx.street(), &many.bank, from.code()).await?;
    if many.edits.is_empty() {
        rows.retain(|row| many.act.on(from, row.author == actor).is_ok());
    } else {
        rows.retain(|row| many.edits.contains(&row.id));
    }
    let Some(first) = rows.first() else { return Err(Refusal::NoEdits.into()) };
    let to = step(many.act, first, actor)?;
    for row in &rows {
        step(many.act, row, actor)?;
    }
    if many.act == EditAct::Approve {
        refuse_stale(cx, &tx, &many.bank, &rows).await?;
    }
    carry(cx, &tx, &many.bank, &rows, from.code(), to, "").await?;
    tx.commit().await?;
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
}

async fn carry(
    cx: &Cx,
    tx: &Writer,
    bank: &str,
    rows: &[EditRow],
    from: &str,
    to: EditState,
    note: &str,
) -> Result<(), Failure> {
    let actor = cx.actor()?.account.uuid();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let others = rows.iter().any(|row| row.author != actor);
    // Whoever agrees, or sends back what another wrote, has reviewed it; taking one's own back reviews nothing.
    let reviewed = match to {
        EditState::Approved => Some((actor, cx.now())),
        EditState::Draft if others => Some((actor, cx.now())),
        _ => None,
    };
    let step = Move { from, to: to.code(), reviewed, note, version: None };
    let moved = storage::bank::edit::move_edits(tx, cx.street(), &ids, &step).await?;
    if moved != ids.len() as u64 {
        return Err(contract::UiError::Conflict.into());
    }
    let count = u32::try_from(moved).unwrap_or(u32::MAX);
    let event = Event::EditsMoved { bank: bank.to_owned(), state: to.code().into(), count };
    let subject = match ids.as_slice() {
        [one] => Subject::new("bank_edit", one),
        _ => Subject::new("bank", bank),
    };
    cx.log(tx, event, subject).await
}

/// Refuses proposals that rest on another wording than the published one.
async fn refuse_stale(cx: &Cx, tx: &Writer, bank: &str, rows: &[EditRow]) -> Result<(), Failure> {
    let newest = storage::bank::newest(tx, cx.street(), bank).await?;
    let mut current: HashMap<String, Question> = HashMap::new();
    if let Some(version) = newest {
        for some in rows.chunks(500) {
            let ids = some.iter().map(|row| row.question_id.clone());
            for row in storage::bank::questions_by_ids(tx, cx.street(), &[version.id], ids).await? {
                current.insert(row.id.clone(), super::read_body(&row.id, &row.body)?);
            }
        }
    }
    let mut stale = Vec::new();
    for row in rows {
        if read_edit(row)?.0.as_ref() != current.get(&row.question_id) {
            stale.push(row.question_id.clone());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    stale.truncate(NAMED);
    Err(Refusal::EditsStale { questions: stale }.into())
}
