//! The scenario cards that come with the platform.

use crate::{Cx, Failure};
use domain::organization::Hazard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use storage::{Writer, drill::CardRow};

const SHIPPED: &str = include_str!("../../data/scenario-cards.toml");

/// A card as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardText {
    /// Its stable code, such as `FI-01`.
    pub code: String,
    /// The kind of hazard.
    pub hazard: Hazard,
    /// What happens, in a few words.
    pub title: String,
    /// What the team tells the people on site.
    pub situation: String,
    /// What is to be expected of them, in order.
    pub responses: Vec<String>,
}

/// The body of a stored card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioBody {
    /// What the team tells the people on site.
    pub situation: String,
    /// What is to be expected of them, in order.
    pub responses: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    card: Vec<CardText>,
}

/// The cards that come with the platform.
pub fn shipped_cards() -> Result<Vec<CardText>, Failure> {
    let file: File = toml::from_str(SHIPPED).map_err(|e| anyhow::anyhow!("the scenario cards: {e}"))?;
    Ok(file.card)
}

/// Adds the shipped cards that the street lacks.
pub(super) async fn complete_cards(cx: &Cx, tx: &Writer) -> Result<(), Failure> {
    let known: BTreeSet<String> =
        storage::drill::cards(tx, cx.street()).await?.into_iter().map(|card| card.code).collect();
    let mut rows = Vec::new();
    for card in shipped_cards()?.into_iter().filter(|card| !known.contains(&card.code)) {
        let body = ScenarioBody { situation: card.situation, responses: card.responses };
        rows.push(CardRow {
            street: cx.street().to_owned(),
            id: cx.new_uuid(),
            code: card.code,
            hazard: card.hazard.code().to_owned(),
            title: card.title,
            body: serde_json::to_string(&body)?,
        });
    }
    Ok(storage::drill::add_cards(tx, rows).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_hazard_has_two_cards_with_codes_of_their_own() {
        let cards = shipped_cards().unwrap();
        assert!(cards.len() >= 24);
        for hazard in Hazard::ALL {
            assert!(cards.iter().filter(|card| card.hazard == *hazard).count() >= 2, "{hazard:?}");
        }
        let codes: BTreeSet<_> = cards.iter().map(|card| &card.code).collect();
        assert_eq!(codes.len(), cards.len());
        assert!(cards.iter().all(|card| card.responses.len() >= 3 && !card.situation.is_empty()));
    }
}
