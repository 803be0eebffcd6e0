//! Rooms: people are seated and their papers drawn before the common start, from decks that give neighbours
//! different questions.

mod enter;
mod key_in;
mod papers;
mod show;

pub use enter::my_seat;
pub(super) use enter::seat_for;
pub use key_in::{KeyedIn, key_in, key_in_form};
pub use papers::print_papers;
pub use show::{list_rooms, show_room};

use super::{
    create_exam::{blueprint, open_key},
    sitting::read_record,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::QuestionId,
    calendar,
    exam::{
        AttemptNumber, PaperKey, PaperRecord,
        paper::{Seating, Table},
        record::Drawing,
        room::{EntryCode, Networks, arrange},
    },
    hash::{hash, lp},
    id::{Id, Person},
};
use std::collections::{BTreeSet, HashMap};
use storage::{
    Reader,
    exam::{AttemptRow, ExamRow, RoomRow, SeatRow},
};
use uuid::Uuid;

/// So many sit in one room at most.
const MOST_SEATS: i32 = 300;

/// What the office fills in for a room.
#[derive(Clone, Debug, Default)]
pub struct NewRoom {
    /// The exam.
    pub exam: Uuid,
    /// Where.
    pub place: String,
    /// When, as the wall clock of the street shows it: `2026-11-23T14:00`.
    pub starts_at: String,
    /// How many seats.
    pub capacity: String,
    /// The area whose people are seated; none for all.
    pub area: Option<Uuid>,
    /// Whether an entry code is read out.
    pub code: bool,
    /// The networks it may be entered from.
    pub networks: String,
}

struct Understood {
    place: String,
    starts_at: DateTime<Utc>,
    capacity: u32,
    networks: Networks,
}

/// Sets up a room: seats those who still need a result, draws their papers now, and binds them in the log.
///
/// # Errors
/// Refuses a form that cannot be understood, a start outside of the exam's window, and a room for nobody.
pub async fn open_room(cx: &Cx, form: NewRoom) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let reader = cx.reader();
    let exam = storage::exam::exam(&reader, cx.street(), form.exam).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::of_exam(&reader, cx.street(), exam.id).await?;
    let offered = training.is_some_and(|t| t.status == "published");
    let room = understand(&form, &exam, cx.now())?;
    let found = storage::exam::unseated(&reader, cx.street(), exam.id, form.area, room.capacity).await?;
    if found.is_empty() || !offered {
        return Err(Refusal::NobodyToSeat.into());
    }
    let people: Vec<Id<Person>> = found.iter().map(|sitter| Id::new(sitter.person_id)).collect();
    let id = cx.new_uuid();
    let seats = draw_papers(cx, &reader, &exam, id, &people).await?;
    let papers_hash = hex::encode(papers_hash(&seats));
    let row = RoomRow {
        street: cx.street().to_owned(),
        id,
        exam_id: exam.id,
        place: room.place,
        starts_at: room.starts_at,
        entry_code: form.code.then(|| EntryCode::draw(&cx.random()).as_str().to_owned()),
        networks: room.networks.to_string(),
        papers_hash: papers_hash.clone(),
        created_at: cx.now(),
        created_by: by,
    };
    let tx = cx.begin().await?;
    let event = Event::ExamRoomOpened { seats: u32::try_from(seats.len()).unwrap_or(u32::MAX), papers_hash };
    storage::exam::add_room(&tx, row, seats).await?;
    cx.log(&tx, event, Subject::new("exam_room", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Binds the papers of a room: `H(lp("anxun-room-v1", hash of seat 0, hash of seat 1, …))`.
fn papers_hash(seats: &[SeatRow]) -> [u8; 32] {
    let mut parts: Vec<&[u8]> = vec![b"anxun-room-v1"];
    parts.extend(seats.iter().map(|seat| seat.content_hash.as_bytes()));
    hash(&lp(&parts))
}

fn understand(form: &NewRoom, exam: &ExamRow, now: DateTime<Utc>) -> Result<Understood, Failure> {
    let mut wrong = Vec::new();
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let place = form.place.trim().to_owned();
    match place.chars().count() {
        0 => complain(Field::Place, FieldProblem::Empty),
        1 => complain(Field::Place, FieldProblem::TooShort { least: 2 }),
        2..=60 => {}
        _ => complain(Field::Place, FieldProblem::TooLong { most: 60 }),
    }
    let starts_at = wall_clock(&form.starts_at).filter(|at| {
        // A room may begin a little before the form is sent, never before or after the exam.
        (exam.opens_at..exam.closes_at).contains(at) && *at > now - TimeDelta::hours(1)
    });
    if starts_at.is_none() {
        complain(Field::StartsAt, FieldProblem::NotATime);
    }
    let capacity = form.capacity.trim().parse().ok().filter(|n| (1..=MOST_SEATS).contains(n));
    if capacity.is_none() {
        complain(Field::Capacity, FieldProblem::OutOfRange { least: 1, most: MOST_SEATS });
    }
    let networks = Networks::parse(&form.networks).ok().filter(|_| form.networks.len() <= 500);
    if networks.is_none() {
        complain(Field::Networks, FieldProblem::NotANetwork);
    }
    match (starts_at, capacity, networks) {
        (Some(starts_at), Some(capacity), Some(networks)) if wrong.is_empty() => {
            Ok(Understood { place, starts_at, capacity: capacity.unsigned_abs(), networks })
        }
        _ => Err(UiError::Form(wrong).into()),
    }
}

/// Reads a time as the street's clock shows it.
fn wall_clock(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().replace(' ', "T");
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S"));
    local.ok().map(calendar::instant)
}

/// Draws a paper for every seat, from the decks of the room.
async fn draw_papers(
    cx: &Cx,
    reader: &Reader,
    exam: &ExamRow,
    room: Uuid,
    people: &[Id<Person>],
) -> Result<Vec<SeatRow>, Failure> {
    let (exam_key, blueprint) = (open_key(cx, exam)?, blueprint(exam)?);
    let questions = cx.system.sittings.frozen.questions(reader, exam).await?;
    let mut past = past_of(reader, cx.street(), exam.id, people).await?;
    let table = Table::new(&blueprint, &questions.pool);
    let mut seats = Vec::with_capacity(people.len());
    for (seat, person) in (0u32..).zip(arrange(&exam_key, Id::new(room), people)) {
        let (number, seen) = past.remove(&person.uuid()).unwrap_or((AttemptNumber::FIRST, BTreeSet::new()));
        let seating = Some(Seating { deck: room.to_string(), seat });
        let key = PaperKey { exam_key, candidate: person, attempt: number, seating };
        let paper = table.draw(&key, &seen);
        let paper = paper.map_err(|e| anyhow!("the pool of exam {} is short: {e:?}", exam.id))?;
        let from = Drawing { blueprint: &blueprint, pool: &questions.pool, key: &key, seen: &seen };
        let record = PaperRecord::new(Id::new(exam.id), questions.bank, from, paper);
        let record = serde_json::to_string(&record)?;
        seats.push(SeatRow {
            street: cx.street().to_owned(),
            room_id: room,
            seat: i32::try_from(seat).unwrap_or(i32::MAX),
            exam_id: exam.id,
            person_id: person.uuid(),
            number: number.get().into(),
            content_hash: hex::encode(hash(record.as_bytes())),
            record,
        });
    }
    Ok(seats)
}

/// For everybody who has sat the exam before, the number of the next sitting and what they have seen.
async fn past_of(
    reader: &Reader,
    street: &str,
    exam: Uuid,
    people: &[Id<Person>],
) -> Result<HashMap<Uuid, (AttemptNumber, BTreeSet<QuestionId>)>, Failure> {
    let people: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
    let attempts: Vec<AttemptRow> = storage::exam::attempts_of_all(reader, street, exam, &people).await?;
    let ids: Vec<Uuid> = attempts.iter().map(|a| a.id).collect();
    let owner: HashMap<Uuid, &AttemptRow> = attempts.iter().map(|a| (a.id, a)).collect();
    let mut past: HashMap<Uuid, (AttemptNumber, BTreeSet<QuestionId>)> = HashMap::new();
    for paper in storage::exam::papers_of(reader, street, &ids).await? {
        let Some(attempt) = owner.get(&paper.attempt_id) else { continue };
        let next = u8::try_from(attempt.number).ok().and_then(|n| AttemptNumber::new(n.saturating_add(1)));
        let next = next.ok_or_else(|| anyhow!("the attempt {} is damaged", attempt.id))?;
        let entry = past.entry(attempt.person_id).or_insert((next, BTreeSet::new()));
        entry.0 = entry.0.max(next);
        entry.1.extend(read_record(&paper)?.paper.items.into_iter().map(|item| item.id));
    }
    Ok(past)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exam() -> ExamRow {
        let at = |text: &str| text.parse().unwrap();
        ExamRow {
            street: "370112104".into(),
            id: Uuid::from_u128(1),
            title: "年度安全培训".into(),
            blueprint: String::new(),
            opens_at: at("2026-11-01T00:00:00Z"),
            closes_at: at("2026-12-01T00:00:00Z"),
            commitment: String::new(),
            sealed_key: String::new(),
            revealed_key: None,
            created_at: at("2026-11-01T00:00:00Z"),
        }
    }

    #[test]
    fn every_wrong_field_of_a_room_is_named_at_once() {
        let form = NewRoom {
            place: "厅".into(),
            starts_at: "2027-01-01T09:00".into(),
            capacity: "0".into(),
            networks: "会议室".into(),
            ..NewRoom::default()
        };
        let Err(failure) = understand(&form, &exam(), "2026-11-23T00:00:00Z".parse().unwrap()) else {
            panic!("taken")
        };
        let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
        let fields: Vec<Field> = wrong.iter().map(|w| w.field).collect();
        assert_eq!(fields, [Field::Place, Field::StartsAt, Field::Capacity, Field::Networks]);
    }

    #[test]
    fn a_start_is_read_by_the_clock_of_the_street() {
        assert_eq!(wall_clock("2026-11-23T14:00"), Some("2026-11-23T06:00:00Z".parse().unwrap()));
        assert_eq!(wall_clock("2026-11-23 14:00"), Some("2026-11-23T06:00:00Z".parse().unwrap()));
        assert_eq!(wall_clock("下午两点"), None);
    }
}
