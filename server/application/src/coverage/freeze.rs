//! Freezing the denominator of a year, and freezing it anew with a reason.

use crate::{Cx, Failure};
use chrono::Datelike;
use contract::{Field, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    organization::Sector,
};
use std::collections::BTreeSet;
use storage::{
    Failed,
    coverage::{BaseRow, BaseUnitRow},
};

/// Freezes the active enterprises of today as the denominator of this year. The first needs no reason, every later
/// one does. `after` is the number of the one that is to be replaced, 0 for the first, so that sending twice freezes
/// once.
pub async fn freeze_coverage(cx: &Cx, after: u32, reason: &str) -> Result<u32, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let (today, year) = (cx.today(), cx.today().year());
    let reason = reason.trim();
    let tx = cx.begin().await?;
    let before = storage::coverage::bases(&tx, cx.street(), year).await?;
    let last = before.first().map_or(0, |base| base.number);
    if i64::from(last) != i64::from(after) {
        return Err(UiError::Conflict.into());
    }
    match reason.chars().count() {
        0..2 if last > 0 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        0..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let mut units = storage::organization::all_units(&tx, cx.street()).await?;
    units.retain(|unit| {
        unit.closed_on.is_none_or(|day| day > today)
            && Sector::from_code(&unit.sector).is_none_or(Sector::is_enterprise)
    });
    if units.is_empty() {
        return Err(Refusal::NothingToFreeze.into());
    }
    let sectors: BTreeSet<&str> = units.iter().map(|unit| unit.sector.as_str()).collect();
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let base = BaseRow {
        street: cx.street().to_owned(),
        year,
        number: last + 1,
        frozen_on: today,
        frozen_at: cx.now(),
        frozen_by: actor.account.uuid(),
        reason: (reason.chars().count() >= 2).then(|| reason.to_owned()),
        units: count(units.len()),
        sectors: count(sectors.len()),
    };
    let number = base.number.unsigned_abs();
    let event = Event::CoverageFrozen {
        year,
        number,
        units: base.units.unsigned_abs(),
        sectors: base.sectors.unsigned_abs(),
    };
    let rows = units.into_iter().map(|unit| BaseUnitRow {
        street: unit.street,
        year,
        number: last + 1,
        unit_id: unit.id,
        area_id: unit.area_id,
        sector: unit.sector,
    });
    let rows = rows.collect();
    match storage::coverage::freeze(&tx, base, rows).await {
        Err(Failed::AlreadyThere) => return Err(UiError::Conflict.into()),
        other => other?,
    }
    cx.log(&tx, event, Subject::new("coverage", format!("{year}-{number}"))).await?;
    tx.commit().await?;
    Ok(number)
}
