//! Campaigns: activities and trainings under one name, with what they are to reach.

use crate::{Cx, Failure, organization::bound_to};
use chrono::NaiveDate;
use contract::{Field, FieldError, FieldProblem, UiError, activity::CampaignLine};
use domain::{
    activity::{ActivityState, ActivityTag},
    actor::Action,
    audit::{Event, Subject},
};
use storage::{
    Failed,
    activity::{ActivityFilter, CampaignRow, CampaignTrainingRow},
};
use uuid::Uuid;

/// A campaign, as filled in.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct CampaignForm {
    pub key: Option<Uuid>,
    pub title: String,
    pub tag: String,
    pub from: String,
    pub until: String,
    pub goal_activities: String,
    pub goal_people: String,
    pub trainings: Vec<Uuid>,
}

/// Lists the campaigns with their figures; an area official counts what the own area and the whole street did.
pub async fn list_campaigns(cx: &Cx) -> Result<Vec<CampaignLine>, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let links = storage::activity::campaign_trainings(&reader, cx.street()).await?;
    let trainings =
        storage::training::by_ids(&reader, cx.street(), links.iter().map(|link| link.training_id)).await?;
    let mut found = Vec::new();
    for row in storage::activity::campaigns(&reader, cx.street()).await? {
        let filter =
            ActivityFilter { campaign: Some(row.id), area: bound_to(actor), ..ActivityFilter::default() };
        let own = storage::activity::page(&reader, cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows;
        let held = || own.iter().filter(|a| a.state == ActivityState::Held.code());
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let of_it = links.iter().filter(|link| link.campaign_id == row.id);
        let named = of_it.filter_map(|link| trainings.iter().find(|t| t.id == link.training_id));
        found.push(CampaignLine {
            id: row.id,
            tag: ActivityTag::from_code(&row.tag),
            from_on: row.from_on,
            until_on: row.until_on,
            held: count(held().count()),
            planned: count(own.iter().filter(|a| a.state != ActivityState::Cancelled.code()).count()),
            goal_activities: row.goal_activities.unsigned_abs(),
            people: held().filter_map(|a| a.headcount).map(i32::unsigned_abs).sum(),
            goal_people: row.goal_people.unsigned_abs(),
            trainings: named.map(|training| (training.id, training.title.clone())).collect(),
            name: row.name,
        });
    }
    Ok(found)
}

/// Begins a campaign. Sent twice, it stands once.
pub async fn begin_campaign(cx: &Cx, form: CampaignForm) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let id = form.key.ok_or(UiError::Unreadable)?;
    let mut wrong: Vec<FieldError> = super::words(Field::Title, &form.title).into_iter().collect();
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let tag = ActivityTag::from_code(&form.tag);
    if tag.is_none() {
        complain(Field::Tag, FieldProblem::NothingChosen);
    }
    let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
    let (from, until) = (day(&form.from), day(&form.until));
    if from.is_none() {
        complain(Field::From, FieldProblem::NotADay);
    }
    if until.is_none_or(|until| from.is_some_and(|from| until < from)) {
        complain(Field::Until, FieldProblem::NotAPeriod);
    }
    let mut goal = |field, text: &str, most: u32| {
        let number = if text.trim().is_empty() { Some(0) } else { text.trim().parse::<u32>().ok() };
        let number = number.filter(|n| *n <= most);
        if number.is_none() {
            complain(
                field,
                FieldProblem::OutOfRange { least: 0, most: i32::try_from(most).unwrap_or(i32::MAX) },
            );
        }
        number
    };
    let activities = goal(Field::GoalActivities, &form.goal_activities, 10_000);
    let people = goal(Field::GoalPeople, &form.goal_people, 10_000_000);
    let (Some(tag), Some(from_on), Some(until_on), Some(activities), Some(people), true) =
        (tag, from, until, activities, people, wrong.is_empty())
    else {
        return Err(UiError::Form(wrong).into());
    };
    let tx = cx.begin().await?;
    let known = storage::training::by_ids(&tx, cx.street(), form.trainings).await?;
    let row = CampaignRow {
        street: cx.street().to_owned(),
        id,
        name: form.title.trim().to_owned(),
        tag: tag.code().to_owned(),
        from_on,
        until_on,
        goal_activities: i32::try_from(activities).unwrap_or(i32::MAX),
        goal_people: i32::try_from(people).unwrap_or(i32::MAX),
        created_at: cx.now(),
        created_by: by,
    };
    let street = cx.street().to_owned();
    let links = known.into_iter().map(|training| CampaignTrainingRow {
        street: street.clone(),
        campaign_id: id,
        training_id: training.id,
    });
    match storage::activity::add_campaign(&tx, row, links.collect()).await {
        Err(Failed::AlreadyThere) => return Ok(id),
        other => other?,
    }
    cx.log(&tx, Event::CampaignBegun, Subject::new("campaign", id)).await?;
    tx.commit().await?;
    Ok(id)
}
