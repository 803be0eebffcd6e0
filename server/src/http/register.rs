//! Registers: statutory certificates and places.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload,
};
use application::{
    Failure,
    register::{self, PlaceForm, PostForm, RemoveForm, StatutoryForm, TakeOverForm},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    routing::{get, post},
};
use contract::{
    Field, FieldProblem,
    register::{PlaceQuery, Register, StatutoryQuery},
};
use domain::{actor::Action, organization::vocabulary_role::Role};
use serde::Deserialize;
use uuid::Uuid;

/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The most mebibytes of a workbook.
const LIMIT_MIB: u32 = 10;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/registers/statutory", get(statutory))
        .route("/office/registers/statutory.xlsx", get(statutory_file))
        .route("/office/registers/statutory/lacking", get(lacking))
        .route("/office/registers/places", get(places))
        .route("/office/registers/places.xlsx", get(places_file))
        .route("/office/registers/import/{register}", get(import_page))
        .route("/office/registers/import/{register}/template.xlsx", get(template))
        .route("/office/registers/import/{register}/{upload}", get(preview_page))
        .route("/office/registers/import/{register}/{upload}/marked.xlsx", get(marked))
        .route("/office/enterprises/{id}/registers", get(unit))
        .route("/my/enterprise/registers", get(mine))
        .route("/api/register/enter-statutory", post(enter_statutory))
        .route("/api/register/confirm-statutory", post(confirm_statutory))
        .route("/api/register/remove-statutory", post(remove_statutory))
        .route("/api/register/note-post", post(note_post))
        .route("/api/register/enter-place", post(enter_place))
        .route("/api/register/confirm-place", post(confirm_place))
        .route("/api/register/remove-place", post(remove_place))
        .route("/api/register/take-over", post(take_over))
        .route("/api/register/import", post(import))
        .route(
            "/api/register/preview-import",
            post(preview).layer(DefaultBodyLimit::max(upload::READ_TO_THE_END)),
        )
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}

/// Reads which register a path means.
fn which(code: &str) -> Result<Register, Failure> {
    Register::from_code(code).ok_or_else(Failure::missing)
}

/// Where the registers of a unit stand for the asker.
fn home(asker: &Asker, unit: Uuid) -> String {
    let examinee = asker.known().is_some_and(|known| known.actor.role == Role::Examinee);
    if examinee { "/my/enterprise/registers".into() } else { format!("/office/enterprises/{unit}/registers") }
}

/// What is said of an entry: it counts, or it waits for the office.
fn entered(asker: &Asker) -> &'static str {
    let examinee = asker.known().is_some_and(|known| known.actor.role == Role::Examinee);
    if examinee { "statutory_proposed" } else { "statutory_entered" }
}

async fn statutory(State(web): State<Web>, asker: Asker, Query(query): Query<StatutoryQuery>) -> Answer {
    let view = register::list_statutory(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::statutory(&asker.frame(&web), &view))
}

async fn statutory_file(State(web): State<Web>, asker: Asker, Query(query): Query<StatutoryQuery>) -> Answer {
    let (name, bytes) = register::export_statutory(&asker.cx(&web), &query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

#[derive(Deserialize)]
struct PageOf {
    #[serde(default)]
    page: String,
}

async fn lacking(State(web): State<Web>, asker: Asker, Query(shown): Query<PageOf>) -> Answer {
    let view = register::list_lacking(&asker.cx(&web), &shown.page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::lacking(&asker.frame(&web), &view))
}

async fn places(State(web): State<Web>, asker: Asker, Query(query): Query<PlaceQuery>) -> Answer {
    let view = register::list_places(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::places(&asker.frame(&web), &view))
}

async fn places_file(State(web): State<Web>, asker: Asker, Query(query): Query<PlaceQuery>) -> Answer {
    let (name, bytes) = register::export_places(&asker.cx(&web), &query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn unit(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = register::unit_registers(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::unit(&asker.frame(&web), &view))
}

async fn mine(State(web): State<Web>, asker: Asker) -> Answer {
    let view = register::my_registers(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::mine(&asker.frame(&web), &view))
}

async fn enter_statutory(State(web): State<Web>, asker: Asker, Form(form): Form<StatutoryForm>) -> Answer {
    let (id, unit) = register::enter_statutory(&asker.cx(&web), form).await?;
    reply::done(&asker, &home(&asker, unit), entered(&asker), &serde_json::json!({ "statutory": id }))
}

#[derive(Deserialize)]
struct Which {
    id: Uuid,
}

async fn confirm_statutory(State(web): State<Web>, asker: Asker, Form(form): Form<Which>) -> Answer {
    let unit = register::confirm_statutory(&asker.cx(&web), form.id).await?;
    reply::done(&asker, &home(&asker, unit), "entry_confirmed", &serde_json::json!({}))
}

async fn remove_statutory(State(web): State<Web>, asker: Asker, Form(form): Form<RemoveForm>) -> Answer {
    let unit = register::remove_statutory(&asker.cx(&web), form.id, &form.reason).await?;
    reply::done(&asker, &home(&asker, unit), "entry_removed", &serde_json::json!({}))
}

async fn note_post(State(web): State<Web>, asker: Asker, Form(form): Form<PostForm>) -> Answer {
    let unit = register::note_post(&asker.cx(&web), form).await?;
    reply::done(&asker, &home(&asker, unit), "post_noted", &serde_json::json!({}))
}

async fn enter_place(State(web): State<Web>, asker: Asker, Form(form): Form<PlaceForm>) -> Answer {
    let unit = form.unit;
    let id = register::enter_place(&asker.cx(&web), form).await?;
    reply::done(&asker, &home(&asker, unit), entered(&asker), &serde_json::json!({ "place": id }))
}

async fn confirm_place(State(web): State<Web>, asker: Asker, Form(form): Form<Which>) -> Answer {
    let unit = register::confirm_place(&asker.cx(&web), form.id).await?;
    reply::done(&asker, &home(&asker, unit), "entry_confirmed", &serde_json::json!({}))
}

async fn remove_place(State(web): State<Web>, asker: Asker, Form(form): Form<RemoveForm>) -> Answer {
    let unit = register::remove_place(&asker.cx(&web), form.id, &form.reason).await?;
    reply::done(&asker, &home(&asker, unit), "entry_removed", &serde_json::json!({}))
}

async fn take_over(State(web): State<Web>, asker: Asker, Form(form): Form<TakeOverForm>) -> Answer {
    let unit = form.unit;
    register::take_over(&asker.cx(&web), form).await?;
    reply::done(&asker, &home(&asker, unit), "fact_taken_over", &serde_json::json!({}))
}

async fn import_page(State(web): State<Web>, asker: Asker, Path(code): Path<String>) -> Answer {
    asker.cx(&web).allow(Action::ManageRegisters)?;
    reply::page(app::register::import(&asker.frame(&web), which(&code)?))
}

async fn template(State(web): State<Web>, asker: Asker, Path(code): Path<String>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageRegisters)?;
    let register = which(&code)?;
    let bytes = register::register_template(&cx, register).await?;
    Ok(reply::file(&format!("{}模板.xlsx", register.term()), XLSX, bytes))
}

async fn preview(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageRegisters)?;
    let sent = upload::form(form, "file", LIMIT_MIB).await?;
    if sent.over {
        return Err(upload::too_large(LIMIT_MIB).into());
    }
    let register = which(sent.fields.get("register").map_or("", String::as_str))?;
    let Some(file) = sent.file else {
        return Err(Failure::field(Field::File, FieldProblem::NoFile).into());
    };
    let kept = register::keep_register(&cx, register, &file.name, file.bytes).await?;
    if asker.wants_json() {
        return reply::json(&kept);
    }
    Ok(reply::lead(&format!("/office/registers/import/{}/{}", register.code(), kept.upload)))
}

async fn preview_page(
    State(web): State<Web>,
    asker: Asker,
    Path((code, id)): Path<(String, String)>,
    Query(shown): Query<PageOf>,
) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageRegisters)?;
    let page = shown.page.parse().unwrap_or(1);
    let view = register::preview_register(&cx, which(&code)?, identifier(&id)?, page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::register::preview(&asker.frame(&web), &view))
}

async fn marked(State(web): State<Web>, asker: Asker, Path((code, id)): Path<(String, String)>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageRegisters)?;
    let sentence = app::text::cell_fault;
    let bytes = register::marked_register(&cx, which(&code)?, identifier(&id)?, sentence).await?;
    Ok(reply::file("台账-需修改.xlsx", XLSX, bytes))
}

#[derive(Deserialize)]
struct ImportForm {
    register: String,
    upload: Uuid,
}

async fn import(State(web): State<Web>, asker: Asker, Form(form): Form<ImportForm>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageRegisters)?;
    let register = which(&form.register)?;
    let tally = register::import_register(&cx, register, form.upload).await?;
    let path = format!("/office/registers/{}", register.code());
    reply::done(&asker, &path, "register_imported", &tally)
}
