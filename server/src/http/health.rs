//! `/healthz` says that the process lives, `/readyz` that it can work.

use super::Web;
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde_json::{Value, json};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

async fn ready(State(web): State<Web>) -> (StatusCode, Json<Value>) {
    let database = web.system.db.ping().await.is_ok();
    let migrated = database && web.system.db.missing_steps().await.is_ok_and(|missing| missing == 0);
    let fonts = web.system.services.fonts.is_some();
    let status = if database && migrated { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database": database, "migrated": migrated, "certificate_fonts": fonts })))
}
