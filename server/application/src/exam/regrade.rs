//! Judging the sittings of an exam again under one more correction: what it would change, and doing it.

use super::{
    asked::{Asked, correction, ids as ids_of, last_regrades, records, valid},
    finish::hundredths,
    sitting::restore,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::results::Effect;
use domain::{
    audit::{Event, Subject},
    exam::{
        PaperRecord, Pass, Points, grade,
        grading::Rules,
        regrade::{Before, Correction, verdict},
    },
    id::Id,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::{
    Writer,
    db::Handle,
    exam::{AttemptRow, StepRow},
    results::{CorrectionRow, RegradeRow},
};
use uuid::Uuid;

/// A sitting with its new result.
pub(super) struct Regraded {
    /// Its row.
    pub row: AttemptRow,
    /// The new result, to be stored.
    pub regrade: RegradeRow,
    /// The pass is kept although the new score is below the mark.
    pub kept: bool,
    /// The pass that it earned.
    pub earned: Option<Pass>,
}

/// The papers of an exam that hold the corrected question, with what is needed to judge them. Nothing of it
/// ever changes, so it is read before other writers are kept waiting.
pub(super) struct Papers {
    records: HashMap<Uuid, PaperRecord>,
    asked: Asked,
}

/// Reads the papers of some sittings on which a corrected question stands.
pub(super) async fn papers(
    db: &impl Handle,
    street: &str,
    exam: Uuid,
    attempts: &[AttemptRow],
    new: &Correction,
) -> Result<Papers, Failure> {
    let ids: Vec<Uuid> = attempts.iter().map(|a| a.id).collect();
    let mut records = records(db, street, &ids).await?;
    records.retain(|_, record| new.place(&record.paper).is_some());
    let questions = ids_of(records.values().flat_map(|r| r.paper.items.iter().map(|item| &item.id)));
    let asked = Asked::load(db, street, &[exam], questions).await?;
    Ok(Papers { records, asked })
}

/// Judges every sitting handed in that had the corrected question again, under all approved corrections and the
/// new one.
pub(super) async fn plan(
    cx: &Cx,
    db: &impl Handle,
    papers: &Papers,
    attempts: Vec<AttemptRow>,
    new: &CorrectionRow,
) -> Result<Vec<Regraded>, Failure> {
    let mut corrections = super::asked::approved(db, cx.street(), new.exam_id).await?;
    corrections.push(correction(new)?);
    let own = |a: &AttemptRow| a.state == "submitted" && papers.records.contains_key(&a.id);
    let attempts: Vec<AttemptRow> = attempts.into_iter().filter(own).collect();
    let ids: Vec<Uuid> = attempts.iter().map(|a| a.id).collect();
    let regrades = last_regrades(storage::results::regrades(db, cx.street(), &ids).await?);
    let mut steps: BTreeMap<Uuid, Vec<StepRow>> = BTreeMap::new();
    for step in storage::results::steps_of(db, cx.street(), &ids).await? {
        steps.entry(step.attempt_id).or_default().push(step);
    }
    let mut out = Vec::with_capacity(attempts.len());
    for row in attempts {
        let (steps, last) = (steps.remove(&row.id).unwrap_or_default(), regrades.get(&row.id));
        out.push(one(cx, papers, row, steps, last, &corrections, new.id)?);
    }
    Ok(out)
}

fn one(
    cx: &Cx,
    papers: &Papers,
    row: AttemptRow,
    steps: Vec<StepRow>,
    last: Option<&RegradeRow>,
    corrections: &[Correction],
    id: Uuid,
) -> Result<Regraded, Failure> {
    let damaged = || anyhow!("the sitting {} has no result", row.id);
    let before = valid(&row, last).ok_or_else(damaged)?;
    let at = row.submitted_at.ok_or_else(damaged)?;
    let record = papers.records.get(&row.id).ok_or_else(damaged)?;
    let attempt = restore(&row, steps, record)?;
    let key = papers.asked.key(row.exam_id, &record.paper, corrections)?;
    let result = grade(Id::new(row.id), &key, &attempt.answers(), Rules::of(&record.blueprint), at);
    let score = u32::try_from(before.score).map_err(anyhow::Error::from)?;
    let verdict = verdict(Before { score: Points::hundredths(score), passed: before.passed }, &result);
    let regrade = RegradeRow {
        street: cx.street().to_owned(),
        correction_id: id,
        attempt_id: row.id,
        number: last.map_or(0, |last| last.number) + 1,
        old_score: before.score,
        old_passed: before.passed,
        score: hundredths(verdict.score),
        passed: verdict.passed,
        result: serde_json::to_string(&result)?,
        at: cx.now(),
    };
    Ok(Regraded { row, regrade, kept: verdict.kept, earned: verdict.earned })
}

/// Sums what a correction changes.
pub(super) fn effect(regraded: &[Regraded]) -> Effect {
    let count = |wanted: &dyn Fn(&Regraded) -> bool| {
        u32::try_from(regraded.iter().filter(|r| wanted(r)).count()).unwrap_or(u32::MAX)
    };
    let people: BTreeSet<Uuid> =
        regraded.iter().filter(|r| r.earned.is_some()).map(|r| r.row.person_id).collect();
    Effect {
        regraded: count(&|_| true),
        higher: count(&|r| r.regrade.score > r.regrade.old_score),
        lower: count(&|r| r.regrade.score < r.regrade.old_score),
        become_passed: u32::try_from(people.len()).unwrap_or(u32::MAX),
        kept: count(&|r| r.kept),
    }
}

/// Keeps the new results beside the old ones, and gives those who pass by them their result and certificate.
pub(super) async fn keep(cx: &Cx, tx: &Writer, regraded: Vec<Regraded>) -> Result<(), Failure> {
    let rows = regraded.iter().map(|r| r.regrade.clone()).collect();
    storage::results::add_regrades(tx, rows).await?;
    for Regraded { row, regrade, earned, .. } in regraded {
        let event = Event::AttemptRegraded {
            old_score: regrade.old_score.unsigned_abs(),
            score: regrade.score.unsigned_abs(),
            passed: regrade.passed,
        };
        cx.log(tx, event, Subject::new("attempt", row.id)).await?;
        let Some(pass) = earned else { continue };
        let attendee = storage::training::enrolment(tx, cx.street(), row.training_id, row.person_id).await?;
        // Who passed by another sitting has a certificate.
        if attendee.is_some_and(|a| a.result.as_deref() != Some("passed")) {
            super::settle_pass::settle_pass(cx, tx, &row, &pass, cx.now()).await?;
        }
    }
    Ok(())
}
