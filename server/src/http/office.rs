//! The office's first page.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use axum::{Router, extract::State, routing::get};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/office", get(home))
}

async fn home(State(web): State<Web>, asker: Asker) -> Answer {
    let view = application::progress::office_home(&asker.cx(&web)).await?;
    reply::page(app::office::home(&asker.frame(&web), &view))
}
