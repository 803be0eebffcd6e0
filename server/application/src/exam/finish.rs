//! What follows from handing in: the mark, the attendee's result, the certificate.

use super::sitting::Sat;
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use domain::{
    audit::{Event, Subject},
    bank::{Question, QuestionId},
    exam::{
        AnswerKey, Outcome, Points,
        attempt::{SubmittedBy, What},
        grade,
        grading::{ItemMark, Rules},
    },
    id::Id,
};
use serde::Deserialize;
use std::collections::HashMap;
use storage::{Writer, audit::By, exam::Finished};

/// A result as it was stored. It cannot be turned back into a proof of passing.
#[derive(Deserialize)]
pub(crate) struct StoredResult {
    /// By which rules.
    pub rules: Rules,
    /// Item by item.
    pub items: Vec<ItemMark>,
}

/// Finds questions by their identifier.
pub(crate) fn by_id(questions: &[Question]) -> HashMap<&QuestionId, &Question> {
    questions.iter().map(|q| (q.id(), q)).collect()
}

/// Marks a sitting that was just handed in and keeps what follows, in the same transaction.
pub(super) async fn finish(
    cx: &Cx,
    tx: &Writer,
    sat: &Sat,
    by: SubmittedBy,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    let row = &sat.row;
    let questions = sat.questions(cx, tx).await?;
    let key = AnswerKey::of(&sat.record.paper, |id| questions.find(id))
        .map_err(|e| anyhow!("the paper of {} has no key: {e:?}", row.id))?;
    // What was corrected while the sitting ran holds for it as well.
    let corrections = super::asked::approved(tx, cx.street(), row.exam_id).await?;
    let key = domain::exam::regrade::corrected(key, &sat.record.paper, &corrections)
        .map_err(|e| anyhow!("a correction of {} does not fit: {e:?}", row.exam_id))?;
    let rules = Rules::of(&sat.record.blueprint);
    let result = grade(Id::new(row.id), &key, &sat.attempt.answers(), rules, at);
    let passed = matches!(result.outcome, Outcome::Passed(_));
    let finished =
        Finished { at, score: hundredths(result.score), passed, result: serde_json::to_string(&result)? };
    storage::exam::finish(tx, cx.street(), row.id, finished).await?;
    let late = sat.attempt.steps().iter().filter(|s| matches!(s.what, What::Answered { late: true, .. }));
    let event = Event::AttemptSubmitted {
        score: result.score.get(),
        passed,
        answers_hash: hex::encode(sat.attempt.answers_hash()),
        late: u32::try_from(late.count()).unwrap_or(u32::MAX),
    };
    let subject = Subject::new("attempt", row.id);
    match by {
        SubmittedBy::Candidate => cx.log(tx, event, subject).await?,
        SubmittedBy::Deadline => cx.log_by(tx, By::System, event, subject).await?,
    }
    let enrolment = storage::training::enrolment(tx, cx.street(), row.training_id, row.person_id).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    if enrolment.result.as_deref() == Some("passed") {
        // An earlier sitting was regraded while this one ran.
        return Ok(());
    }
    if let Outcome::Passed(pass) = result.outcome {
        return super::settle_pass::settle_pass(cx, tx, row, &pass, at).await;
    }
    let attempts = storage::exam::attempts_of(tx, cx.street(), row.exam_id, row.person_id).await?;
    let of_round = super::gate::of_round(&enrolment, &attempts);
    let failed = of_round.filter(|a| a.state == "submitted" && a.passed == Some(false)).count();
    if failed >= usize::from(sat.record.blueprint.draft().attempts) {
        storage::exam::set_result(tx, row, false, at).await?;
    }
    Ok(())
}

/// Points as they are stored.
pub(crate) fn hundredths(points: Points) -> i32 {
    i32::try_from(points.get()).unwrap_or(i32::MAX)
}
