//! The questions an exam draws from.

use crate::Failure;
use anyhow::anyhow;
use contract::Refusal;
use domain::{
    bank::{Question, QuestionId, version_hash},
    calendar,
    exam::{Pool, PoolItem},
    hash::Bytes32,
};
use std::collections::HashMap;
use storage::{db::Handle, exam::ExamRow};
use uuid::Uuid;

/// The questions of an exam: those of its bank versions that may be asked on the day it opens.
pub(super) struct Questions {
    /// By identifier, keys included; never to be sent before submission.
    all: HashMap<QuestionId, Question>,
    /// What drawing needs of them.
    pub pool: Pool,
    /// The hash of the frozen versions together.
    pub bank: Bytes32,
}

impl Questions {
    /// Finds a question.
    pub fn find(&self, id: &QuestionId) -> Option<&Question> {
        self.all.get(id)
    }
}

/// Reads the questions of an existing exam.
pub(super) async fn of_exam(db: &impl Handle, exam: &ExamRow) -> Result<Questions, Failure> {
    let versions = storage::exam::bank_versions(db, &exam.street, exam.id).await?;
    of_versions(db, &exam.street, &versions, calendar::date_of(exam.opens_at)).await
}

/// Reads the questions of bank versions that may be asked on a day.
pub(super) async fn of_versions(
    db: &impl Handle,
    street: &str,
    versions: &[Uuid],
    day: chrono::NaiveDate,
) -> Result<Questions, Failure> {
    let rows = storage::bank::questions(db, street, versions).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let question: Question = serde_json::from_str(&row.body)
            .map_err(|e| anyhow!("question {} of {} is damaged: {e}", row.id, row.bank_version_id))?;
        all.push(question);
    }
    let bank = version_hash(&all);
    all.retain(|question| question.valid_on(day));
    let pool = Pool::new(all.iter().map(PoolItem::of).collect()).map_err(|_| Refusal::QuestionsRepeated)?;
    let all = all.into_iter().map(|question| (question.id().clone(), question)).collect();
    Ok(Questions { all, pool, bank })
}
