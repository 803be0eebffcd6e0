//! Freezing what was approved as the next version.

use super::{aim, head, head::names, moves::NAMED, read_body, read_edit};
use crate::{
    Cx, Failure,
    bank::publish_bank::{Freeze, Published, freeze},
};
use anyhow::anyhow;
use contract::{
    Refusal,
    bank::{PublishLine, PublishPage},
};
use domain::{
    actor::Action,
    bank::{
        Question, QuestionId, check,
        edit::{EditState, Proposal, merge},
    },
};
use storage::{
    bank::edit::{EditRow, Move},
    db::Handle,
};
use uuid::Uuid;

/// Shows what the next version would be, and what the check finds in it.
pub async fn preview_publication(cx: &Cx, code: &str) -> Result<PublishPage, Failure> {
    cx.allow(Action::ReviewExam)?;
    let reader = cx.reader();
    let bank = head(cx, &reader, code).await?;
    let approved =
        storage::bank::edit::edits_in(&reader, cx.street(), code, EditState::Approved.code()).await?;
    let submitted =
        storage::bank::edit::edits_in(&reader, cx.street(), code, EditState::Submitted.code()).await?;
    let people = names(&reader, &approved).await?;
    let name = |id: Uuid| people.get(&id).cloned().unwrap_or_default();
    let mut lines = Vec::with_capacity(approved.len());
    for row in &approved {
        let (base, body) = read_edit(row)?;
        lines.push(PublishLine {
            question: row.question_id.clone(),
            stem: body.or(base).map(|q| q.stem().to_owned()).unwrap_or_default(),
            aim: aim(row),
            author: name(row.author),
            reviewer: row.reviewer.map(name).unwrap_or_default(),
        });
    }
    let merged = merged(cx, &reader, code, &approved).await?;
    let (questions, report, stale) = match merged {
        Ok(all) => {
            let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let today = cx.today();
            let report = crate::organization::blocking(move || check(&all, None, today)).await?;
            (count, Some(report), Vec::new())
        }
        Err(stale) => (0, None, stale.iter().map(|id| id.as_str().to_owned()).collect()),
    };
    let submitted = u32::try_from(submitted.len()).unwrap_or(u32::MAX);
    Ok(PublishPage { bank, edits: lines, questions, report, stale, submitted })
}

/// What the newest version holds with the approved proposals in it, or the questions that changed meanwhile.
async fn merged(
    cx: &Cx,
    db: &impl Handle,
    code: &str,
    approved: &[EditRow],
) -> Result<Result<Vec<Question>, Vec<QuestionId>>, Failure> {
    let mut current = Vec::new();
    if let Some(version) = storage::bank::newest(db, cx.street(), code).await? {
        for row in storage::bank::questions(db, cx.street(), &[version.id]).await? {
            current.push(read_body(&row.id, &row.body)?);
        }
    }
    let mut proposals = Vec::with_capacity(approved.len());
    for row in approved {
        let (base, body) = read_edit(row)?;
        let id =
            QuestionId::new(&row.question_id).ok_or_else(|| anyhow!("the proposal {} is damaged", row.id))?;
        proposals.push(Proposal { id, base, body });
    }
    Ok(merge(current, proposals))
}

/// Publishes a version with everything that was approved.
///
/// # Errors
/// Refuses where nothing is approved, where a published wording has changed meanwhile, and where the bank would
/// have errors.
pub async fn publish_edits(cx: &Cx, code: &str) -> Result<Published, Failure> {
    cx.allow(Action::EditBanks)?;
    let tx = cx.begin().await?;
    let bank = storage::bank::edit::bank(&tx, cx.street(), code).await?.ok_or_else(Failure::missing)?;
    let approved = storage::bank::edit::edits_in(&tx, cx.street(), code, EditState::Approved.code()).await?;
    if approved.is_empty() {
        return Err(Refusal::NoEdits.into());
    }
    let questions = match merged(cx, &tx, code, &approved).await? {
        Ok(questions) => questions,
        Err(mut stale) => {
            stale.truncate(NAMED);
            let questions = stale.iter().map(|id| id.as_str().to_owned()).collect();
            return Err(Refusal::EditsStale { questions }.into());
        }
    };
    let (questions, report) = {
        let today = cx.today();
        crate::organization::blocking(move || {
            let report = check(&questions, None, today);
            (questions, report)
        })
        .await?
    };
    if !report.is_clean() || questions.is_empty() {
        let errors = u32::try_from(report.count(domain::bank::Severity::Error)).unwrap_or(u32::MAX);
        return Err(Refusal::BankUnsound { errors: errors.max(1) }.into());
    }
    let head = Freeze { code: &bank.code, name: &bank.name, least: 1 };
    let published = freeze(cx, &tx, head, &questions).await?;
    let ids: Vec<Uuid> = approved.iter().map(|row| row.id).collect();
    let step = Move {
        from: EditState::Approved.code(),
        to: EditState::Published.code(),
        reviewed: None,
        note: "",
        version: Some(published.id),
    };
    if storage::bank::edit::move_edits(&tx, cx.street(), &ids, &step).await? != ids.len() as u64 {
        return Err(contract::UiError::Conflict.into());
    }
    tx.commit().await?;
    Ok(published)
}
