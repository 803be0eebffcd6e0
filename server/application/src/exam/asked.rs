//! What was asked: questions from the frozen bank versions of exams, their keys with approved corrections, and
//! the results that are valid.

use super::{finish::StoredResult, sitting::read_record};
use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::{
    bank::{Question, QuestionId},
    exam::{
        AnswerKey, Paper, PaperRecord,
        regrade::{Correction, corrected},
        review::{HandedIn, answered},
    },
    id::Id,
};
use std::collections::{BTreeSet, HashMap};
use storage::{
    db::Handle,
    exam::AttemptRow,
    results::{CorrectionRow, RegradeRow},
};
use uuid::Uuid;

/// Questions of some exams.
pub(super) struct Asked {
    versions: Vec<(Uuid, Uuid)>,
    questions: HashMap<(Uuid, QuestionId), Question>,
}

impl Asked {
    /// Reads some questions of some exams from their frozen bank versions.
    pub async fn load(
        db: &impl Handle,
        street: &str,
        exams: &[Uuid],
        ids: BTreeSet<String>,
    ) -> Result<Self, Failure> {
        let versions = storage::results::bank_versions(db, street, exams).await?;
        let of: BTreeSet<Uuid> = versions.iter().map(|(_, version)| *version).collect();
        let of: Vec<Uuid> = of.into_iter().collect();
        let mut questions = HashMap::new();
        for row in storage::bank::questions_by_ids(db, street, &of, ids).await? {
            let question: Question = serde_json::from_str(&row.body)
                .map_err(|e| anyhow!("question {} of {} is damaged: {e}", row.id, row.bank_version_id))?;
            questions.insert((row.bank_version_id, question.id().clone()), question);
        }
        Ok(Self { versions, questions })
    }

    /// Finds a question of an exam.
    pub fn find(&self, exam: Uuid, id: &QuestionId) -> Option<&Question> {
        let mut own = self.versions.iter().filter(|(of, _)| *of == exam);
        own.find_map(|(_, version)| self.questions.get(&(*version, id.clone())))
    }

    /// The same, where it must be there.
    pub fn get(&self, exam: Uuid, id: &QuestionId) -> Result<&Question, Failure> {
        Ok(self.find(exam, id).ok_or_else(|| anyhow!("question {id} of exam {exam} is missing"))?)
    }

    /// Makes the key of a paper, corrected.
    pub fn key(&self, exam: Uuid, paper: &Paper, corrections: &[Correction]) -> Result<AnswerKey, Failure> {
        let key = AnswerKey::of(paper, |id| self.find(exam, id));
        let key = key.map_err(|e| anyhow!("a paper of {exam} has no key: {e:?}"))?;
        let key = corrected(key, paper, corrections);
        Ok(key.map_err(|e| anyhow!("a correction of {exam} does not fit: {e:?}"))?)
    }
}

/// Questions to be looked up.
pub(super) fn ids<'a>(of: impl IntoIterator<Item = &'a QuestionId>) -> BTreeSet<String> {
    of.into_iter().map(|id| id.as_str().to_owned()).collect()
}

/// Reads a correction as it is stored.
pub(super) fn correction(row: &CorrectionRow) -> Result<Correction, Failure> {
    let damaged = || anyhow!("the correction {} is damaged", row.id);
    Ok(Correction {
        question: QuestionId::new(&row.question_id).ok_or_else(damaged)?,
        part: u8::try_from(row.part).map_err(|_| damaged())?,
        right: serde_json::from_str(&row.corrected)?,
    })
}

/// Lists the approved corrections of an exam, the first one first.
pub(super) async fn approved(db: &impl Handle, street: &str, exam: Uuid) -> Result<Vec<Correction>, Failure> {
    let rows = storage::results::corrections(db, street, &[exam]).await?;
    rows.iter().filter(|row| row.approved == Some(true)).map(correction).collect()
}

/// The last regrade of each sitting.
pub(crate) fn last_regrades(rows: Vec<RegradeRow>) -> HashMap<Uuid, RegradeRow> {
    let mut last: HashMap<Uuid, RegradeRow> = HashMap::new();
    for row in rows {
        let newer = last.get(&row.attempt_id).is_none_or(|known| known.number < row.number);
        if newer {
            last.insert(row.attempt_id, row);
        }
    }
    last
}

/// The result of a sitting that is valid: the last regrade's, else its own; none before it is handed in.
#[derive(Clone, Debug)]
pub(super) struct Valid {
    /// In hundredths of a point.
    pub score: i32,
    /// Whether it is passed.
    pub passed: bool,
    /// The whole result as JSON.
    pub result: String,
}

/// Takes the valid result of a sitting.
pub(super) fn valid(row: &AttemptRow, regrade: Option<&RegradeRow>) -> Option<Valid> {
    if let Some(regrade) = regrade {
        let RegradeRow { score, passed, result, .. } = regrade.clone();
        return Some(Valid { score, passed, result });
    }
    let (score, passed, result) = (row.score?, row.passed?, row.result.clone()?);
    Some(Valid { score, passed, result })
}

/// Reads a stored result.
pub(super) fn stored(attempt: Uuid, result: &str) -> Result<StoredResult, Failure> {
    Ok(serde_json::from_str(result).map_err(|e| anyhow!("the result of {attempt} is damaged: {e}"))?)
}

/// A sitting that was handed in, with its paper and how its questions were answered.
pub(super) struct Looked {
    /// Its row.
    pub row: AttemptRow,
    /// The record of its paper.
    pub record: PaperRecord,
    /// The valid result.
    pub valid: Valid,
    /// Its questions.
    pub handed_in: HandedIn,
}

/// Reads how the questions of some sittings were answered; those that are not handed in are left out.
pub(super) async fn looked(
    db: &impl Handle,
    street: &str,
    rows: Vec<AttemptRow>,
) -> Result<Vec<Looked>, Failure> {
    let rows: Vec<AttemptRow> = rows.into_iter().filter(|row| row.state == "submitted").collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut records = records(db, street, &ids).await?;
    let regrades = last_regrades(storage::results::regrades(db, street, &ids).await?);
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let record = records.remove(&row.id).ok_or_else(|| anyhow!("the sitting {} has no paper", row.id))?;
        let Some(valid) = valid(&row, regrades.get(&row.id)) else { continue };
        let questions = answered(&record.paper, &stored(row.id, &valid.result)?.items);
        let at = row.submitted_at.unwrap_or(row.deadline);
        let handed_in = HandedIn { attempt: Id::new(row.id), at, questions };
        out.push(Looked { row, record, valid, handed_in });
    }
    Ok(out)
}

/// Reads the records of several papers.
pub(super) async fn records(
    db: &impl Handle,
    street: &str,
    attempts: &[Uuid],
) -> Result<HashMap<Uuid, PaperRecord>, Failure> {
    let papers = storage::exam::papers_of(db, street, attempts).await?;
    papers.iter().map(|paper| Ok((paper.attempt_id, read_record(paper)?))).collect()
}

/// The questions that stand on papers of a person's running sittings, or on the one paper for all of a contest
/// that others still sit: nothing may be told of them.
pub(super) async fn running(cx: &Cx, rows: &[AttemptRow]) -> Result<BTreeSet<QuestionId>, Failure> {
    let reader = cx.reader();
    let exams: BTreeSet<Uuid> = rows.iter().map(|row| row.exam_id).collect();
    let mut sat_by_others = BTreeSet::new();
    for id in exams {
        let exam = storage::exam::exam(&reader, cx.street(), id).await?;
        let Some(exam) = exam.filter(|exam| cx.now() < exam.closes_at) else { continue };
        if super::create_exam::blueprint(&exam)?.draft().one_paper {
            sat_by_others.insert(id);
        }
    }
    let told_nothing = |row: &&AttemptRow| row.state == "open" || sat_by_others.contains(&row.exam_id);
    let open: Vec<Uuid> = rows.iter().filter(told_nothing).map(|row| row.id).collect();
    if open.is_empty() {
        return Ok(BTreeSet::new());
    }
    let records = records(&reader, cx.street(), &open).await?;
    Ok(records.into_values().flat_map(|r| r.paper.items.into_iter().map(|item| item.id)).collect())
}
