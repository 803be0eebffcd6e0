//! Opening a spot test: the roster is frozen and the seed bound before anybody is drawn.

use super::{Asked, count, purpose};
use crate::{Cx, Failure, exam};
use anyhow::anyhow;
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::{Blueprint, feasible},
    id::Id,
    organization::{Facts, Position, Sector},
    spot::{self, Length, MOST_WORKERS, Roster, WORKERS, commitment, sector_tags},
};
use std::collections::BTreeSet;
use storage::{Reader, organization::UnitRow, spot::TestRow};
use uuid::Uuid;

/// What the inspector chooses, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewSpot {
    /// The unit's identifier.
    pub unit: String,
    /// `10` or `5` items.
    pub items: String,
    /// How many workers, 1 to 10.
    pub wanted: String,
}

/// Opens a test; gives its identifier. Nobody is drawn yet.
///
/// # Errors
/// Refuses a closed unit, one with fewer workers in post than wanted, and banks too small for it.
pub async fn open_test(cx: &Cx, form: NewSpot) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::RunSpotTests)?.clone();
    let (unit, length, wanted) = understand(&form)?;
    let reader = cx.reader();
    let unit = storage::organization::unit(&reader, cx.street(), unit).await?.ok_or_else(Failure::missing)?;
    if unit.closed_on.is_some_and(|closed| closed <= cx.today()) {
        return Err(Refusal::UnitClosed.into());
    }
    let roster = workers(cx, &reader, unit.id).await?;
    match roster.people().len() {
        0 => return Err(Refusal::NoWorkers.into()),
        have if have < usize::from(wanted) => return Err(Refusal::FewWorkers { have: count(have) }.into()),
        _ => {}
    }
    let blueprint = length.blueprint();
    let asked = questions(cx, &reader, &unit, &blueprint).await?;
    let (id, seed) = (cx.new_uuid(), cx.random::<32>());
    let row = TestRow {
        street: cx.street().to_owned(),
        id,
        unit_id: unit.id,
        area_id: unit.area_id,
        sector: unit.sector,
        team_id: actor.team.map(Id::uuid),
        opened_by: actor.account.uuid(),
        opened_on: cx.today(),
        opened_at: cx.now(),
        wanted: wanted.into(),
        blueprint: serde_json::to_string(&blueprint)?,
        questions: serde_json::to_string(&asked)?,
        roster: serde_json::to_string(&roster)?,
        roster_hash: hex::encode(roster.hash()),
        commitment: hex::encode(commitment(&seed)),
        sealed_seed: cx.services().sealer.seal(&purpose(id), cx.random(), &seed).map_err(|e| anyhow!(e))?,
        drawn_at: None,
        draw_order: None,
        ended_at: None,
    };
    let event = Event::SpotOpened {
        commitment: row.commitment.clone(),
        roster_hash: row.roster_hash.clone(),
        people: count(roster.people().len()),
        wanted: wanted.into(),
        items: count(blueprint.items()),
    };
    let tx = cx.begin().await?;
    storage::spot::add(&tx, row).await?;
    cx.log(&tx, event, Subject::new("spot_test", id)).await?;
    tx.commit().await?;
    Ok(id)
}

fn understand(form: &NewSpot) -> Result<(Uuid, Length, u8), Failure> {
    let unit = form.unit.trim().parse().ok();
    let length = Length::from_code(form.items.trim());
    let wanted = form.wanted.trim().parse().ok().filter(|n| (1..=MOST_WORKERS).contains(n));
    if let (Some(unit), Some(length), Some(wanted)) = (unit, length, wanted) {
        return Ok((unit, length, wanted));
    }
    let range = FieldProblem::OutOfRange { least: 1, most: MOST_WORKERS.into() };
    let wrong = [
        (unit.is_none(), Field::Unit, FieldProblem::NothingChosen),
        (length.is_none(), Field::Items, FieldProblem::NothingChosen),
        (wanted.is_none(), Field::Wanted, range),
    ];
    let wrong = wrong.into_iter().filter(|(wrong, ..)| *wrong);
    Err(UiError::Form(wrong.map(|(_, field, problem)| FieldError { field, problem }).collect()).into())
}

/// The workers in post of a unit, as they stand now.
pub(super) async fn workers(cx: &Cx, reader: &Reader, unit: Uuid) -> Result<Roster, Failure> {
    let people = storage::organization::people_of_unit(reader, cx.street(), unit).await?;
    let meant = |code: &str| Position::from_code(code).is_some_and(|position| WORKERS.contains(&position));
    Ok(Roster::new(people.iter().filter(|person| meant(&person.position)).map(|person| Id::new(person.id))))
}

/// Chooses the newest version of each bank, and makes sure that a paper for the unit can be drawn.
async fn questions(
    cx: &Cx,
    reader: &Reader,
    unit: &UnitRow,
    blueprint: &Blueprint,
) -> Result<Asked, Failure> {
    let all = storage::bank::versions(reader, cx.street()).await?;
    let mut codes = BTreeSet::new();
    // By bank, the newest first.
    let newest = all.into_iter().filter(|version| codes.insert(version.code.clone()));
    let versions: Vec<Uuid> = newest.map(|version| version.id).collect();
    let tags = sector_tags(Sector::from_code(&unit.sector), &Facts::from_codes(&unit.facts));
    let mut questions = exam::of_versions(reader, cx.street(), &versions, cx.today()).await?.into_all();
    let (pool, _) = spot::select(&mut questions, &tags).map_err(|_| Refusal::QuestionsRepeated)?;
    if let Some(worst) = feasible(blueprint, &pool, 0).into_iter().max_by_key(|s| s.missing()) {
        let kind = blueprint.cells().get(worst.cell).map_or("", |cell| cell.kind.term()).to_owned();
        return Err(Refusal::SpotBankTooSmall { kind, missing: count(worst.missing()) }.into());
    }
    Ok(Asked { versions, tags: tags.into_iter().map(str::to_owned).collect() })
}
