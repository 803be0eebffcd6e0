//! 一期一档: one training with everybody who took part.

use super::{Rows, bound_to, gather::Gathered, head};
use crate::{Cx, Failure, training::visible};
use contract::{
    archive::{AttendeeEntry, TrainingArchive},
    training::Counts,
};
use domain::{actor::Action, calendar::date_of, organization::Position};
use std::collections::HashMap;
use storage::{archive::Of, organization::UnitRow};
use uuid::Uuid;

/// Shows the archive of a training. An area official sees the people of the own area.
pub async fn training_archive(cx: &Cx, id: Uuid, rows: Rows) -> Result<TrainingArchive, Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let reader = cx.reader();
    let training = visible(cx, &reader, id).await?;
    let mut all = Gathered::load(cx, &reader, Of::Training(id)).await?;
    all.trainings.entry(id).or_insert_with(|| training.clone());
    let units = storage::organization::all_units(&reader, cx.street()).await?;
    let units: HashMap<Uuid, UnitRow> = units.into_iter().map(|u| (u.id, u)).collect();
    all.people.retain(|p| own.is_none_or(|own| units.get(&p.unit_id).is_some_and(|u| u.area_id == own)));
    let people: HashMap<Uuid, _> = all.people.iter().map(|p| (p.id, p)).collect();
    let shown: Vec<_> = all.enrolments.iter().filter(|e| people.contains_key(&e.person_id)).collect();
    let mut keyed: Vec<_> = shown
        .iter()
        .filter_map(|row| {
            let person = people.get(&row.person_id)?;
            let unit = units.get(&person.unit_id).map_or("", |u| u.name.as_str());
            Some(((unit, person.name.as_str(), person.id), *row))
        })
        .collect();
    keyed.sort_by_key(|(a, _)| *a);
    let count = |result: Option<&str>| {
        u32::try_from(shown.iter().filter(|e| e.result.as_deref() == result).count()).unwrap_or(u32::MAX)
    };
    let counts = Counts {
        open: count(None),
        passed: count(Some("passed")),
        failed: count(Some("failed")),
        excused: count(Some("excused")),
    };
    let (keyed, pager) = rows.cut(keyed);
    let attendees = keyed.into_iter().map(|((unit, name, person), row)| AttendeeEntry {
        person,
        name: name.to_owned(),
        unit: unit.to_owned(),
        position: people.get(&person).and_then(|p| Position::from_code(&p.position)),
        outcome: all.outcome(row),
    });
    let attendees = attendees.collect();
    let mut head = head(cx, &reader, Some(training.year), vec![training.year]).await?;
    head.missing.extend(all.missing(&training));
    Ok(TrainingArchive {
        test: test(cx, &reader, &training).await?,
        facts: all.facts(&training),
        closed_on: training.closed_at.map(date_of),
        audience: crate::training::audience(&training.audience),
        status: training.status,
        own_area: own.is_some(),
        counts,
        sessions: all.sessions(None),
        attendees,
        pager,
        head,
    })
}

/// How the test is, in a sentence.
async fn test(
    cx: &Cx,
    reader: &storage::Reader,
    training: &storage::training::TrainingRow,
) -> Result<String, Failure> {
    let facts = crate::training::test_facts(cx, reader, training).await?;
    Ok(facts.map_or_else(String::new, |test| {
        let mark = test.pass_mark / 100;
        format!("{} 题，{} 分钟，{mark} 分合格，最多 {} 次", test.items, test.minutes, test.attempts)
    }))
}
