//! The inbox, and what leaves the platform.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::notice;
use axum::{
    Form, Router,
    extract::{Query, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/my/notices", get(inbox))
        .route("/api/notice/read", post(read))
        .route("/admin/outbox", get(outbox))
        .route("/api/notice/resend", post(resend))
}

#[derive(Deserialize)]
struct Shown {
    page: Option<u64>,
}

async fn inbox(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = notice::my_notices(&asker.cx(&web), shown.page.unwrap_or(1).max(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::notice::inbox(&asker.frame(&web), &view))
}

async fn read(State(web): State<Web>, asker: Asker) -> Answer {
    let read = notice::read_notices(&asker.cx(&web)).await?;
    reply::done(&asker, "/my/notices", "notices_read", &json!({ "read": read }))
}

async fn outbox(State(web): State<Web>, asker: Asker) -> Answer {
    let view = notice::show_outbox(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::notice::outbox(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Which {
    message: Uuid,
}

async fn resend(State(web): State<Web>, asker: Asker, Form(which): Form<Which>) -> Answer {
    notice::resend_message(&asker.cx(&web), which.message).await?;
    reply::done(&asker, "/admin/outbox", "message_resent", &json!({}))
}
