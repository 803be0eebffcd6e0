//! Handing in: all answers at once, in time or late.

use super::{place, seat::Seat};
use crate::{Cx, Failure, clock_text, exam};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    exam::{
        AnswerKey, AnswerRefusal, Attempt, AttemptNumber, GivenAnswer, ItemRef, Outcome, PaperRecord,
        attempt::{Sitting, SubmittedBy},
        grade,
        grading::Rules,
    },
    id::Id,
    spot::{Arrival, Standing, TooLate, arrive},
};
use storage::spot::CandidateRow;

/// What a device hands in.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// The answers, as shown on the page.
    pub answers: Vec<(ItemRef, GivenAnswer)>,
    /// When the device says that they were last changed.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Takes the answers of a worker and marks them. The first handing in stands; again is the same as once.
///
/// # Errors
/// Refuses another device, answers that fit no item, and what comes more than a day late.
pub async fn hand_in(cx: &Cx, token: &str, device: Option<&str>, sent: HandIn) -> Result<(), Failure> {
    let seat = Seat::find(cx, token, device).await?;
    let cx = &seat.cx;
    if seat.worker.handed_in_at.is_some() {
        return Ok(());
    }
    let (Standing::Bound, Some(started_at), Some(deadline)) =
        (seat.standing, seat.worker.started_at, seat.worker.deadline)
    else {
        return Err(Refusal::SpotNotDrawn.into());
    };
    let late = arrive(deadline, sent.answered_at, cx.now()).map_err(refused)? == Arrival::Late;
    let record = seat.record()?;
    let sitting = Sitting {
        id: Id::new(seat.worker.id),
        exam: record.exam,
        candidate: Id::new(seat.worker.person_id),
        number: AttemptNumber::new(1).ok_or_else(|| anyhow!("1 is the number of an attempt"))?,
        started_at,
        deadline,
    };
    // Late answers were given in time as far as anybody can tell, so they are kept as of the deadline.
    let attempt = answered(sitting, &record, sent.answers, cx.now().min(deadline))?;
    let (row, event) = marked(&seat, &record, &attempt, late, sent.answered_at)?;
    let tx = cx.begin().await?;
    storage::spot::find_to_change(&tx, cx.street(), seat.test.id).await?;
    let now = storage::spot::candidate(&tx, cx.street(), seat.test.id, seat.code.place).await?;
    if now.is_some_and(|now| now.handed_in_at.is_some()) {
        return Ok(());
    }
    storage::spot::save_candidate(&tx, row).await?;
    cx.log(&tx, event, Subject::new("spot_test", seat.test.id)).await?;
    Ok(tx.commit().await?)
}

/// Writes the answers into a sitting and hands it in.
fn answered(
    sitting: Sitting,
    record: &PaperRecord,
    answers: Vec<(ItemRef, GivenAnswer)>,
    at: DateTime<Utc>,
) -> Result<Attempt, Failure> {
    let mut attempt = Attempt::start(sitting, &record.paper);
    for (seq, (item, given)) in (1..).zip(answers) {
        let kept = attempt.answer(item, given, seq, Attempt::FIRST_LEASE, at);
        kept.map_err(|why| match why {
            AnswerRefusal::NotOnPaper { .. } => Refusal::NoSuchItem,
            _ => Refusal::AnswerMalformed,
        })?;
    }
    attempt.submit(SubmittedBy::Candidate, at).map_err(|e| anyhow!("{e:?}"))?;
    Ok(attempt)
}

/// Marks a sitting.
fn marked(
    seat: &Seat,
    record: &PaperRecord,
    attempt: &Attempt,
    late: bool,
    answered_at: Option<DateTime<Utc>>,
) -> Result<(CandidateRow, Event), Failure> {
    let (worker, now) = (&seat.worker, seat.cx.now());
    let questions = seat.questions()?;
    let found = exam::by_id(&questions);
    let key = AnswerKey::of(&record.paper, |id| found.get(id).copied())
        .map_err(|e| anyhow!("the paper of {} has no key: {e:?}", worker.id))?;
    let result = grade(Id::new(worker.id), &key, &attempt.answers(), Rules::of(&record.blueprint), now);
    let passed = matches!(result.outcome, Outcome::Passed(_));
    let answers_hash = hex::encode(attempt.answers_hash());
    let event = Event::SpotHandedIn {
        place: place(worker),
        score: result.score.get(),
        passed,
        late,
        answers_hash: answers_hash.clone(),
    };
    let row = CandidateRow {
        handed_in_at: Some(now),
        answered_at,
        late: Some(late),
        answers: Some(serde_json::to_string(&attempt.snapshot())?),
        answers_hash: Some(answers_hash),
        score: Some(exam::hundredths(result.score)),
        passed: Some(passed),
        result: Some(serde_json::to_string(&result)?),
        ..worker.clone()
    };
    Ok((row, event))
}

fn refused(why: TooLate) -> Refusal {
    match why {
        TooLate::Closed { until } => Refusal::SpotTooLate { until: clock_text(until) },
        TooLate::AnsweredAfterwards { deadline } => {
            Refusal::SpotAnsweredLate { deadline: clock_text(deadline) }
        }
    }
}
