//! Freezing a version of a bank.

use super::BankFolder;
use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::{
    audit::{Event, Subject},
    bank::{Question, check, version_hash},
};
use std::collections::BTreeMap;
use storage::{
    Writer,
    audit::By,
    bank::{BankVersionRow, QuestionRow, edit::BankRow},
};
use uuid::Uuid;

/// What became of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The frozen version.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: i32,
    /// Its content hash.
    pub content_hash: String,
    /// Whether it was frozen now; otherwise nothing had changed.
    pub new: bool,
}

/// Freezes a bank as a new version, unless the newest one says the same. A bank with errors is refused.
/// Called from the command line and the demo; there is no gate of roles.
pub async fn publish_bank(cx: &Cx, bank: &BankFolder) -> Result<Published, Failure> {
    let report = check(&bank.questions, None, cx.today());
    if !report.is_clean() {
        return Err(anyhow!("the bank {} has errors; run `anxun bank check`", bank.code).into());
    }
    let tx = cx.begin().await?;
    let row = BankRow {
        street: cx.street().to_owned(),
        code: bank.code.clone(),
        name: bank.name.clone(),
        description: bank.description.clone(),
        created_at: cx.now(),
    };
    storage::bank::edit::name_bank(&tx, row).await?;
    let head = Freeze { code: &bank.code, name: &bank.name, least: bank.version };
    let published = freeze(cx, &tx, head, &bank.questions).await?;
    tx.commit().await?;
    Ok(published)
}

/// What a version is called.
pub(super) struct Freeze<'a> {
    /// The bank's code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The least number it may have.
    pub least: i32,
}

/// Freezes sound questions as a version, unless the newest one says the same.
pub(super) async fn freeze(
    cx: &Cx,
    tx: &Writer,
    head: Freeze<'_>,
    questions: &[Question],
) -> Result<Published, Failure> {
    let content_hash = hex::encode(version_hash(questions));
    let mut bodies = BTreeMap::new();
    for question in questions {
        bodies.insert(question.id().to_string(), serde_json::to_string(question)?);
    }
    let newest = storage::bank::newest(tx, cx.street(), head.code).await?;
    if let Some(row) = newest.as_ref().filter(|row| row.content_hash == content_hash) {
        // The hash covers what is asked and what is right; explanations and topics count here too.
        let stored = storage::bank::questions(tx, cx.street(), &[row.id]).await?;
        let stored: BTreeMap<String, String> = stored.into_iter().map(|q| (q.id, q.body)).collect();
        if stored == bodies {
            return Ok(Published { id: row.id, version: row.version, content_hash, new: false });
        }
    }
    let version = newest.map_or(1, |row| row.version + 1).max(head.least);
    let row = BankVersionRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        code: head.code.to_owned(),
        name: head.name.to_owned(),
        version,
        content_hash: content_hash.clone(),
        published_at: cx.now(),
    };
    let id = row.id;
    let rows = questions.iter().map(|q| question_row(cx, id, q, &mut bodies)).collect();
    storage::bank::add_version(tx, row, rows).await?;
    let event = Event::BankPublished {
        code: head.code.to_owned(),
        version: version.unsigned_abs(),
        questions: u32::try_from(questions.len()).unwrap_or(u32::MAX),
        content_hash: content_hash.clone(),
    };
    let subject = Subject::new("bank_version", id);
    match cx.actor {
        Some(_) => cx.log(tx, event, subject).await?,
        None => cx.log_by(tx, By::System, event, subject).await?,
    }
    Ok(Published { id, version, content_hash, new: true })
}

fn question_row(
    cx: &Cx,
    bank_version_id: Uuid,
    question: &Question,
    bodies: &mut BTreeMap<String, String>,
) -> QuestionRow {
    let id = question.id().to_string();
    QuestionRow {
        street: cx.street().to_owned(),
        bank_version_id,
        kind: question.kind().name().name().into(),
        difficulty: question.difficulty().name().into(),
        topic: question.topics().first().cloned().unwrap_or_default(),
        body: bodies.remove(&id).unwrap_or_default(),
        id,
    }
}
