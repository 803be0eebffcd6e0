//! One version of the matrix, beside all others.

use super::{rows, versions};
use crate::{Cx, Failure};
use contract::policy::{PolicyRowView, PolicyView, VersionLine};
use domain::{
    actor::{Action, may},
    policy::{diff, in_force},
};
use std::collections::HashMap;
use storage::policy::PolicyRow;
use uuid::Uuid;

/// Shows a version, the one in force where none is named, and how it differs from another.
pub async fn show_policy(cx: &Cx, number: Option<u32>, compare: Option<u32>) -> Result<PolicyView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let all = storage::policy::all(&reader, cx.street()).await?;
    let holds = in_force(&versions(cx, &reader).await?, cx.today()).map(|version| version.number);
    let mut writers: Vec<Uuid> = all.iter().map(|version| version.drafted_by).collect();
    writers.extend(all.iter().filter_map(|version| version.approved_by));
    let names = storage::account::by_ids(&reader, writers).await?;
    let names: HashMap<Uuid, String> = names.into_iter().map(|account| (account.id, account.name)).collect();
    let find = |number: u32| all.iter().find(|version| version.number.unsigned_abs() == number);
    let wanted = number.or(holds).or_else(|| all.first().map(|version| version.number.unsigned_abs()));
    let shown = match wanted {
        Some(wanted) => Some(find(wanted).ok_or_else(Failure::missing)?),
        None => None,
    };
    let shown_rows = shown.map(rows).transpose()?.unwrap_or_default();
    let compared = match compare.and_then(find) {
        Some(other) => Some((other.number.unsigned_abs(), diff(&rows(other)?, &shown_rows))),
        None => None,
    };
    let may_edit = may(actor, Action::ManageTrainings).is_ok();
    let may_approve =
        may_edit && shown.is_some_and(|v| v.status == "draft" && v.changed_by != actor.account.uuid());
    let lines: Vec<VersionLine> =
        all.iter().map(|version| line(version, &names)).collect::<Result<_, _>>()?;
    Ok(PolicyView {
        shown: wanted.and_then(|wanted| lines.iter().find(|line| line.number == wanted).cloned()),
        versions: lines,
        rows: shown_rows,
        compared,
        in_force: holds,
        may_edit,
        may_approve,
        today: cx.today(),
    })
}

fn line(version: &PolicyRow, names: &HashMap<Uuid, String>) -> Result<VersionLine, Failure> {
    Ok(VersionLine {
        number: version.number.unsigned_abs(),
        status: version.status.clone(),
        effective_on: version.effective_on,
        note: version.note.clone(),
        drafted_by: names.get(&version.drafted_by).cloned().unwrap_or_default(),
        approved_by: version.approved_by.and_then(|id| names.get(&id).cloned()),
        approved_at: version.approved_at,
        rows: rows(version)?.len(),
    })
}

/// Shows the form of a row of the draft; of a new one where no code is named.
pub async fn policy_row_form(cx: &Cx, code: &str) -> Result<PolicyRowView, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let all = storage::policy::all(&cx.reader(), cx.street()).await?;
    let draft = all.into_iter().find(|version| version.status == "draft").ok_or_else(Failure::missing)?;
    let row = rows(&draft)?.into_iter().find(|row| row.code == code);
    if row.is_none() && !code.is_empty() {
        return Err(Failure::missing());
    }
    Ok(PolicyRowView { number: draft.number.unsigned_abs(), row })
}
