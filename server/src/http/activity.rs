//! Routes: public activities, their calendar, their campaigns.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    activity::{self, ActivityForm, CampaignForm},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/activities", get(calendar))
        .route("/office/activities/new", get(new))
        .route("/office/activities/campaigns", get(campaigns))
        .route("/office/activities/campaigns/new", get(new_campaign))
        .route("/office/activities/{id}", get(detail))
        .route("/api/activity/plan", post(plan))
        .route("/api/activity/hold", post(hold))
        .route("/api/activity/cancel", post(cancel))
        .route("/api/activity/begin-campaign", post(begin_campaign))
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    month: String,
    #[serde(default)]
    tag: String,
    campaign: Option<Uuid>,
    page: Option<u64>,
}

async fn calendar(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let page = shown.page.unwrap_or(1).max(1);
    let cx = asker.cx(&web);
    let view = activity::activity_calendar(&cx, &shown.month, &shown.tag, shown.campaign, page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::activity::calendar(&asker.frame(&web), &view))
}

async fn new(State(web): State<Web>, asker: Asker) -> Answer {
    let view = activity::activity_choices(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::activity::form(&asker.frame(&web), &view))
}

async fn campaigns(State(web): State<Web>, asker: Asker) -> Answer {
    let cx = asker.cx(&web);
    let view = activity::list_campaigns(&cx).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    let may_write = cx.allow(domain::actor::Action::ManageTrainings).is_ok();
    reply::page(app::activity::campaigns(&asker.frame(&web), &view, may_write))
}

async fn new_campaign(State(web): State<Web>, asker: Asker) -> Answer {
    let view = activity::activity_choices(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::activity::campaign_form(&asker.frame(&web), &view))
}

async fn detail(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = activity::show_activity(&asker.cx(&web), id).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::activity::detail(&asker.frame(&web), &view))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent {
    key: Option<Uuid>,
    activity: Option<Uuid>,
    title: String,
    tag: String,
    held_on: String,
    place: String,
    organiser: String,
    area: String,
    campaign: String,
    headcount: String,
    remarks: String,
    reason: String,
}

async fn plan(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let form = ActivityForm {
        key: sent.key,
        title: sent.title,
        tag: sent.tag,
        held_on: sent.held_on,
        place: sent.place,
        organiser: sent.organiser,
        area: sent.area,
        campaign: sent.campaign,
    };
    let id = activity::plan_activity(&asker.cx(&web), form).await?;
    let path = format!("/office/activities/{id}");
    reply::done(&asker, &path, "activity_planned", &json!({ "activity": id }))
}

async fn hold(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let id = sent.activity.ok_or_else(Failure::missing)?;
    activity::hold_activity(&asker.cx(&web), id, &sent.headcount, &sent.remarks).await?;
    reply::done(&asker, &format!("/office/activities/{id}"), "activity_held", &json!({}))
}

async fn cancel(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let id = sent.activity.ok_or_else(Failure::missing)?;
    activity::cancel_activity(&asker.cx(&web), id, &sent.reason).await?;
    reply::done(&asker, &format!("/office/activities/{id}"), "activity_cancelled", &json!({}))
}

async fn begin_campaign(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&form.0).unwrap_or_default();
    let mut sent = CampaignForm::default();
    for (name, value) in pairs {
        match name.as_str() {
            "key" => sent.key = value.parse().ok(),
            "title" => sent.title = value,
            "tag" => sent.tag = value,
            "from" => sent.from = value,
            "until" => sent.until = value,
            "goal_activities" => sent.goal_activities = value,
            "goal_people" => sent.goal_people = value,
            "trainings" => sent.trainings.extend(value.parse::<Uuid>()),
            _ => {}
        }
    }
    let id = activity::begin_campaign(&asker.cx(&web), sent).await?;
    reply::done(&asker, "/office/activities/campaigns", "campaign_begun", &json!({ "campaign": id }))
}
