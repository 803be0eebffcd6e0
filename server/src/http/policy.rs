//! The training policy matrix.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::policy;
use axum::{
    Form, Router,
    extract::{Query, RawForm, State},
    routing::{get, post},
};
use contract::policy::PolicyRowForm;
use serde::Deserialize;
use serde_json::json;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/policy", get(page))
        .route("/office/policy/row", get(row))
        .route("/api/policy/begin", post(begin))
        .route("/api/policy/save-row", post(save_row))
        .route("/api/policy/remove-row", post(remove_row))
        .route("/api/policy/settle", post(settle))
        .route("/api/policy/approve", post(approve))
        .route("/api/policy/drop", post(drop_draft))
}

#[derive(Deserialize)]
struct Shown {
    version: Option<u32>,
    compare: Option<u32>,
}

async fn page(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = policy::show_policy(&asker.cx(&web), shown.version, shown.compare).await?;
    if asker.wants_json() {
        return reply::json(&json!({
            "versions": view.versions, "shown": view.shown, "rows": view.rows, "in_force": view.in_force,
        }));
    }
    reply::page(app::policy::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
}

async fn row(State(web): State<Web>, asker: Asker, Query(code): Query<Code>) -> Answer {
    let view = policy::policy_row_form(&asker.cx(&web), &code.code).await?;
    reply::page(app::policy::row_form(&asker.frame(&web), &view))
}

fn done(asker: &Asker, number: u32, code: &str) -> Answer {
    reply::done(asker, &format!("/office/policy?version={number}"), code, &json!({ "version": number }))
}

#[derive(Deserialize)]
struct Begin {
    #[serde(default)]
    preset: String,
}

async fn begin(State(web): State<Web>, asker: Asker, Form(form): Form<Begin>) -> Answer {
    let number = policy::begin_policy(&asker.cx(&web), form.preset == "true").await?;
    done(&asker, number, "policy_begun")
}

async fn save_row(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&form.0).unwrap_or_default();
    let value = |name: &str| {
        pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let row = PolicyRowForm {
        code: value("code"),
        topic: value("topic"),
        title: value("title"),
        frequency: value("frequency"),
        hours: value("hours"),
        within_days: value("within_days"),
        content: value("content"),
        reach: value("reach"),
        law: value("law"),
        article: value("article"),
        trust: value("trust"),
    };
    let number = policy::save_policy_row(&asker.cx(&web), &value("old"), &row, &pairs).await?;
    done(&asker, number, "policy_saved")
}

async fn remove_row(State(web): State<Web>, asker: Asker, Form(code): Form<Code>) -> Answer {
    let number = policy::remove_policy_row(&asker.cx(&web), &code.code).await?;
    done(&asker, number, "policy_saved")
}

#[derive(Deserialize)]
struct Settle {
    #[serde(default)]
    date: String,
    #[serde(default)]
    note: String,
}

async fn settle(State(web): State<Web>, asker: Asker, Form(form): Form<Settle>) -> Answer {
    let number = policy::settle_policy(&asker.cx(&web), &form.date, &form.note).await?;
    done(&asker, number, "policy_saved")
}

#[derive(Deserialize)]
struct Which {
    number: u32,
}

async fn approve(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    let number = policy::approve_policy(&asker.cx(&web), which.number).await?;
    done(&asker, number, "policy_approved")
}

async fn drop_draft(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    let number = policy::drop_policy(&asker.cx(&web), which.number).await?;
    done(&asker, number, "policy_dropped")
}
