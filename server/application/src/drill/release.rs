//! Telling a team its units: the first of the three reveals.

use super::{
    convert::{refused, release_at},
    secret,
    year::{Year, slot_at},
};
use crate::{Cx, Failure};
use chrono::{DateTime, Datelike, Utc};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    drill::stage::{Stage, StageName},
    id::{Id, Team},
    organization::vocabulary_role::Role,
};
use std::collections::BTreeSet;
use storage::drill::{DrawRow, DrillRow};
use uuid::Uuid;

/// What today holds for one team. Never leaves this crate.
pub(super) struct Waiting {
    pub year: Year,
    pub draw: DrawRow,
    /// Unit, slot and its begin, of drills that were not dispatched; the earliest first.
    pub targets: Vec<(Uuid, String, DateTime<Utc>)>,
}

/// The asker's team; refuses everybody who is in none.
pub(super) fn own_team(cx: &Cx) -> Result<Id<Team>, Failure> {
    let actor = cx.actor()?;
    let team = actor.team.filter(|_| actor.role == Role::Team).ok_or(contract::UiError::Denied)?;
    cx.allow(Action::RecordDrill(team))?;
    Ok(team)
}

/// Reads what still waits for a team today; `None` where today is not drawn.
pub(super) async fn waiting(cx: &Cx, team: Id<Team>) -> Result<Option<Waiting>, Failure> {
    let (reader, today) = (cx.reader(), cx.today());
    let Some(year) = Year::find(cx, today.year()).await? else { return Ok(None) };
    let Some(day) = year.number(today).and_then(|day| i32::try_from(day).ok()) else { return Ok(None) };
    let Some(draw) = storage::drill::draw(&reader, cx.street(), today.year(), day).await? else {
        return Ok(None);
    };
    let Some(sealed) = secret::open(cx, &draw)? else { return Ok(None) };
    let sent: BTreeSet<Uuid> = storage::drill::drills_of_day(&reader, cx.street(), draw.year, day)
        .await?
        .into_iter()
        .map(|drill| drill.unit_id)
        .collect();
    let team = team.to_string();
    let mut targets = Vec::new();
    for drawn in sealed.draw.pools.into_iter().flat_map(|pool| pool.drawn).filter(|drawn| drawn.team == team)
    {
        let unit: Uuid = drawn.unit.parse().map_err(anyhow::Error::from)?;
        if !sent.contains(&unit) {
            let at = slot_at(today, &drawn.slot)?;
            targets.push((unit, drawn.slot, at));
        }
    }
    targets.sort_by_key(|target| target.2);
    Ok(Some(Waiting { year, draw, targets }))
}

/// Tells the asker's team the units whose time has come: from half an hour before their slot. Only now do
/// they stand in a row. Gives the drills.
pub async fn release_for_team(cx: &Cx) -> Result<Vec<Uuid>, Failure> {
    let team = own_team(cx)?;
    let Waiting { year, draw, targets } = waiting(cx, team).await?.ok_or(Refusal::NotDrawn)?;
    if draw.published_at.is_some() {
        return Err(Refusal::LinksOut.into());
    }
    let lead = chrono::TimeDelta::minutes(year.policy.lead_minutes);
    let next = targets.first().ok_or(Refusal::NothingToRelease)?.2;
    let mut due = Vec::new();
    for (unit, slot, at) in targets {
        if release_at(at, &year) <= cx.now() {
            let stage = Stage::drawn(team, at).dispatch(team, cx.now(), lead).map_err(refused)?;
            due.push((unit, slot, stage));
        }
    }
    if due.is_empty() {
        let at = domain::calendar::local(release_at(next, &year)).format("%H:%M").to_string();
        return Err(Refusal::NotReleased { at }.into());
    }
    let units =
        storage::organization::units_by_ids(&cx.reader(), cx.street(), due.iter().map(|d| d.0)).await?;
    let mut rows = Vec::new();
    for (unit_id, slot, stage) in due {
        let unit = units.iter().find(|unit| unit.id == unit_id);
        let unit = unit.ok_or_else(|| anyhow::anyhow!("a drawn unit is not there any more"))?;
        rows.push(dispatched(cx, &draw, unit.id, unit.area_id, slot, &stage));
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let tx = cx.begin().await?;
    if storage::drill::published_for_update(&tx, cx.street(), draw.year, draw.day).await? {
        return Err(Refusal::LinksOut.into());
    }
    // Somebody else of the team may be quicker: then the unique key refuses, and the page shows the drills.
    storage::drill::add_drills(&tx, rows).await?;
    let day = u32::try_from(draw.day).map_err(anyhow::Error::from)?;
    let subject = Subject::new("draw", format!("{}-{day}", draw.year));
    cx.log(&tx, Event::SealedTargetViewed { year: draw.year, day }, subject).await?;
    for id in &ids {
        cx.log(&tx, Event::DrillDispatched, Subject::new("drill", id)).await?;
    }
    tx.commit().await?;
    Ok(ids)
}

fn dispatched(cx: &Cx, draw: &DrawRow, unit: Uuid, area: Uuid, slot: String, stage: &Stage) -> DrillRow {
    let record = stage.snapshot();
    DrillRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        year: draw.year,
        held_on: draw.date,
        unit_id: unit,
        area_id: area,
        kind: "on_site".into(),
        organiser: "street".into(),
        four_no: false,
        declared: false,
        notice_exception: None,
        draw_day: Some(draw.day),
        team_id: Some(record.team.uuid()),
        slot: Some(slot),
        stage: StageName::Dispatched.code().into(),
        dispatched_at: record.dispatched_at,
        arrived_at: None,
        started_at: None,
        finished_at: None,
        scenario_id: None,
        place_id: None,
        scenarios: None,
        places: None,
        abort_reason: None,
        remarks: None,
        rating: None,
    }
}
