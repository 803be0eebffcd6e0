//! The rooms of an exam: setting one up, its seats, its papers, and keying in what was written on paper.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    exam::{self, KeyedIn, NewRoom},
};
use axum::{
    Router,
    extract::{Path, RawForm, State},
    routing::{get, post},
};
use contract::UiError;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/exams/{id}/rooms", get(list))
        .route("/office/exams/{id}/rooms/{room}", get(one))
        .route("/office/exams/{id}/rooms/{room}/papers", get(papers))
        .route("/office/exams/{id}/rooms/{room}/key-in/{person}", get(key_in_form))
        .route("/api/exam/open-room", post(open))
        .route("/api/exam/key-in", post(key_in))
}

async fn list(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = exam::list_rooms(&asker.cx(&web), id).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::room::list(&asker.frame(&web), &view))
}

async fn one(State(web): State<Web>, asker: Asker, Path((id, room)): Path<(Uuid, Uuid)>) -> Answer {
    let view = exam::show_room(&asker.cx(&web), id, room).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::room::one(&asker.frame(&web), &view))
}

async fn papers(State(web): State<Web>, asker: Asker, Path((id, room)): Path<(Uuid, Uuid)>) -> Answer {
    let view = exam::print_papers(&asker.cx(&web), id, room).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::paper::print(&asker.frame(&web), &view))
}

async fn key_in_form(
    State(web): State<Web>,
    asker: Asker,
    Path((id, room, person)): Path<(Uuid, Uuid, Uuid)>,
) -> Answer {
    let view = exam::key_in_form(&asker.cx(&web), id, room, person).await?;
    reply::page(app::exam::paper::key_in(&asker.frame(&web), &view))
}

/// The fields of a form in their order.
fn fields(body: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    serde_urlencoded::from_bytes(body).map_err(|_| UiError::Unreadable.into())
}

fn id(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| UiError::Unreadable.into())
}

async fn open(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let mut new = NewRoom::default();
    for (name, value) in fields(&body)? {
        match name.as_str() {
            "exam" => new.exam = id(&value)?,
            "place" => new.place = value,
            "starts_at" => new.starts_at = value,
            "capacity" => new.capacity = value,
            "area" if !value.is_empty() => new.area = Some(id(&value)?),
            "code" => new.code = value == "on" || value == "true",
            "networks" => new.networks = value,
            _ => {}
        }
    }
    let exam = new.exam;
    let room = exam::open_room(&asker.cx(&web), new).await?;
    let path = format!("/office/exams/{exam}/rooms/{room}");
    reply::done(&asker, &path, "room_opened", &json!({ "room": room }))
}

async fn key_in(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let mut form = KeyedIn::default();
    for (name, value) in fields(&body)? {
        match name.as_str() {
            "exam" => form.exam = id(&value)?,
            "room" => form.room = id(&value)?,
            "person" => form.person = id(&value)?,
            _ => {
                if let Some(item) = name.strip_prefix("item-").and_then(|item| item.parse().ok()) {
                    form.answers.insert(item, value);
                }
            }
        }
    }
    let path = format!("/office/exams/{}/rooms/{}", form.exam, form.room);
    let attempt = exam::key_in(&asker.cx(&web), form).await?;
    reply::done(&asker, &path, "answers_keyed_in", &json!({ "attempt": attempt }))
}
