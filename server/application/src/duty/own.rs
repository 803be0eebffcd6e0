//! The duties of one person or of one unit, computed when they are looked at.

use super::compute::{Owing, duties_of};
use crate::{Cx, Failure, organization::bound_to};
use contract::duty::{DutyTally, MyDuties, PersonDuties, UnitDuties};
use domain::{
    actor::{Action, Denied, may},
    duty::{Duty, State},
    organization::Position,
};
use uuid::Uuid;

/// The most people of a unit that are computed for a look.
const MOST_PEOPLE: u64 = 3_000;
/// The most lines that a unit is shown.
const MOST_LINES: usize = 100;

/// Shows the asker's own duties.
pub async fn my_duties(cx: &Cx) -> Result<MyDuties, Failure> {
    let person = cx.actor()?.person.ok_or(Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let people = storage::duty::next_people(&reader, cx.street(), None, None, Some(person.uuid()), 1).await?;
    let duties = duties_of(cx, &reader, people).await?.pop().map(|owing| owing.duties).unwrap_or_default();
    Ok(MyDuties { today: cx.today(), duties, unread: 0 })
}

/// Shows who leads a unit what its people have not met.
pub async fn my_unit_duties(cx: &Cx) -> Result<UnitDuties, Failure> {
    let actor = cx.actor()?;
    let (Some(unit), Some(person)) = (actor.unit, actor.person) else { return Err(Denied.into()) };
    cx.allow(Action::ReadUnit(unit))?;
    let reader = cx.reader();
    let person = storage::organization::person(&reader, cx.street(), person.uuid()).await?;
    let position = person.and_then(|person| Position::from_code(&person.position));
    let leads =
        matches!(position, Some(Position::Principal | Position::SafetyManager | Position::SafetyDirector));
    let today = cx.today();
    if !leads {
        return Ok(UnitDuties { today, ..UnitDuties::default() });
    }
    let people =
        storage::duty::next_people(&reader, cx.street(), None, Some(unit.uuid()), None, MOST_PEOPLE).await?;
    let owing = duties_of(cx, &reader, people).await?;
    let all: Vec<(&Owing, &Duty)> =
        owing.iter().flat_map(|owing| owing.duties.iter().map(move |duty| (owing, duty))).collect();
    let mut tally = DutyTally::default();
    for (_, duty) in &all {
        match duty.state(today) {
            State::Overdue => tally.overdue += 1,
            State::DueSoon => tally.soon += 1,
            State::Open => tally.open += 1,
            State::Met => tally.met += 1,
        }
    }
    let mut lacking: Vec<(String, String, Duty)> = all
        .into_iter()
        .filter(|(_, duty)| duty.met_on.is_none())
        .map(|(owing, duty)| (owing.row.name.clone(), term(&owing.row.position), duty.clone()))
        .collect();
    lacking.sort_by(|a, b| (a.2.due_on, &a.0).cmp(&(b.2.due_on, &b.0)));
    lacking.truncate(MOST_LINES);
    Ok(UnitDuties { today, leads, tally, lacking })
}

/// Shows somebody's duties to the office, with the posts that they rest on. An area official sees the own area.
pub async fn person_duties(cx: &Cx, person: Uuid) -> Result<PersonDuties, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let people = storage::duty::next_people(&reader, cx.street(), None, None, Some(person), 1).await?;
    let own = bound_to(actor);
    let owing = duties_of(cx, &reader, people).await?.pop();
    let owing = owing.filter(|owing| own.is_none_or(|area| area == owing.row.area_id));
    let owing = owing.ok_or_else(Failure::missing)?;
    Ok(PersonDuties {
        person,
        position: term(&owing.row.position),
        unit: owing.row.unit_id,
        joined_on: owing.joined_on,
        since: owing.since,
        posts: owing
            .posts
            .iter()
            .map(|post| (term(&post.position), post.since, post.reason.clone()))
            .collect(),
        today: cx.today(),
        duties: owing.duties,
        name: owing.row.name,
        unit_name: owing.row.unit_name,
        may_manage: may(actor, Action::ManageOrganization).is_ok(),
    })
}

fn term(position: &str) -> String {
    Position::from_code(position).map_or("", Position::term).to_owned()
}
