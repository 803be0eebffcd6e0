//! The rooms of an exam as staff sees them.

use crate::{Cx, Failure, exam::watch};
use chrono::{DurationRound, TimeDelta};
use contract::exam::{ExamLine, RoomLine, RoomSeat, RoomView, RoomsView, SeatState};
use domain::actor::Action;
use storage::{
    Reader,
    exam::{RoomCount, RoomRow, Seated},
};
use uuid::Uuid;

/// Lists the rooms of an exam, with what is needed to set up another.
pub async fn list_rooms(cx: &Cx, exam: Uuid) -> Result<RoomsView, Failure> {
    cx.allow(Action::WatchExam)?;
    let reader = cx.reader();
    let line = exam_line(cx, &reader, exam).await?;
    let counts = storage::exam::room_counts(&reader, cx.street(), exam).await?;
    let rooms = storage::exam::rooms(&reader, cx.street(), exam).await?;
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let quarter = TimeDelta::minutes(15);
    let soon = (cx.now() + quarter).duration_trunc(quarter).unwrap_or_else(|_| cx.now());
    Ok(RoomsView {
        exam: line,
        rooms: rooms.into_iter().map(|room| room_line(room, &counts)).collect(),
        unseated: storage::exam::unseated_count(&reader, cx.street(), exam).await?,
        areas: areas.into_iter().map(|area| (area.id, area.name)).collect(),
        may_open: cx.allow(Action::ManageTrainings).is_ok(),
        proposed_start: domain::calendar::local(soon).format("%Y-%m-%dT%H:%M").to_string(),
    })
}

/// Shows a room with its seats.
pub async fn show_room(cx: &Cx, exam: Uuid, room: Uuid) -> Result<RoomView, Failure> {
    cx.allow(Action::WatchExam)?;
    let reader = cx.reader();
    let (exam, room, seats) = read(cx, &reader, exam, room).await?;
    Ok(RoomView { exam, room, seats, may_key_in: cx.allow(Action::ManageTrainings).is_ok() })
}

/// Reads a room of an exam; a room of another exam is missing.
pub(super) async fn read(
    cx: &Cx,
    reader: &Reader,
    exam: Uuid,
    room: Uuid,
) -> Result<(ExamLine, RoomLine, Vec<RoomSeat>), Failure> {
    let row = storage::exam::room(reader, cx.street(), room).await?.filter(|row| row.exam_id == exam);
    let row = row.ok_or_else(Failure::missing)?;
    let counts = storage::exam::room_counts(reader, cx.street(), exam).await?;
    let seats = storage::exam::seated(reader, cx.street(), room).await?;
    let line = exam_line(cx, reader, exam).await?;
    Ok((line, room_line(row, &counts), seats.into_iter().map(|seated| seat(cx, seated)).collect()))
}

async fn exam_line(cx: &Cx, reader: &Reader, exam: Uuid) -> Result<ExamLine, Failure> {
    let row = storage::exam::exam(reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let counts = storage::exam::counts(reader, cx.street(), &[exam]).await?;
    watch::line(cx, &row, &counts)
}

fn room_line(room: RoomRow, counts: &[RoomCount]) -> RoomLine {
    let count = counts.iter().find(|count| count.room_id == room.id);
    let of = |number: fn(&RoomCount) -> i64| count.map_or(0, |c| u32::try_from(number(c)).unwrap_or(0));
    RoomLine {
        id: room.id,
        place: room.place,
        starts_at: room.starts_at,
        seats: of(|c| c.seats),
        begun: of(|c| c.begun),
        handed_in: of(|c| c.handed_in),
        entry_code: room.entry_code,
        networks: room.networks,
        papers_hash: room.papers_hash,
    }
}

fn seat(cx: &Cx, seated: Seated) -> RoomSeat {
    let state =
        match (seated.state.as_deref(), seated.deadline, seated.score, seated.passed, seated.submitted_at) {
            (None, ..) => None,
            (Some("submitted"), _, Some(score), Some(passed), Some(at)) => {
                Some(SeatState::HandedIn { score, passed, at })
            }
            (Some("open"), Some(deadline), ..) => {
                Some(SeatState::Running { seconds_left: (deadline - cx.now()).num_seconds().max(0) })
            }
            (Some(_), ..) => Some(SeatState::Voided),
        };
    RoomSeat {
        seat: seated.seat.unsigned_abs() + 1,
        person: seated.person_id,
        name: seated.name,
        unit: seated.unit,
        state,
    }
}
