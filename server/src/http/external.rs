//! Routes: activities beyond the street.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload,
};
use application::{
    Failure,
    external::{self, ExternalForm},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
    routing::{get, post},
};
use contract::{Field, FieldProblem};
use domain::{actor::Action, external::MOST_MIB};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/external", get(list))
        .route("/office/external/new", get(new))
        .route("/office/external/{id}", get(detail))
        .route("/office/external/{id}/evidence/{file}", get(evidence))
        .route("/api/external/record", post(record))
        .route(
            "/api/external/add-evidence",
            post(add_evidence).layer(DefaultBodyLimit::max(upload::READ_TO_THE_END)),
        )
        .route("/api/external/confirm", post(confirm))
}

#[derive(Deserialize)]
struct PageOf {
    page: Option<u64>,
}

async fn list(State(web): State<Web>, asker: Asker, Query(shown): Query<PageOf>) -> Answer {
    let view = external::list_external(&asker.cx(&web), shown.page.unwrap_or(1).max(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::external::list(&asker.frame(&web), &view))
}

async fn new(State(web): State<Web>, asker: Asker) -> Answer {
    let key = external::new_external(&asker.cx(&web))?;
    if asker.wants_json() {
        return reply::json(&json!({ "key": key }));
    }
    reply::page(app::external::form(&asker.frame(&web), &key.to_string()))
}

async fn detail(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = external::show_external(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::external::detail(&asker.frame(&web), &view))
}

/// Gives a file as what its first bytes say, never as a page.
async fn evidence(State(web): State<Web>, asker: Asker, Path((id, file)): Path<(String, String)>) -> Answer {
    let file = identifier(&file)?;
    let (name, media, bytes) = external::evidence(&asker.cx(&web), identifier(&id)?, file).await?;
    match media.as_str() {
        "image/png" => Ok(picture("image/png", bytes)),
        "image/jpeg" => Ok(picture("image/jpeg", bytes)),
        _ => Ok(reply::file(&name, "application/pdf", bytes)),
    }
}

fn picture(media: &'static str, bytes: Vec<u8>) -> axum::response::Response {
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Sent {
    key: Option<Uuid>,
    activity: Option<Uuid>,
    title: String,
    level: String,
    organiser: String,
    held_on: String,
    hours: String,
    people: String,
    remarks: String,
}

async fn record(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let form = ExternalForm {
        key: sent.key,
        title: sent.title,
        level: sent.level,
        organiser: sent.organiser,
        held_on: sent.held_on,
        hours: sent.hours,
        people: sent.people,
        remark: sent.remarks,
    };
    let id = external::record_external(&asker.cx(&web), form).await?;
    reply::done(&asker, &format!("/office/external/{id}"), "external_recorded", &json!({ "activity": id }))
}

async fn add_evidence(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageTrainings)?;
    let sent = upload::form(form, "file", MOST_MIB).await?;
    if sent.over {
        return Err(upload::too_large(MOST_MIB).into());
    }
    let id = sent.fields.get("activity").and_then(|id| id.parse().ok()).ok_or_else(Failure::missing)?;
    let Some(file) = sent.file else { return Err(Failure::field(Field::File, FieldProblem::NoFile).into()) };
    external::add_evidence(&cx, id, &file.name, file.bytes).await?;
    reply::done(&asker, &format!("/office/external/{id}"), "evidence_added", &json!({ "activity": id }))
}

async fn confirm(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let id = sent.activity.ok_or_else(Failure::missing)?;
    external::confirm_external(&asker.cx(&web), id).await?;
    reply::done(&asker, &format!("/office/external/{id}"), "external_confirmed", &json!({}))
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}
