//! The ranking of a contest, and who is recommended.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::contest;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/trainings/{id}/ranking", get(ranking))
        .route("/office/trainings/{id}/ranking.xlsx", get(workbook))
        .route("/api/contest/publish-ranking", post(publish))
        .route("/api/contest/recommend", post(recommend))
        .route("/api/contest/leave-out", post(leave_out))
        .route("/api/contest/approve", post(approve))
}

#[derive(Deserialize)]
struct Shown {
    page: Option<u64>,
}

async fn ranking(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(shown): Query<Shown>,
) -> Answer {
    let view = contest::show_ranking(&asker.cx(&web), id, shown.page.unwrap_or(1)).await?;
    if asker.wants_json() {
        return reply::json(&view.rows);
    }
    reply::page(app::contest::ranking(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let (name, bytes) = contest::export_ranking(&asker.cx(&web), id).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

fn path(training: Uuid) -> String {
    format!("/office/trainings/{training}/ranking")
}

#[derive(Deserialize)]
struct Which {
    training: Uuid,
}

async fn publish(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    let candidates = contest::publish_ranking(&asker.cx(&web), which.training).await?;
    reply::done(&asker, &path(which.training), "ranking_published", &json!({ "candidates": candidates }))
}

#[derive(Deserialize)]
struct Proposal {
    training: Uuid,
    count: String,
}

async fn recommend(State(web): State<Web>, asker: Asker, Form(form): Form<Proposal>) -> Answer {
    contest::propose(&asker.cx(&web), form.training, &form.count).await?;
    reply::done(&asker, &path(form.training), "recommendation_proposed", &json!({}))
}

#[derive(Deserialize)]
struct LeaveOut {
    training: Uuid,
    person: Uuid,
    reason: String,
}

async fn leave_out(State(web): State<Web>, asker: Asker, Form(form): Form<LeaveOut>) -> Answer {
    contest::leave_out(&asker.cx(&web), form.training, form.person, &form.reason).await?;
    reply::done(&asker, &path(form.training), "candidate_left_out", &json!({}))
}

async fn approve(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    contest::approve(&asker.cx(&web), which.training).await?;
    reply::done(&asker, &path(which.training), "recommendation_approved", &json!({}))
}
