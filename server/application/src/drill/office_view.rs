//! What the office sees: figures of today, and the drills that are over.

use super::{
    convert::{day_head, year_head},
    publish::Tally,
    year::Year,
};
use crate::{Cx, Failure};
use chrono::Datelike;
use contract::{
    Pager,
    drill::{DrillLine, DrillQuery, OfficeDrills, TodayState, TodayView},
};
use domain::{
    actor::{Action, may},
    organization::vocabulary_role::Role,
};
use std::collections::BTreeMap;
use storage::drill::{DrillFilter, DrillRow};
use uuid::Uuid;

/// Rows of a page.
const SIZE: u64 = 50;

/// The office's page of drills. An area's official sees the finished drills of the own area only.
pub async fn office_drills(cx: &Cx, query: DrillQuery) -> Result<OfficeDrills, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let (reader, street) = (cx.reader(), cx.street());
    let this_year = cx.today().year();
    let year = Year::find(cx, this_year).await?;
    let today = today(cx, year.as_ref()).await?;
    let unpublished = storage::drill::draws_unpublished(&reader, street, cx.today()).await?;
    let page = query.page.unwrap_or(1).max(1);
    let found = storage::drill::drills_page(&reader, street, &filter(cx, &query)?, page, SIZE).await?;
    let bound = actor.role == Role::Area;
    let areas = storage::organization::areas(&reader, street).await?;
    let areas = if bound { Vec::new() } else { areas.into_iter().map(|area| (area.id, area.name)).collect() };
    Ok(OfficeDrills {
        year: year.as_ref().map(year_head),
        this_year,
        today,
        unpublished: unpublished.into_iter().map(day_head).collect(),
        may_run: may(actor, Action::RunDraw).is_ok(),
        query: DrillQuery { year: Some(query.year.unwrap_or(this_year)), ..query },
        areas,
        rows: lines(cx, found.rows).await?,
        pager: Pager { page, size: SIZE, total: found.total },
    })
}

async fn today(cx: &Cx, year: Option<&Year>) -> Result<TodayView, Failure> {
    let date = cx.today();
    let empty = |state| TodayView { date, state, head: None, sealed: 0, running: 0, finished: 0, aborted: 0 };
    let Some(year) = year else { return Ok(empty(TodayState::YearClosed)) };
    if year.number(date).is_none() {
        return Ok(empty(TodayState::DayOff));
    }
    let reader = cx.reader();
    let Some(head) = storage::drill::draw_head(&reader, cx.street(), date).await? else {
        return Ok(empty(TodayState::NotDrawn));
    };
    let drills = storage::drill::drills_of_day(&reader, cx.street(), head.year, head.day).await?;
    let size = head.size.and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
    let tally = Tally::of(size, &drills);
    let state = match (head.drawn_at, head.published_at) {
        (None, _) => TodayState::NotDrawn,
        (_, Some(_)) => TodayState::Published,
        _ if tally.ended() => TodayState::Ended,
        _ => TodayState::Drawn,
    };
    Ok(TodayView {
        date,
        state,
        head: Some(day_head(head)),
        sealed: tally.sealed,
        running: tally.running,
        finished: tally.finished,
        aborted: tally.aborted,
    })
}

/// What a query asks for, within what the asker may see.
pub(super) fn filter(cx: &Cx, query: &DrillQuery) -> Result<DrillFilter, Failure> {
    let actor = cx.actor()?;
    let own = actor.area.filter(|_| actor.role == Role::Area).map(domain::id::Id::uuid);
    Ok(DrillFilter {
        year: query.year.unwrap_or_else(|| cx.today().year()),
        area: own.or(query.area),
        four_no: match query.four_no.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        text: query.q.clone(),
    })
}

/// Rows with the names that belong to them.
pub(super) async fn lines(cx: &Cx, rows: Vec<DrillRow>) -> Result<Vec<DrillLine>, Failure> {
    let (reader, street) = (cx.reader(), cx.street());
    let ids: std::collections::BTreeSet<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    let units = storage::organization::units_by_ids(&reader, street, ids).await?;
    let units: BTreeMap<Uuid, String> = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let areas = storage::organization::areas(&reader, street).await?;
    let areas: BTreeMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(DrillLine {
            id: row.id,
            held_on: row.held_on,
            unit: units.get(&row.unit_id).cloned().unwrap_or_default(),
            area: areas.get(&row.area_id).cloned().unwrap_or_default(),
            kind: row.kind,
            by_street: row.organiser == "street",
            four_no: row.four_no,
            declared: row.declared,
            notice_exception: row.notice_exception,
            rating: row.rating.as_deref().map(serde_json::from_str).transpose()?,
        });
    }
    Ok(lines)
}
