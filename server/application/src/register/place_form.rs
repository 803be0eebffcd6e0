//! Entering, confirming and taking out places; setting a unit's facts to what the register says.

use super::{cells, enters};
use crate::{Cx, Failure};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    organization::{Fact, Facts, Hazard},
    register::{EntryState, PlaceKind},
};
use serde::Deserialize;
use storage::register::PlaceRow;
use uuid::Uuid;

/// What the form of a place holds, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub struct PlaceForm {
    pub unit: Uuid,
    pub place_kind: String,
    pub hazard: String,
    pub name: String,
    pub location: String,
    pub medium: String,
    pub risk: String,
    pub amount: String,
    pub guardian: String,
    pub checked_on: String,
}

/// What is to be taken out, and why.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub struct RemoveForm {
    pub id: Uuid,
    #[serde(default)]
    pub reason: String,
}

/// The fact of a unit that is to follow the register.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub struct TakeOverForm {
    pub unit: Uuid,
    #[serde(default)]
    pub fact: String,
}

/// Reads a reason of 2 to 200 characters.
pub(super) fn reason(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => Ok(text.to_owned()),
        _ => Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
}

/// Enters a place. The office's counts at once; that of a unit waits for the office, and no drill begins there
/// before.
///
/// # Errors
/// Wrong fields; a place of the same kind and name in the same unit.
pub async fn enter_place(cx: &Cx, form: PlaceForm) -> Result<Uuid, Failure> {
    let state = enters(cx, form.unit).await?;
    let row = read(cx, &form, state)?;
    let tx = cx.begin().await?;
    storage::organization::unit(&tx, cx.street(), form.unit).await?.ok_or_else(Failure::missing)?;
    let known = storage::register::places_of_unit(&tx, cx.street(), form.unit).await?;
    if known.iter().any(|place| place.kind == row.kind && place.name == row.name) {
        return Err(Refusal::AlreadyThere.into());
    }
    let (id, kind) = (row.id, row.kind.clone());
    storage::register::add_places(&tx, vec![row]).await?;
    let event = Event::PlaceEntered { kind, proposed: state == EntryState::Proposed };
    cx.log(&tx, event, Subject::new("place", id)).await?;
    tx.commit().await?;
    Ok(id)
}

fn read(cx: &Cx, form: &PlaceForm, state: EntryState) -> Result<PlaceRow, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let kind = PlaceKind::from_code(&form.place_kind);
    if kind.is_none() {
        wrong(Field::PlaceKind, FieldProblem::NothingChosen);
    }
    let hazard = kind.and_then(|kind| kind.hazard().or_else(|| Hazard::from_code(&form.hazard)));
    if kind.is_some() && hazard.is_none() {
        wrong(Field::Hazard, FieldProblem::NothingChosen);
    }
    let name = form.name.trim().to_owned();
    match name.chars().count() {
        0 => wrong(Field::Name, FieldProblem::Empty),
        1 => wrong(Field::Name, FieldProblem::TooShort { least: 2 }),
        61.. => wrong(Field::Name, FieldProblem::TooLong { most: 60 }),
        _ => {}
    }
    let mut text = |field, text: &str, most: u16| {
        if text.trim().chars().count() > usize::from(most) {
            wrong(field, FieldProblem::TooLong { most });
        }
        text.trim().to_owned()
    };
    let location = text(Field::Location, &form.location, 100);
    let medium = text(Field::Medium, &form.medium, 60);
    let risk = text(Field::Risk, &form.risk, 100);
    let guardian = text(Field::Guardian, &form.guardian, 30);
    let amount = match form.amount.trim() {
        "" => Some(1),
        typed => typed.parse().ok().filter(|amount| (1..=999).contains(amount)),
    };
    if amount.is_none() {
        wrong(Field::Amount, FieldProblem::OutOfRange { least: 1, most: 999 });
    }
    let checked_on = cells::day(&form.checked_on);
    match checked_on {
        None if !form.checked_on.trim().is_empty() => wrong(Field::CheckedOn, FieldProblem::NotADay),
        Some(day) if day > cx.today() => wrong(Field::CheckedOn, FieldProblem::DateMisfit),
        _ => {}
    }
    match (kind, hazard, amount) {
        (Some(kind), Some(hazard), Some(amount)) if errors.is_empty() => Ok(PlaceRow {
            kind: kind.code().into(),
            location,
            medium,
            risk,
            guardian,
            amount,
            checked_on,
            state: state.code().into(),
            changed_at: Some(cx.now()),
            changed_by: Some(cx.actor()?.account.uuid()),
            ..storage::drill::plain_risk_point(cx.street(), cx.new_uuid(), form.unit, &name, hazard.code())
        }),
        _ => Err(Failure::Told(UiError::Form(errors))),
    }
}

/// Confirms what a unit entered. Once is enough. Gives the unit.
pub async fn confirm_place(cx: &Cx, id: Uuid) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageRegisters)?.account.uuid();
    let tx = cx.begin().await?;
    let row = storage::register::place(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let unit = row.unit_id;
    if row.state == EntryState::Removed.code() {
        return Err(Refusal::EntryRemoved.into());
    }
    if row.state == EntryState::Proposed.code() {
        let state = EntryState::Active.code().into();
        let row = PlaceRow { state, changed_at: Some(cx.now()), changed_by: Some(by), ..row };
        storage::register::save_place(&tx, row).await?;
        cx.log(&tx, Event::PlaceConfirmed, Subject::new("place", id)).await?;
    }
    tx.commit().await?;
    Ok(unit)
}

/// Takes a place out of the register, with a reason: no drill begins there any more. A unit takes out only what
/// waits for its confirmation. Gives the unit.
pub async fn remove_place(cx: &Cx, id: Uuid, why: &str) -> Result<Uuid, Failure> {
    let row = storage::register::place(&cx.reader(), cx.street(), id).await?;
    let hand = enters(cx, row.as_ref().map_or(Uuid::nil(), |row| row.unit_id)).await?;
    let why = reason(why)?;
    let by = cx.actor()?.account.uuid();
    let tx = cx.begin().await?;
    let row = storage::register::place(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let unit = row.unit_id;
    if hand != EntryState::Active && row.state == EntryState::Active.code() {
        return Err(Failure::missing());
    }
    if row.state != EntryState::Removed.code() {
        let row = PlaceRow {
            state: EntryState::Removed.code().into(),
            remove_reason: Some(why),
            changed_at: Some(cx.now()),
            changed_by: Some(by),
            ..row
        };
        storage::register::save_place(&tx, row).await?;
        cx.log(&tx, Event::PlaceRemoved, Subject::new("place", id)).await?;
    }
    tx.commit().await?;
    Ok(unit)
}

/// Sets a fact of a unit to what the register says: it holds where there is a place that makes it, else not.
///
/// # Errors
/// A fact that no register keeps.
pub async fn take_over(cx: &Cx, form: TakeOverForm) -> Result<(), Failure> {
    cx.allow(Action::ManageRegisters)?;
    let fact = Fact::from_code(&form.fact);
    let kind = PlaceKind::SUPERVISED.into_iter().find(|kind| domain::register::fact_of(*kind) == fact);
    let (Some(fact), Some(kind)) = (fact, kind) else { return Err(Failure::missing()) };
    let tx = cx.begin().await?;
    let unit =
        storage::organization::unit(&tx, cx.street(), form.unit).await?.ok_or_else(Failure::missing)?;
    let places = storage::register::places_of_unit(&tx, cx.street(), unit.id).await?;
    let holds = places.iter().any(|p| p.kind == kind.code() && p.state == EntryState::Active.code());
    let mut facts = Facts::from_codes(&unit.facts);
    let changed = if holds { facts.0.insert(fact) } else { facts.0.remove(&fact) };
    if changed {
        let subject = Subject::new("unit", unit.id);
        let row = storage::organization::UnitRow { facts: facts.codes(), updated_at: cx.now(), ..unit };
        storage::organization::save_unit(&tx, row).await?;
        cx.log(&tx, Event::FactTakenOver { fact: fact.code().into(), holds }, subject).await?;
    }
    Ok(tx.commit().await?)
}
