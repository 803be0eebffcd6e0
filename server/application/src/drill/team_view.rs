//! What a team sees.

use super::{
    card::ScenarioBody,
    convert::release_at,
    release::{Waiting, own_team, waiting},
};
use crate::{Cx, Failure};
use contract::drill::{Reached, ScenarioView, TeamDrill, TeamLine, TeamToday};
use std::collections::BTreeMap;
use storage::{drill::DrillRow, organization::UnitRow};
use uuid::Uuid;

/// Today of the asker's team: its released drills, and when the next one can be taken over.
pub async fn team_today(cx: &Cx) -> Result<TeamToday, Failure> {
    let team = own_team(cx)?;
    let reader = cx.reader();
    let drills = storage::drill::drills_of_team(&reader, cx.street(), team.uuid(), cx.today()).await?;
    let units =
        storage::organization::units_by_ids(&reader, cx.street(), drills.iter().map(|d| d.unit_id)).await?;
    let units: BTreeMap<Uuid, UnitRow> = units.into_iter().map(|unit| (unit.id, unit)).collect();
    let waiting = waiting(cx, team).await?;
    let drawn = waiting.is_some();
    let next = waiting.and_then(|Waiting { year, draw, targets }| {
        let open = draw.published_at.is_none();
        targets.first().filter(|_| open).map(|target| release_at(target.2, &year))
    });
    Ok(TeamToday {
        date: cx.today(),
        drawn,
        drills: drills.into_iter().map(|drill| line(drill, &units)).collect(),
        ready: next.is_some_and(|at| at <= cx.now()),
        next_at: next.map(|at| domain::calendar::local(at).format("%H:%M").to_string()),
    })
}

fn line(drill: DrillRow, units: &BTreeMap<Uuid, UnitRow>) -> TeamLine {
    let unit = units.get(&drill.unit_id);
    TeamLine {
        id: drill.id,
        unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        address: unit.map(|unit| unit.address.clone()).unwrap_or_default(),
        slot: drill.slot.unwrap_or_default(),
        stage: drill.stage,
    }
}

/// A drill of the asker's team.
pub async fn team_drill(cx: &Cx, id: Uuid) -> Result<TeamDrill, Failure> {
    let team = own_team(cx)?;
    let (reader, street) = (cx.reader(), cx.street());
    let row = storage::drill::drill(&reader, street, id).await?;
    let row = row.filter(|row| row.team_id == Some(team.uuid()) && row.draw_day.is_some());
    let row = row.ok_or_else(Failure::missing)?;
    let unit =
        storage::organization::unit(&reader, street, row.unit_id).await?.ok_or_else(Failure::missing)?;
    let areas = storage::organization::areas(&reader, street).await?;
    let teams = storage::organization::teams(&reader, street).await?;
    let place = match row.place_id {
        Some(place) => storage::drill::risk_point(&reader, street, place).await?.map(|place| place.name),
        None => None,
    };
    let steps = storage::drill::steps(&reader, street, id).await?;
    Ok(TeamDrill {
        id,
        unit: unit.name,
        address: unit.address,
        area: areas.into_iter().find(|area| area.id == row.area_id).map(|area| area.name).unwrap_or_default(),
        team: teams.into_iter().find(|t| t.id == team.uuid()).map(|t| t.name).unwrap_or_default(),
        held_on: row.held_on,
        slot: row.slot.clone().unwrap_or_default(),
        arrived_at: row.arrived_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        scenario: scenario(cx, row.scenario_id).await?,
        place,
        reached: steps.into_iter().map(|s| Reached { mark: s.mark, at: s.at, note: s.note }).collect(),
        client_key: cx.new_uuid().to_string(),
        rating: row.rating.as_deref().map(serde_json::from_str).transpose()?,
        remarks: row.remarks,
        abort_reason: row.abort_reason,
        four_no: (row.stage == "finished").then_some(row.four_no),
        stage: row.stage,
    })
}

async fn scenario(cx: &Cx, id: Option<Uuid>) -> Result<Option<ScenarioView>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let Some(card) = storage::drill::card(&cx.reader(), cx.street(), id).await? else { return Ok(None) };
    let body: ScenarioBody = serde_json::from_str(&card.body)?;
    Ok(Some(ScenarioView { title: card.title, situation: body.situation, responses: body.responses }))
}
