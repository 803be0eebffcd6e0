//! `/healthz` says that the process lives, `/readyz` that it can work, `/metrics` what it does.

use super::Web;
use axum::{
    Json, Router,
    extract::{ConnectInfo, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::atomic::Ordering};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Figures for Prometheus, for programs on the same machine only.
async fn metrics(State(web): State<Web>, ConnectInfo(from): ConnectInfo<SocketAddr>) -> Response {
    if !from.ip().to_canonical().is_loopback() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let figures = web.system.sittings.figures();
    let counters = [
        ("exam_commits", "Transactions of the writer of sittings.", &figures.commits),
        ("exam_works", "Works that those transactions wrote.", &figures.works),
        ("exam_steps", "Steps of sittings that they wrote.", &figures.steps),
        ("exam_retries", "Shared transactions whose works were then written one by one.", &figures.retries),
    ];
    let lines = counters.map(|(name, help, counter)| {
        let value = counter.load(Ordering::Relaxed);
        format!("# HELP anxun_{name}_total {help}\n# TYPE anxun_{name}_total counter\nanxun_{name}_total {value}\n")
    });
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], lines.concat()).into_response()
}

async fn ready(State(web): State<Web>) -> (StatusCode, Json<Value>) {
    let database = web.system.db.ping().await.is_ok();
    let migrated = database && web.system.db.missing_steps().await.is_ok_and(|missing| missing == 0);
    let fonts = web.system.services.fonts.is_some();
    let status = if database && migrated { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database": database, "migrated": migrated, "certificate_fonts": fonts })))
}
