//! The figures of officials' tests.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::officials;
use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use serde::Deserialize;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/office/officials", get(page)).route("/office/officials.xlsx", get(workbook))
}

#[derive(Deserialize)]
struct Shown {
    year: Option<i32>,
}

async fn page(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = officials::show_officials(&asker.cx(&web), shown.year).await?;
    reply::page(app::officials::page(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let (name, bytes) = officials::export_officials(&asker.cx(&web), shown.year).await?;
    Ok(reply::file(&name, XLSX, bytes))
}
