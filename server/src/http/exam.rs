//! Sitting an exam, its result, and watching it.

mod form;

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    surround::cookie,
};
use application::{
    Failure,
    exam::{self, AnswerForm, Shown},
};
use axum::{
    Router,
    extract::{Path, Query, RawForm, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::{get, post},
};
use contract::Refusal;
use form::Form;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/api/exam/start", post(start))
        .route("/api/exam/answer", post(answer))
        .route("/api/exam/flag", post(flag))
        .route("/api/exam/visibility", post(visibility))
        .route("/api/exam/take-over", post(take_over))
        .route("/api/exam/submit", post(submit))
        .route("/my/exams/{attempt}", get(sheet))
        .route("/my/results/{attempt}", get(result))
        .route("/office/exams", get(list))
        .route("/office/exams/{id}/monitor", get(monitor))
        .route("/audit/papers/{file}", get(bundle))
}

async fn start(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    let form = Form::read(&body)?;
    let (training, code) = (form.uuid("training")?, form.text("code"));
    let started = exam::start_attempt_with(&asker.cx(&web), training, code).await?;
    let path = sheet_path(started.attempt, None);
    let mut response = if asker.wants_json() {
        reply::json(
            &json!({ "attempt": started.attempt, "path": path, "lease": started.lease, "fresh": started.fresh }),
        )?
    } else {
        reply::lead(&path)
    };
    // A resumed sitting may be open on another device: this one gets the lease only by taking over.
    if started.fresh {
        hold(&web, &mut response, started.attempt, started.lease);
    }
    Ok(response)
}

async fn answer(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let form = Form::read(&body)?;
    let (attempt, item) = (form.uuid("attempt")?, form.item()?);
    let wanted = wanted(&asker, &form)?;
    let kept = exam::save_answer(&asker.cx(&web), wanted).await?;
    if asker.wants_json() {
        return reply::json(&kept.saved);
    }
    if kept.submitted {
        return Ok(reply::lead(&result_path(attempt)));
    }
    if kept.outdated {
        return Err(Failure::from(Refusal::StaleForm).into());
    }
    let to = form.go()?.from(item.number, kept.items);
    Ok(reply::lead(&sheet_path(attempt, Some(to))))
}

fn wanted(asker: &Asker, form: &Form) -> Result<AnswerForm, Failure> {
    Ok(AnswerForm {
        attempt: form.uuid("attempt")?,
        item: form.item()?,
        lease: form.number("lease")?,
        seq: form.number::<u32>("seq")?.into(),
        given: form.given()?,
        lenient: !asker.wants_json(),
    })
}

async fn flag(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let form = Form::read(&body)?;
    let (attempt, item, cx) = (form.uuid("attempt")?, form.item()?, asker.cx(&web));
    // The button stands in the plain form of an answer: what was chosen there is kept too.
    if !asker.wants_json() && form.has("seq") {
        exam::save_answer(&cx, wanted(&asker, &form)?).await?;
    }
    let items = exam::flag_item(&cx, attempt, item, form.flag("on")?).await?;
    if asker.wants_json() {
        return reply::json(&json!({ "item": item, "on": form.flag("on")? }));
    }
    let to = form.go()?.from(item.number, items);
    Ok(reply::lead(&sheet_path(attempt, Some(to))))
}

async fn visibility(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let form = Form::read(&body)?;
    let left = match form.required("state")? {
        "left" => true,
        "returned" => false,
        _ => return Err(form::unreadable().into()),
    };
    exam::note_visibility(&asker.cx(&web), form.uuid("attempt")?, left).await?;
    reply::json(&json!({}))
}

async fn take_over(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let attempt = Form::read(&body)?.uuid("attempt")?;
    let lease = exam::take_over(&asker.cx(&web), attempt).await?;
    let data = json!({ "attempt": attempt, "lease": lease });
    let mut response = reply::done(&asker, &sheet_path(attempt, None), "taken_over", &data)?;
    hold(&web, &mut response, attempt, lease);
    Ok(response)
}

async fn submit(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let attempt = Form::read(&body)?.uuid("attempt")?;
    exam::submit_attempt(&asker.cx(&web), attempt).await?;
    let path = result_path(attempt);
    reply::done(&asker, &path, "exam_submitted", &json!({ "result": path }))
}

#[derive(Deserialize)]
struct SheetQuery {
    item: Option<u16>,
    lease: Option<u32>,
}

async fn sheet(
    State(web): State<Web>,
    asker: Asker,
    Path(attempt): Path<Uuid>,
    Query(query): Query<SheetQuery>,
    headers: HeaderMap,
) -> Answer {
    asker.signed_in()?;
    let held = cookie(&headers, &lease_cookie(attempt)).and_then(|text| text.parse().ok());
    let lease = held.or(query.lease).unwrap_or(0);
    match exam::show_sheet(&asker.cx(&web), attempt, lease, query.item).await? {
        Shown::Sheet(view) if asker.wants_json() => reply::json(&view),
        Shown::Sheet(view) => reply::page(app::exam::pages::sheet(&asker.frame(&web), &view)),
        Shown::HandedIn if asker.wants_json() => reply::json(&json!({ "result": result_path(attempt) })),
        Shown::HandedIn => Ok(reply::lead(&result_path(attempt))),
    }
}

async fn result(State(web): State<Web>, asker: Asker, Path(attempt): Path<Uuid>) -> Answer {
    asker.signed_in()?;
    let view = exam::show_result(&asker.cx(&web), attempt).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::result::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct PageQuery {
    page: Option<u64>,
}

async fn list(State(web): State<Web>, asker: Asker, Query(query): Query<PageQuery>) -> Answer {
    let view = exam::list_exams(&asker.cx(&web), query.page.unwrap_or(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::list::page(&asker.frame(&web), &view))
}

async fn monitor(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Answer {
    let view = exam::monitor(&asker.cx(&web), id, query.page.unwrap_or(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    let mut response = reply::page(app::exam::monitor::page(&asker.frame(&web), &view))?;
    // The page looks again by itself, also without scripts.
    response.headers_mut().insert("refresh", HeaderValue::from_static("15"));
    Ok(response)
}

async fn bundle(State(web): State<Web>, asker: Asker, Path(file): Path<String>) -> Answer {
    let id = file.strip_suffix(".json").and_then(|id| id.parse().ok()).ok_or_else(Failure::missing)?;
    let bundle = exam::export_paper_bundle(&asker.cx(&web), id).await?;
    let bytes = serde_json::to_vec_pretty(&bundle).map_err(Failure::from)?;
    Ok(reply::file(&format!("试卷复核包-{id}.json"), "application/json", bytes))
}

fn sheet_path(attempt: Uuid, item: Option<u16>) -> String {
    item.map_or_else(|| format!("/my/exams/{attempt}"), |item| format!("/my/exams/{attempt}?item={item}"))
}

fn result_path(attempt: Uuid) -> String {
    format!("/my/results/{attempt}")
}

fn lease_cookie(attempt: Uuid) -> String {
    format!("lease-{}", &attempt.to_string()[..8])
}

/// Lets this device write in a sitting.
fn hold(web: &Web, response: &mut Response, attempt: Uuid, lease: u32) {
    let secure = if web.secure_cookies { "; Secure" } else { "" };
    let name = lease_cookie(attempt);
    let cookie = format!("{name}={lease}; Path=/my/exams; Max-Age=86400; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
