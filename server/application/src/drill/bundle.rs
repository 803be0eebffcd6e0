//! A published draw as a file for everybody.

use super::{secret, year::Year};
use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    drill::bundle::{Arrival, DrawBundle, FORMAT},
};
use storage::drill::DrillRow;

/// Exports the proof of a published draw; refused before its links are out.
pub async fn export_draw_bundle(cx: &Cx, year: i32, day: u32) -> Result<DrawBundle, Failure> {
    cx.allow(Action::Audit)?;
    let reader = cx.reader();
    let opened = Year::open(cx, year).await?;
    let number = i32::try_from(day).map_err(|_| Failure::missing())?;
    let row = storage::drill::draw(&reader, cx.street(), year, number).await?.ok_or_else(Failure::missing)?;
    if row.published_at.is_none() {
        return Err(Refusal::LinksNotPublished.into());
    }
    let sealed = secret::open(cx, &row)?.ok_or(Refusal::NotDrawn)?;
    let drills = storage::drill::drills_of_day(&reader, cx.street(), year, number).await?;
    let mut arrivals = Vec::new();
    for drill in drills {
        arrivals.extend(arrival(&drill)?);
    }
    let bundle = DrawBundle {
        format: FORMAT,
        street: cx.street().to_owned(),
        year: year.to_string(),
        day,
        days: opened.policy.draw.days,
        date: row.date.to_string(),
        anchor_a: opened.row.anchor_a,
        anchor_b: opened.row.anchor_b,
        link_a: row.link_a,
        link_b: row.link_b,
        beacon: sealed.beacon,
        inputs: serde_json::from_str(&row.inputs)?,
        inputs_hash: row.inputs_hash,
        result: sealed.draw,
        arrivals,
    };
    let tx = cx.begin().await?;
    let subject = Subject::new("draw", format!("{year}-{day}"));
    cx.log(&tx, Event::BundleExported { kind: "draw".into() }, subject).await?;
    tx.commit().await?;
    Ok(bundle)
}

/// What was drawn on arrival; nothing of a drill that was broken off on the way.
fn arrival(drill: &DrillRow) -> Result<Option<Arrival>, Failure> {
    let drawn = drill.scenario_id.zip(drill.place_id);
    let lists = drill.scenarios.as_deref().zip(drill.places.as_deref());
    let (Some((scenario, place)), Some((scenarios, places))) = (drawn, lists) else { return Ok(None) };
    Ok(Some(Arrival {
        unit: drill.unit_id.to_string(),
        scenarios: serde_json::from_str(scenarios)?,
        places: serde_json::from_str(places)?,
        scenario: scenario.to_string(),
        place: place.to_string(),
    }))
}
