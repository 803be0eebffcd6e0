//! Public activities of the street: planned, held with a headcount or called off with a reason, on one
//! calendar with what trainings have on a day. Drills are looked up nowhere here.

mod calendar;
mod campaign;

pub use calendar::activity_calendar;
pub use campaign::{CampaignForm, begin_campaign, list_campaigns};

use crate::{Cx, Failure, organization::bound_to};
use chrono::{Datelike, NaiveDate};
use contract::{
    Field, FieldError, FieldProblem, Refusal, UiError,
    activity::{ActivityChoices, ActivityLine, ActivityView},
};
use domain::{
    activity::{ActivityState, ActivityTag, MOST_PEOPLE, SettleRefusal, settle},
    actor::{Action, may},
    audit::{Event, Subject},
};
use std::collections::HashMap;
use storage::{Failed, Reader, activity::ActivityRow};
use uuid::Uuid;

/// An activity, as filled in.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct ActivityForm {
    pub key: Option<Uuid>,
    pub title: String,
    pub tag: String,
    pub held_on: String,
    pub place: String,
    pub organiser: String,
    pub area: String,
    pub campaign: String,
}

/// What the forms offer, with a new key.
pub async fn activity_choices(cx: &Cx) -> Result<ActivityChoices, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let areas = storage::organization::areas(&reader, cx.street()).await?;
    let campaigns = storage::activity::campaigns(&reader, cx.street()).await?;
    let mut trainings = storage::training::offered_in(&reader, cx.street(), cx.today().year()).await?;
    trainings.extend(storage::training::offered_in(&reader, cx.street(), cx.today().year() - 1).await?);
    Ok(ActivityChoices {
        key: cx.new_uuid(),
        areas: areas.into_iter().map(|area| (area.id, area.name)).collect(),
        campaigns: campaigns.into_iter().map(|campaign| (campaign.id, campaign.name)).collect(),
        trainings: trainings.into_iter().map(|training| (training.id, training.title)).collect(),
    })
}

/// Plans an activity. Sent twice, it stands once.
pub async fn plan_activity(cx: &Cx, form: ActivityForm) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let id = form.key.ok_or(UiError::Unreadable)?;
    let tx = cx.begin().await?;
    let areas = storage::organization::areas(&tx, cx.street()).await?;
    let campaigns = storage::activity::campaigns(&tx, cx.street()).await?;
    let mut wrong = Vec::new();
    for (field, text) in
        [(Field::Title, &form.title), (Field::Place, &form.place), (Field::Organiser, &form.organiser)]
    {
        wrong.extend(words(field, text));
    }
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let tag = ActivityTag::from_code(&form.tag);
    if tag.is_none() {
        complain(Field::Tag, FieldProblem::NothingChosen);
    }
    let held_on = form.held_on.trim().parse::<NaiveDate>().ok();
    let held_on = held_on.filter(|day| (day.year() - cx.today().year()).abs() <= 2);
    if held_on.is_none() {
        complain(Field::HeldOn, FieldProblem::NotADay);
    }
    // What names nothing is refused: left out it would widen who sees the activity.
    let mut chosen = |field, text: &str, known: &dyn Fn(Uuid) -> bool| {
        let id = text.trim().parse::<Uuid>().ok().filter(|id| known(*id));
        if id.is_none() && !text.trim().is_empty() {
            complain(field, FieldProblem::NothingChosen);
        }
        id
    };
    let area = chosen(Field::Area, &form.area, &|id| areas.iter().any(|area| area.id == id));
    let campaign = chosen(Field::Campaign, &form.campaign, &|id| campaigns.iter().any(|c| c.id == id));
    let (Some(tag), Some(held_on), true) = (tag, held_on, wrong.is_empty()) else {
        return Err(UiError::Form(wrong).into());
    };
    let row = ActivityRow {
        street: cx.street().to_owned(),
        id,
        title: form.title.trim().to_owned(),
        tag: tag.code().to_owned(),
        held_on,
        place: form.place.trim().to_owned(),
        organiser: form.organiser.trim().to_owned(),
        area_id: area,
        campaign_id: campaign,
        state: ActivityState::Planned.code().to_owned(),
        headcount: None,
        report: None,
        cancel_reason: None,
        created_at: cx.now(),
        created_by: by,
        settled_at: None,
        settled_by: None,
    };
    match storage::activity::add(&tx, row).await {
        Err(Failed::AlreadyThere) => return Ok(id),
        other => other?,
    }
    cx.log(&tx, Event::ActivityPlanned, Subject::new("activity", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// What is wrong with words that must be 2 to 60 characters.
fn words(field: Field, text: &str) -> Option<FieldError> {
    let problem = match text.trim().chars().count() {
        0 => FieldProblem::Empty,
        1 => FieldProblem::TooShort { least: 2 },
        2..=60 => return None,
        _ => FieldProblem::TooLong { most: 60 },
    };
    Some(FieldError { field, problem })
}

/// Shows one activity. An area official sees those of the own area and of the whole street.
pub async fn show_activity(cx: &Cx, id: Uuid) -> Result<ActivityView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = storage::activity::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if bound_to(actor).is_some_and(|own| row.area_id.is_some_and(|area| area != own)) {
        return Err(Failure::missing());
    }
    let campaigns = storage::activity::campaigns(&reader, cx.street()).await?;
    let office = may(actor, Action::ManageTrainings).is_ok();
    let state = ActivityState::from_code(&row.state).unwrap_or(ActivityState::Cancelled);
    let may_settle = |to| office && settle(state, row.held_on, cx.today(), to).is_ok();
    Ok(ActivityView {
        may_hold: may_settle(ActivityState::Held),
        may_cancel: may_settle(ActivityState::Cancelled),
        campaign: campaigns.into_iter().find(|c| Some(c.id) == row.campaign_id).map(|c| c.name),
        line: lines(cx, &reader, vec![row]).await?.pop().ok_or_else(Failure::missing)?,
    })
}

/// Says that an activity took place, with how many and how it went.
///
/// # Errors
/// Refuses what is settled already, and what is to come.
pub async fn hold_activity(cx: &Cx, id: Uuid, headcount: &str, report: &str) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let report = report.trim();
    let mut wrong = Vec::new();
    let headcount = headcount.trim().parse::<u32>().ok().filter(|n| (1..=MOST_PEOPLE).contains(n));
    if headcount.is_none() {
        let most = i32::try_from(MOST_PEOPLE).unwrap_or(i32::MAX);
        let problem = FieldProblem::OutOfRange { least: 1, most };
        wrong.push(FieldError { field: Field::Headcount, problem });
    }
    if report.chars().count() > 500 {
        wrong.push(FieldError { field: Field::Remarks, problem: FieldProblem::TooLong { most: 500 } });
    }
    let (Some(headcount), true) = (headcount, wrong.is_empty()) else {
        return Err(UiError::Form(wrong).into());
    };
    let change = |row: ActivityRow| ActivityRow {
        headcount: i32::try_from(headcount).ok(),
        report: Some(report.to_owned()),
        ..row
    };
    settled(cx, id, ActivityState::Held, Event::ActivityHeld { headcount }, change).await
}

/// Calls an activity off, with a reason.
///
/// # Errors
/// Refuses what is settled already.
pub async fn cancel_activity(cx: &Cx, id: Uuid, reason: &str) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let change = |row: ActivityRow| ActivityRow { cancel_reason: Some(reason.to_owned()), ..row };
    settled(cx, id, ActivityState::Cancelled, Event::ActivityCancelled, change).await
}

async fn settled(
    cx: &Cx,
    id: Uuid,
    to: ActivityState,
    event: Event,
    change: impl Fn(ActivityRow) -> ActivityRow,
) -> Result<(), Failure> {
    let by = cx.actor()?.account.uuid();
    let tx = cx.begin().await?;
    let row = storage::activity::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let state = ActivityState::from_code(&row.state).unwrap_or(ActivityState::Cancelled);
    // The same said again, by a second tap or over a slow line, is as once.
    if state == to && change(row.clone()) == row {
        return Ok(());
    }
    settle(state, row.held_on, cx.today(), to).map_err(|refusal| match refusal {
        SettleRefusal::Stands => Refusal::ActivityStands,
        SettleRefusal::ToCome => Refusal::ActivityToCome { day: row.held_on.to_string() },
    })?;
    let row = ActivityRow {
        state: to.code().to_owned(),
        settled_at: Some(cx.now()),
        settled_by: Some(by),
        ..change(row)
    };
    storage::activity::save(&tx, row).await?;
    cx.log(&tx, event, Subject::new("activity", id)).await?;
    Ok(tx.commit().await?)
}

/// Activities with the names of their areas.
async fn lines(cx: &Cx, reader: &Reader, rows: Vec<ActivityRow>) -> Result<Vec<ActivityLine>, Failure> {
    let areas = storage::organization::areas(reader, cx.street()).await?;
    let areas: HashMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let line = |row: ActivityRow| ActivityLine {
        id: row.id,
        title: row.title,
        tag: ActivityTag::from_code(&row.tag),
        held_on: row.held_on,
        place: row.place,
        organiser: row.organiser,
        area: row.area_id.and_then(|id| areas.get(&id).cloned()).unwrap_or_default(),
        campaign: row.campaign_id,
        state: ActivityState::from_code(&row.state),
        headcount: row.headcount.and_then(|n| u32::try_from(n).ok()),
        said: row.report.or(row.cancel_reason).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(line).collect())
}
