//! Units, people, and the import of rosters.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload,
};
use application::{
    Failure, duty,
    organization::{self, LIMIT_MIB},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    routing::{get, post},
};
use contract::{
    Field, FieldProblem,
    organization::{PeopleQuery, UnitQuery},
};
use domain::actor::Action;
use serde::Deserialize;
use uuid::Uuid;

/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/import", get(import_page))
        .route("/office/import/template.xlsx", get(template))
        .route("/office/import/{upload}", get(preview_page))
        .route("/office/import/{upload}/errors.xlsx", get(errors))
        .route("/office/enterprises", get(units_page))
        .route("/office/enterprises.xlsx", get(units_file))
        .route("/office/enterprises/{id}", get(unit_page))
        .route("/my/enterprise", get(my_unit))
        .route("/office/people", get(people_page))
        .route("/office/people.xlsx", get(people_file))
        .route("/api/organization/import", post(import))
        .route(
            "/api/organization/preview",
            post(preview).layer(DefaultBodyLimit::max(upload::READ_TO_THE_END)),
        )
}

async fn my_unit(State(web): State<Web>, asker: Asker) -> Answer {
    let cx = asker.cx(&web);
    let (view, duties) = (organization::my_unit(&cx).await?, duty::my_unit_duties(&cx).await?);
    reply::page(app::organization::mine(&asker.frame(&web), &view, &duties))
}

async fn import_page(State(web): State<Web>, asker: Asker) -> Answer {
    let view = organization::show_import(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::organization::import(&asker.frame(&web), &view))
}

async fn template(State(web): State<Web>, asker: Asker) -> Answer {
    let bytes = organization::roster_template(&asker.cx(&web)).await?;
    Ok(reply::file("名册模板.xlsx", XLSX, bytes))
}

async fn preview(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageOrganization)?;
    let Some(file) = upload::file(form, "file", LIMIT_MIB).await? else {
        return Err(Failure::field(Field::File, FieldProblem::NoFile).into());
    };
    let kept = organization::keep_roster(&cx, &file.name, file.bytes).await?;
    if asker.wants_json() {
        return reply::json(&kept);
    }
    Ok(reply::lead(&format!("/office/import/{}", kept.upload)))
}

#[derive(Deserialize)]
struct PageOf {
    page: Option<u64>,
}

async fn preview_page(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(query): Query<PageOf>,
) -> Answer {
    let view =
        organization::preview_roster(&asker.cx(&web), identifier(&id)?, query.page.unwrap_or(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::organization::preview(&asker.frame(&web), &view))
}

async fn errors(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let bytes = organization::marked_roster(&asker.cx(&web), identifier(&id)?, app::text::cell_fault).await?;
    Ok(reply::file("名册-需修改.xlsx", XLSX, bytes))
}

#[derive(Deserialize)]
struct ImportForm {
    upload: Uuid,
}

async fn import(State(web): State<Web>, asker: Asker, Form(form): Form<ImportForm>) -> Answer {
    let tally = organization::import_roster(&asker.cx(&web), form.upload).await?;
    reply::done(&asker, "/office/import", "roster_imported", &tally)
}

async fn units_page(State(web): State<Web>, asker: Asker, Query(query): Query<UnitQuery>) -> Answer {
    let view = organization::list_units(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::organization::units(&asker.frame(&web), &view))
}

async fn units_file(State(web): State<Web>, asker: Asker, Query(query): Query<UnitQuery>) -> Answer {
    let bytes = organization::export_units(&asker.cx(&web), &query).await?;
    Ok(reply::file("单位名单.xlsx", XLSX, bytes))
}

async fn unit_page(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = organization::show_unit(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::organization::unit(&asker.frame(&web), &view))
}

async fn people_page(State(web): State<Web>, asker: Asker, Query(query): Query<PeopleQuery>) -> Answer {
    let view = organization::list_people(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::organization::people(&asker.frame(&web), &view))
}

async fn people_file(State(web): State<Web>, asker: Asker, Query(query): Query<PeopleQuery>) -> Answer {
    let bytes = organization::export_people(&asker.cx(&web), &query).await?;
    Ok(reply::file("人员名单.xlsx", XLSX, bytes))
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}
