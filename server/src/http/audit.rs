//! The auditor's first page and the log.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::audit;
use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use serde::Deserialize;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/audit", get(home)).route("/audit/log", get(log))
}

async fn home(State(web): State<Web>, asker: Asker) -> Answer {
    let view = audit::audit_home(&asker.cx(&web)).await?;
    reply::page(app::audit::home(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    event: String,
    page: Option<u64>,
}

async fn log(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = audit::show_log(&asker.cx(&web), &shown.event, shown.page.unwrap_or(1).max(1)).await?;
    reply::page(app::audit::log(&asker.frame(&web), &view))
}
