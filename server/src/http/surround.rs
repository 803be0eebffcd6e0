//! What stands around every request: who asks, whether the page was ours, how failures are told, and the
//! headers that keep browsers safe.

use super::{
    Web,
    asker::{Asker, Inner},
    origin,
    reply::{self, Problem, Say},
};
use application::{Failure, account};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use contract::{Flash, UiError};
use domain::organization::DivisionCode;
use serde_json::json;
use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

/// Forms larger than this are refused; files go another way.
const FORM_LIMIT: usize = 2 << 20;

/// Stands around every request.
pub(super) async fn surround(State(web): State<Web>, request: Request, next: Next) -> Response {
    // The head alone is looked at while waiting: a body cannot be shared between threads.
    let (head, body) = request.into_parts();
    let asker = match work_out(&web, &head).await {
        Ok(asker) => asker,
        Err(failure) => return broken(&failure),
    };
    let came_from = referer_path(&head.headers);
    let is_form = head.method == Method::POST;
    let ours = origin::is_ours(&head.method, &head.headers, &web.public_url);
    let (response, typed) = if !ours {
        (Problem::from(Failure::Told(UiError::ForeignOrigin)).into_response(), BTreeMap::new())
    } else if must_change_first(&asker) {
        (reply::lead("/account/password"), BTreeMap::new())
    } else {
        pass_on(head, body, next, &asker).await
    };
    let had_flash = asker.0.flash != Flash::default();
    let mut response = tell(&web, &asker, response, typed, is_form, came_from).await;
    guard(&mut response, &asker, had_flash);
    response
}

/// Works out who asks.
async fn work_out(web: &Web, head: &Parts) -> Result<Asker, Failure> {
    let headers = &head.headers;
    let token = cookie(headers, "anxun").unwrap_or_default();
    let known = if token.len() == 64 { account::who(&web.system, &token).await? } else { None };
    let flash = match cookie(headers, "flash") {
        Some(key) if head.method == Method::GET => account::read_flash(&web.system, &key).await?,
        _ => Flash::default(),
    };
    let street = match &known {
        Some(known) => known.actor.street.clone(),
        None => home_street(web).await?,
    };
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let address = head.extensions.get::<ConnectInfo<SocketAddr>>();
    Ok(Asker(Arc::new(Inner {
        known,
        street,
        token,
        address: address.map(|a| a.0.ip().to_string()).unwrap_or_default(),
        agent: text(header::USER_AGENT).to_owned(),
        flash,
        path: head.uri.path().to_owned(),
        nonce: hex::encode(web.system.random::<16>()),
        large_text: cookie(headers, "text").as_deref() == Some("large"),
        wants_json: text(header::ACCEPT).contains("application/json"),
    })))
}

/// The street that public pages belong to: the first of the installation.
async fn home_street(web: &Web) -> Result<DivisionCode, Failure> {
    let streets = storage::organization::streets(&web.system.db.reader()).await?;
    let code = streets.first().map_or("100000000", |s| s.code.as_str());
    Ok(DivisionCode::parse(code).map_err(|e| anyhow::anyhow!("{e}"))?)
}

fn must_change_first(asker: &Asker) -> bool {
    let path = asker.0.path.as_str();
    asker.known().is_some_and(|k| k.must_change)
        && !path.starts_with("/account/")
        && !path.starts_with("/api/account/")
}

/// Passes a request on, remembering what a plain form held, so that a refusal loses nothing.
async fn pass_on(
    mut parts: Parts,
    body: Body,
    next: Next,
    asker: &Asker,
) -> (Response, BTreeMap<String, String>) {
    parts.extensions.insert(asker.clone());
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return (next.run(Request::from_parts(parts, body)).await, BTreeMap::new());
    }
    let Ok(bytes) = axum::body::to_bytes(body, FORM_LIMIT).await else {
        let limit_mib = u32::try_from(FORM_LIMIT >> 20).unwrap_or(2);
        return (
            Problem::from(Failure::Told(UiError::TooLarge { limit_mib })).into_response(),
            BTreeMap::new(),
        );
    };
    let typed = typed(&bytes);
    (next.run(Request::from_parts(parts, Body::from(bytes))).await, typed)
}

/// What a form held, by input; several values of one input are joined by commas. Passwords and tokens are left out.
fn typed(bytes: &Bytes) -> BTreeMap<String, String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).unwrap_or_default();
    let mut typed: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in pairs.into_iter().filter(|(name, _)| !name.contains("password") && name != "token") {
        typed
            .entry(name)
            .and_modify(|all| {
                all.push(',');
                all.push_str(&value);
            })
            .or_insert(value);
    }
    typed
}

/// Turns a problem into an answer that its asker understands.
async fn tell(
    web: &Web,
    asker: &Asker,
    mut response: Response,
    typed: BTreeMap<String, String>,
    is_form: bool,
    came_from: Option<String>,
) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let error = explain(&problem.0);
        if asker.wants_json() {
            return as_json(&error);
        }
        if error == UiError::SignInNeeded {
            let next = serde_urlencoded::to_string([("next", &asker.0.path)]).unwrap_or_default();
            return reply::lead(&format!("/login?{next}"));
        }
        if !is_form {
            let html = app::problem::page(&asker.frame(web), &error);
            return (reply::status(&error), Html(html)).into_response();
        }
        let back = came_from.unwrap_or_else(|| "/".into());
        response = reply::lead(&back);
        response.extensions_mut().insert(Say(Flash { done: None, error: Some(error), typed }));
    } else if response.status().is_client_error() && asker.wants_json() {
        // An extractor of the framework refused: a malformed form, a wrong method.
        return as_json(&UiError::Unreadable);
    } else if response.status() == StatusCode::UNPROCESSABLE_ENTITY
        || response.status() == StatusCode::BAD_REQUEST
    {
        let html = app::problem::page(&asker.frame(web), &UiError::Unreadable);
        return (StatusCode::BAD_REQUEST, Html(html)).into_response();
    }
    if let Some(Say(flash)) = response.extensions_mut().remove::<Say>() {
        match account::keep_flash(&web.system, &flash).await {
            Ok(key) => set_cookie(
                &mut response,
                &format!("flash={key}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"),
            ),
            Err(failure) => tracing::error!("keeping a message: {failure:?}"),
        }
    }
    response
}

/// What the asker can be told; a fault of the server is logged here, once.
fn explain(failure: &Failure) -> UiError {
    match failure {
        Failure::Told(error) => error.clone(),
        Failure::Broken(cause) => {
            let reference = hex::encode(&domain::hash::hash(format!("{cause:?}{:p}", cause).as_bytes())[..4]);
            tracing::error!(reference, "{cause:?}");
            UiError::Internal { reference }
        }
    }
}

fn as_json(error: &UiError) -> Response {
    let mut value = serde_json::to_value(error).unwrap_or_else(|_| json!({ "error": "internal" }));
    if let Some(object) = value.as_object_mut() {
        object.insert("message".into(), app::text::sentence(error).into());
    }
    (reply::status(error), Json(value)).into_response()
}

fn broken(failure: &Failure) -> Response {
    let error = explain(failure);
    (StatusCode::INTERNAL_SERVER_ERROR, app::text::sentence(&error)).into_response()
}

/// Sets the headers that keep browsers safe, and takes away a message that was shown.
fn guard(response: &mut Response, asker: &Asker, had_flash: bool) {
    // A redirect shows nothing: the message waits for the page it leads to.
    if had_flash
        && !response.status().is_redirection()
        && !response.headers().contains_key(header::SET_COOKIE)
    {
        set_cookie(response, "flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
    let framed = response.extensions_mut().remove::<reply::InAFrame>().is_some();
    let (ancestors, options) = if framed { ("'self'", "SAMEORIGIN") } else { ("'none'", "DENY") };
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; base-uri 'none'; object-src 'none'; frame-ancestors {ancestors}; form-action 'self'",
        asker.0.nonce
    );
    let headers = response.headers_mut();
    // A file of the library carries its own.
    if let (Ok(policy), false) =
        (HeaderValue::from_str(&policy), headers.contains_key(header::CONTENT_SECURITY_POLICY))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, options),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(self), geolocation=(self), microphone=()"),
    );
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

fn set_cookie(response: &mut Response, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The path and query of the page a form was sent from, where it is one of ours.
fn referer_path(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let same = uri.authority().is_some_and(|a| a.as_str().eq_ignore_ascii_case(host));
    same.then(|| uri.path_and_query().map_or("/".into(), |p| reply::own_path(p.as_str()).to_owned()))
}

/// Reads a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}
