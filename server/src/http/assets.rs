//! The site's files: immutable, because their names carry their hashes; compressed beforehand.

use super::Web;
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/pkg/{name}", get(file)).route("/favicon.ico", get(icon))
}

async fn icon(State(web): State<Web>) -> Response {
    let location = format!("/pkg/{}", web.assets.icon);
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
}

async fn file(State(web): State<Web>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !plain || name.starts_with('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    let folder = web.site.join("pkg");
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepted.contains(encoding)
            && let Ok(bytes) = tokio::fs::read(folder.join(format!("{name}{ending}"))).await
        {
            return answer(&name, bytes, Some(encoding));
        }
    }
    match tokio::fs::read(folder.join(&name)).await {
        Ok(bytes) => answer(&name, bytes, None),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(name: &str, bytes: Vec<u8>, encoding: Option<&'static str>) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    // A name with a hash in it (three parts) never changes its content.
    let caching = if name.split('.').count() > 2 {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
