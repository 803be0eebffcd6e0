//! The office's first page.

use super::gather::FIRST_YEAR;
use crate::{Cx, Failure, drill, training};
use chrono::{Datelike, NaiveDate};
use contract::office::OfficeHome;
use domain::{
    actor::Action,
    progress::{Basis, year_figures},
    training::TrainingKind,
};

/// Shows the office's first page.
pub async fn office_home(cx: &Cx) -> Result<OfficeHome, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let today = cx.today();
    let first = NaiveDate::from_ymd_opt(today.year().max(FIRST_YEAR), 1, 1).unwrap_or(today);
    let drills = drill::facts(&storage::drill::finished_between(&reader, cx.street(), first, today).await?);
    let trainings = training::list_trainings(cx, TrainingKind::Training.code(), 1).await?.lines;
    let street = storage::organization::street(&reader, cx.street()).await?;
    Ok(OfficeHome {
        street: street.map(|s| s.name).unwrap_or_default(),
        today,
        units: storage::organization::count_units(&reader, cx.street()).await?,
        people: storage::organization::count_people(&reader, cx.street()).await?,
        running: trainings.into_iter().filter(|t| t.status == "published").collect(),
        four_no: year_figures(today.year(), &drills, Basis::StreetOrganised),
    })
}
