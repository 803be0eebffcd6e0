//! Taking a file of questions in as drafts: all of it or nothing, in one transaction.

use super::preview::checked;
use crate::{
    Cx, Failure,
    bank::edit::{Taken, take_in},
};
use contract::{Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    hash::hash,
};
use uuid::Uuid;

/// Takes a kept file in and forgets it. It is read and checked again: the bank may have changed since the
/// preview. An empty reason names the file.
///
/// # Errors
/// Refuses a file in which anything is wrong, and one that changes nothing.
pub async fn import_questions(cx: &Cx, bank: &str, id: Uuid, reason: &str) -> Result<Taken, Failure> {
    cx.allow(Action::EditBanks)?;
    let upload = storage::bank::upload::find(&cx.reader(), cx.street(), bank, id).await?;
    let upload = upload.ok_or_else(Failure::missing)?;
    // What is read and compared takes seconds for a large file, and no transaction waits for it; what has
    // changed meanwhile is refused by the drafts themselves.
    let (_, checked) = checked(cx, &cx.reader(), &upload).await?;
    if checked.tally.wrong > 0 {
        return Err(Refusal::RowsWrong { rows: checked.tally.wrong }.into());
    }
    if checked.tally.new + checked.tally.changed == 0 {
        return Err(Refusal::NoEdits.into());
    }
    let file_hash = hex::encode(hash(&upload.content));
    let reason: String = match reason.trim() {
        "" => format!("导入文件：{}", upload.name),
        reason => reason.to_owned(),
    };
    let reason: String = reason.chars().take(200).collect();
    let tx = cx.begin().await?;
    if !storage::bank::upload::remove(&tx, cx.street(), id).await? {
        return Err(Failure::missing());
    }
    // A number that was free may have been given away since.
    let stand = storage::bank::edit::banks_of_ids(&tx, cx.street(), &checked.new_ids()).await?;
    if !stand.is_empty() {
        return Err(UiError::Conflict.into());
    }
    let taken = take_in(cx, &tx, bank, id, &reason, checked.questions).await?;
    let event = Event::QuestionsImported {
        bank: bank.to_owned(),
        format: upload.format,
        added: taken.added,
        changed: taken.changed,
        file_hash,
    };
    cx.log(&tx, event, Subject::new("bank_batch", id)).await?;
    tx.commit().await?;
    Ok(taken)
}
