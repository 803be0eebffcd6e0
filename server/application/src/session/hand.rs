//! Signing in by hand, and taking a mistake back.

use super::{found, receive};
use crate::{Cx, Failure, training::understood};
use contract::Refusal;
use domain::{
    actor::{Action, Actor, Role},
    audit::{Event, Subject},
};
use storage::{Writer, organization::PersonRow};
use uuid::Uuid;

/// Who is signed in by staff.
#[derive(Clone, Debug)]
pub struct HandForm {
    /// The session.
    pub session: Uuid,
    /// The person.
    pub person: Uuid,
    /// Why so late; may be empty in time.
    pub reason: String,
}

/// Signs somebody in. Sent twice, it is as once.
///
/// # Errors
/// Refuses what [`domain::session::sign_in`] refuses; an area's official receives people of the own area.
pub async fn sign_by_hand(cx: &Cx, form: HandForm) -> Result<(), Failure> {
    let actor = cx.allow(Action::ReceiveAttendees)?;
    let reason = match form.reason.trim() {
        "" => None,
        text => Some(understood(text)?),
    };
    let tx = cx.begin().await?;
    let (row, training) = found(cx, &tx, form.session).await?;
    let person = storage::organization::person(&tx, cx.street(), form.person).await?;
    let person = person.ok_or_else(Failure::missing)?;
    own_area(cx, &tx, actor, &person).await?;
    receive(cx, &tx, (&row, &training), &person, reason, false).await?;
    Ok(tx.commit().await?)
}

/// Says with a reason that somebody was signed in by mistake. On site the lesson is no more taken by it. Whoever
/// became an attendee by it stays one, because attendees do not vanish; they may be excused. Gives the session.
///
/// # Errors
/// Refuses who has begun the test.
pub async fn undo_sign_in(cx: &Cx, session: Uuid, attendance: Uuid, reason: &str) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::ReceiveAttendees)?;
    let reason = understood(reason)?;
    let tx = cx.begin().await?;
    let (row, training) = found(cx, &tx, session).await?;
    let came = storage::session::attendance_of(&tx, cx.street(), session).await?;
    let came = came.into_iter().find(|a| a.id == attendance).ok_or_else(Failure::missing)?;
    if came.undone_at.is_some() {
        return Ok(row.id);
    }
    super::offered(&training)?;
    let person = storage::organization::person(&tx, cx.street(), came.person_id).await?;
    own_area(cx, &tx, actor, &person.ok_or_else(Failure::missing)?).await?;
    let sittings = storage::training::sittings(&tx, cx.street(), came.person_id, Some(training.id)).await?;
    if sittings.iter().any(|s| s.state != "voided") {
        return Err(Refusal::SignInStands.into());
    }
    storage::session::undo(&tx, cx.street(), came.id, actor.account.uuid(), cx.now(), reason).await?;
    let left = storage::session::attended(&tx, cx.street(), came.person_id, Some(training.id)).await?;
    let mode = super::form_view(storage::session::form(&tx, cx.street(), training.id).await?).mode;
    if left.is_empty() && mode.sign_in_is_lesson() {
        let attendee = storage::training::enrolment(&tx, cx.street(), training.id, came.person_id).await?;
        let mut attendee = attendee.ok_or_else(Failure::missing)?;
        attendee.lesson_read_at = None;
        storage::training::save_enrolment(&tx, attendee).await?;
    }
    let subject = Subject::new("session", format!("{}/{}", row.id, came.person_id));
    cx.log(&tx, Event::SessionSignInUndone, subject).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// Whether a person belongs to an area official's own area; everybody does to the office.
async fn own_area(cx: &Cx, tx: &Writer, actor: &Actor, person: &PersonRow) -> Result<(), Failure> {
    if actor.role != Role::Area {
        return Ok(());
    }
    let unit = storage::organization::unit(tx, cx.street(), person.unit_id).await?;
    let own = unit.is_some_and(|unit| actor.area.is_some_and(|area| area.uuid() == unit.area_id));
    if own { Ok(()) } else { Err(Failure::missing()) }
}
