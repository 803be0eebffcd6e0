//! What is shown of sessions.

use super::{form_view, found, line, people};
use crate::{Cx, Failure, training::visible};
use contract::{
    Pager,
    session::{Came, MySessions, SessionPerson, SessionView, SessionsView},
};
use domain::{
    actor::{Action, Role, may},
    calendar,
    organization::Position,
    session::{EARLY, LATE},
};
use std::collections::{HashMap, HashSet};
use storage::{
    Reader,
    organization::{PersonFilter, PersonRow},
    session::{AttendanceRow, SessionRow},
    training::TrainingRow,
};
use uuid::Uuid;

/// Rows of a page of a list.
const SIZE: usize = 50;
/// So many people beyond the attendees are found at once.
const FOUND: u64 = 20;

/// Shows how a training is held, with its sessions.
pub async fn show_sessions(cx: &Cx, training: Uuid) -> Result<SessionsView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = visible(cx, &reader, training).await?;
    super::teaches(&row)?;
    let form = form_view(storage::session::form(&reader, cx.street(), training).await?);
    let sessions = storage::session::of_trainings(&reader, cx.street(), [training]).await?;
    let counts = storage::session::counts(&reader, cx.street(), training).await?;
    let counts: HashMap<Uuid, u64> =
        counts.into_iter().map(|c| (c.session_id, u64::try_from(c.count).unwrap_or(0))).collect();
    let came = storage::session::attendance_of_training(&reader, cx.street(), training).await?;
    let came: HashSet<Uuid> = came.into_iter().map(|a| a.person_id).collect();
    let attendees = storage::training::attendees(&reader, cx.street(), [training]).await?;
    let sessions = sessions.iter().map(|s| line(s, counts.get(&s.id).copied().unwrap_or(0)));
    Ok(SessionsView {
        training,
        may_write: may(actor, Action::ManageTrainings).is_ok() && row.status != "closed",
        title: row.title,
        status: row.status,
        lecturer: row.lecturer,
        form,
        mode_stays: !came.is_empty(),
        sessions: sessions.collect(),
        attendees: u32::try_from(attendees.len()).unwrap_or(u32::MAX),
        came: u32::try_from(came.len()).unwrap_or(u32::MAX),
    })
}

/// Shows a session with one page of its list: who came, the latest first, then who is expected. A search finds
/// also those who are meant and no attendees yet. An area's official sees people of the own area.
pub async fn show_session(cx: &Cx, id: Uuid, q: &str, page: u64) -> Result<SessionView, Failure> {
    let actor = cx.allow(Action::ReceiveAttendees)?;
    let reader = cx.reader();
    let (row, training) = found(cx, &reader, id).await?;
    let came = storage::session::attendance_of(&reader, cx.street(), id).await?;
    let any = !came.is_empty();
    let came: Vec<AttendanceRow> = came.into_iter().filter(|a| a.undone_at.is_none()).collect();
    let q = q.trim();
    let mut list = listed(cx, &reader, (&training, &row), &came, q).await?;
    if actor.role == Role::Area {
        let area = actor.area.map(|area| area.uuid());
        let units = list.iter().map(|(person, ..)| person.unit_id);
        let units = storage::organization::units_by_ids(&reader, cx.street(), units).await?;
        let own: HashSet<Uuid> = units.iter().filter(|u| Some(u.area_id) == area).map(|u| u.id).collect();
        list.retain(|(person, ..)| own.contains(&person.unit_id));
    }
    let total = list.len() as u64;
    let skip = usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(SIZE);
    let people = list.into_iter().skip(skip).take(SIZE).map(|(_, line)| line).collect();
    let now = cx.now();
    let until = calendar::end_of(calendar::date_of(row.ends_at) + chrono::Days::new(1));
    Ok(SessionView {
        training: training.id,
        title: training.title.clone(),
        line: line(&row, came.len() as u64),
        people,
        q: q.to_owned(),
        pager: Pager { page, size: SIZE as u64, total },
        open: training.status == "published" && now >= row.starts_at - EARLY && now < until,
        late: now > row.ends_at + LATE,
        may_write: may(actor, Action::ManageTrainings).is_ok() && training.status != "closed",
        times_stay: any,
    })
}

/// The whole list of a session, in its order.
async fn listed(
    cx: &Cx,
    reader: &Reader,
    of: (&TrainingRow, &SessionRow),
    came: &[AttendanceRow],
    q: &str,
) -> Result<Vec<(PersonRow, SessionPerson)>, Failure> {
    let (training, _) = of;
    let attendees = storage::training::attendees(reader, cx.street(), [training.id]).await?;
    let mut wanted: Vec<Uuid> = attendees.iter().map(|a| a.person_id).collect();
    let enrolled: HashSet<Uuid> = wanted.iter().copied().collect();
    if !q.is_empty() && training.status == "published" {
        let filter = PersonFilter { text: q.to_owned(), active_only: true, ..PersonFilter::default() };
        let more = storage::organization::people_page(reader, cx.street(), &filter, 1, FOUND).await?.rows;
        wanted.extend(crate::audience::means(cx, reader, training, &more).await?);
        wanted.sort_unstable();
        wanted.dedup();
    }
    let came: HashMap<Uuid, &AttendanceRow> = came.iter().map(|a| (a.person_id, a)).collect();
    let named = people(cx, reader, wanted).await?;
    let mut list: Vec<(PersonRow, SessionPerson)> = named
        .into_values()
        .filter(|(person, unit)| {
            q.is_empty() || person.name.contains(q) || unit.contains(q) || person.mobile.contains(q)
        })
        .map(|(person, unit)| {
            let line = SessionPerson {
                person: person.id,
                name: person.name.clone(),
                unit,
                position: Position::from_code(&person.position).map_or("", Position::term).to_owned(),
                came: came.get(&person.id).map(|a| Came {
                    attendance: a.id,
                    at: a.signed_at,
                    by_hand: a.way == "hand",
                    walk_in: a.walk_in,
                    reason: a.reason.clone(),
                }),
                walk_in: !enrolled.contains(&person.id),
            };
            (person, line)
        })
        .collect();
    list.sort_by(|(a, x), (b, y)| {
        let at = |line: &SessionPerson| std::cmp::Reverse(line.came.as_ref().map(|came| came.at));
        (at(x), x.walk_in, &x.unit, &a.name, a.id).cmp(&(at(y), y.walk_in, &y.unit, &b.name, b.id))
    });
    Ok(list)
}

/// What a training on site is to one of its attendees; none where it is online.
pub(crate) async fn my_sessions(
    cx: &Cx,
    reader: &Reader,
    training: Uuid,
    person: Uuid,
) -> Result<Option<MySessions>, Failure> {
    let form = form_view(storage::session::form(reader, cx.street(), training).await?);
    if !form.mode.has_sessions() {
        return Ok(None);
    }
    let rows = storage::session::of_trainings(reader, cx.street(), [training]).await?;
    let came = storage::session::attended(reader, cx.street(), person, Some(training)).await?;
    let came: HashMap<Uuid, _> = came.into_iter().map(|a| (a.session_id, a.signed_at)).collect();
    let sessions: Vec<_> = rows.iter().map(|row| (line(row, 0), came.get(&row.id).copied())).collect();
    let hours = sessions.iter().filter(|(_, came)| came.is_some()).map(|(line, _)| line.hours).sum();
    Ok(Some(MySessions { mode: form.mode, to_attend: came.is_empty(), hours, sessions }))
}
