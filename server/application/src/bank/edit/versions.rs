//! The versions of a bank and what differs between two of them.

use super::{
    head,
    head::{version_line, withdrawn},
    read_body,
};
use crate::{Cx, Failure};
use contract::bank::{ChangeLine, VersionsPage};
use domain::{actor::Action, bank::Question};
use std::collections::BTreeMap;
use storage::bank::BankVersionRow;

/// Shows the versions of a bank, and what changed in the `chosen` one `against` an older one (the one before
/// where nothing else is said).
pub async fn show_versions(
    cx: &Cx,
    code: &str,
    chosen: Option<i32>,
    against: Option<i32>,
) -> Result<VersionsPage, Failure> {
    cx.allow(Action::ReviewExam)?;
    let reader = cx.reader();
    let bank = head(cx, &reader, code).await?;
    let versions = storage::bank::edit::versions_of(&reader, cx.street(), code).await?;
    let withdrawn = withdrawn(cx, &reader).await?;
    let find = |number: i32| versions.iter().find(|v| v.version == number);
    let newer = match chosen {
        Some(number) => Some(find(number).ok_or_else(Failure::missing)?),
        None => versions.first(),
    };
    let older = match (against, newer) {
        (Some(number), _) => Some(find(number).ok_or_else(Failure::missing)?),
        (None, Some(newer)) => versions.iter().find(|v| v.version < newer.version),
        (None, None) => None,
    };
    let changes = match (newer, older) {
        (Some(newer), Some(older)) => changes(&read(cx, older).await?, &read(cx, newer).await?),
        _ => Vec::new(),
    };
    Ok(VersionsPage {
        bank,
        chosen: newer.map(|v| v.version),
        against: older.map(|v| v.version),
        changes,
        versions: versions.iter().map(|row| version_line(row, &withdrawn)).collect(),
    })
}

async fn read(cx: &Cx, version: &BankVersionRow) -> Result<BTreeMap<String, Question>, Failure> {
    let rows = storage::bank::questions(&cx.reader(), cx.street(), &[version.id]).await?;
    rows.into_iter().map(|row| Ok((row.id.clone(), read_body(&row.id, &row.body)?))).collect()
}

fn changes(before: &BTreeMap<String, Question>, after: &BTreeMap<String, Question>) -> Vec<ChangeLine> {
    let ids: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .filter(|id| before.get(*id) != after.get(*id))
        .map(|id| ChangeLine {
            id: id.clone(),
            before: before.get(id).cloned().map(Into::into),
            after: after.get(id).cloned().map(Into::into),
        })
        .collect()
}
