//! The head of a bank's pages.

use crate::{Cx, Failure};
use contract::bank::{BankHead, VersionLine, Withdrawn};
use domain::actor::{Action, may};
use std::collections::{HashMap, HashSet};
use storage::{
    bank::{BankVersionRow, edit::EditRow},
    db::Handle,
};
use uuid::Uuid;

/// Finds a bank for somebody who may see its questions with their keys.
pub(crate) async fn head(cx: &Cx, db: &impl Handle, code: &str) -> Result<BankHead, Failure> {
    let actor = cx.allow(Action::ReviewExam)?;
    let bank = storage::bank::edit::bank(db, cx.street(), code).await?.ok_or_else(Failure::missing)?;
    let newest = storage::bank::newest(db, cx.street(), code).await?;
    let withdrawn = withdrawn(cx, db).await?;
    Ok(BankHead {
        code: bank.code,
        name: bank.name,
        description: bank.description,
        newest: newest.map(|row| version_line(&row, &withdrawn)),
        may_edit: may(actor, Action::EditBanks).is_ok(),
    })
}

/// The versions that were withdrawn.
pub(super) async fn withdrawn(cx: &Cx, db: &impl Handle) -> Result<HashMap<Uuid, Withdrawn>, Failure> {
    let rows = storage::bank::withdrawals(db, cx.street()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.bank_version_id, Withdrawn { at: row.at, reason: row.reason }))
        .collect())
}

pub(super) fn version_line(row: &BankVersionRow, withdrawn: &HashMap<Uuid, Withdrawn>) -> VersionLine {
    VersionLine {
        id: row.id,
        version: row.version,
        published_at: row.published_at,
        content_hash: row.content_hash.clone(),
        withdrawn: withdrawn.get(&row.id).cloned(),
    }
}

/// The names of those who wrote and reviewed some proposals.
pub(super) async fn names(db: &impl Handle, edits: &[EditRow]) -> Result<HashMap<Uuid, String>, Failure> {
    let mut ids: HashSet<Uuid> = HashSet::new();
    for edit in edits {
        ids.insert(edit.author);
        ids.extend(edit.reviewer);
    }
    let rows = storage::account::by_ids(db, ids).await?;
    Ok(rows.into_iter().map(|account| (account.id, account.name)).collect())
}
