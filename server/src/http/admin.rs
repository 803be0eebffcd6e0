//! The administrator's page.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use axum::{Router, extract::State, routing::get};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/admin", get(home))
}

async fn home(State(web): State<Web>, asker: Asker) -> Answer {
    let view = application::account::installation(&asker.cx(&web)).await?;
    reply::page(app::admin::home(&asker.frame(&web), &view))
}
