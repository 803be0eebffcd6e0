//! The room: watching an exam, what staff do in its sittings, and the clock of a candidate's page.

use super::form::unreadable;
use crate::http::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::exam::{self, MoreTime};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::HeaderValue,
    routing::{get, post},
};
use contract::{
    UiError,
    exam::{LogQuery, MonitorQuery},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/api/exam/clock", get(clock))
        .route("/api/exam/extend", post(extend))
        .route("/api/exam/reopen", post(reopen))
        .route("/api/exam/void", post(void))
        .route("/api/exam/name-invigilator", post(name_invigilator))
        .route("/api/exam/release-invigilator", post(release_invigilator))
        .route("/office/exams/{id}/monitor", get(monitor))
        .route("/office/exams/{id}/attempts/{attempt}", get(attempt))
}

#[derive(Deserialize)]
struct ClockQuery {
    #[serde(default)]
    attempt: String,
    #[serde(default)]
    lease: String,
}

async fn clock(State(web): State<Web>, asker: Asker, Query(query): Query<ClockQuery>) -> Answer {
    asker.signed_in()?;
    let attempt = query.attempt.parse().map_err(|_| UiError::Missing)?;
    let lease = query.lease.parse().unwrap_or(0);
    reply::json(&exam::clock(&asker.cx(&web), attempt, lease, asker.agent()).await?)
}

async fn monitor(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(query): Query<MonitorQuery>,
) -> Answer {
    let view = exam::monitor(&asker.cx(&web), id, query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    let mut response = reply::page(app::exam::monitor::page(&asker.frame(&web), &view))?;
    // The page looks again by itself, also without scripts; not while somebody fills in a form.
    if view.query.form.is_empty() {
        response.headers_mut().insert("refresh", HeaderValue::from_static("15"));
    }
    Ok(response)
}

async fn attempt(
    State(web): State<Web>,
    asker: Asker,
    Path((exam, attempt)): Path<(Uuid, Uuid)>,
    Query(query): Query<LogQuery>,
) -> Answer {
    let view = exam::show_attempt(&asker.cx(&web), exam, attempt, query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::log::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct ActForm {
    attempt: Uuid,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    reason: String,
}

impl From<ActForm> for MoreTime {
    fn from(form: ActForm) -> Self {
        Self { attempt: form.attempt, minutes: form.minutes, reason: form.reason }
    }
}

async fn extend(State(web): State<Web>, asker: Asker, Form(form): Form<ActForm>) -> Answer {
    let attempt = form.attempt;
    let exam = exam::extend_attempt(&asker.cx(&web), form.into()).await?;
    acted(&asker, exam, attempt, "attempt_extended")
}

async fn reopen(State(web): State<Web>, asker: Asker, Form(form): Form<ActForm>) -> Answer {
    let attempt = form.attempt;
    let exam = exam::reopen_attempt(&asker.cx(&web), form.into()).await?;
    acted(&asker, exam, attempt, "attempt_reopened")
}

async fn void(State(web): State<Web>, asker: Asker, Form(form): Form<ActForm>) -> Answer {
    let exam = exam::void_attempt(&asker.cx(&web), form.attempt, &form.reason).await?;
    acted(&asker, exam, form.attempt, "attempt_voided")
}

/// Leads back to the record of the sitting.
fn acted(asker: &Asker, exam: Uuid, attempt: Uuid, code: &str) -> Answer {
    let path = format!("/office/exams/{exam}/attempts/{attempt}");
    reply::done(asker, &path, code, &json!({ "attempt": attempt }))
}

#[derive(Deserialize)]
struct StaffForm {
    exam: Uuid,
    #[serde(default)]
    account: String,
}

async fn name_invigilator(State(web): State<Web>, asker: Asker, Form(form): Form<StaffForm>) -> Answer {
    exam::name_invigilator(&asker.cx(&web), form.exam, form.account.parse().ok()).await?;
    staffed(&asker, form.exam, "invigilator_named")
}

async fn release_invigilator(State(web): State<Web>, asker: Asker, Form(form): Form<StaffForm>) -> Answer {
    let cx = asker.cx(&web);
    let account = form.account.parse().map_err(|_| unreadable())?;
    exam::release_invigilator(&cx, form.exam, account).await?;
    staffed(&asker, form.exam, "invigilator_released")
}

/// Leads back to the form in which invigilators are named.
fn staffed(asker: &Asker, exam: Uuid, code: &str) -> Answer {
    let path = format!("/office/exams/{exam}/monitor?form=staff");
    reply::done(asker, &path, code, &json!({ "exam": exam }))
}
