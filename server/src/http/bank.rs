//! The frozen question banks.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::bank::list_banks;
use axum::{Router, extract::State, routing::get};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/office/banks", get(list))
}

async fn list(State(web): State<Web>, asker: Asker) -> Answer {
    asker.signed_in()?;
    let view = list_banks(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::page(&asker.frame(&web), &view))
}
