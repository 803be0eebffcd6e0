//! Routes: sessions of on-site trainings, signing in, requests to excuse.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    session::{self, FormForm, HandForm, SessionForm},
    training,
};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The page of the screen is loaded again after so many seconds, so that its code is never an old one.
const REFRESH_SECONDS: &str = "20";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/trainings/{id}/sessions", get(sessions))
        .route("/office/excuses", get(excuses))
        .route("/office/sessions/{id}", get(list))
        .route("/office/sessions/{id}/screen", get(screen))
        .route("/office/sessions/{id}/sheet", get(sheet))
        .route("/office/sessions/{id}/sheet.xlsx", get(workbook))
        .route("/sign/{id}", get(scan))
        .route("/sign/{id}/{ticket}", get(sign))
        .route("/api/session/form", post(form))
        .route("/api/session/save", post(save))
        .route("/api/session/remove", post(remove))
        .route("/api/session/confirm", post(confirm))
        .route("/api/session/sign-by-hand", post(by_hand))
        .route("/api/session/undo-sign-in", post(undo))
        .route("/api/training/decide-excuse", post(decide))
}

async fn sessions(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = session::show_sessions(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::session::sessions(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Shown {
    q: String,
    page: Option<u64>,
    training: Option<Uuid>,
    t: String,
}

async fn excuses(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = training::pending_excuses(&asker.cx(&web), shown.training).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::session::excuses(&asker.frame(&web), &view))
}

async fn list(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Answer {
    let page = shown.page.unwrap_or(1).max(1);
    let view = session::show_session(&asker.cx(&web), identifier(&id)?, &shown.q, page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::session::list(&asker.frame(&web), &view))
}

async fn screen(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = session::screen(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    let mut response = reply::page(app::session::screen(&asker.frame(&web), &view))?;
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(REFRESH_SECONDS));
    Ok(response)
}

async fn sheet(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = session::sheet_view(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::session::sheet(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let (name, bytes) = session::attendance_sheet(&asker.cx(&web), identifier(&id)?).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

/// Takes a scan, from whoever scans; who is not signed in comes back here with the ticket.
async fn scan(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Answer {
    let id = identifier(&id)?;
    let ticket = session::scan(&asker.cx(&web), id, &shown.t).await?;
    let path = format!("/sign/{id}/{ticket}");
    if asker.wants_json() { reply::json(&json!({ "path": path })) } else { Ok(reply::lead(&path)) }
}

async fn sign(State(web): State<Web>, asker: Asker, Path((id, ticket)): Path<(String, String)>) -> Answer {
    let view = session::show_scan(&asker.cx(&web), identifier(&id)?, &ticket).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::session::sign(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Sent {
    training: Option<Uuid>,
    session: Option<Uuid>,
    person: Option<Uuid>,
    attendance: Option<Uuid>,
    excuse: Option<Uuid>,
    approve: bool,
    ticket: String,
    reason: String,
    mode: String,
    training_agency: String,
    agency: String,
    tag: String,
    topic: String,
    place: String,
    lecturer: String,
    date: String,
    from: String,
    until: String,
    hours: String,
    capacity: String,
}

async fn form(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let training = named(sent.training)?;
    let form = FormForm { training, mode: sent.mode, agency: sent.training_agency, tag: sent.tag };
    session::save_form(&asker.cx(&web), form).await?;
    let path = format!("/office/trainings/{training}/sessions");
    reply::done(&asker, &path, "form_saved", &json!({ "training": training }))
}

async fn save(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let form = SessionForm {
        training: sent.training,
        session: sent.session,
        topic: sent.topic,
        place: sent.place,
        lecturer: sent.lecturer,
        agency: sent.agency,
        date: sent.date,
        from: sent.from,
        until: sent.until,
        hours: sent.hours,
        capacity: sent.capacity,
    };
    let id = session::save_session(&asker.cx(&web), form).await?;
    let path = match sent.training {
        Some(training) => format!("/office/trainings/{training}/sessions"),
        None => format!("/office/sessions/{id}"),
    };
    reply::done(&asker, &path, "session_saved", &json!({ "session": id }))
}

async fn remove(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let training = session::remove_session(&asker.cx(&web), named(sent.session)?).await?;
    let path = format!("/office/trainings/{training}/sessions");
    reply::done(&asker, &path, "session_removed", &json!({ "training": training }))
}

async fn confirm(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let session = named(sent.session)?;
    let training = session::confirm_scan(&asker.cx(&web), session, &sent.ticket).await?;
    let path = format!("/my/trainings/{training}");
    reply::done(&asker, &path, "signed_in_here", &json!({ "training": training }))
}

async fn by_hand(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let session = named(sent.session)?;
    let form = HandForm { session, person: named(sent.person)?, reason: sent.reason };
    session::sign_by_hand(&asker.cx(&web), form).await?;
    reply::done(&asker, &format!("/office/sessions/{session}"), "signed_by_hand", &json!({}))
}

async fn undo(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let (session, attendance) = (named(sent.session)?, named(sent.attendance)?);
    session::undo_sign_in(&asker.cx(&web), session, attendance, &sent.reason).await?;
    reply::done(&asker, &format!("/office/sessions/{session}"), "sign_in_undone", &json!({}))
}

async fn decide(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    training::decide_excuse(&asker.cx(&web), named(sent.excuse)?, sent.approve).await?;
    let code = if sent.approve { "attendee_excused" } else { "excuse_refused" };
    reply::done(&asker, "/office/excuses", code, &json!({}))
}

/// A thing that a form must name; without it there is nothing.
fn named(id: Option<Uuid>) -> Result<Uuid, Failure> {
    id.ok_or_else(Failure::missing)
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}
