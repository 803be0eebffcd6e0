//! Taking a roster in: all of it or nothing, in one transaction.

use super::{
    check::{self, Checked, GoodPerson, GoodUnit},
    known::Known,
    workbook,
};
use crate::{Cx, Failure};
use contract::{
    Refusal,
    organization::{RosterTally, RowVerdict, Verdict},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    hash::hash,
};
use std::collections::HashMap;
use storage::{
    Writer,
    audit::By,
    organization::{AreaRow, PersonRow, UnitRow},
};
use uuid::Uuid;

/// Takes a kept roster in and forgets the workbook. It is read and checked again: the street may have
/// changed since the preview.
pub async fn import_roster(cx: &Cx, id: Uuid) -> Result<RosterTally, Failure> {
    cx.allow(Action::ManageOrganization)?;
    let upload = storage::organization::upload(&cx.reader(), cx.street(), id).await?;
    let upload = upload.ok_or_else(Failure::missing)?;
    take_in(cx, upload.content, Some(id)).await
}

/// Takes a file in; on the command line only, where the system itself acts.
pub async fn import_file(cx: &Cx, file: Vec<u8>) -> Result<RosterTally, Failure> {
    take_in(cx, file, None).await
}

/// Tells what taking a file in would do, row by row; on the command line only.
pub async fn preview_file(cx: &Cx, file: Vec<u8>) -> Result<(RosterTally, Vec<RowVerdict>), Failure> {
    let sheets = workbook::read(file).await?;
    let known = Known::load(&cx.reader(), cx.street()).await?;
    let checked = check::check(&sheets, &known);
    Ok((checked.tally, checked.verdicts))
}

async fn take_in(cx: &Cx, file: Vec<u8>, upload: Option<Uuid>) -> Result<RosterTally, Failure> {
    let file_hash = hex::encode(hash(&file));
    let sheets = workbook::read(file).await?;
    let tx = cx.begin().await?;
    let known = Known::load(&tx, cx.street()).await?;
    let checked = check::check(&sheets, &known);
    if checked.tally.wrong() > 0 {
        return Err(Refusal::RowsWrong { rows: checked.tally.wrong() }.into());
    }
    let tally = checked.tally.clone();
    save(cx, &tx, checked, &known).await?;
    let event = Event::RosterImported {
        units_new: tally.units.new,
        units_changed: tally.units.changed,
        people_new: tally.people.new,
        people_changed: tally.people.changed,
        file_hash: file_hash.clone(),
    };
    let subject = Subject::new("roster", &file_hash[..16]);
    if cx.actor.is_some() {
        cx.log(&tx, event, subject).await?;
    } else {
        cx.log_by(&tx, By::System, event, subject).await?;
    }
    if let Some(id) = upload {
        storage::organization::remove_upload(&tx, cx.street(), id).await?;
    }
    tx.commit().await?;
    Ok(tally)
}

/// Writes what is new and what has changed, in as many statements as there are hundreds of rows.
async fn save(cx: &Cx, tx: &Writer, checked: Checked, known: &Known) -> Result<(), Failure> {
    let mut new_areas: HashMap<String, Uuid> = HashMap::new();
    let mut areas = Vec::new();
    for (name, sort) in checked.tally.new_areas.into_iter().zip(known.last_sort + 1..) {
        let id = cx.new_uuid();
        new_areas.insert(name.clone(), id);
        areas.push(AreaRow { street: cx.street().to_owned(), id, name, sort });
    }
    storage::organization::add_areas(tx, areas).await?;

    let mut unit_ids: HashMap<String, Uuid> = HashMap::new();
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for unit in checked.units {
        let area = known.area(&unit.area).or_else(|| new_areas.get(&unit.area).copied());
        let area = area.ok_or_else(|| anyhow::anyhow!("an area of the roster was not made"))?;
        match (unit.verdict, known.unit(&unit.credit_code)) {
            (Verdict::Changed, Some(stored)) => changed.push(unit_row(cx, unit, area, Some(stored))),
            (Verdict::New, None) => {
                let row = unit_row(cx, unit, area, None);
                unit_ids.insert(row.credit_code.clone(), row.id);
                added.push(row);
            }
            _ => {}
        }
    }
    storage::organization::add_units(tx, added).await?;
    storage::organization::save_units(tx, changed).await?;

    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for person in checked.people {
        let unit = known.unit(&person.unit_code).map(|u| u.id);
        let unit = unit.or_else(|| unit_ids.get(&person.unit_code).copied());
        let unit = unit.ok_or_else(|| anyhow::anyhow!("a unit of the roster was not made"))?;
        match (person.verdict, known.person(&person.unit_code, &person.mobile)) {
            (Verdict::Changed, Some(stored)) => {
                changed.push((stored.clone(), person_row(cx, person, unit, Some(stored))));
            }
            (Verdict::New, None) => added.push(person_row(cx, person, unit, None)),
            _ => {}
        }
    }
    storage::organization::add_people(tx, added.clone()).await?;
    let after = changed.iter().map(|(_, after)| after.clone()).collect();
    storage::organization::save_people(tx, after).await?;
    crate::duty::note_posts(cx, tx, &added, &changed).await
}

fn unit_row(cx: &Cx, unit: GoodUnit, area_id: Uuid, stored: Option<&UnitRow>) -> UnitRow {
    UnitRow {
        street: cx.street().to_owned(),
        id: stored.map_or_else(|| cx.new_uuid(), |s| s.id),
        name: unit.name,
        credit_code: unit.credit_code,
        area_id,
        sector: unit.sector.code().into(),
        address: unit.address,
        headcount: unit.headcount,
        facts: unit.facts.codes(),
        closed_on: None,
        created_at: stored.map_or_else(|| cx.now(), |s| s.created_at),
        updated_at: cx.now(),
    }
}

fn person_row(cx: &Cx, person: GoodPerson, unit_id: Uuid, stored: Option<&PersonRow>) -> PersonRow {
    PersonRow {
        street: cx.street().to_owned(),
        id: stored.map_or_else(|| cx.new_uuid(), |s| s.id),
        unit_id,
        name: person.name,
        mobile: person.mobile,
        position: person.position.code().into(),
        employment: person.employment.code().into(),
        active: true,
        created_at: stored.map_or_else(|| cx.now(), |s| s.created_at),
        updated_at: cx.now(),
    }
}
