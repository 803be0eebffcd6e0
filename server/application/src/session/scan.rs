//! The code on the screen, and what a scan of it gives.

use super::{found, line, offered, people, receive, secret};
use crate::{Cx, Failure};
use contract::{
    Refusal,
    session::{ScreenView, SignView},
};
use domain::{
    actor::Action,
    hash::hash,
    session::{EARLY, LATE, TICKET_LIFE, admits, code, masked, step},
};
use storage::session::{SessionRow, TicketRow};
use uuid::Uuid;

/// So many names are shown on the screen.
const LATEST: usize = 12;

/// Shows the code of this half minute, large, with how many have come.
pub async fn screen(cx: &Cx, id: Uuid) -> Result<ScreenView, Failure> {
    cx.allow(Action::ReceiveAttendees)?;
    let reader = cx.reader();
    let (row, training) = found(cx, &reader, id).await?;
    let came = storage::session::attendance_of(&reader, cx.street(), id).await?;
    let came: Vec<_> = came.into_iter().filter(|a| a.undone_at.is_none()).collect();
    let latest: Vec<Uuid> = came.iter().take(LATEST).map(|a| a.person_id).collect();
    let named = people(cx, &reader, latest.clone()).await?;
    let now = cx.now();
    let open = training.status == "published" && now >= row.starts_at - EARLY && now <= row.ends_at + LATE;
    let shown = code(&secret(cx, &row)?, row.id, step(now));
    let url = format!("{}/sign/{}?t={shown}", cx.services().public_url, row.id);
    let drawing = document::qr::draw(&url).map_err(anyhow::Error::from)?;
    Ok(ScreenView {
        title: training.title,
        line: line(&row, came.len() as u64),
        open,
        url,
        size: u32::try_from(drawing.size).unwrap_or_default(),
        drawing: drawing.path,
        latest: latest.iter().filter_map(|id| named.get(id)).map(|(p, _)| masked(&p.name)).collect(),
    })
}

/// Takes a scan: a code that is on the screen now, or was the half minute before, gives a ticket that is good for
/// three minutes, so that typing a password does not make it stale. Gives the ticket.
///
/// # Errors
/// Refuses a code of another session or of the past, and a session that nobody can come to now.
pub async fn scan(cx: &Cx, id: Uuid, given: &str) -> Result<String, Failure> {
    let reader = cx.reader();
    let row = storage::session::anywhere(&reader, id).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::find(&reader, &row.street, row.training_id).await?;
    offered(&training.ok_or_else(Failure::missing)?)?;
    in_time(cx, &row)?;
    if !admits(&secret(cx, &row)?, row.id, given, cx.now()) {
        return Err(Refusal::SignCodeOld.into());
    }
    let ticket = hex::encode(cx.random::<16>());
    let tx = cx.begin().await?;
    let kept = TicketRow {
        token_hash: ticket_hash(&ticket),
        street: row.street.clone(),
        session_id: row.id,
        expires_at: cx.now() + TICKET_LIFE,
        used_by: None,
    };
    storage::session::add_ticket(&tx, kept, cx.now()).await?;
    tx.commit().await?;
    Ok(ticket)
}

/// Shows what a ticket signs the asker in to.
pub async fn show_scan(cx: &Cx, id: Uuid, ticket: &str) -> Result<SignView, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let (row, training) = found(cx, &reader, id).await?;
    let kept = storage::session::ticket(&reader, cx.street(), &ticket_hash(ticket)).await?;
    let kept = kept.filter(|kept| kept.session_id == id);
    let came = storage::session::attended(&reader, cx.street(), person.uuid(), Some(training.id)).await?;
    let came = came.iter().find(|a| a.session_id == id).map(|a| a.signed_at);
    let good = kept.as_ref().is_some_and(|kept| kept.used_by.is_none() && kept.expires_at > cx.now());
    if came.is_none() && !good {
        return Err(Refusal::ScanOver.into());
    }
    let signed = storage::session::signed(&reader, cx.street(), id).await?;
    Ok(SignView {
        ticket: ticket.to_owned(),
        training: training.id,
        title: training.title,
        line: line(&row, signed),
        name: cx.actor()?.name.clone(),
        came_at: came,
        expires_at: kept.map_or(cx.now(), |kept| kept.expires_at),
    })
}

/// Signs the asker in by a ticket, once. Gives the training; who came already has done so.
///
/// # Errors
/// Refuses a ticket that somebody used or that is too old, and what [`domain::session::sign_in`] refuses.
pub async fn confirm_scan(cx: &Cx, id: Uuid, ticket: &str) -> Result<Uuid, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let tx = cx.begin().await?;
    let (row, training) = found(cx, &tx, id).await?;
    let came = storage::session::attended(&tx, cx.street(), person.uuid(), Some(training.id)).await?;
    if came.iter().any(|a| a.session_id == id) {
        return Ok(training.id);
    }
    let kept = storage::session::ticket(&tx, cx.street(), &ticket_hash(ticket)).await?;
    let kept = kept.filter(|kept| kept.session_id == id && kept.expires_at > cx.now());
    let kept = kept.ok_or(Refusal::ScanOver)?;
    if !storage::session::use_ticket(&tx, &kept.token_hash, person.uuid()).await? {
        return Err(Refusal::ScanOver.into());
    }
    let who = storage::organization::person(&tx, cx.street(), person.uuid()).await?;
    let who = who.ok_or_else(Failure::missing)?;
    receive(cx, &tx, (&row, &training), &who, None, true).await?;
    tx.commit().await?;
    Ok(training.id)
}

/// Says early that the doors are closed, before anybody types a password.
fn in_time(cx: &Cx, row: &SessionRow) -> Result<(), Failure> {
    use crate::clock_text;
    let (opens, closed) = (row.starts_at - EARLY, row.ends_at + LATE);
    if cx.now() < opens {
        return Err(Refusal::SessionNotOpen { opens: clock_text(opens) }.into());
    }
    if cx.now() > closed {
        return Err(Refusal::SessionOver { closed: clock_text(closed) }.into());
    }
    Ok(())
}

fn ticket_hash(ticket: &str) -> String {
    hex::encode(hash(ticket.as_bytes()))
}
