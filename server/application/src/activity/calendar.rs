//! The calendar of a month, and the list of activities as a page or a workbook.

use super::lines;
use crate::{Cx, Failure, organization::bound_to};
use chrono::NaiveDate;
use contract::{
    Pager,
    activity::{ActivityCalendar, CalendarDay, DayEntry},
};
use domain::{
    activity::{ActivityTag, Month},
    actor::{Action, may},
    calendar::{date_of, end_of, instant},
    training::TrainingKind,
};
use std::collections::BTreeMap;
use storage::{Reader, activity::ActivityFilter};

/// Rows of a page.
const SIZE: u64 = 50;
/// The most activities of six weeks that a calendar shows.
const MOST: u64 = 2_000;

/// Shows a month with its activities, the sessions of trainings and their last days; below it all activities.
/// An area official sees those of the own area and of the whole street.
pub async fn activity_calendar(
    cx: &Cx,
    month: &str,
    tag: &str,
    campaign: Option<uuid::Uuid>,
    page: u64,
) -> Result<ActivityCalendar, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let month = Month::parse(month).unwrap_or_else(|| Month::of(cx.today()));
    let tag = ActivityTag::from_code(tag);
    let filter = ActivityFilter {
        tag: tag.map(|tag| tag.code().to_owned()),
        area: bound_to(actor),
        ..ActivityFilter::default()
    };
    let weeks = month.weeks();
    let first = weeks.first().map_or(month.first(), |week| week[0]);
    let last = weeks.last().map_or(month.last(), |week| week[6]);
    let entries = entries(cx, &reader, &filter, first, last).await?;
    let day = |day: NaiveDate| CalendarDay {
        day,
        inside: Month::of(day) == month,
        today: day == cx.today(),
        entries: entries.get(&day).cloned().unwrap_or_default(),
    };
    let of_campaign = ActivityFilter { campaign, ..filter };
    let found = storage::activity::page(&reader, cx.street(), &of_campaign, page, SIZE).await?;
    Ok(ActivityCalendar {
        month: month.code(),
        before: month.before().code(),
        after: month.next().code(),
        weeks: weeks.into_iter().map(|week| week.into_iter().map(day).collect()).collect(),
        tag: tag.map_or("", ActivityTag::code).to_owned(),
        campaign,
        lines: lines(cx, &reader, found.rows).await?,
        pager: Pager { page, size: SIZE, total: found.total },
        may_write: may(actor, Action::ManageTrainings).is_ok(),
    })
}

/// What is on, by day. Only activities, sessions and trainings are asked for: no drill can come in.
async fn entries(
    cx: &Cx,
    reader: &Reader,
    filter: &ActivityFilter,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Vec<DayEntry>>, Failure> {
    let mut days: BTreeMap<NaiveDate, Vec<DayEntry>> = BTreeMap::new();
    let mut put = |day: NaiveDate, kind: &str, label: String, href: String| {
        days.entry(day).or_default().push(DayEntry { label, href, kind: kind.to_owned() });
    };
    let filter = ActivityFilter { from: Some(first), until: Some(last), ..filter.clone() };
    for row in storage::activity::page(reader, cx.street(), &filter, 1, MOST).await?.rows {
        let off = if row.cancel_reason.is_some() { "（已取消）" } else { "" };
        put(row.held_on, "活动", format!("{}{off}", row.title), format!("/office/activities/{}", row.id));
    }
    if filter.tag.is_none() {
        let (from, until) = (instant(first.and_time(chrono::NaiveTime::MIN)), end_of(last));
        for row in storage::session::between(reader, cx.street(), from, until).await? {
            put(date_of(row.starts_at), "培训场次", row.topic, format!("/office/sessions/{}", row.id));
        }
        let mut trainings = storage::training::due_between(reader, cx.street(), first, last).await?;
        trainings.retain(|row| row.kind != TrainingKind::Officials.code());
        for row in trainings {
            put(row.due_on, "培训截止", row.title, format!("/office/trainings/{}", row.id));
        }
    }
    Ok(days)
}
