//! The training again, for who failed all sittings of a round.

use super::{create_exam::blueprint, gate::round, reason::reason as why, start_attempt::past_attempt};
use crate::{Cx, Failure, clock_text};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::{
        Blueprint,
        retake::{RetrainRefusal, Round, Window, retrain as next_round},
    },
};
use std::collections::HashMap;
use storage::{exam::AttemptRow, results::RetrainingRow, training::EnrolmentRow};
use uuid::Uuid;

/// Orders the training again for an attendee, or for all who failed and may be trained again: the lesson is to
/// be read again, and the sittings of the new round count from none. The old ones stay. Gives how many.
///
/// # Errors
/// Refuses what [`RetrainRefusal`] names, a reason that is too short or too long, and where there is nobody.
pub async fn retrain(cx: &Cx, training: Uuid, person: Option<Uuid>, reason: &str) -> Result<u32, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let why = why(reason)?;
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let exam = row.exam_id.filter(|_| row.status != "draft").ok_or_else(Failure::missing)?;
    let exam = storage::exam::exam(&tx, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let window = Window { opens: exam.opens_at, closes: row.closed_at.unwrap_or(exam.closes_at) };
    let blueprint = blueprint(&exam)?;
    let mut past: HashMap<Uuid, Vec<AttemptRow>> = HashMap::new();
    for attempt in storage::results::attempts_to_change(&tx, cx.street(), exam.id).await? {
        past.entry(attempt.person_id).or_default().push(attempt);
    }
    let attendees = match person {
        Some(person) => {
            storage::training::enrolment(&tx, cx.street(), training, person).await?.into_iter().collect()
        }
        None => storage::training::attendees(&tx, cx.street(), [training]).await?,
    };
    if person.is_some() && attendees.is_empty() {
        return Err(Failure::missing());
    }
    let mut begun = Vec::new();
    for attendee in attendees {
        let own = past.remove(&attendee.person_id).unwrap_or_default();
        match next(cx, &attendee, &own, &blueprint, window) {
            Ok(round) => begun.push((attendee, round)),
            Err(refusal) if person.is_some() => return Err(refusal),
            Err(_) => {}
        }
    }
    if begun.is_empty() {
        return Err(Refusal::NobodyToRetrain.into());
    }
    let order = |(attendee, round): &(EnrolmentRow, Round)| RetrainingRow {
        street: cx.street().to_owned(),
        training_id: training,
        person_id: attendee.person_id,
        round: round.number.into(),
        from_attempt: round.from.get().into(),
        reason: why.to_owned(),
        ordered_by: by,
        ordered_at: cx.now(),
    };
    storage::results::add_retrainings(&tx, begun.iter().map(order).collect()).await?;
    let count = u32::try_from(begun.len()).unwrap_or(u32::MAX);
    for (attendee, round) in begun {
        let subject = Subject::new("enrolment", format!("{training}/{}", attendee.person_id));
        storage::training::save_enrolment(&tx, again(attendee, round)).await?;
        let (number, from) = (round.number.into(), round.from.get().into());
        cx.log(&tx, Event::RetrainingOrdered { round: number, from_attempt: from }, subject).await?;
    }
    tx.commit().await?;
    Ok(count)
}

fn again(attendee: EnrolmentRow, round: Round) -> EnrolmentRow {
    EnrolmentRow {
        lesson_read_at: None,
        result: None,
        result_at: None,
        attempt_id: None,
        round: round.number.into(),
        round_from: round.from.get().into(),
        ..attendee
    }
}

fn next(
    cx: &Cx,
    attendee: &EnrolmentRow,
    past: &[AttemptRow],
    blueprint: &Blueprint,
    window: Window,
) -> Result<Round, Failure> {
    match attendee.result.as_deref() {
        Some("passed") => return Err(Refusal::AlreadyPassed.into()),
        Some("excused") => return Err(Refusal::NotFailed.into()),
        _ => {}
    }
    let states = past.iter().map(past_attempt).collect::<Result<Vec<_>, _>>()?;
    next_round(&states, blueprint, round(attendee)?, window, cx.now()).map_err(|why| {
        Failure::from(match why {
            RetrainRefusal::Running => Refusal::SittingNow,
            RetrainRefusal::AlreadyPassed => Refusal::AlreadyPassed,
            RetrainRefusal::AttemptsLeft { left } => Refusal::AttemptsLeft { left: left.into() },
            RetrainRefusal::RoundsUsed { rounds } => Refusal::RoundsUsed { rounds: rounds.into() },
            RetrainRefusal::Closed { closed } => Refusal::RetrainingTooLate { closed: clock_text(closed) },
        })
    })
}
