//! Making the exam of a training.

use super::pool;
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    audit::{Event, Subject},
    calendar,
    exam::{Blueprint, Pool, exam_commitment, feasible},
};
use storage::{Writer, bank::BankVersionRow, db::Handle, exam::ExamRow};
use uuid::Uuid;

/// Makes an exam in the transaction of the training that it ends. Its secret is drawn here and sealed, its
/// commitment is logged. The gate is that of the training.
///
/// # Errors
/// Refuses banks with too few questions for a paper and the reserve, the same question from two banks, a
/// version that is not there or was withdrawn, and no version at all.
pub async fn create_exam(
    cx: &Cx,
    tx: &Writer,
    title: &str,
    bank_versions: &[Uuid],
    blueprint: Blueprint,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
) -> Result<Uuid, Failure> {
    let mut versions = bank_versions.to_vec();
    versions.sort_unstable();
    versions.dedup();
    if versions.is_empty() {
        return Err(Failure::field(Field::Banks, FieldProblem::NothingChosen));
    }
    refuse_withdrawn(tx, cx.street(), &versions).await?;
    let questions = pool::of_versions(tx, cx.street(), &versions, calendar::date_of(opens_at)).await?;
    if let Some(refusal) = shortage(&blueprint, &questions.pool) {
        return Err(refusal.into());
    }
    let (id, key) = (cx.new_uuid(), cx.random::<32>());
    let sealed_key = cx.services().sealer.seal(&purpose(id), cx.random(), &key).map_err(|e| anyhow!(e))?;
    let commitment = hex::encode(exam_commitment(&key));
    let row = ExamRow {
        street: cx.street().to_owned(),
        id,
        title: title.to_owned(),
        blueprint: serde_json::to_string(&blueprint)?,
        opens_at,
        closes_at,
        commitment: commitment.clone(),
        sealed_key,
        revealed_key: None,
        created_at: cx.now(),
    };
    storage::exam::add(tx, row, &versions).await?;
    cx.log(tx, Event::ExamCommitted { commitment }, Subject::new("exam", id)).await?;
    Ok(id)
}

/// Refuses bank versions of which one was withdrawn.
pub(crate) async fn refuse_withdrawn(
    db: &impl Handle,
    street: &str,
    versions: &[Uuid],
) -> Result<(), Failure> {
    let withdrawn = storage::bank::withdrawals(db, street).await?;
    let Some(row) = withdrawn.iter().find(|w| versions.contains(&w.bank_version_id)) else { return Ok(()) };
    let bank = storage::bank::version(db, street, row.bank_version_id).await?;
    let bank = bank.ok_or_else(Failure::missing)?;
    Err(Refusal::BankWithdrawn { bank: bank_label(&bank) }.into())
}

/// What a bank version is called.
pub(crate) fn bank_label(bank: &BankVersionRow) -> String {
    format!("{}（第 {} 版）", bank.name, bank.version)
}

/// The purpose under which the secret of an exam is sealed.
fn purpose(exam: Uuid) -> String {
    format!("exam {exam}")
}

/// Opens the secret of an exam.
pub(crate) fn open_key(cx: &Cx, exam: &ExamRow) -> Result<[u8; 32], Failure> {
    let key = cx.services().sealer.open(&purpose(exam.id), &exam.sealed_key).map_err(|e| anyhow!(e))?;
    let key: [u8; 32] = key.try_into().map_err(|_| anyhow!("the secret of exam {} is damaged", exam.id))?;
    Ok(key)
}

/// Reads the blueprint of an exam.
pub(crate) fn blueprint(exam: &ExamRow) -> Result<Blueprint, Failure> {
    let read = serde_json::from_str(&exam.blueprint);
    Ok(read.map_err(|e| anyhow!("the blueprint of exam {} is damaged: {e}", exam.id))?)
}

/// Names the type of question that is shortest.
fn shortage(blueprint: &Blueprint, pool: &Pool) -> Option<Refusal> {
    let reserve = Blueprint::RESERVE.min(blueprint.draft().attempts.saturating_sub(1));
    let worst = feasible(blueprint, pool, reserve).into_iter().max_by_key(|s| s.missing())?;
    let kind = blueprint.cells().get(worst.cell).map_or("", |cell| cell.kind.term());
    let missing = u32::try_from(worst.missing()).unwrap_or(u32::MAX);
    Some(Refusal::BankTooSmall { kind: kind.into(), missing })
}
