//! The office's list of duties, read from what the tick computed.

use crate::{Cx, Failure, organization::bound_to};
use contract::{
    Pager,
    duty::{DutiesView, DutyGroup, DutyQuery, DutyRow, DutyTally},
};
use domain::{
    actor::{Action, may},
    duty::State,
    organization::{Position, Sector},
    policy::{Topic, in_force},
};
use std::collections::HashMap;
use storage::{
    Reader,
    duty::{DutyCount, DutyFilter, DutyLine, Group},
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;

/// Lists one page of duties with the figures of the query. An area official sees the own area.
pub async fn list_duties(cx: &Cx, query: DutyQuery) -> Result<DutiesView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let filter = filter(cx, &query, bound_to(actor));
    let page = query.page.parse().unwrap_or(1).max(1);
    let found = storage::duty::page(&reader, cx.street(), &filter, page, SIZE).await?;
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let areas: Vec<(Uuid, String)> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let names: HashMap<Uuid, String> = areas.iter().cloned().collect();
    let round = storage::duty::round(&reader, cx.street()).await?;
    let unit = match filter.unit {
        Some(unit) => storage::organization::unit(&reader, cx.street(), unit).await?,
        None => None,
    };
    let versions = crate::policy::versions(cx, &reader).await?;
    let [by_area, by_sector, by_position, by_topic] = [
        groups(cx, &reader, &filter, None, &names).await?,
        groups(cx, &reader, &filter, Some(Group::Sector), &names).await?,
        groups(cx, &reader, &filter, Some(Group::Position), &names).await?,
        groups(cx, &reader, &filter, Some(Group::Topic), &names).await?,
    ];
    Ok(DutiesView {
        tally: tally(&storage::duty::counts(&reader, cx.street(), &filter).await?),
        rows: found.rows.into_iter().map(|row| line(row, &names, &filter)).collect(),
        pager: Pager { page, size: SIZE, total: found.total },
        unit_name: unit
            .filter(|unit| filter.area.is_none_or(|area| area == unit.area_id))
            .map(|unit| unit.name)
            .unwrap_or_default(),
        computed_at: round.as_ref().and_then(|round| round.done_at),
        computing: round.is_some_and(|round| round.done_at.is_none()),
        has_policy: in_force(&versions, cx.today()).is_some(),
        may_manage: may(actor, Action::ManageTrainings).is_ok(),
        today: cx.today(),
        query,
        by_area,
        by_sector,
        by_position,
        by_topic,
        areas,
    })
}

/// Reads a query; an area official's own area goes before the one asked for.
pub(super) fn filter(cx: &Cx, query: &DutyQuery, own: Option<Uuid>) -> DutyFilter {
    let code = |code: Option<&'static str>| code.map(str::to_owned);
    DutyFilter {
        today: cx.today(),
        state: State::from_code(&query.state),
        topic: code(Topic::from_code(&query.topic).map(Topic::code)),
        area: own.or_else(|| query.area.parse().ok()),
        sector: code(Sector::from_code(&query.sector).map(Sector::code)),
        position: code(Position::from_code(&query.position).map(Position::code)),
        unit: query.unit.parse().ok(),
        text: query.q.clone(),
    }
}

fn tally(count: &DutyCount) -> DutyTally {
    DutyTally {
        overdue: count.overdue.unsigned_abs(),
        soon: count.soon.unsigned_abs(),
        open: count.open.unsigned_abs(),
        met: count.met.unsigned_abs(),
    }
}

async fn groups(
    cx: &Cx,
    reader: &Reader,
    filter: &DutyFilter,
    by: Option<Group>,
    areas: &HashMap<Uuid, String>,
) -> Result<Vec<DutyGroup>, Failure> {
    let groups = storage::duty::groups(reader, cx.street(), filter, by).await?;
    let term = |code: &str| match by {
        None => code.parse().ok().and_then(|id: Uuid| areas.get(&id).cloned()),
        Some(Group::Sector) => Sector::from_code(code).map(|sector| sector.term().to_owned()),
        Some(Group::Position) => Position::from_code(code).map(|position| position.term().to_owned()),
        Some(Group::Topic) => Topic::from_code(code).map(|topic| topic.term().to_owned()),
    };
    let named = groups.into_iter().map(|(code, count)| DutyGroup {
        term: term(&code).unwrap_or_default(),
        code,
        tally: tally(&count),
    });
    Ok(named.collect())
}

pub(super) fn line(row: DutyLine, areas: &HashMap<Uuid, String>, filter: &DutyFilter) -> DutyRow {
    DutyRow {
        state: State::on(row.met_on.is_some(), row.due_on, filter.today),
        person: row.person_id,
        name: row.name,
        position: Position::from_code(&row.position).map_or("", Position::term).to_owned(),
        unit: row.unit_id,
        unit_name: row.unit_name,
        area: areas.get(&row.area_id).cloned().unwrap_or_default(),
        sector: Sector::from_code(&row.sector).map_or("", Sector::term).to_owned(),
        topic: Topic::from_code(&row.topic).map_or("", Topic::term).to_owned(),
        title: row.title,
        basis: row.basis,
        hours: u16::try_from(row.hours).unwrap_or_default(),
        hours_done: u16::try_from(row.hours_done).unwrap_or_default(),
        due_on: row.due_on,
    }
}
