//! Routes: spot tests.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    surround::cookie,
};
use application::{
    Failure,
    spot::{self, AbsentForm, Device, HandIn, NewSpot},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::{get, post},
};
use chrono::DateTime;
use contract::{
    Refusal, UiError,
    spot::{SpotQuery, SpotShown},
};
use domain::{
    exam::{GivenAnswer, ItemRef},
    hash::hash,
};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/team/spot", get(start))
        .route("/team/spot/{id}", get(team))
        .route("/office/spot", get(office))
        .route("/office/spot.xlsx", get(workbook))
        .route("/office/spot/{id}", get(office_test))
        .route("/audit/spot/{file}", get(bundle))
        .route("/spot/{token}", get(show))
        .route("/api/spot/open", post(open))
        .route("/api/spot/draw", post(draw))
        .route("/api/spot/absent", post(absent))
        .route("/api/spot/code", post(code))
        .route("/api/spot/here", post(here))
        .route("/api/spot/end", post(end))
        .route("/api/spot/order-follow-up", post(order))
        .route("/api/spot/finish-follow-up", post(finish))
        .route("/api/spot/confirm", post(confirm))
        .route("/api/spot/submit", post(submit))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct StartQuery {
    q: String,
    unit: String,
    page: String,
}

async fn start(State(web): State<Web>, asker: Asker, Query(query): Query<StartQuery>) -> Answer {
    let page = query.page.parse().unwrap_or(1);
    let view = spot::spot_start(&asker.cx(&web), &query.q, &query.unit, page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::spot::start(&asker.frame(&web), &view))
}

async fn team(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = spot::spot_team(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::spot::team(&asker.frame(&web), &view))
}

async fn office(State(web): State<Web>, asker: Asker, Query(query): Query<SpotQuery>) -> Answer {
    let view = spot::office_spot(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::spot::office(&asker.frame(&web), &view))
}

async fn office_test(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = spot::spot_office(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::spot::office_test(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Query(query): Query<SpotQuery>) -> Answer {
    let (name, bytes) = spot::export_spot(&asker.cx(&web), query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn bundle(State(web): State<Web>, asker: Asker, Path(file): Path<String>) -> Answer {
    let id = identifier(file.strip_suffix(".json").unwrap_or_default())?;
    let bundle = spot::export_spot_bundle(&asker.cx(&web), id).await?;
    let bytes = serde_json::to_vec_pretty(&bundle).map_err(Failure::from)?;
    Ok(reply::file(&format!("spot-{id}.json"), "application/json", bytes))
}

#[derive(Deserialize)]
struct OpenForm {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    items: String,
    #[serde(default)]
    wanted: String,
}

async fn open(State(web): State<Web>, asker: Asker, Form(form): Form<OpenForm>) -> Answer {
    let new = NewSpot { unit: form.unit, items: form.items, wanted: form.wanted };
    let id = spot::open_test(&asker.cx(&web), new).await?;
    reply::done(&asker, &team_path(id), "spot_opened", &json!({ "test": id }))
}

#[derive(Deserialize)]
struct TestForm {
    test: Uuid,
}

async fn draw(State(web): State<Web>, asker: Asker, Form(form): Form<TestForm>) -> Answer {
    spot::draw_workers(&asker.cx(&web), form.test).await?;
    reply::done(&asker, &team_path(form.test), "spot_drawn", &json!({ "test": form.test }))
}

async fn end(State(web): State<Web>, asker: Asker, Form(form): Form<TestForm>) -> Answer {
    spot::end_test(&asker.cx(&web), form.test).await?;
    reply::done(&asker, &team_path(form.test), "spot_ended", &json!({ "test": form.test }))
}

#[derive(Deserialize)]
struct WorkerForm {
    test: Uuid,
    place: i32,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

async fn absent(State(web): State<Web>, asker: Asker, Form(form): Form<WorkerForm>) -> Answer {
    let (test, place) = (form.test, form.place);
    let absent = AbsentForm { test, place, reason: form.reason, note: form.note };
    spot::mark_absent(&asker.cx(&web), absent).await?;
    reply::done(&asker, &team_path(test), "spot_absent", &json!({ "test": test, "place": place }))
}

/// Answers with the page itself: a code is shown once, and its token stands nowhere it could be led back to.
async fn code(State(web): State<Web>, asker: Asker, Form(form): Form<WorkerForm>) -> Answer {
    let view = spot::make_code(&asker.cx(&web), form.test, form.place, Device::Own).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::spot::code(&asker.frame(&web), &view))
}

async fn here(State(web): State<Web>, asker: Asker, Form(form): Form<WorkerForm>) -> Answer {
    let view = spot::make_code(&asker.cx(&web), form.test, form.place, Device::Inspectors).await?;
    if asker.wants_json() {
        return reply::json(&json!({ "path": view.path }));
    }
    Ok(reply::lead(&view.path))
}

#[derive(Deserialize)]
struct FollowUpForm {
    test: Uuid,
    #[serde(default)]
    due_on: String,
    #[serde(default)]
    note: String,
}

async fn order(State(web): State<Web>, asker: Asker, Form(form): Form<FollowUpForm>) -> Answer {
    spot::order_follow_up(&asker.cx(&web), form.test, &form.due_on).await?;
    let path = format!("/office/spot/{}", form.test);
    reply::done(&asker, &path, "follow_up_ordered", &json!({ "test": form.test }))
}

async fn finish(State(web): State<Web>, asker: Asker, Form(form): Form<FollowUpForm>) -> Answer {
    spot::finish_follow_up(&asker.cx(&web), form.test, &form.note).await?;
    let path = format!("/office/spot/{}", form.test);
    reply::done(&asker, &path, "follow_up_done", &json!({ "test": form.test }))
}

// The worker's side: no account, a token in the address and a cookie on the device.

async fn show(State(web): State<Web>, asker: Asker, Path(token): Path<String>, headers: HeaderMap) -> Answer {
    let device = cookie(&headers, &device_cookie(&token));
    let shown = spot::show_spot(&asker.cx(&web), &token, device.as_deref()).await?;
    if asker.wants_json() {
        return reply::json(&shown);
    }
    let frame = asker.frame(&web);
    reply::page(match &shown {
        SpotShown::Welcome(view) => app::spot::welcome(&frame, view),
        SpotShown::Sheet(view) => app::spot::sheet(&frame, view),
        SpotShown::Result(view) => app::spot::result(&frame, view),
    })
}

#[derive(Deserialize)]
struct TokenForm {
    #[serde(default)]
    token: String,
}

async fn confirm(
    State(web): State<Web>,
    asker: Asker,
    headers: HeaderMap,
    Form(form): Form<TokenForm>,
) -> Answer {
    let name = device_cookie(&form.token);
    let device = cookie(&headers, &name);
    let fresh = hex::encode(web.system.random::<32>());
    let bound = spot::confirm(&asker.cx(&web), &form.token, device.as_deref(), &fresh).await?;
    let path = format!("/spot/{}", form.token);
    let mut response =
        if asker.wants_json() { reply::json(&json!({ "path": path }))? } else { reply::lead(&path) };
    if bound {
        hold(&web, &mut response, &name, &fresh);
    }
    Ok(response)
}

async fn submit(State(web): State<Web>, asker: Asker, headers: HeaderMap, RawForm(body): RawForm) -> Answer {
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&body).map_err(|_| Failure::from(UiError::Unreadable))?;
    let token = fields.iter().find(|(name, _)| name == "token").map_or("", |(_, value)| value.as_str());
    let device = cookie(&headers, &device_cookie(token));
    spot::hand_in(&asker.cx(&web), token, device.as_deref(), sent(&fields)?).await?;
    let path = format!("/spot/{token}");
    if asker.wants_json() { reply::json(&json!({ "path": path })) } else { Ok(reply::lead(&path)) }
}

/// Reads the answers of a page: `c12` (letters, repeated), `t12` (`true` or `false`) and `w12` (words), for a
/// question of a case `c12.1`; and `answered_ms`, the device's word on when they were given.
fn sent(fields: &[(String, String)]) -> Result<HandIn, Failure> {
    let mut answers: BTreeMap<ItemRef, GivenAnswer> = BTreeMap::new();
    for (name, value) in fields {
        let Some((kind, item)) = name.split_at_checked(1) else { continue };
        let Ok(item) = item.parse::<ItemRef>() else { continue };
        let given = match (kind, value.as_str()) {
            ("c", letter) => {
                let before = match answers.remove(&item) {
                    Some(GivenAnswer::Letters(letters)) => letters,
                    _ => String::new(),
                };
                GivenAnswer::Letters(before + letter)
            }
            ("t", "true") => GivenAnswer::TrueFalse(true),
            ("t", "false") => GivenAnswer::TrueFalse(false),
            ("t", _) => return Err(Refusal::AnswerMalformed.into()),
            ("w", words) => GivenAnswer::Fill(words.to_owned()),
            _ => continue,
        };
        answers.insert(item, given);
    }
    let answered = fields.iter().find(|(name, _)| name == "answered_ms").and_then(|(_, ms)| ms.parse().ok());
    Ok(HandIn {
        answers: answers.into_iter().collect(),
        answered_at: answered.and_then(DateTime::from_timestamp_millis),
    })
}

/// The cookie of a code on the device that confirmed it.
fn device_cookie(token: &str) -> String {
    format!("spot-{}", hex::encode(&hash(token.as_bytes())[..4]))
}

/// Binds this device to a code, for as long as answers are taken.
fn hold(web: &Web, response: &mut Response, name: &str, value: &str) {
    let secure = if web.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age=172800; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn team_path(id: Uuid) -> String {
    format!("/team/spot/{id}")
}

/// Reads an identifier of a path; anything else names nothing.
fn identifier(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| Failure::missing())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(body: &str) -> Vec<(ItemRef, GivenAnswer)> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(body).unwrap();
        sent(&fields).unwrap().answers
    }

    #[test]
    fn a_page_of_answers_is_read_item_by_item() {
        let read = answers("token=x&c2=C&c2=A&t10=false&w3=&c1=B&other=1");
        let letters = |text: &str| GivenAnswer::Letters(text.into());
        assert_eq!(
            read,
            [
                (ItemRef::item(1), letters("B")),
                (ItemRef::item(2), letters("CA")),
                (ItemRef::item(3), GivenAnswer::Fill(String::new())),
                (ItemRef::item(10), GivenAnswer::TrueFalse(false)),
            ]
        );
        assert!(sent(&[("t1".into(), "<script>".into())]).is_err());
        assert_eq!(sent(&[("answered_ms".into(), "soon".into())]).unwrap().answered_at, None);
    }
}
