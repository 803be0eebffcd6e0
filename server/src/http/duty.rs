//! What people owe, and how far the street is covered.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{coverage, duty};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use contract::duty::{CoverageQuery, DutyQuery};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/duties", get(list))
        .route("/office/duties.xlsx", get(export))
        .route("/office/duties/{person}", get(person))
        .route("/api/duty/refresh", post(refresh))
        .route("/api/duty/correct-post", post(correct))
        .route("/office/coverage", get(show))
        .route("/office/coverage/list", get(covered))
        .route("/office/coverage/list.xlsx", get(covered_export))
        .route("/api/coverage/freeze", post(freeze))
}

async fn list(State(web): State<Web>, asker: Asker, Query(query): Query<DutyQuery>) -> Answer {
    let view = duty::list_duties(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::duty::list(&asker.frame(&web), &view))
}

async fn export(State(web): State<Web>, asker: Asker, Query(query): Query<DutyQuery>) -> Answer {
    let (name, bytes) = duty::export_duties(&asker.cx(&web), &query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn person(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = duty::person_duties(&asker.cx(&web), id).await?;
    reply::page(app::duty::person(&asker.frame(&web), &view))
}

async fn refresh(State(web): State<Web>, asker: Asker) -> Answer {
    let people = duty::refresh_now(&asker.cx(&web)).await?;
    reply::done(&asker, "/office/duties", "duties_computed", &json!({ "people": people }))
}

#[derive(Deserialize)]
struct Correct {
    person: Uuid,
    #[serde(default)]
    held_on: String,
    #[serde(default)]
    reason: String,
}

async fn correct(State(web): State<Web>, asker: Asker, Form(form): Form<Correct>) -> Answer {
    duty::correct_post(&asker.cx(&web), form.person, &form.held_on, &form.reason).await?;
    reply::done(&asker, &format!("/office/duties/{}", form.person), "post_corrected", &json!({}))
}

#[derive(Deserialize)]
struct Year {
    #[serde(default)]
    year: String,
}

async fn show(State(web): State<Web>, asker: Asker, Query(year): Query<Year>) -> Answer {
    let view = coverage::show_coverage(&asker.cx(&web), &year.year).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::duty::coverage::page(&asker.frame(&web), &view))
}

async fn covered(State(web): State<Web>, asker: Asker, Query(query): Query<CoverageQuery>) -> Answer {
    let view = coverage::coverage_list(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::duty::coverage::list(&asker.frame(&web), &view))
}

async fn covered_export(State(web): State<Web>, asker: Asker, Query(query): Query<CoverageQuery>) -> Answer {
    let (name, bytes) = coverage::export_coverage(&asker.cx(&web), &query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

#[derive(Deserialize)]
struct Freeze {
    #[serde(default)]
    after: u32,
    #[serde(default)]
    reason: String,
}

async fn freeze(State(web): State<Web>, asker: Asker, Form(form): Form<Freeze>) -> Answer {
    let number = coverage::freeze_coverage(&asker.cx(&web), form.after, &form.reason).await?;
    reply::done(&asker, "/office/coverage", "coverage_frozen", &json!({ "number": number }))
}
