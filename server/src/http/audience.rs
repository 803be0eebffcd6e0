//! Who a training is for, and who joins later.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    audience::{self, Naming, Newcomers, RuleForm},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, RawQuery, State},
    routing::{get, post},
};
use contract::audience::MeantQuery;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/trainings/{id}/audience", get(page))
        .route("/office/trainings/{id}/audience.xlsx", get(export))
        .route("/api/training/audience", post(save))
        .route("/api/training/name-person", post(name))
        .route("/api/training/enrol-new", post(enrol))
}

type Pairs = Vec<(String, String)>;

fn pairs(form: &RawForm) -> Pairs {
    serde_urlencoded::from_bytes(&form.0).unwrap_or_default()
}

fn training(pairs: &Pairs) -> Result<Uuid, Failure> {
    let id = pairs.iter().find(|(name, _)| name == "training").and_then(|(_, id)| id.parse().ok());
    id.ok_or_else(Failure::missing)
}

async fn page(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(query): Query<MeantQuery>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let pairs: Pairs = serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    let view = audience::show_audience(&asker.cx(&web), id, &RuleForm::read(&pairs), query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::audience::page(&asker.frame(&web), &view))
}

async fn export(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(query): Query<MeantQuery>,
) -> Answer {
    let (name, bytes) = audience::export_audience(&asker.cx(&web), id, &query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

fn path(training: Uuid) -> String {
    format!("/office/trainings/{training}/audience")
}

async fn save(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs = pairs(&form);
    let id = training(&pairs)?;
    audience::save_audience(&asker.cx(&web), id, &RuleForm::read(&pairs)).await?;
    reply::done(&asker, &path(id), "audience_saved", &json!({}))
}

#[derive(Deserialize)]
struct Name {
    training: Uuid,
    person: Option<Uuid>,
    #[serde(default)]
    mobile: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    reason: String,
}

async fn name(State(web): State<Web>, asker: Asker, Form(form): Form<Name>) -> Answer {
    let naming = Naming { person: form.person, mobile: form.mobile, way: form.way, reason: form.reason };
    audience::name_person(&asker.cx(&web), form.training, &naming).await?;
    reply::done(&asker, &path(form.training), "audience_named", &json!({}))
}

async fn enrol(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs = pairs(&form);
    let id = training(&pairs)?;
    let newcomers = if pairs.iter().any(|(name, _)| name == "all") {
        Newcomers::All
    } else {
        let people = pairs.iter().filter(|(name, _)| name == "person");
        Newcomers::Some(people.filter_map(|(_, id)| id.parse().ok()).collect())
    };
    let enrolled = audience::enrol_newcomers(&asker.cx(&web), id, &newcomers).await?;
    reply::done(&asker, &path(id), "newcomers_enrolled", &json!({ "enrolled": enrolled }))
}
