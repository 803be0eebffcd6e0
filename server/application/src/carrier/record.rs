//! Entering what a unit did, and striking a mistake.

use crate::{Cx, Failure, training::understood};
use chrono::NaiveDate;
use contract::{
    Field, FieldError, FieldProblem, Pager, UiError,
    carrier::{CarrierEntry, CarrierLine},
};
use domain::{
    actor::{Action, Denied, may},
    audit::{Event, Subject},
    carrier::{Carrier, MOST, Standard, may_enter, standards},
    organization::{Position, Sector},
};
use storage::{Failed, carrier::CarrierRow, organization::UnitRow};
use uuid::Uuid;

/// Rows of a page.
const SIZE: u64 = 20;

/// An entry, as filled in. What is empty is taken as the page proposes it.
#[derive(Clone, Debug, Default)]
pub struct CarrierForm {
    /// The entry's key.
    pub key: Option<Uuid>,
    /// The unit; the own one where it is left out.
    pub unit: Option<Uuid>,
    /// The code of the carrier.
    pub carrier: String,
    /// The day; today where it is empty.
    pub date: String,
    /// How many people.
    pub headcount: String,
    /// The code of the standard; the usual one of the sector where it is empty.
    pub standard: String,
    /// What else is to be said.
    pub remark: String,
}

/// Shows the entry of the asker's own unit, to who leads it.
pub async fn my_carriers(cx: &Cx, page: u64) -> Result<CarrierEntry, Failure> {
    let unit = own_unit(cx).await?;
    entry(cx, unit, page, false).await
}

/// Shows the entry of a unit to the office.
pub async fn carrier_entry(cx: &Cx, unit: Uuid, page: u64) -> Result<CarrierEntry, Failure> {
    cx.allow(Action::ManageOrganization)?;
    let row = storage::organization::unit(&cx.reader(), cx.street(), unit).await?;
    entry(cx, row.ok_or_else(Failure::missing)?, page, true).await
}

/// Records what a unit did: by the office, or by who leads the unit. Sent twice, it stands once. Gives the unit.
pub async fn record_carrier(cx: &Cx, form: CarrierForm) -> Result<Uuid, Failure> {
    let actor = cx.actor()?.clone();
    let by_office = may(&actor, Action::ManageOrganization).is_ok();
    let unit = if by_office {
        let id = form.unit.ok_or_else(Failure::missing)?;
        let row = storage::organization::unit(&cx.reader(), cx.street(), id).await?;
        row.ok_or_else(Failure::missing)?
    } else {
        own_unit(cx).await?
    };
    let id = form.key.ok_or(UiError::Unreadable)?;
    let row = understand(cx, &form, &unit, by_office)?;
    let row = CarrierRow {
        street: cx.street().to_owned(),
        id,
        unit_id: unit.id,
        recorded_at: cx.now(),
        recorded_by: actor.account.uuid(),
        ..row
    };
    let event = Event::CarrierRecorded { carrier: row.carrier.clone(), people: row.headcount.unsigned_abs() };
    let tx = cx.begin().await?;
    match storage::carrier::add(&tx, row).await {
        Err(Failed::AlreadyThere) => return Ok(unit.id),
        other => other?,
    }
    cx.log(&tx, event, Subject::new("unit", unit.id)).await?;
    tx.commit().await?;
    Ok(unit.id)
}

/// Strikes a record with a reason; it stays to be seen and counts no more. Gives the unit.
pub async fn strike_carrier(cx: &Cx, id: Uuid, reason: &str) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageOrganization)?.account.uuid();
    let reason = understood(reason)?;
    let tx = cx.begin().await?;
    let row = storage::carrier::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if storage::carrier::strike(&tx, cx.street(), id, by, cx.now(), reason).await? {
        cx.log(&tx, Event::CarrierStruck, Subject::new("unit", row.unit_id)).await?;
        tx.commit().await?;
    }
    Ok(row.unit_id)
}

/// The unit that the asker leads: as principal, safety director or safety manager.
async fn own_unit(cx: &Cx) -> Result<UnitRow, Failure> {
    let actor = cx.actor()?;
    let (Some(unit), Some(person)) = (actor.unit, actor.person) else { return Err(Denied.into()) };
    cx.allow(Action::ReadUnit(unit))?;
    let reader = cx.reader();
    let person = storage::organization::person(&reader, cx.street(), person.uuid()).await?;
    let position = person.and_then(|p| Position::from_code(&p.position));
    if !matches!(position, Some(Position::Principal | Position::SafetyManager | Position::SafetyDirector)) {
        return Err(Denied.into());
    }
    let row = storage::organization::unit(&reader, cx.street(), unit.uuid()).await?;
    row.ok_or_else(Failure::missing)
}

async fn entry(cx: &Cx, unit: UnitRow, page: u64, by_office: bool) -> Result<CarrierEntry, Failure> {
    let found = storage::carrier::of_unit(&cx.reader(), cx.street(), unit.id, page, SIZE).await?;
    let latest = found.rows.iter().filter(|row| row.struck_at.is_none()).max_by_key(|row| row.recorded_at);
    let sector = Sector::from_code(&unit.sector);
    let offered = sector.map_or(Standard::ALL, standards);
    let carrier = latest.and_then(|row| Carrier::from_code(&row.carrier)).unwrap_or(Carrier::Morning);
    let headcount = latest.map_or(unit.headcount, |row| row.headcount);
    let standard = latest.and_then(|row| Standard::from_code(&row.standard));
    let standard = standard.filter(|standard| offered.contains(standard)).unwrap_or(offered[0]);
    Ok(CarrierEntry {
        key: cx.new_uuid(),
        unit: unit.id,
        name: unit.name,
        sector,
        standards: offered.to_vec(),
        day: cx.today(),
        carrier,
        headcount: headcount.unsigned_abs().max(1),
        standard,
        pager: Pager { page, size: SIZE, total: found.total },
        lines: found.rows.into_iter().map(line).collect(),
        by_office,
    })
}

fn line(row: CarrierRow) -> CarrierLine {
    CarrierLine {
        id: row.id,
        carrier: Carrier::from_code(&row.carrier),
        held_on: row.held_on,
        headcount: row.headcount.unsigned_abs(),
        standard: Standard::from_code(&row.standard),
        sector: Sector::from_code(&row.sector),
        remark: row.remark,
        by_unit: row.by_unit,
        recorded_at: row.recorded_at,
        struck: row.strike_reason,
    }
}

/// Reads an entry; who and when are filled in by the caller.
fn understand(cx: &Cx, form: &CarrierForm, unit: &UnitRow, by_office: bool) -> Result<CarrierRow, Failure> {
    let mut wrong = Vec::new();
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let carrier = Carrier::from_code(&form.carrier);
    if carrier.is_none() {
        complain(Field::Carrier, FieldProblem::NothingChosen);
    }
    let day = match form.date.trim() {
        "" => Some(cx.today()),
        text => text.parse::<NaiveDate>().ok(),
    };
    let day = day.filter(|day| may_enter(*day, cx.today(), by_office));
    if day.is_none() {
        complain(Field::Date, FieldProblem::NotADayPast);
    }
    let most = i32::try_from(MOST).unwrap_or(i32::MAX);
    let headcount = form.headcount.trim().parse::<i32>().ok().filter(|n| (1..=most).contains(n));
    if headcount.is_none() {
        complain(Field::Headcount, FieldProblem::OutOfRange { least: 1, most });
    }
    let sector = Sector::from_code(&unit.sector);
    let offered = sector.map_or(Standard::ALL, standards);
    let standard = match form.standard.as_str() {
        "" => Some(offered[0]),
        code => Standard::from_code(code).filter(|standard| offered.contains(standard)),
    };
    if standard.is_none() {
        complain(Field::Standard, FieldProblem::NothingChosen);
    }
    let remark = form.remark.trim();
    if remark.chars().count() > 200 {
        complain(Field::Remarks, FieldProblem::TooLong { most: 200 });
    }
    let (Some(carrier), Some(held_on), Some(headcount), Some(standard), true) =
        (carrier, day, headcount, standard, wrong.is_empty())
    else {
        return Err(UiError::Form(wrong).into());
    };
    Ok(CarrierRow {
        street: String::new(),
        id: Uuid::nil(),
        unit_id: unit.id,
        carrier: carrier.code().into(),
        held_on,
        headcount,
        standard: standard.code().into(),
        sector: unit.sector.clone(),
        remark: remark.to_owned(),
        by_unit: !by_office,
        recorded_at: cx.now(),
        recorded_by: Uuid::nil(),
        struck_at: None,
        struck_by: None,
        strike_reason: None,
    })
}
