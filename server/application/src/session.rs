//! Sessions of on-site and mixed trainings: planned by the office, signed in to by a rotating code on a
//! screen or by hand. Whoever comes is an attendee, so that every training ends in a test.

mod hand;
mod plan;
mod scan;
mod sheet;
mod show;

pub use hand::{HandForm, sign_by_hand, undo_sign_in};
pub use plan::{FormForm, SessionForm, remove_session, save_form, save_session};
pub use scan::{confirm_scan, scan, screen, show_scan};
pub use sheet::{attendance_sheet, sheet_view};
pub(crate) use show::my_sessions;
pub use show::{show_session, show_sessions};

use crate::{Cx, Failure, audience, clock_text};
use anyhow::anyhow;
use contract::{
    Refusal,
    session::{FormView, SessionLine},
};
use domain::{
    audit::{Event, Subject},
    session::{self, Comer, Lacking, Mode, Session, SignInRefusal, Tag, Way, lacking},
    training::TrainingKind,
};
use std::collections::HashMap;
use storage::{
    Failed, Reader, Writer,
    db::Handle,
    organization::PersonRow,
    session::{AttendanceRow, FormRow, SessionRow},
    training::{EnrolmentRow, TrainingRow},
};
use uuid::Uuid;

/// What the secret of a session is sealed for.
fn purpose(session: Uuid) -> String {
    format!("session {session}")
}

/// The secret of a session's codes.
fn secret(cx: &Cx, row: &SessionRow) -> Result<Vec<u8>, Failure> {
    let opened = cx.services().sealer.open(&purpose(row.id), &row.sealed_secret);
    Ok(opened.map_err(|e| anyhow!("the session {}: {e}", row.id))?)
}

/// How a training is held; online where nothing is said.
fn form_view(row: Option<FormRow>) -> FormView {
    match row {
        Some(row) => FormView {
            mode: Mode::from_code(&row.mode).unwrap_or(Mode::Online),
            agency: row.agency,
            tag: row.tag.as_deref().and_then(Tag::from_code),
        },
        None => FormView { mode: Mode::Online, agency: String::new(), tag: None },
    }
}

/// What an attendee lacks before the test, by how the training is held.
pub(crate) async fn lacks(
    db: &impl Handle,
    street: &str,
    attendee: &EnrolmentRow,
) -> Result<Option<Lacking>, Failure> {
    let form = form_view(storage::session::form(db, street, attendee.training_id).await?);
    let attended = form.mode.has_sessions()
        && !storage::session::attended(db, street, attendee.person_id, Some(attendee.training_id))
            .await?
            .is_empty();
    Ok(lacking(form.mode, attendee.lesson_read_at.is_some(), attended))
}

/// People with the names of their units.
pub(crate) async fn people(
    cx: &Cx,
    db: &Reader,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, (PersonRow, String)>, Failure> {
    let people = storage::organization::people_by_ids(db, cx.street(), ids).await?;
    let units =
        storage::organization::units_by_ids(db, cx.street(), people.iter().map(|p| p.unit_id)).await?;
    let units: HashMap<Uuid, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
    let named = people.into_iter().map(|p| {
        let unit = units.get(&p.unit_id).cloned().unwrap_or_default();
        (p.id, (p, unit))
    });
    Ok(named.collect())
}

fn line(row: &SessionRow, signed: u64) -> SessionLine {
    SessionLine {
        id: row.id,
        topic: row.topic.clone(),
        place: row.place.clone(),
        lecturer: row.lecturer.clone(),
        agency: row.agency.clone(),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        hours: u16::try_from(row.hours).unwrap_or_default(),
        capacity: row.capacity.and_then(|most| u32::try_from(most).ok()),
        signed: u32::try_from(signed).unwrap_or(u32::MAX),
    }
}

/// A session with its training.
async fn found(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<(SessionRow, TrainingRow), Failure> {
    let row = storage::session::find(db, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::find(db, cx.street(), row.training_id).await?;
    Ok((row, training.ok_or_else(Failure::missing)?))
}

/// Refuses a training that is no more, or not yet, open to come to.
fn offered(training: &TrainingRow) -> Result<(), Failure> {
    match training.status.as_str() {
        "draft" => Err(Refusal::NotPublished.into()),
        "closed" => Err(Refusal::TrainingArchived.into()),
        _ => Ok(()),
    }
}

/// How the codes of the domain are told.
fn told(why: SignInRefusal) -> Failure {
    Failure::from(match why {
        SignInRefusal::TooEarly { opens } => Refusal::SessionNotOpen { opens: clock_text(opens) },
        SignInRefusal::TooLate { closed } => Refusal::SessionOver { closed: clock_text(closed) },
        SignInRefusal::ReasonNeeded => {
            return Failure::field(contract::Field::Reason, contract::FieldProblem::Empty);
        }
        SignInRefusal::Full { capacity } => Refusal::SessionFull { capacity },
        SignInRefusal::NotMeant => Refusal::NotMeantHere,
    })
}

/// Signs a person in to a session, in the transaction of the caller: who was no attendee becomes one, and on site
/// the lesson is taken by it. Tells whether this call did it; the second time it is as once.
async fn receive(
    cx: &Cx,
    tx: &Writer,
    at: (&SessionRow, &TrainingRow),
    person: &PersonRow,
    reason: Option<&str>,
    by_code: bool,
) -> Result<bool, Failure> {
    let (row, training) = at;
    offered(training)?;
    let mine = storage::session::attended(tx, cx.street(), person.id, Some(training.id)).await?;
    if mine.iter().any(|came| came.session_id == row.id) {
        return Ok(false);
    }
    let form = form_view(storage::session::form(tx, cx.street(), training.id).await?);
    if !form.mode.has_sessions() {
        return Err(Refusal::OnlineOnly.into());
    }
    let enrolment = storage::training::enrolment(tx, cx.street(), training.id, person.id).await?;
    let signed = storage::session::signed(tx, cx.street(), row.id).await?;
    let line = line(row, signed);
    let session = Session {
        starts_at: line.starts_at,
        ends_at: line.ends_at,
        capacity: line.capacity,
        signed: line.signed,
    };
    let meant = audience::means(cx, tx, training, std::slice::from_ref(person)).await?;
    let comer = Comer { enrolled: enrolment.is_some(), meant: meant.contains(&person.id) };
    let way = if by_code { Way::Code } else { Way::Hand { reason: reason.is_some() } };
    let taken = session::sign_in(session, comer, way, cx.now()).map_err(told)?;
    let mut attendee = match enrolment {
        Some(attendee) => attendee,
        None => enrol(tx, cx, training.id, person.id).await?,
    };
    if form.mode.sign_in_is_lesson() && attendee.lesson_read_at.is_none() {
        attendee.lesson_read_at = Some(cx.now());
        storage::training::save_enrolment(tx, attendee).await?;
    }
    let came = AttendanceRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        session_id: row.id,
        training_id: training.id,
        person_id: person.id,
        way: if by_code { "code" } else { "hand" }.into(),
        walk_in: taken.walk_in,
        signed_at: cx.now(),
        signed_by: cx.actor()?.account.uuid(),
        reason: reason.map(str::to_owned),
        undone_at: None,
        undone_by: None,
        undo_reason: None,
    };
    let event = Event::SessionSignedIn { way: came.way.clone(), walk_in: taken.walk_in, late: taken.late };
    match storage::session::sign_in(tx, came).await {
        Err(Failed::AlreadyThere) => return Ok(false),
        other => other?,
    }
    cx.log(tx, event, Subject::new("session", format!("{}/{}", row.id, person.id))).await?;
    Ok(true)
}

async fn enrol(tx: &Writer, cx: &Cx, training: Uuid, person: Uuid) -> Result<EnrolmentRow, Failure> {
    let row = EnrolmentRow {
        street: cx.street().to_owned(),
        training_id: training,
        person_id: person,
        lesson_read_at: None,
        result: None,
        result_at: None,
        attempt_id: None,
        excuse_reason: None,
        excused_by: None,
        round: 1,
        round_from: 1,
    };
    storage::training::enrol(tx, vec![row.clone()]).await?;
    Ok(row)
}

/// Refuses what does not teach.
fn teaches(training: &TrainingRow) -> Result<(), Failure> {
    let kind = TrainingKind::from_code(&training.kind);
    if kind.is_some_and(TrainingKind::teaches) { Ok(()) } else { Err(Refusal::NothingTaught.into()) }
}
