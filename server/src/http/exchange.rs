//! Files of questions: sent, looked at, taken in; given out.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload::{self, Sent},
};
use application::{
    Cx, Failure,
    bank::exchange::{self, KeptFile, LIMIT_MIB, NewFile},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    routing::{get, post},
};
use contract::{
    Field, FieldProblem, UiError,
    bank::{ImportQuery, QuestionQuery},
    exchange::Format,
};
use domain::{actor::Action, bank::RawBasis};
use serde::Deserialize;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/banks/{bank}/import", get(import_page))
        .route("/office/banks/{bank}/import/template.xlsx", get(template))
        .route("/office/banks/{bank}/import/{upload}", get(preview_page))
        .route("/office/banks/{bank}/import/{upload}/marked.xlsx", get(marked))
        .route("/office/banks/{bank}/export", get(export))
        .route(
            "/api/bank/preview-import",
            post(preview).layer(DefaultBodyLimit::max(upload::READ_TO_THE_END)),
        )
        .route("/api/bank/import", post(import))
}

async fn import_page(State(web): State<Web>, asker: Asker, Path(bank): Path<String>) -> Answer {
    let view = exchange::show_import(&asker.cx(&web), &bank).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::import(&asker.frame(&web), &view))
}

async fn template(State(web): State<Web>, asker: Asker) -> Answer {
    let bytes = exchange::question_template(&asker.cx(&web)).await?;
    Ok(reply::file("题库模板.xlsx", Format::Xlsx.media_type(), bytes))
}

async fn preview(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::EditBanks)?;
    let sent = upload::form(form, "file", LIMIT_MIB).await?;
    let typed = sent.fields.clone();
    let bank = typed.get("bank").cloned().unwrap_or_default();
    match keep(&cx, &bank, sent).await {
        Ok(kept) if asker.wants_json() => reply::json(&kept),
        Ok(kept) => Ok(reply::lead(&format!("/office/banks/{bank}/import/{}", kept.upload))),
        // A form with a file does not come back by itself with what was typed.
        Err(Failure::Told(error)) if !asker.wants_json() && !bank.is_empty() && error != UiError::Missing => {
            Ok(reply::lead_refused(&format!("/office/banks/{bank}/import"), error, typed))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads the fields of the form and keeps its file.
async fn keep(cx: &Cx, bank: &str, sent: Sent) -> Result<KeptFile, Failure> {
    let field = |name: &str| sent.fields.get(name).map_or("", |text| text.trim());
    let format = match field("format") {
        "" => None,
        code => Some(Format::from_code(code).ok_or(UiError::Unreadable)?),
    };
    let basis = basis(field("basis"), field("note"))?;
    if sent.over {
        return Err(upload::too_large(LIMIT_MIB));
    }
    let file = sent.file.ok_or_else(|| Failure::field(Field::File, FieldProblem::NoFile))?;
    let file = NewFile { name: file.name, content: file.bytes, format, basis };
    exchange::keep_questions(cx, bank, file).await
}

/// What questions without basis rest on.
fn basis(kind: &str, note: &str) -> Result<Option<RawBasis>, Failure> {
    let text: String = note.chars().take(100).collect();
    match kind {
        "" => Ok(None),
        "plan" | "practice" if text.is_empty() => Err(Failure::field(Field::Note, FieldProblem::Empty)),
        "plan" => Ok(Some(RawBasis::Plan { clause: text })),
        "practice" => Ok(Some(RawBasis::Practice { standard: text, clause: None })),
        _ => Err(UiError::Unreadable.into()),
    }
}

async fn preview_page(
    State(web): State<Web>,
    asker: Asker,
    Path((bank, upload)): Path<(String, String)>,
    Query(query): Query<ImportQuery>,
) -> Answer {
    let view = exchange::preview_questions(&asker.cx(&web), &bank, identifier(&upload)?, query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::import_preview(&asker.frame(&web), &view))
}

async fn marked(
    State(web): State<Web>,
    asker: Asker,
    Path((bank, upload)): Path<(String, String)>,
) -> Answer {
    let cx = asker.cx(&web);
    let bytes = exchange::marked_questions(&cx, &bank, identifier(&upload)?, app::text::cell_issue).await?;
    Ok(reply::file("题库-需修改.xlsx", Format::Xlsx.media_type(), bytes))
}

#[derive(Deserialize)]
struct ImportForm {
    bank: String,
    upload: Uuid,
    #[serde(default)]
    reason: String,
}

async fn import(State(web): State<Web>, asker: Asker, Form(form): Form<ImportForm>) -> Answer {
    let taken = exchange::import_questions(&asker.cx(&web), &form.bank, form.upload, &form.reason).await?;
    let path = format!("/office/banks/{}?state=draft", form.bank);
    reply::done(&asker, &path, "questions_imported", &taken)
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    format: String,
}

async fn export(
    State(web): State<Web>,
    asker: Asker,
    Path(bank): Path<String>,
    Query(wanted): Query<Wanted>,
    Query(query): Query<QuestionQuery>,
) -> Answer {
    let cx = asker.cx(&web);
    if wanted.format.is_empty() {
        let view = exchange::show_export(&cx, &bank, query).await?;
        if asker.wants_json() {
            return reply::json(&view);
        }
        return reply::page(app::bank::export(&asker.frame(&web), &view));
    }
    cx.allow(Action::ReviewExam)?;
    let format = Format::from_code(&wanted.format).ok_or_else(Failure::missing)?;
    let file = exchange::export_questions(&cx, &bank, &query, format).await?;
    Ok(reply::file(&file.name, file.format.media_type(), file.bytes))
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}
