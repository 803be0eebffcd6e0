//! What the auditor sees of draws.

use super::{
    convert::{day_head, year_head},
    year::Year,
};
use crate::{Cx, Failure};
use chrono::Datelike;
use contract::{Pager, drill::AuditDraws};
use domain::actor::Action;

/// Rows of a page.
const SIZE: u64 = 31;

/// The opened years with their anchors, and the days of one of them.
pub async fn audit_draws(cx: &Cx, year: Option<i32>, page: u64) -> Result<AuditDraws, Failure> {
    cx.allow(Action::Audit)?;
    let (reader, street, page) = (cx.reader(), cx.street(), page.max(1));
    let rows = storage::drill::years(&reader, street).await?;
    let year = year.or_else(|| rows.first().map(|row| row.year)).unwrap_or_else(|| cx.today().year());
    let mut years = Vec::new();
    for row in rows {
        years.push(year_head(&Year::read(row)?));
    }
    let found = storage::drill::draws_page(&reader, street, year, page, SIZE).await?;
    Ok(AuditDraws {
        years,
        year,
        days: found.rows.into_iter().map(day_head).collect(),
        pager: Pager { page, size: SIZE, total: found.total },
    })
}
