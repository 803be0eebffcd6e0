//! Answers: a page, a redirect with something to say, or data; and what becomes of a failure.

use super::{Web, asker::Asker};
use application::Failure;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use contract::{Flash, UiError};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// What a handler gives.
pub type Answer = Result<Response, Problem>;

/// A failure on its way to the surround, which knows who asked and how to tell them.
#[derive(Clone, Debug)]
pub struct Problem(pub(super) Arc<Failure>);

impl<E: Into<Failure>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Something for the next page to say; taken up by the surround.
#[derive(Clone, Debug)]
pub(super) struct Say(pub Flash);

/// That a page of ours may show an answer in a frame; taken up by the surround.
#[derive(Clone, Copy, Debug)]
pub(super) struct InAFrame;

/// Answers with a page.
pub fn page(html: String) -> Answer {
    Ok(Html(html).into_response())
}

/// Answers with data.
pub fn json(value: &impl Serialize) -> Answer {
    Ok(axum::Json(serde_json::to_value(value)?).into_response())
}

/// Leads to another page of ours.
#[must_use]
pub fn lead(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Leads to another page of ours, which says that something went right.
#[must_use]
pub fn lead_saying(path: &str, done: &str) -> Response {
    let mut response = lead(path);
    response.extensions_mut().insert(Say(Flash { done: Some(done.to_owned()), ..Flash::default() }));
    response
}

/// Leads to another page of ours, which says why something was refused and holds what was typed. For forms
/// whose page may have an address too long to be told as the one they came from.
#[must_use]
pub fn lead_refused(path: &str, error: UiError, typed: BTreeMap<String, String>) -> Response {
    let mut response = lead(path);
    response.extensions_mut().insert(Say(Flash { done: None, error: Some(error), typed }));
    response
}

/// Leads to a form of ours with what was typed, where nothing is wrong with it.
#[must_use]
pub fn lead_typed(path: &str, typed: BTreeMap<String, String>) -> Response {
    let mut response = lead(path);
    response.extensions_mut().insert(Say(Flash { done: None, error: None, typed }));
    response
}

/// Answers a form that did its work: leads on for people, gives data to programs.
pub fn done(asker: &Asker, path: &str, code: &str, data: &impl Serialize) -> Answer {
    if asker.wants_json() { json(data) } else { Ok(lead_saying(path, code)) }
}

/// Says that an answer is a file to be kept (`attachment`) or shown (`inline`). `name` may hold Chinese.
pub(super) fn disposition(way: &str, name: &str) -> HeaderValue {
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let disposition = format!("{way}; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Gives a file to keep. `name` may hold Chinese.
#[must_use]
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = disposition("attachment", name);
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    response
}

/// A path of ours, or the way home: redirects never lead elsewhere.
#[must_use]
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if own { path } else { "/" }
}

/// The status that goes with an error.
pub(super) const fn status(error: &UiError) -> StatusCode {
    match error {
        UiError::Refused(
            contract::Refusal::SignInBlocked { .. }
            | contract::Refusal::CodesBlocked { .. }
            | contract::Refusal::BundlesBusy { .. },
        ) => StatusCode::TOO_MANY_REQUESTS,
        UiError::Refused(_) | UiError::Form(_) => StatusCode::UNPROCESSABLE_ENTITY,
        UiError::Missing => StatusCode::NOT_FOUND,
        UiError::Denied | UiError::ForeignOrigin => StatusCode::FORBIDDEN,
        UiError::SignInNeeded => StatusCode::UNAUTHORIZED,
        UiError::Conflict => StatusCode::CONFLICT,
        UiError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        UiError::Unreadable => StatusCode::BAD_REQUEST,
        UiError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What stands where no route is.
pub(super) async fn nothing_here(State(_): State<Web>) -> Problem {
    Failure::missing().into()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn redirects_stay_at_home() {
        assert_eq!(own_path("/my?x=1"), "/my?x=1");
        for elsewhere in
            ["https://evil.example", "//evil.example", "/\\evil.example", "", "javascript:0", "/a\r\nb"]
        {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
