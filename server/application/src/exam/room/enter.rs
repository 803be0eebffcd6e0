//! Entering a room: not before it begins, from its network, with its entry code.

use crate::{Cx, Failure, clock_text};
use chrono::TimeDelta;
use contract::{Refusal, exam::MySeat};
use domain::{
    audit::{Event, Subject},
    exam::room::{EntryCode, Networks},
};
use std::net::IpAddr;
use storage::{
    Reader,
    account::FailureRow,
    exam::{RoomRow, SeatRow},
};
use uuid::Uuid;

/// So many wrong codes are free; each further one makes the candidate wait.
const FREE_FAILURES: i32 = 5;
/// How long.
const WAIT: TimeDelta = TimeDelta::minutes(1);

/// Gives the seat of a person for their next sitting, once its room lets them in; none where they have none.
///
/// # Errors
/// Refuses before the room begins, from a foreign network, and without the right code.
pub(in crate::exam) async fn seat_for(
    cx: &Cx,
    reader: &Reader,
    exam: Uuid,
    person: Uuid,
    number: i32,
    code: &str,
) -> Result<Option<SeatRow>, Failure> {
    let Some(seat) = storage::exam::seat_of(reader, cx.street(), exam, person, number).await? else {
        return Ok(None);
    };
    let room = storage::exam::room(reader, cx.street(), seat.room_id).await?.ok_or_else(Failure::missing)?;
    if cx.now() < room.starts_at {
        return Err(Refusal::RoomNotOpen { place: room.place, opens: clock_text(room.starts_at) }.into());
    }
    let address: Option<IpAddr> = cx.address.parse().ok();
    // What stands in the schema was understood when the room was set up.
    let networks = Networks::parse(&room.networks).unwrap_or_default();
    if !networks.is_open() && !address.is_some_and(|address| networks.admit(address)) {
        return Err(Refusal::RoomElsewhere { place: room.place }.into());
    }
    if let Some(own) = room.entry_code.as_deref().and_then(EntryCode::parse) {
        check(cx, reader, &room, person, &own, code).await?;
    }
    Ok(Some(seat))
}

async fn check(
    cx: &Cx,
    reader: &Reader,
    room: &RoomRow,
    person: Uuid,
    own: &EntryCode,
    typed: &str,
) -> Result<(), Failure> {
    let subject = format!("room:{}:{person}", room.id);
    let counted = storage::account::failures(reader, &subject).await?;
    let wait = counted.as_ref().and_then(|f| f.blocked_until).filter(|until| *until > cx.now());
    if let Some(until) = wait {
        let seconds = ((until - cx.now()).num_milliseconds() + 999) / 1000;
        return Err(Refusal::EntryCodeBlocked { seconds }.into());
    }
    let wrong = Refusal::EntryCodeWrong { place: room.place.clone() };
    if own.matches(typed) {
        return Ok(());
    }
    // An empty field is a question, not a guess.
    if typed.trim().is_empty() {
        return Err(wrong.into());
    }
    let failures = counted.map_or(0, |f| f.failures) + 1;
    let blocked_until = (failures >= FREE_FAILURES).then(|| cx.now() + WAIT);
    let tx = cx.begin().await?;
    let row = FailureRow { subject, failures, last_at: cx.now(), blocked_until };
    storage::account::set_failures(&tx, row).await?;
    let event = Event::EntryCodeRefused { blocked: blocked_until.is_some() };
    cx.log(&tx, event, Subject::new("exam_room", room.id)).await?;
    tx.commit().await?;
    Err(wrong.into())
}

/// Tells a person where they sit next; nothing of the code.
pub async fn my_seat(
    cx: &Cx,
    reader: &Reader,
    exam: Uuid,
    person: Uuid,
    number: i32,
) -> Result<Option<MySeat>, Failure> {
    let Some(seat) = storage::exam::seat_of(reader, cx.street(), exam, person, number).await? else {
        return Ok(None);
    };
    let room = storage::exam::room(reader, cx.street(), seat.room_id).await?.ok_or_else(Failure::missing)?;
    Ok(Some(MySeat {
        begun: cx.now() >= room.starts_at,
        place: room.place,
        starts_at: room.starts_at,
        seat: seat.seat.unsigned_abs() + 1,
        needs_code: room.entry_code.is_some(),
    }))
}
