//! Archives: on screen, as PDF, as workbook.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    archive::{self, Format, Rows},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use contract::archive::{ArchiveHead, Layout};
use domain::audit::Subject;
use serde::Deserialize;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/my/archive", get(mine))
        .route("/my/archive.pdf", get(mine_pdf))
        .route("/my/archive.xlsx", get(mine_xlsx))
        .route("/my/enterprise/archive", get(my_unit))
        .route("/my/enterprise/archive.pdf", get(my_unit_pdf))
        .route("/my/enterprise/archive.xlsx", get(my_unit_xlsx))
        .route("/office/people/{id}/archive", get(person))
        .route("/office/people/{id}/archive.pdf", get(person_pdf))
        .route("/office/people/{id}/archive.xlsx", get(person_xlsx))
        .route("/office/trainings/{id}/archive", get(training))
        .route("/office/trainings/{id}/archive.pdf", get(training_pdf))
        .route("/office/trainings/{id}/archive.xlsx", get(training_xlsx))
        .route("/office/enterprises/{id}/archive", get(unit))
        .route("/office/enterprises/{id}/archive.pdf", get(unit_pdf))
        .route("/office/enterprises/{id}/archive.xlsx", get(unit_xlsx))
}

/// What an archive is asked for. An empty year is none, as a form sends it.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    year: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn year(&self) -> Option<i32> {
        self.year.parse().ok()
    }
    fn rows(&self) -> Rows {
        Rows::Page(self.page.parse().unwrap_or(1).max(1))
    }
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}

async fn send(
    cx: &application::Cx,
    head: &ArchiveHead,
    layout: Layout,
    subject: Subject,
    format: Format,
) -> Answer {
    let (name, bytes) = archive::archive_file(cx, head, layout, subject, format).await?;
    let kind = match format {
        Format::Pdf => "application/pdf",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    Ok(reply::file(&name, kind, bytes))
}

async fn person(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let view = archive::person_archive(&asker.cx(&web), identifier(&id)?, asked.year()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::archive::person(&asker.frame(&web), &view))
}

async fn person_file(web: &Web, asker: &Asker, id: &str, asked: &Asked, format: Format) -> Answer {
    let cx = asker.cx(web);
    let view = archive::person_archive(&cx, identifier(id)?, asked.year()).await?;
    send(&cx, &view.head, view.layout(), Subject::new("person", view.person), format).await
}

async fn person_pdf(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    person_file(&web, &asker, &id, &asked, Format::Pdf).await
}

async fn person_xlsx(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    person_file(&web, &asker, &id, &asked, Format::Xlsx).await
}

async fn mine(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    let view = archive::my_archive(&asker.cx(&web), asked.year()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::archive::my_person(&asker.frame(&web), &view))
}

async fn mine_file(web: &Web, asker: &Asker, asked: &Asked, format: Format) -> Answer {
    let cx = asker.cx(web);
    let view = archive::my_archive(&cx, asked.year()).await?;
    send(&cx, &view.head, view.layout(), Subject::new("person", view.person), format).await
}

async fn mine_pdf(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    mine_file(&web, &asker, &asked, Format::Pdf).await
}

async fn mine_xlsx(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    mine_file(&web, &asker, &asked, Format::Xlsx).await
}

async fn training(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let view = archive::training_archive(&asker.cx(&web), identifier(&id)?, asked.rows()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::archive::training(&asker.frame(&web), &view))
}

async fn training_file(web: &Web, asker: &Asker, id: &str, format: Format) -> Answer {
    let cx = asker.cx(web);
    let view = archive::training_archive(&cx, identifier(id)?, Rows::All).await?;
    send(&cx, &view.head, view.layout(), Subject::new("training", view.facts.id), format).await
}

async fn training_pdf(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    training_file(&web, &asker, &id, Format::Pdf).await
}

async fn training_xlsx(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    training_file(&web, &asker, &id, Format::Xlsx).await
}

async fn unit(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let cx = asker.cx(&web);
    let view = archive::enterprise_archive(&cx, identifier(&id)?, asked.year(), asked.rows()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::archive::enterprise(&asker.frame(&web), &view))
}

async fn unit_file(web: &Web, asker: &Asker, id: &str, asked: &Asked, format: Format) -> Answer {
    let cx = asker.cx(web);
    let view = archive::enterprise_archive(&cx, identifier(id)?, asked.year(), Rows::All).await?;
    send(&cx, &view.head, view.layout(), Subject::new("unit", view.unit), format).await
}

async fn unit_pdf(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    unit_file(&web, &asker, &id, &asked, Format::Pdf).await
}

async fn unit_xlsx(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    unit_file(&web, &asker, &id, &asked, Format::Xlsx).await
}

async fn my_unit(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    let view = archive::my_enterprise_archive(&asker.cx(&web), asked.year(), asked.rows()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::archive::my_enterprise(&asker.frame(&web), &view))
}

async fn my_unit_file(web: &Web, asker: &Asker, asked: &Asked, format: Format) -> Answer {
    let cx = asker.cx(web);
    let view = archive::my_enterprise_archive(&cx, asked.year(), Rows::All).await?;
    send(&cx, &view.head, view.layout(), Subject::new("unit", view.unit), format).await
}

async fn my_unit_pdf(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    my_unit_file(&web, &asker, &asked, Format::Pdf).await
}

async fn my_unit_xlsx(State(web): State<Web>, asker: Asker, Query(asked): Query<Asked>) -> Answer {
    my_unit_file(&web, &asker, &asked, Format::Xlsx).await
}
