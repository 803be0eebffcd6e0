//! What stands before the next sitting: the round of the training, the lesson, the wrong-answer book.

use super::asked::looked;
use crate::Failure;
use anyhow::anyhow;
use domain::{
    bank::QuestionId,
    exam::{
        AttemptNumber,
        retake::{Round, StudyGate},
        review::{Place, gate},
    },
    id::Id,
    session::Lacking,
};
use std::collections::BTreeSet;
use storage::{db::Handle, exam::AttemptRow, results::StudyMarkRow, training::EnrolmentRow};
use uuid::Uuid;

/// The round that an attendee is in.
pub(crate) fn round(row: &EnrolmentRow) -> Result<Round, Failure> {
    let number = u8::try_from(row.round).ok();
    let from = u8::try_from(row.round_from).ok().and_then(AttemptNumber::new);
    let round = number.zip(from).map(|(number, from)| Round { number, from });
    Ok(round.ok_or_else(|| anyhow!("the round of {} is damaged", row.person_id))?)
}

/// The sittings of a round.
pub(crate) fn of_round<'a>(
    row: &EnrolmentRow,
    past: &'a [AttemptRow],
) -> impl Iterator<Item = &'a AttemptRow> + use<'a> {
    let from = row.round_from;
    past.iter().filter(move |attempt| attempt.number >= from)
}

/// Says what an attendee has to do before the next sitting of the same exam. `past` are all earlier ones;
/// `teaches` says whether there is a lesson.
pub(crate) async fn study_gate(
    db: &impl Handle,
    street: &str,
    teaches: bool,
    enrolment: &EnrolmentRow,
    past: &[AttemptRow],
) -> Result<StudyGate, Failure> {
    if teaches {
        match crate::session::lacks(db, street, enrolment).await? {
            Some(Lacking::SignIn) => return Ok(StudyGate::SignIn),
            Some(Lacking::Lesson) => return Ok(StudyGate::Lesson),
            None => {}
        }
    }
    let handed_in = of_round(enrolment, past).filter(|attempt| attempt.state == "submitted");
    let Some(last) = handed_in.max_by_key(|attempt| attempt.number) else { return Ok(StudyGate::Open) };
    let studied = places(storage::results::marks(db, street, &[last.id]).await?, None);
    let looked = looked(db, street, vec![last.clone()]).await?;
    Ok(looked.first().map_or(StudyGate::Open, |last| {
        // Who passes has nothing to look at.
        if last.valid.passed { StudyGate::Open } else { gate(&last.handed_in, &studied) }
    }))
}

/// The questions that were worked through; only the understood ones, or only the others, where it is said.
pub(super) fn places(rows: Vec<StudyMarkRow>, understood: Option<bool>) -> BTreeSet<Place> {
    let wanted = rows.into_iter().filter(|row| understood.is_none_or(|wanted| row.understood == wanted));
    let place = |row: StudyMarkRow| Some((Id::new(row.attempt_id), QuestionId::new(&row.question_id)?));
    wanted.filter_map(place).collect()
}

/// Counts what is left in the wrong-answer book before the next sitting of an exam.
pub(crate) async fn mistakes_left(
    db: &impl Handle,
    street: &str,
    teaches: bool,
    enrolment: &EnrolmentRow,
    past: &[AttemptRow],
    exam: Option<Uuid>,
) -> Result<u32, Failure> {
    let own: Vec<AttemptRow> = past.iter().filter(|a| exam == Some(a.exam_id)).cloned().collect();
    Ok(match study_gate(db, street, teaches, enrolment, &own).await? {
        StudyGate::Closed { left } => left,
        StudyGate::Open | StudyGate::Lesson | StudyGate::SignIn => 0,
    })
}
