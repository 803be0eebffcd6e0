//! The inspector's pages, and one test with its workers.

use super::{blueprint, count, follow_up::LONGEST, list::lines, open::workers, own, place, wanted};
use crate::{Cx, Failure, exam};
use chrono::{DateTime, Utc};
use contract::{
    Pager,
    spot::{SpotStart, SpotUnit, SpotView, SpotWorker, WorkerState},
};
use domain::{
    actor::{Action, Role, may},
    exam::Attempt,
    organization::{Position, Sector},
    spot::{Absence, LATE_WINDOW, Roster},
};
use std::collections::BTreeMap;
use storage::{
    organization::{UnitFilter, UnitRow},
    spot::{CandidateRow, TestRow},
};
use uuid::Uuid;

/// Units of a page, on a phone.
const UNITS: u64 = 20;
/// So many of the own latest tests are shown.
const LATEST: u64 = 10;

/// The inspector's first page: units to choose from, and the own latest tests.
pub async fn spot_start(cx: &Cx, q: &str, unit: &str, page: u64) -> Result<SpotStart, Failure> {
    let actor = cx.allow(Action::RunSpotTests)?.clone();
    let (reader, street, page) = (cx.reader(), cx.street(), page.max(1));
    let filter = UnitFilter { text: q.to_owned(), ..UnitFilter::default() };
    let found = storage::organization::units_page(&reader, street, &filter, page, UNITS).await?;
    let chosen = match unit.parse::<Uuid>() {
        Ok(id) => Some(storage::organization::unit(&reader, street, id).await?.ok_or_else(Failure::missing)?),
        Err(_) => None,
    };
    let chosen = match chosen {
        Some(row) => {
            let people = workers(cx, &reader, row.id).await?.people().len();
            Some(SpotUnit { workers: Some(count(people)), ..spot_unit(row) })
        }
        None => None,
    };
    let team = actor.team.map(domain::id::Id::uuid);
    let latest = storage::spot::latest(&reader, street, team, actor.account.uuid(), LATEST).await?;
    let open = |row: &UnitRow| row.closed_on.is_none_or(|closed| closed > cx.today());
    Ok(SpotStart {
        q: q.to_owned(),
        pager: Pager { page, size: UNITS, total: found.total },
        units: found.rows.into_iter().filter(open).map(spot_unit).collect(),
        chosen,
        latest: lines(cx, latest).await?,
    })
}

fn spot_unit(row: UnitRow) -> SpotUnit {
    let sector = Sector::from_code(&row.sector);
    SpotUnit { id: row.id, name: row.name, sector, address: row.address, workers: None }
}

/// One test for who holds it.
pub async fn spot_team(cx: &Cx, id: Uuid) -> Result<SpotView, Failure> {
    let row = own(cx, &cx.reader(), id).await?;
    view(cx, row).await
}

/// One test for the office; an area's official sees those of the own area.
pub async fn spot_office(cx: &Cx, id: Uuid) -> Result<SpotView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let row = storage::spot::find(&cx.reader(), cx.street(), id).await?;
    let in_reach =
        |row: &TestRow| actor.role != Role::Area || actor.area.is_some_and(|area| area.uuid() == row.area_id);
    view(cx, row.filter(in_reach).ok_or_else(Failure::missing)?).await
}

async fn view(cx: &Cx, row: TestRow) -> Result<SpotView, Failure> {
    let (reader, street, actor) = (cx.reader(), cx.street(), cx.actor()?);
    let blueprint = blueprint(&row)?;
    let roster: Roster = serde_json::from_str(&row.roster)?;
    let called = storage::spot::candidates(&reader, street, row.id).await?;
    let people = called.iter().map(|c| c.person_id);
    let people = storage::organization::people_by_ids(&reader, street, people).await?;
    let people: BTreeMap<Uuid, _> = people.into_iter().map(|person| (person.id, person)).collect();
    let codes = storage::spot::live_codes(&reader, street, row.id).await?;
    let codes = codes.into_iter().filter(|code| code.used_at.is_none() && code.expires_at > cx.now());
    let codes: BTreeMap<i32, DateTime<Utc>> = codes.map(|code| (code.place, code.expires_at)).collect();
    let worker = |c: &CandidateRow| {
        let person = people.get(&c.person_id);
        let position = person.and_then(|person| Position::from_code(&person.position));
        SpotWorker {
            place: place(c),
            name: person.map(|person| person.name.clone()).unwrap_or_default(),
            position: position.map_or("", Position::term).to_owned(),
            state: state(c, codes.get(&c.place).copied(), cx.now()),
        }
    };
    let unit = storage::organization::unit(&reader, street, row.unit_id).await?;
    let may_order = may(actor, Action::ManageTrainings).is_ok();
    let (may_run, may_audit) = (super::holds(actor, &row), may(actor, Action::Audit).is_ok());
    let workers = called.iter().map(worker).collect();
    let head = row.clone();
    let line = lines(cx, vec![row]).await?.pop().ok_or_else(Failure::missing)?;
    Ok(SpotView {
        may_order: may_order && head.ended_at.is_some() && line.tally.low && line.follow_up.is_none(),
        line,
        address: unit.map(|unit| unit.address).unwrap_or_default(),
        items: count(blueprint.items()),
        minutes: blueprint.draft().minutes,
        pass_mark: exam::hundredths(blueprint.draft().pass_mark),
        wanted: wanted(&head).into(),
        roster: count(roster.people().len()),
        roster_hash: head.roster_hash,
        commitment: head.commitment,
        workers,
        ended_at: head.ended_at,
        may_run,
        may_audit,
        due_between: (cx.today(), cx.today() + LONGEST),
    })
}

fn state(row: &CandidateRow, code_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> WorkerState {
    if let (Some(score), Some(passed), Some(at), Some(late)) =
        (row.score, row.passed, row.handed_in_at, row.late)
    {
        return WorkerState::HandedIn { score, passed, at, late, answered_at: row.answered_at };
    }
    if let Some(reason) = row.absent_reason.as_deref().and_then(Absence::from_code) {
        return WorkerState::Absent { reason, note: row.absent_note.clone() };
    }
    match row.deadline {
        None => WorkerState::Waiting { code_until },
        Some(deadline) if now <= deadline + Attempt::GRACE => WorkerState::Sitting { deadline },
        Some(deadline) if now <= deadline + LATE_WINDOW => {
            WorkerState::Owing { until: deadline + LATE_WINDOW }
        }
        Some(_) => WorkerState::Lapsed,
    }
}
