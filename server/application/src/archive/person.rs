//! 一人一档: everything that is recorded of one person's training.

use super::{bound_to, gather::Gathered, head};
use crate::{Cx, Failure};
use contract::archive::PersonArchive;
use domain::{
    actor::Action,
    organization::{Employment, Position, mask_mobile},
    training::TrainingKind,
};
use storage::{archive::Of, organization::PersonRow};
use uuid::Uuid;

/// Shows the archive of a person, of one year or of all. An area official sees those of the own area.
pub async fn person_archive(cx: &Cx, id: Uuid, year: Option<i32>) -> Result<PersonArchive, Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let reader = cx.reader();
    let person =
        storage::organization::person(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let unit = storage::organization::unit(&reader, cx.street(), person.unit_id).await?;
    if unit.is_none_or(|unit| own.is_some_and(|own| own != unit.area_id)) {
        return Err(Failure::missing());
    }
    let with_officials = cx.allow(Action::ReadOfficials).is_ok();
    gather(cx, person, year, with_officials).await
}

/// Shows the asker's own archive.
pub async fn my_archive(cx: &Cx, year: Option<i32>) -> Result<PersonArchive, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let row = storage::organization::person(&cx.reader(), cx.street(), person.uuid()).await?;
    gather(cx, row.ok_or_else(Failure::missing)?, year, true).await
}

async fn gather(
    cx: &Cx,
    person: PersonRow,
    year: Option<i32>,
    with_officials: bool,
) -> Result<PersonArchive, Failure> {
    let reader = cx.reader();
    let mut all = Gathered::load(cx, &reader, Of::Person(person.id)).await?;
    if !with_officials {
        all.trainings.retain(|_, t| t.kind != TrainingKind::Officials.code());
    }
    let unit = storage::organization::unit(&reader, cx.street(), person.unit_id).await?;
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let area = areas.into_iter().find(|a| unit.as_ref().is_some_and(|u| u.area_id == a.id));
    let mut head = head(cx, &reader, year, all.years()).await?;
    let mut trainings = Vec::new();
    for row in &all.enrolments {
        let Some(training) = all.trainings.get(&row.training_id) else { continue };
        if year.is_none_or(|year| training.year == year) {
            head.missing.extend(all.missing(training));
            trainings.push((all.facts(training), all.outcome(row)));
        }
    }
    trainings.sort_by_key(|(facts, _)| std::cmp::Reverse((facts.until, facts.id)));
    let passed = trainings.iter().filter(|(_, o)| o.result.as_deref() == Some("passed"));
    Ok(PersonArchive {
        hours: passed.map(|(facts, _)| facts.hours).sum(),
        trainings,
        sessions: all.sessions(year),
        activities: all.activities(year),
        certificates: all.certificates(cx, year),
        statutory: all.statutory(cx, &reader).await?,
        spot: all.spot(cx, &reader, year).await?,
        practical: all.practical(cx, &reader, year).await?,
        person: person.id,
        mobile: mask_mobile(&person.mobile),
        unit: person.unit_id,
        unit_name: unit.map(|u| u.name).unwrap_or_default(),
        area: area.map(|a| a.name).unwrap_or_default(),
        position: Position::from_code(&person.position),
        employment: Employment::from_code(&person.employment),
        active: person.active,
        name: person.name,
        head,
    })
}
