//! The media library: files come in as a stream and go out in ranges.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Cx, Failure,
    media::{self, Incoming, NewMedia},
};
use axum::{
    Form, Router,
    body::{Body, Bytes, HttpBody},
    extract::{
        DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request, State,
        multipart::{Field as Part, MultipartError},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use contract::{Field, FieldProblem, Refusal, UiError, media::MediaQuery};
use domain::{actor::Action, media::MediaAct};
use http_body::{Frame, SizeHint};
use serde::Deserialize;
use serde_json::json;
use std::{
    collections::BTreeMap,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;
use uuid::Uuid;

/// A body is read so far, in bytes, so that a browser gets to see why its file is refused.
const READ_TO_THE_END: usize = 1 << 30;
/// The most bytes of a text field, and the most fields.
const MOST_TEXT: usize = 10_000;
const MOST_FIELDS: usize = 20;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/media", get(list))
        .route("/office/media/new", get(new))
        .route("/office/media/{id}", get(show))
        .route("/media/{id}", get(file))
        .route("/api/media/upload", post(upload).layer(DefaultBodyLimit::max(READ_TO_THE_END)))
        .route("/api/media/move", post(step))
}

async fn list(State(web): State<Web>, asker: Asker, Query(query): Query<MediaQuery>) -> Answer {
    let view = media::list_media(&asker.cx(&web), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::media::list(&asker.frame(&web), &view))
}

async fn new(State(web): State<Web>, asker: Asker) -> Answer {
    let view = media::upload_form(&asker.cx(&web))?;
    reply::page(app::media::upload(&asker.frame(&web), &view))
}

async fn show(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = media::show_media(&asker.cx(&web), id).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::media::item(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Step {
    media: Uuid,
    act: String,
    #[serde(default)]
    note: String,
}

async fn step(State(web): State<Web>, asker: Asker, Form(form): Form<Step>) -> Answer {
    asker.cx(&web).allow(Action::EditMedia)?;
    let act = MediaAct::from_code(&form.act).ok_or(Failure::Told(UiError::Unreadable))?;
    let state = media::move_media(&asker.cx(&web), form.media, act, &form.note).await?;
    let code = match act {
        MediaAct::Review => "media_reviewed",
        MediaAct::Return => "media_returned",
        MediaAct::Publish => "media_published",
        MediaAct::Withdraw => "media_withdrawn",
        MediaAct::Reopen => "media_reopened",
    };
    reply::done(&asker, &format!("/office/media/{}", form.media), code, &json!({ "state": state }))
}

async fn upload(State(web): State<Web>, asker: Asker, request: Request) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::EditMedia)?;
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    let request = request.map(|body| Body::new(Breathing { body, rests: false }));
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Failure::Told(UiError::Unreadable))?;
    let mut fields = BTreeMap::new();
    match take(&cx, &mut form, announced, &mut fields).await {
        Ok(id) => reply::done(&asker, &format!("/office/media/{id}"), "media_added", &json!({ "media": id })),
        Err(Failure::Told(error)) if !asker.wants_json() => {
            // A browser that is still sending reads no answer: what is left is read and dropped.
            while let Ok(Some(_)) = form.next_field().await {}
            Ok(reply::lead_refused("/office/media/new", error, fields))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A body that rests after each piece: the reader of forms takes in at once whatever is there, and would hold much of
/// a large file in memory.
struct Breathing {
    body: Body,
    rests: bool,
}

impl HttpBody for Breathing {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if std::mem::take(&mut self.rests) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.rests = true;
        Poll::Ready(frame)
    }
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Reads a form with one file, straight into the library's folder. The words stand before the file, as the page
/// has them; what is wrong with them is told before the file is read.
async fn take(
    cx: &Cx,
    form: &mut Multipart,
    announced: Option<u64>,
    fields: &mut BTreeMap<String, String>,
) -> Result<Uuid, Failure> {
    let limit_mib = cx.services().media.limits.most();
    let refused = |error| cut_off(&error, limit_mib);
    while let Some(mut part) = form.next_field().await.map_err(refused)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "file" {
            let text = text(&mut part).await.map_err(refused)?;
            if fields.len() < MOST_FIELDS {
                fields.insert(name, text);
            }
            continue;
        }
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let new = NewMedia {
            title: field("title"),
            tags: field("tags"),
            source: field("source"),
            name: part.file_name().unwrap_or_default().to_owned(),
        };
        media::refuse_upload(cx, &new)?;
        let mut incoming = Incoming::begin(&cx.services().media, cx.random(), announced).await?;
        while let Some(chunk) = part.chunk().await.map_err(refused)? {
            incoming.write(&chunk).await?;
        }
        let stored = incoming.finish().await?;
        return media::add_media(cx, new, stored).await;
    }
    Err(Failure::field(Field::File, FieldProblem::NoFile))
}

async fn text(part: &mut Part<'_>) -> Result<String, MultipartError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        let room = MOST_TEXT.saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..room.min(chunk.len())]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cut_off(error: &MultipartError, limit_mib: u32) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => UiError::TooLarge { limit_mib }.into(),
        _ => Refusal::UploadCutOff.into(),
    }
}

#[derive(Deserialize)]
struct How {
    /// To be kept instead of shown.
    download: Option<String>,
}

/// Serves a file, whole or in one range. Its hash is its tag, so that every server of a shared folder says the same.
async fn file(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(how): Query<How>,
    request: Request,
) -> Answer {
    let file = media::open_media(&asker.cx(&web), id).await?;
    let tag = format!("\"{}\"", file.sha256);
    let mut response = if has_tag(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let asked = ranged(&request, &tag)?;
        // Several ranges at once are answered by the whole file, which RFC 9110 allows.
        let service = ServeFile::new(&file.path).ignore_multi_range_requests(true);
        service.oneshot(asked).await.map_err(anyhow::Error::new)?.map(Body::new)
    };
    if response.status() == StatusCode::NOT_FOUND {
        return Err(anyhow::anyhow!("the file {} of the item {id} is gone", file.path.display()).into());
    }
    let ending = file.item.format.ending();
    let way = if how.download.is_some() { "attachment" } else { "inline" };
    let disposition = reply::disposition(way, &format!("{}.{ending}", file.item.title));
    tell(&mut response, file.item.format.media_type(), &tag, disposition)?;
    Ok(response)
}

/// Whether the asker has this version of the file.
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let listed = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    listed.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

/// What is asked of the file: its range only where the asker's part is of this version.
fn ranged(request: &Request, tag: &str) -> Result<Request<Body>, Failure> {
    let headers = request.headers();
    let same = headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let mut asked = Request::builder().method(request.method()).uri("/");
    if let Some(range) = headers.get(header::RANGE).filter(|_| same) {
        asked = asked.header(header::RANGE, range);
    }
    Ok(asked.body(Body::empty()).map_err(anyhow::Error::new)?)
}

fn tell(
    response: &mut Response,
    kind: &'static str,
    tag: &str,
    disposition: HeaderValue,
) -> Result<(), Failure> {
    // A film or document opened by itself shows itself and reaches for nothing else.
    const POLICY: &str = "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; \
        style-src 'unsafe-inline'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.remove(header::LAST_MODIFIED);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ETAG, HeaderValue::from_str(tag).map_err(anyhow::Error::new)?);
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // Kept by the asker alone, and asked about each time: who may have it can change.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(())
}
