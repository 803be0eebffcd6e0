//! What follows a sitting: the wrong-answer book, an exam as it is reviewed, corrected keys, training again.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    exam::{self, Given, Proposal, Proposed},
};
use axum::{
    Router,
    extract::{Path, Query, RawForm, RawQuery, State},
    routing::{get, post},
};
use contract::UiError;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/my/mistakes", get(book))
        .route("/my/mistakes/{attempt}/{question}", get(mistake))
        .route("/api/mistakes/check", post(check))
        .route("/api/mistakes/understood", post(understood))
        .route("/office/exams/{id}", get(detail))
        .route("/office/exams/{id}/items.xlsx", get(items))
        .route("/office/exams/{id}/items/{question}", get(item))
        .route("/office/corrections/{id}", get(correction))
        .route("/api/exam/propose-correction", post(propose))
        .route("/api/exam/decide-correction", post(decide))
        .route("/api/training/retrain", post(retrain))
}

#[derive(Deserialize)]
struct BookQuery {
    training: Option<Uuid>,
}

async fn book(State(web): State<Web>, asker: Asker, Query(query): Query<BookQuery>) -> Answer {
    let view = exam::mistakes(&asker.cx(&web), query.training).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::mistakes::book(&asker.frame(&web), &view))
}

async fn mistake(
    State(web): State<Web>,
    asker: Asker,
    Path((attempt, question)): Path<(Uuid, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let fields = Fields::read(query.unwrap_or_default().as_bytes())?;
    let view = exam::show_mistake(&asker.cx(&web), attempt, &question, &fields.given()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::mistakes::retry(&asker.frame(&web), &view))
}

async fn check(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let fields = Fields::read(&body)?;
    let (attempt, question, given) = (fields.uuid("attempt")?, fields.required("question")?, fields.given());
    exam::check_mistake(&asker.cx(&web), attempt, question, &given).await?;
    let chosen: Vec<(String, &str)> =
        given.iter().map(|(part, text)| (format!("a{part}"), text.as_str())).collect();
    let query = serde_urlencoded::to_string(&chosen).map_err(|_| unreadable())?;
    let path = format!("/my/mistakes/{attempt}/{question}?{query}");
    if asker.wants_json() { reply::json(&json!({ "path": path })) } else { Ok(reply::lead(&path)) }
}

async fn understood(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let fields = Fields::read(&body)?;
    let (attempt, question) = (fields.uuid("attempt")?, fields.required("question")?);
    let done = exam::understand_mistake(&asker.cx(&web), attempt, question).await?;
    let path = match &done.next {
        Some((attempt, question)) => format!("/my/mistakes/{attempt}/{question}"),
        None => format!("/my/mistakes?training={}", done.training),
    };
    reply::done(&asker, &path, "mistake_understood", &json!({ "next": path }))
}

async fn detail(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = exam::exam_detail(&asker.cx(&web), id).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::detail::page(&asker.frame(&web), &view))
}

async fn items(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let (title, bytes) = exam::export_items(&asker.cx(&web), id, app::exam::figures::hints).await?;
    Ok(reply::file(&format!("{title}.xlsx"), XLSX, bytes))
}

async fn item(State(web): State<Web>, asker: Asker, Path((id, question)): Path<(Uuid, String)>) -> Answer {
    let view = exam::exam_item(&asker.cx(&web), id, &question).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::correction::item(&asker.frame(&web), &view))
}

async fn correction(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = exam::show_correction(&asker.cx(&web), id).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::exam::correction::page(&asker.frame(&web), &view))
}

async fn propose(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let fields = Fields::read(&body)?;
    let proposal = Proposal {
        exam: fields.uuid("exam")?,
        question: fields.required("question")?.to_owned(),
        part: fields.get("part").unwrap_or("0").parse().map_err(|_| unreadable())?,
        right: fields.proposed()?,
        reason: fields.get("reason").unwrap_or_default().to_owned(),
    };
    let id = exam::propose_correction(&asker.cx(&web), proposal).await?;
    let path = format!("/office/corrections/{id}");
    reply::done(&asker, &path, "correction_proposed", &json!({ "correction": id }))
}

async fn decide(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let fields = Fields::read(&body)?;
    let id = fields.uuid("correction")?;
    let approve = match fields.required("approve")? {
        "true" => true,
        "false" => false,
        _ => return Err(unreadable().into()),
    };
    let (_, effect) = exam::decide_correction(&asker.cx(&web), id, approve).await?;
    let code = if approve { "correction_approved" } else { "correction_refused" };
    reply::done(&asker, &format!("/office/corrections/{id}"), code, &effect)
}

async fn retrain(State(web): State<Web>, asker: Asker, RawForm(body): RawForm) -> Answer {
    asker.signed_in()?;
    let fields = Fields::read(&body)?;
    let training = fields.uuid("training")?;
    let person = fields.has("person").then(|| fields.uuid("person")).transpose()?;
    let reason = fields.get("reason").unwrap_or_default();
    let count = exam::retrain(&asker.cx(&web), training, person, reason).await?;
    let path = format!("/office/trainings/{training}?result=open");
    reply::done(&asker, &path, "retraining_ordered", &json!({ "retrained": count }))
}

/// The fields of a form or a query in their order.
struct Fields(Vec<(String, String)>);

fn unreadable() -> Failure {
    UiError::Unreadable.into()
}

impl Fields {
    fn read(bytes: &[u8]) -> Result<Self, Failure> {
        serde_urlencoded::from_bytes(bytes).map(Self).map_err(|_| unreadable())
    }
    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    fn required(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(unreadable)
    }
    fn uuid(&self, name: &str) -> Result<Uuid, Failure> {
        self.required(name)?.parse().map_err(|_| unreadable())
    }
    /// What was chosen: `a0` for the question, `a1` and on for the questions of a case; the letters of one joined.
    fn given(&self) -> Given {
        let mut given = Given::new();
        for (name, value) in &self.0 {
            let Some(part) = name.strip_prefix('a').and_then(|part| part.parse().ok()) else { continue };
            match given.iter_mut().find(|(known, _)| *known == part) {
                Some((_, text)) => text.push_str(value),
                None => given.push((part, value.clone())),
            }
        }
        given
    }
    /// The corrected key: `anything`, or the fields of the question's type.
    fn proposed(&self) -> Result<Proposed, Failure> {
        if self.get("mode") == Some("anything") {
            return Ok(Proposed::Anything);
        }
        if let Some(text) = self.get("words") {
            return Ok(Proposed::Words(text.lines().map(|line| line.trim().to_owned()).collect()));
        }
        match self.get("truth") {
            Some("true") => return Ok(Proposed::Truth(true)),
            Some("false") => return Ok(Proposed::Truth(false)),
            Some(_) => return Err(unreadable()),
            None => {}
        }
        let options = self.0.iter().filter(|(key, _)| key == "option").map(|(_, value)| value.parse());
        let options = options.collect::<Result<_, _>>().map_err(|_| unreadable())?;
        Ok(if self.has("option") { Proposed::Options(options) } else { Proposed::Nothing })
    }
}
