//! The figures against the targets.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::progress;
use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use domain::progress::Basis;
use serde::Deserialize;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/office/progress", get(page)).route("/office/progress/uncovered", get(uncovered))
}

#[derive(Deserialize)]
struct Shown {
    basis: Option<Basis>,
}

async fn page(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let basis = shown.basis.unwrap_or(Basis::StreetOrganised);
    let view = progress::show_progress(&asker.cx(&web), basis).await?;
    reply::page(app::progress::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    area: String,
    page: Option<u64>,
}

async fn uncovered(State(web): State<Web>, asker: Asker, Query(list): Query<List>) -> Answer {
    let area = list.area.parse().ok();
    let view = progress::uncovered(&asker.cx(&web), area, list.page.unwrap_or(1).max(1)).await?;
    reply::page(app::progress::uncovered(&asker.frame(&web), &view, &list.area))
}
