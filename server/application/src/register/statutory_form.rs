//! Entering, confirming and taking out statutory certificates; noting posts of special work.

use super::{Ground, cells, enters};
use crate::{Cx, Failure};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    register::{EntryState, Misfit, StatutoryKind, WorkCategory, checked},
};
use serde::Deserialize;
use storage::{
    Failed,
    register::{SpecialPostRow, StatutoryRow},
};
use uuid::Uuid;

/// What the form of a certificate holds, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub struct StatutoryForm {
    pub person: Uuid,
    pub kind: String,
    pub category: String,
    pub number: String,
    pub issuer: String,
    pub issued_on: String,
    pub valid_until: String,
    pub review_by: String,
}

/// A post to be noted as special work, or no more.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub struct PostForm {
    pub worker: Uuid,
    #[serde(default)]
    pub work: String,
    #[serde(default)]
    pub off: bool,
}

/// Enters a certificate. The office's counts at once; that of a unit waits for the office. Gives its identifier and
/// the unit.
///
/// # Errors
/// What no certificate says; a number that is registered already, for the same person or for another.
pub async fn enter_statutory(cx: &Cx, form: StatutoryForm) -> Result<(Uuid, Uuid), Failure> {
    let reader = cx.reader();
    let person = storage::organization::person(&reader, cx.street(), form.person).await?;
    let state = match &person {
        Some(person) => enters(cx, person.unit_id).await?,
        // Nobody is told who exists.
        None => enters(cx, Uuid::nil()).await?,
    };
    let person = person.ok_or_else(Failure::missing)?;
    let mut row = read(cx, &form, person.id)?;
    let by = cx.actor()?.account.uuid();
    row.state = state.code().into();
    if state == EntryState::Active {
        row.confirmed_at = Some(cx.now());
        row.confirmed_by = Some(by);
    }
    let (id, kind) = (row.id, row.kind.clone());
    let wanted = (row.kind.clone(), row.category.clone(), row.number.clone());
    let tx = cx.begin().await?;
    match storage::register::add_statutory(&tx, vec![row]).await {
        Err(Failed::AlreadyThere) => {
            drop(tx);
            return Err(taken(cx, wanted, person.id).await?);
        }
        other => other?,
    }
    let event = Event::StatutoryEntered { kind, proposed: state == EntryState::Proposed };
    cx.log(&tx, event, Subject::new("statutory", id)).await?;
    tx.commit().await?;
    Ok((id, person.unit_id))
}

/// Why a number cannot be registered again.
async fn taken(cx: &Cx, wanted: (String, Option<String>, String), person: Uuid) -> Result<Failure, Failure> {
    let reader = cx.reader();
    let all = storage::register::all_statutory(&reader, cx.street()).await?;
    let holder = all
        .into_iter()
        .find(|row| (&row.kind, &row.category, &row.number) == (&wanted.0, &wanted.1, &wanted.2));
    let Some(holder) = holder.map(|row| row.person_id).filter(|holder| *holder != person) else {
        return Ok(Refusal::AlreadyThere.into());
    };
    // The name is told to the office alone: a unit does not learn of other units' people.
    let name = match cx.allow(Action::ManageRegisters) {
        Ok(_) => Ground::load(&reader, cx.street()).await?.people.get(&holder).map(|p| p.name.clone()),
        Err(_) => None,
    };
    Ok(Refusal::NumberTaken { holder: name.unwrap_or_default() }.into())
}

fn read(cx: &Cx, form: &StatutoryForm, person: Uuid) -> Result<StatutoryRow, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let kind = StatutoryKind::from_code(&form.kind);
    if kind.is_none() {
        wrong(Field::Kind, FieldProblem::NothingChosen);
    }
    // The field stands in the form for all kinds; it means something for one.
    let category =
        WorkCategory::from_code(&form.category).filter(|_| kind == Some(StatutoryKind::SpecialWork));
    let number = cells::number(&form.number);
    let issuer = form.issuer.trim().to_owned();
    for (field, text, most) in [(Field::Number, &number, 40_u16), (Field::Issuer, &issuer, 60)] {
        match text.chars().count() {
            0 => wrong(field, FieldProblem::Empty),
            1 => wrong(field, FieldProblem::TooShort { least: 2 }),
            count if count > usize::from(most) => wrong(field, FieldProblem::TooLong { most }),
            _ => {}
        }
    }
    let mut day = |field, text: &str, needed: bool| {
        let found = cells::day(text);
        if found.is_none() && (needed || !text.trim().is_empty()) {
            wrong(field, FieldProblem::NotADay);
        }
        found
    };
    let issued_on = day(Field::IssuedOn, &form.issued_on, true);
    let valid_until = day(Field::ValidUntil, &form.valid_until, true);
    let review_by = day(Field::ReviewBy, &form.review_by, false);
    if let (Some(kind), Some(issued_on), Some(valid_until)) = (kind, issued_on, valid_until)
        && let Err(misfit) = checked(kind, category, issued_on, valid_until, review_by, cx.today())
    {
        let (field, problem) = match misfit {
            Misfit::CategoryMissing | Misfit::CategoryUnwanted => {
                (Field::Category, FieldProblem::NothingChosen)
            }
            Misfit::IssuedLater => (Field::IssuedOn, FieldProblem::DateMisfit),
            Misfit::Validity => (Field::ValidUntil, FieldProblem::DateMisfit),
            Misfit::Review => (Field::ReviewBy, FieldProblem::DateMisfit),
        };
        errors.push(FieldError { field, problem });
    }
    match (kind, issued_on, valid_until) {
        (Some(kind), Some(issued_on), Some(valid_until)) if errors.is_empty() => Ok(StatutoryRow {
            street: cx.street().to_owned(),
            id: cx.new_uuid(),
            person_id: person,
            kind: kind.code().into(),
            category: category.map(|c| c.code().to_owned()),
            number,
            issuer,
            issued_on,
            valid_until,
            review_by,
            state: EntryState::Proposed.code().into(),
            entered_at: cx.now(),
            entered_by: cx.actor()?.account.uuid(),
            confirmed_at: None,
            confirmed_by: None,
            removed_at: None,
            removed_by: None,
            remove_reason: None,
        }),
        _ => Err(Failure::Told(UiError::Form(errors))),
    }
}

/// Confirms what a unit entered. Once is enough.
pub async fn confirm_statutory(cx: &Cx, id: Uuid) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageRegisters)?.account.uuid();
    let tx = cx.begin().await?;
    let mut row = storage::register::statutory(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let person = row.person_id;
    if row.state == EntryState::Removed.code() {
        return Err(Refusal::EntryRemoved.into());
    }
    if row.state == EntryState::Proposed.code() {
        row.state = EntryState::Active.code().into();
        row.confirmed_at = Some(cx.now());
        row.confirmed_by = Some(by);
        storage::register::save_statutory(&tx, row).await?;
        cx.log(&tx, Event::StatutoryConfirmed, Subject::new("statutory", id)).await?;
    }
    tx.commit().await?;
    unit_of(cx, person).await
}

/// Takes a certificate out of the register, with a reason; a unit only what waits for its confirmation.
pub async fn remove_statutory(cx: &Cx, id: Uuid, reason: &str) -> Result<Uuid, Failure> {
    let row = storage::register::statutory(&cx.reader(), cx.street(), id).await?;
    let unit = match &row {
        Some(row) => unit_of(cx, row.person_id).await?,
        None => Uuid::nil(),
    };
    let hand = enters(cx, unit).await?;
    let reason = super::place_form::reason(reason)?;
    let tx = cx.begin().await?;
    let mut row = storage::register::statutory(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if hand != EntryState::Active && row.state == EntryState::Active.code() {
        return Err(Failure::missing());
    }
    if row.state != EntryState::Removed.code() {
        row.state = EntryState::Removed.code().into();
        row.removed_at = Some(cx.now());
        row.removed_by = Some(cx.actor()?.account.uuid());
        row.remove_reason = Some(reason);
        storage::register::save_statutory(&tx, row).await?;
        cx.log(&tx, Event::StatutoryRemoved, Subject::new("statutory", id)).await?;
    }
    tx.commit().await?;
    Ok(unit)
}

/// Notes that somebody's post is special work, or no more; who has no licence for it is listed from then on.
pub async fn note_post(cx: &Cx, form: PostForm) -> Result<Uuid, Failure> {
    let person = storage::organization::person(&cx.reader(), cx.street(), form.worker).await?;
    enters(cx, person.as_ref().map_or(Uuid::nil(), |p| p.unit_id)).await?;
    let person = person.ok_or_else(Failure::missing)?;
    let category = WorkCategory::from_code(&form.work)
        .ok_or_else(|| Failure::field(Field::Work, FieldProblem::NothingChosen))?;
    let tx = cx.begin().await?;
    let known = storage::register::posts(&tx, cx.street()).await?;
    let noted = known.iter().any(|p| p.person_id == person.id && p.category == category.code());
    if noted == form.off {
        if form.off {
            storage::register::remove_post(&tx, cx.street(), person.id, category.code()).await?;
        } else {
            let row = SpecialPostRow {
                street: cx.street().to_owned(),
                person_id: person.id,
                category: category.code().into(),
                noted_at: cx.now(),
                noted_by: cx.actor()?.account.uuid(),
            };
            storage::register::add_post(&tx, row).await?;
        }
        let event = Event::SpecialPostNoted { category: category.code().into(), noted: !form.off };
        cx.log(&tx, event, Subject::new("person", person.id)).await?;
    }
    tx.commit().await?;
    Ok(person.unit_id)
}

async fn unit_of(cx: &Cx, person: Uuid) -> Result<Uuid, Failure> {
    let person = storage::organization::person(&cx.reader(), cx.street(), person).await?;
    Ok(person.map_or(Uuid::nil(), |p| p.unit_id))
}
