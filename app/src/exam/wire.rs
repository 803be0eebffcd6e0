//! What the browser is asked for: requests, its storage, its clock.

use super::{
    answer::{self, field},
    reply::{self, Reply},
};
use domain::exam::{GivenAnswer, ItemRef};
use js_sys::{Date, Math, Reflect};
use leptos::prelude::{document, set_timeout_with_handle, window};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, HtmlInputElement, RequestInit, Response, Storage};

/// A request that takes longer is given up and sent again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks for data: the status and the body, or nothing where the network is lost.
pub async fn get(path: &str) -> Option<(u16, String)> {
    send(path, None).await.ok()
}

/// Posts a form and reads the answer.
pub async fn post(path: &str, form: &str) -> Reply {
    match send(path, Some(form)).await {
        Ok((status, body)) => reply::read(status, &body),
        // Whatever went wrong, the server may or may not have got it.
        Err(_) => Reply::Lost,
    }
}

async fn send(path: &str, form: Option<&str>) -> Result<(u16, String), JsValue> {
    let aborting = AbortController::new()?;
    let request = RequestInit::new();
    if let Some(form) = form {
        request.set_method("POST");
        request.set_body(&JsValue::from_str(form));
    }
    request.set_signal(Some(&aborting.signal()));
    let headers = web_sys::Headers::new()?;
    headers.set("Accept", "application/json")?;
    headers.set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")?;
    request.set_headers(&headers);
    // It outlives the page, so the last answer before closing it still goes out.
    Reflect::set(&request, &"keepalive".into(), &true.into())?;
    let giving_up = set_timeout_with_handle(move || aborting.abort(), PATIENCE)?;
    let answered = receive(path, &request).await;
    giving_up.clear();
    answered
}

async fn receive(path: &str, request: &RequestInit) -> Result<(u16, String), JsValue> {
    let response = JsFuture::from(window().fetch_with_str_and_init(path, request)).await?;
    let response: Response = response.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.status(), body.as_string().unwrap_or_default()))
}

/// Milliseconds since 1970 by the device's clock: good for differences only.
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Milliseconds since the page was asked for.
pub fn page_age_ms() -> i64 {
    window().performance().map_or(0, |performance| performance.now() as i64)
}

/// A number that no other page has, most likely.
pub fn chance() -> u32 {
    (Math::random() * f64::from(u32::MAX)) as u32
}

/// The storage that survives a reload and a crash; some browsers refuse it.
pub fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The storage of this tab.
pub fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The item in the address bar.
pub fn addressed() -> Option<u16> {
    window().location().search().ok()?.strip_prefix("?item=")?.parse().ok()
}

/// What was ticked or typed before scripts took over, by the items of the forms on the page; nothing of forms
/// that stand as the server sent them.
pub fn typed_before() -> Vec<(ItemRef, GivenAnswer)> {
    let mut found: Vec<(ItemRef, GivenAnswer, bool)> = Vec::new();
    let mut item = None;
    let Ok(inputs) = document().query_selector_all("#main form input[name]") else { return Vec::new() };
    for index in 0..inputs.length() {
        let Some(input) = inputs.item(index).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else {
            continue;
        };
        let (value, checked) = (input.value(), input.checked());
        if input.name() == "item" {
            item = value.parse().ok();
            continue;
        }
        let Some(item) = item else { continue };
        let before = found.iter().position(|(other, ..)| *other == item).map(|index| found.remove(index));
        let (before, touched) = before.map_or((None, false), |(_, given, touched)| (Some(given), touched));
        let given = match (input.name().as_str(), value.chars().next()) {
            ("choice", Some(letter)) => Some(answer::toggled(before.as_ref(), letter, checked)),
            ("truth", _) if checked => Some(GivenAnswer::TrueFalse(value == "true")),
            ("text", _) => Some(GivenAnswer::Fill(value.clone())),
            _ => before,
        };
        let touched = touched || checked != input.default_checked() || value != input.default_value();
        if let Some(given) = given {
            found.push((item, given, touched));
        }
    }
    found.into_iter().filter(|(.., touched)| *touched).map(|(item, given, _)| (item, given)).collect()
}

/// The form of an answer.
pub fn answer_form(attempt: &str, sent: &super::queue::Entry) -> String {
    let mut form = String::new();
    field(&mut form, "attempt", attempt);
    field(&mut form, "item", &sent.item.to_string());
    field(&mut form, "lease", &sent.lease.to_string());
    field(&mut form, "seq", &sent.seq.to_string());
    answer::write(&mut form, &sent.answer);
    field(&mut form, "go", "stay");
    form
}
