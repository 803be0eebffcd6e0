//! Certificates: the public page, the files, the lists.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::certificate;
use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use serde::Deserialize;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/verify/{serial}", get(verify))
        .route("/certificates/{file}", get(file))
        .route("/my/certificates", get(mine))
        .route("/audit/certificates", get(list))
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    c: String,
}

async fn verify(
    State(web): State<Web>,
    asker: Asker,
    Path(serial): Path<String>,
    Query(code): Query<Code>,
) -> Answer {
    let view = certificate::verify_certificate(&asker.cx(&web), &serial, &code.c).await?;
    reply::page(app::certificate::verify(&asker.frame(&web), &view))
}

async fn file(State(web): State<Web>, asker: Asker, Path(file): Path<String>) -> Answer {
    asker.signed_in()?;
    let serial = file.strip_suffix(".pdf").ok_or_else(application::Failure::missing)?;
    let pdf = certificate::certificate_file(&asker.cx(&web), serial).await?;
    Ok(reply::file(&file, "application/pdf", pdf))
}

async fn mine(State(web): State<Web>, asker: Asker) -> Answer {
    let certificates = certificate::my_certificates(&asker.cx(&web)).await?;
    reply::page(app::training::mine::certificates(&asker.frame(&web), &certificates))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    page: Option<u64>,
}

async fn list(State(web): State<Web>, asker: Asker, Query(search): Query<Search>) -> Answer {
    let page = search.page.unwrap_or(1).max(1);
    let (lines, pager) = certificate::certificates(&asker.cx(&web), &search.q, page).await?;
    reply::page(app::certificate::list(&asker.frame(&web), &lines, &search.q, pager))
}
