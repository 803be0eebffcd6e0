//! The second reveal: the team is there, and scenario and place are drawn.

use super::{
    convert::{apply, refused, stage},
    mark::own_drill,
    release::own_team,
    secret,
    year::Year,
};
use crate::{Cx, Failure};
use domain::{
    audit::{Event, Subject},
    drill::{
        chain::DayKey,
        stage::{OnArrival, draw_on_arrival},
    },
    id::{Id, RiskPoint, ScenarioCard, Unit},
};
use std::collections::BTreeSet;
use storage::drill::{CardRow, DrillRow, RiskPointRow};
use uuid::Uuid;

/// Notes that the team is at the unit, and draws the place of its current risk points and a scenario card
/// of the same kind of hazard. The lists are kept, so that everybody can draw again.
pub async fn arrive(cx: &Cx, drill: Uuid) -> Result<(), Failure> {
    let team = own_team(cx)?;
    // What is drawn from is read before the transaction; nothing in it can move what was drawn.
    let seen = storage::drill::drill(&cx.reader(), cx.street(), drill).await?.ok_or_else(Failure::missing)?;
    if seen.team_id != Some(team.uuid()) {
        return Err(Failure::missing());
    }
    let key = key(cx, &seen).await?;
    let places = storage::drill::risk_points(&cx.reader(), cx.street(), seen.unit_id).await?;
    let cards = storage::drill::cards(&cx.reader(), cx.street()).await?;
    let on_arrival = draw_fitting(&key, Id::new(seen.unit_id), &cards, &places)?;
    let published = on_arrival.published();
    let tx = cx.begin().await?;
    let (mut row, steps) = own_drill(cx, &tx, team, drill).await?;
    let arrived = stage(&row, &steps)?.arrive(team, cx.now(), &on_arrival).map_err(refused)?;
    apply(&mut row, &arrived);
    row.scenarios = Some(serde_json::to_string(&published.scenarios)?);
    row.places = Some(serde_json::to_string(&published.places)?);
    storage::drill::save_drill(&tx, row).await?;
    let event = Event::DrillArrived { scenario: published.scenario, place: published.place };
    cx.log(&tx, event, Subject::new("drill", drill)).await?;
    Ok(tx.commit().await?)
}

async fn key(cx: &Cx, drill: &DrillRow) -> Result<DayKey, Failure> {
    let day = drill.draw_day.ok_or_else(Failure::missing)?;
    let year = Year::open(cx, drill.year).await?;
    let draw = storage::drill::draw(&cx.reader(), cx.street(), drill.year, day)
        .await?
        .ok_or_else(Failure::missing)?;
    let sealed = secret::open(cx, &draw)?.ok_or_else(|| anyhow::anyhow!("a drill without a draw"))?;
    let number = u32::try_from(day).map_err(anyhow::Error::from)?;
    Ok(secret::of_day(cx, &year.row, year.policy.draw.days, number, &sealed.beacon)?.key)
}

/// The place first, of all of the unit's; then the card, of those that fit the place.
fn draw_fitting(
    key: &DayKey,
    unit: Id<Unit>,
    cards: &[CardRow],
    places: &[RiskPointRow],
) -> Result<OnArrival, Failure> {
    let kinds: BTreeSet<&str> = places.iter().map(|place| place.hazard.as_str()).collect();
    let ids = |fits: &dyn Fn(&str) -> bool| -> Vec<Id<ScenarioCard>> {
        cards.iter().filter(|card| fits(&card.hazard)).map(|card| Id::new(card.id)).collect()
    };
    let place_ids: Vec<Id<RiskPoint>> = places.iter().map(|place| Id::new(place.id)).collect();
    if place_ids.is_empty() {
        return Err(contract::Refusal::NoRiskPoint.into());
    }
    let any =
        draw_on_arrival(key, unit, &ids(&|hazard| kinds.contains(hazard)), &place_ids).map_err(refused)?;
    let hazard = places.iter().find(|place| place.id == any.place.uuid()).map(|place| place.hazard.as_str());
    // The place depends on nothing but its own list, so the second draw gives the same one.
    let fitting = ids(&|kind| Some(kind) == hazard);
    draw_on_arrival(key, unit, &fitting, &place_ids).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(n: u128, hazard: &str) -> CardRow {
        CardRow {
            street: "370112104".into(),
            id: Uuid::from_u128(n),
            code: n.to_string(),
            hazard: hazard.into(),
            title: String::new(),
            body: String::new(),
        }
    }

    fn place(n: u128, hazard: &str) -> RiskPointRow {
        storage::drill::plain_risk_point("370112104", Uuid::from_u128(n), Uuid::from_u128(9), "", hazard)
    }

    #[test]
    fn the_card_always_fits_the_place() {
        let cards = [card(1, "fire"), card(2, "fire"), card(3, "gas"), card(4, "dust")];
        let places = [place(11, "fire"), place(12, "gas"), place(13, "gas")];
        let mut seen = BTreeSet::new();
        for n in 0..50_u128 {
            let drawn =
                draw_fitting(&DayKey::new([7; 32]), Id::new(Uuid::from_u128(n)), &cards, &places).unwrap();
            let place = places.iter().find(|p| p.id == drawn.place.uuid()).unwrap();
            let card = cards.iter().find(|c| c.id == drawn.scenario.uuid()).unwrap();
            assert_eq!(card.hazard, place.hazard);
            seen.insert(place.id);
        }
        assert_eq!(seen.len(), 3);
    }

    #[test]
    fn without_a_fitting_card_or_a_place_nothing_is_drawn() {
        let key = DayKey::new([7; 32]);
        let unit = Id::new(Uuid::from_u128(1));
        let told = |result: Result<OnArrival, Failure>| result.unwrap_err().told().cloned();
        let refusal = |refusal| Some(contract::UiError::Refused(refusal));
        let none = draw_fitting(&key, unit, &[card(1, "gas")], &[place(2, "fire")]);
        assert_eq!(told(none), refusal(contract::Refusal::NoScenario));
        let none = draw_fitting(&key, unit, &[card(1, "gas")], &[]);
        assert_eq!(told(none), refusal(contract::Refusal::NoRiskPoint));
    }
}
