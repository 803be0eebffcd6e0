//! 一企一档: what the people of one unit were trained in.

use super::{Rows, bound_to, gather::Gathered, head};
use crate::{Cx, Failure};
use contract::{
    archive::{EnterpriseArchive, UnitRecord, UnitTraining},
    training::Counts,
};
use domain::{
    actor::Action,
    organization::{Position, Sector},
    training::TrainingKind,
};
use std::collections::HashMap;
use storage::{archive::Of, organization::UnitRow};
use uuid::Uuid;

/// Shows the archive of a unit, of one year or of all. An area official sees those of the own area.
pub async fn enterprise_archive(
    cx: &Cx,
    id: Uuid,
    year: Option<i32>,
    rows: Rows,
) -> Result<EnterpriseArchive, Failure> {
    let own = bound_to(cx.allow(Action::ReadOffice)?);
    let unit = storage::organization::unit(&cx.reader(), cx.street(), id).await?;
    let unit = unit.filter(|u| own.is_none_or(|own| own == u.area_id)).ok_or_else(Failure::missing)?;
    let with_officials = cx.allow(Action::ReadOfficials).is_ok();
    gather(cx, unit, year, rows, with_officials, true).await
}

/// Shows the archive of the asker's own unit, to who leads it.
pub async fn my_enterprise_archive(
    cx: &Cx,
    year: Option<i32>,
    rows: Rows,
) -> Result<EnterpriseArchive, Failure> {
    let unit = crate::register::led_unit(cx, Action::ReadUnit).await?;
    let unit = storage::organization::unit(&cx.reader(), cx.street(), unit).await?;
    gather(cx, unit.ok_or_else(Failure::missing)?, year, rows, true, false).await
}

async fn gather(
    cx: &Cx,
    unit: UnitRow,
    year: Option<i32>,
    rows: Rows,
    with_officials: bool,
    links: bool,
) -> Result<EnterpriseArchive, Failure> {
    let reader = cx.reader();
    let mut all = Gathered::load(cx, &reader, Of::Unit(unit.id)).await?;
    if !with_officials {
        all.trainings.retain(|_, t| t.kind != TrainingKind::Officials.code());
    }
    let years = all.years();
    all.trainings.retain(|_, training| year.is_none_or(|year| training.year == year));
    all.enrolments.retain(|row| all.trainings.contains_key(&row.training_id));
    let mut head = head(cx, &reader, year, years).await?;
    let mut trainings: Vec<_> = all.trainings.values().collect();
    trainings.sort_by_key(|t| std::cmp::Reverse((t.due_on, t.id)));
    head.missing = trainings.iter().filter_map(|t| all.missing(t)).collect();
    let trainings: Vec<UnitTraining> = trainings.into_iter().map(|t| of_unit(&all, t)).collect();
    let (records, pager) = rows.cut(records(&all));
    let area = storage::organization::areas(&reader, cx.street()).await?;
    let active = || all.people.iter().filter(|p| p.active);
    let principals = active().filter(|p| p.position == Position::Principal.code()).map(|p| p.name.clone());
    Ok(EnterpriseArchive {
        principals: principals.collect(),
        people: u32::try_from(active().count()).unwrap_or(u32::MAX),
        trainings,
        sessions: all.sessions(year),
        activities: all.activities(year),
        records,
        pager,
        certificates: all.certificates(cx, year),
        statutory: all.statutory(cx, &reader).await?,
        spot: all.spot(cx, &reader, year).await?,
        practical: all.practical(cx, &reader, year).await?,
        unit: unit.id,
        area: area.into_iter().find(|a| a.id == unit.area_id).map(|a| a.name).unwrap_or_default(),
        sector: Sector::from_code(&unit.sector),
        name: unit.name,
        credit_code: unit.credit_code,
        address: unit.address,
        headcount: unit.headcount,
        links,
        head,
    })
}

fn of_unit(all: &Gathered, training: &storage::training::TrainingRow) -> UnitTraining {
    let count = |result: Option<&str>| {
        let of_it = all.enrolments.iter().filter(|e| e.training_id == training.id);
        u32::try_from(of_it.filter(|e| e.result.as_deref() == result).count()).unwrap_or(u32::MAX)
    };
    UnitTraining {
        facts: all.facts(training),
        counts: Counts {
            open: count(None),
            passed: count(Some("passed")),
            failed: count(Some("failed")),
            excused: count(Some("excused")),
        },
    }
}

/// Every person's result of every training, by person, the latest training first.
fn records(all: &Gathered) -> Vec<UnitRecord> {
    let people: HashMap<Uuid, _> = all.people.iter().map(|p| (p.id, p)).collect();
    let mut records: Vec<_> = all
        .enrolments
        .iter()
        .filter_map(|row| {
            let (person, training) = (people.get(&row.person_id)?, all.trainings.get(&row.training_id)?);
            let record = UnitRecord {
                person: person.id,
                name: person.name.clone(),
                position: Position::from_code(&person.position),
                training: training.id,
                title: training.title.clone(),
                hours: u32::try_from(training.hours).unwrap_or_default(),
                outcome: all.outcome(row),
            };
            Some(((record.position, std::cmp::Reverse(training.due_on)), record))
        })
        .collect();
    records.sort_by(|((pa, da), a), ((pb, db), b)| {
        (pa, &a.name, a.person, da).cmp(&(pb, &b.name, b.person, db))
    });
    records.into_iter().map(|(_, record)| record).collect()
}
