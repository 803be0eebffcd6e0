//! Trainings: made and offered by the office, read by their attendees.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    duty,
    training::{self, NewTraining},
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
        .route("/my", get(home))
        .route("/my/trainings/{id}", get(mine))
        .route("/office/trainings", get(list))
        .route("/office/trainings/new", get(new))
        .route("/office/trainings/{id}", get(detail))
        .route("/api/training/create", post(create))
        .route("/api/training/choose-test", post(choose_test))
        .route("/api/training/publish", post(publish))
        .route("/api/training/close", post(close))
        .route("/api/training/excuse", post(excuse))
        .route("/api/training/lesson-read", post(lesson_read))
}

async fn home(State(web): State<Web>, asker: Asker) -> Answer {
    let cx = asker.cx(&web);
    let (view, duties) = (training::my_home(&cx).await?, duty::my_duties(&cx).await?);
    reply::page(app::training::mine::home(&asker.frame(&web), &view, &duties))
}

async fn mine(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = training::my_training(&asker.cx(&web), id).await?;
    reply::page(app::training::mine::training(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    result: String,
    #[serde(default)]
    kind: String,
    follows: Option<Uuid>,
    page: Option<u64>,
}

async fn list(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let page = shown.page.unwrap_or(1).max(1);
    let view = training::list_trainings(&asker.cx(&web), &shown.kind, page).await?;
    reply::page(app::training::office::list(&asker.frame(&web), &view))
}

async fn new(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = training::new_form(&asker.cx(&web), &shown.kind, shown.follows).await?;
    reply::page(app::training::office::form(&asker.frame(&web), &view))
}

async fn detail(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(shown): Query<Shown>,
) -> Answer {
    let page = shown.page.unwrap_or(1).max(1);
    let view = training::show_training(&asker.cx(&web), id, &shown.result, page).await?;
    reply::page(app::training::office::detail(&asker.frame(&web), &view))
}

/// Reads a form in which an input may occur several times.
fn new_training(form: &RawForm) -> NewTraining {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&form.0).unwrap_or_default();
    let mut new = NewTraining::default();
    for (name, value) in pairs {
        match name.as_str() {
            "title" => new.title = value,
            "hours" => new.hours = value,
            "audience" => new.audience.push(value),
            "lesson" => new.lesson = value,
            "lecturer" => new.lecturer = value,
            "due_on" => new.due_on = value,
            "banks" => new.banks.extend(value.parse::<Uuid>()),
            "kind" => new.kind = value,
            "from" => new.from = value,
            "until" => new.until = value,
            "round" => new.round = value,
            "follows" => new.follows = value.parse().ok(),
            "takes" => new.takes = value,
            _ => {}
        }
    }
    new
}

async fn create(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let id = training::create_training(&asker.cx(&web), new_training(&form)).await?;
    reply::done(&asker, &format!("/office/trainings/{id}"), "training_created", &json!({ "training": id }))
}

async fn choose_test(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&form.0).unwrap_or_default();
    let id = pairs.iter().find(|(k, _)| k == "training").and_then(|(_, v)| v.parse().ok());
    let id: Uuid = id.ok_or_else(application::Failure::missing)?;
    let banks = pairs.iter().filter(|(k, _)| k == "banks").filter_map(|(_, v)| v.parse().ok()).collect();
    training::choose_test(&asker.cx(&web), id, banks).await?;
    reply::done(&asker, &format!("/office/trainings/{id}"), "training_created", &json!({}))
}

#[derive(Deserialize)]
struct Which {
    training: Uuid,
}

async fn publish(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    let attendees = training::publish_training(&asker.cx(&web), which.training).await?;
    let path = format!("/office/trainings/{}", which.training);
    reply::done(&asker, &path, "training_published", &json!({ "attendees": attendees }))
}

async fn close(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    training::close_training(&asker.cx(&web), which.training).await?;
    reply::done(&asker, &format!("/office/trainings/{}", which.training), "training_closed", &json!({}))
}

#[derive(Deserialize)]
struct Excuse {
    training: Uuid,
    person: Uuid,
    reason: String,
}

async fn excuse(State(web): State<Web>, asker: Asker, Form(form): Form<Excuse>) -> Answer {
    let state = training::excuse(&asker.cx(&web), form.training, form.person, &form.reason).await?;
    let path = format!("/office/trainings/{}?result=open", form.training);
    let waits = state == training::Excused::Waits;
    let code = if waits { "excuse_proposed" } else { "attendee_excused" };
    reply::done(&asker, &path, code, &json!({ "waits": waits }))
}

async fn lesson_read(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    training::lesson_read(&asker.cx(&web), which.training).await?;
    reply::done(&asker, &format!("/my/trainings/{}", which.training), "lesson_read", &json!({}))
}
