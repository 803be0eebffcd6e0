//! The parts of trainings: written by the office, read by attendees.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    training::{self, Report, Writing},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, State},
    routing::{get, post},
};
use contract::{
    UiError,
    lesson::{FileInput, LessonInput},
};
use domain::{actor::Action, lesson::LessonKind};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/my/trainings/{id}/lessons/{seq}", get(mine))
        .route("/office/trainings/{id}/lessons", get(list))
        .route("/office/trainings/{id}/lessons/{seq}", get(preview))
        .route("/api/lesson/save", post(save))
        .route("/api/lesson/move", post(shift))
        .route("/api/lesson/remove", post(remove))
        .route("/api/lesson/report", post(report))
        .route("/api/lesson/finish", post(finish))
}

async fn mine(State(web): State<Web>, asker: Asker, Path((id, seq)): Path<(Uuid, u32)>) -> Answer {
    let view = training::my_lesson(&asker.cx(&web), id, seq).await?;
    reply::page(app::training::part::mine(&asker.frame(&web), &view))
}

async fn preview(State(web): State<Web>, asker: Asker, Path((id, seq)): Path<(Uuid, u32)>) -> Answer {
    let view = training::preview_lesson(&asker.cx(&web), id, seq).await?;
    reply::page(app::training::part::preview(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Wanted {
    new: Option<String>,
    edit: Option<Uuid>,
}

async fn list(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let writing = match (wanted.new.as_deref().and_then(LessonKind::from_code), wanted.edit) {
        (Some(kind), _) => Writing::New(kind),
        (None, Some(part)) => Writing::Part(part),
        (None, None) => Writing::Nothing,
    };
    let view = training::show_lessons(&asker.cx(&web), id, writing).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::training::lessons::page(&asker.frame(&web), &view))
}

fn unreadable() -> Failure {
    UiError::Unreadable.into()
}

/// Reads the form of a part; `media-N`, `caption-N` and `alt-N` are its files, N from 1.
fn input(form: &RawForm) -> Result<(Uuid, LessonInput), Failure> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&form.0).map_err(|_| unreadable())?;
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let training = get("training").parse().map_err(|_| unreadable())?;
    let files = (1..=domain::lesson::MOST_PICTURES).map(|n| FileInput {
        media: get(&format!("media-{n}")).to_owned(),
        caption: get(&format!("caption-{n}")).to_owned(),
        alt: get(&format!("alt-{n}")).to_owned(),
    });
    let input = LessonInput {
        lesson: get("lesson").parse().map_err(|_| unreadable())?,
        kind: LessonKind::from_code(get("kind")).ok_or_else(unreadable)?,
        title: get("title").to_owned(),
        minutes: get("minutes").to_owned(),
        body: get("body").to_owned(),
        files: files.collect(),
    };
    Ok((training, input))
}

async fn save(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    asker.cx(&web).allow(Action::ManageTrainings)?;
    let (training, input) = input(&form)?;
    let seq = training::save_lesson(&asker.cx(&web), training, input).await?;
    reply::done(&asker, &parts(training), "lesson_saved", &json!({ "seq": seq }))
}

fn parts(training: Uuid) -> String {
    format!("/office/trainings/{training}/lessons")
}

#[derive(Deserialize)]
struct Shift {
    training: Uuid,
    lesson: Uuid,
    seq: u32,
    up: bool,
}

async fn shift(State(web): State<Web>, asker: Asker, Form(form): Form<Shift>) -> Answer {
    training::move_lesson(&asker.cx(&web), form.training, form.lesson, form.seq, form.up).await?;
    reply::done(&asker, &parts(form.training), "lesson_moved", &json!({}))
}

#[derive(Deserialize)]
struct Removal {
    training: Uuid,
    lesson: Uuid,
}

async fn remove(State(web): State<Web>, asker: Asker, Form(form): Form<Removal>) -> Answer {
    training::remove_lesson(&asker.cx(&web), form.training, form.lesson).await?;
    reply::done(&asker, &parts(form.training), "lesson_removed", &json!({}))
}

#[derive(Deserialize)]
struct Reported {
    training: Uuid,
    seq: u32,
    position_ms: u64,
    #[serde(default)]
    played: String,
}

async fn report(State(web): State<Web>, asker: Asker, Form(form): Form<Reported>) -> Answer {
    let report = Report { position_ms: form.position_ms, played: form.played };
    reply::json(&training::report_video(&asker.cx(&web), form.training, form.seq, report).await?)
}

#[derive(Deserialize)]
struct Part {
    training: Uuid,
    seq: u32,
}

async fn finish(State(web): State<Web>, asker: Asker, Form(form): Form<Part>) -> Answer {
    let finished = training::finish_lesson(&asker.cx(&web), form.training, form.seq).await?;
    let home = format!("/my/trainings/{}", form.training);
    match finished.next {
        Some(next) => reply::done(&asker, &format!("{home}/lessons/{next}"), "part_finished", &finished),
        None => reply::done(&asker, &home, "lesson_read", &finished),
    }
}
