//! The page to import a roster, and its template.

use super::workbook;
use crate::{Cx, Failure};
use contract::organization::{ImportView, PastImport};
use domain::{actor::Action, audit::Event};

/// Imports shown.
const SHOWN: u64 = 10;

/// Shows what was imported lately.
pub async fn show_import(cx: &Cx) -> Result<ImportView, Failure> {
    cx.allow(Action::ManageOrganization)?;
    let log = storage::audit::list(&cx.reader(), cx.street(), Some("roster_imported"), 1, SHOWN).await?;
    let past = log.rows.into_iter().filter_map(|row| {
        let Ok(Event::RosterImported { units_new, units_changed, people_new, people_changed, .. }) =
            serde_json::from_str(&row.detail)
        else {
            return None;
        };
        Some(PastImport {
            at: row.at,
            by: row.actor_name,
            units_new,
            units_changed,
            people_new,
            people_changed,
        })
    });
    Ok(ImportView { limit_mib: workbook::LIMIT_MIB, past: past.collect() })
}

/// Gives the empty roster with the street's areas to choose from.
pub async fn roster_template(cx: &Cx) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::ManageOrganization)?;
    let areas = storage::organization::areas(&cx.reader(), cx.street()).await?;
    let choices = workbook::choices(areas.into_iter().map(|a| a.name).collect());
    workbook::written(workbook::blocking(move || document::roster::template(&choices)).await?)
}
