//! Many questions at once, from a file: one draft each, all or none.

use super::moves::NAMED;
use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::{Question, edit::EditState},
};
use std::collections::HashMap;
use storage::{Failed, Writer, bank::edit::EditRow};
use uuid::Uuid;

/// What became of the questions of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    /// Drafts of new questions.
    pub added: u32,
    /// Drafts of changed ones.
    pub changed: u32,
    /// Questions that say what is published already.
    pub same: u32,
}

/// Makes a draft of every question that is new or says something else than the published one. Every question has
/// the number it is to keep; `batch` holds them together.
///
/// # Errors
/// Refuses numbers of other banks ([`Refusal::QuestionFaulty`]) and questions with an open proposal.
pub async fn take_in(
    cx: &Cx,
    tx: &Writer,
    code: &str,
    batch: Uuid,
    reason: &str,
    questions: Vec<Question>,
) -> Result<Taken, Failure> {
    let author = cx.allow(Action::EditBanks)?.account.uuid();
    let ids: Vec<String> = questions.iter().map(|q| q.id().as_str().to_owned()).collect();
    let elsewhere = storage::bank::edit::banks_of_ids(tx, cx.street(), &ids).await?;
    if let Some((id, bank)) = elsewhere.into_iter().find(|(_, bank)| bank != code) {
        let faults = vec![contract::bank::QuestionFault::IdTaken { id, bank }];
        return Err(Refusal::QuestionFaulty { faults }.into());
    }
    let mut current: HashMap<String, Question> = HashMap::new();
    if let Some(version) = storage::bank::newest(tx, cx.street(), code).await? {
        for row in storage::bank::questions(tx, cx.street(), &[version.id]).await? {
            current.insert(row.id.clone(), super::read_body(&row.id, &row.body)?);
        }
    }
    let mut taken = Taken::default();
    let mut rows = Vec::new();
    for question in questions {
        let base = current.get(question.id().as_str());
        match base {
            Some(base) if *base == question => {
                taken.same += 1;
                continue;
            }
            Some(_) => taken.changed += 1,
            None => taken.added += 1,
        }
        rows.push(EditRow {
            street: cx.street().to_owned(),
            id: cx.new_uuid(),
            bank: code.to_owned(),
            question_id: question.id().as_str().to_owned(),
            batch: Some(batch),
            base: base.map(serde_json::to_string).transpose()?,
            body: Some(serde_json::to_string(&question)?),
            kind: question.kind().name().name().into(),
            difficulty: question.difficulty().name().into(),
            topic: question.topics().first().cloned().unwrap_or_default(),
            reason: reason.to_owned(),
            author,
            written_at: cx.now(),
            state: EditState::Draft.code().into(),
            reviewer: None,
            reviewed_at: None,
            note: String::new(),
            bank_version_id: None,
        });
    }
    refuse_open(cx, tx, code, &rows).await?;
    match storage::bank::edit::add_edits(tx, rows).await {
        Err(Failed::AlreadyThere) => return Err(contract::UiError::Conflict.into()),
        other => other?,
    }
    let count = taken.added + taken.changed;
    let event = Event::EditsMoved { bank: code.to_owned(), state: EditState::Draft.code().into(), count };
    cx.log(tx, event, Subject::new("bank_batch", batch)).await?;
    Ok(taken)
}

async fn refuse_open(cx: &Cx, tx: &Writer, code: &str, rows: &[EditRow]) -> Result<(), Failure> {
    let mut open = Vec::new();
    for some in rows.chunks(500) {
        let ids: Vec<String> = some.iter().map(|row| row.question_id.clone()).collect();
        open.extend(storage::bank::edit::open_edits(tx, cx.street(), code, &ids).await?);
    }
    if open.is_empty() {
        return Ok(());
    }
    let questions = open.into_iter().take(NAMED).map(|row| row.question_id).collect();
    Err(Refusal::EditsOpen { questions }.into())
}
