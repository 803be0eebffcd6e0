//! Practical assessments: the office's pages, and the judges' sheets.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    practical::{self, NewSession, NewSheet},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/practical", get(list))
        .route("/office/practical/new", get(new))
        .route("/office/practical/sheets/new", get(new_sheet))
        .route("/office/practical/sheets/{id}", get(sheet))
        .route("/office/practical/{id}", get(session))
        .route("/office/practical/{id}/results.xlsx", get(workbook))
        .route("/team/practical", get(mine))
        .route("/team/practical/{id}", get(judge))
        .route("/api/practical/make-sheet", post(make_sheet))
        .route("/api/practical/open", post(open))
        .route("/api/practical/add-judge", post(add_judge))
        .route("/api/practical/hand-in", post(hand_in))
        .route("/api/practical/reconcile", post(reconcile))
}

#[derive(Deserialize)]
struct Shown {
    page: Option<u64>,
    from: Option<Uuid>,
    person: Option<Uuid>,
}

async fn list(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = practical::list_sessions(&asker.cx(&web), shown.page.unwrap_or(1)).await?;
    reply::page(app::practical::office::list(&asker.frame(&web), &view))
}

async fn new(State(web): State<Web>, asker: Asker) -> Answer {
    let view = practical::session_form(&asker.cx(&web)).await?;
    reply::page(app::practical::office::session_form(&asker.frame(&web), &view))
}

async fn new_sheet(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let from = practical::newest_sheet(&asker.cx(&web), shown.from).await?;
    reply::page(app::practical::office::sheet_form(&asker.frame(&web), from.as_ref()))
}

async fn sheet(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = practical::show_sheet(&asker.cx(&web), id).await?;
    reply::page(app::practical::office::sheet(&asker.frame(&web), &view))
}

async fn session(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let view = practical::show_session(&asker.cx(&web), id).await?;
    reply::page(app::practical::office::session(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Path(id): Path<Uuid>) -> Answer {
    let (name, bytes) = practical::export_results(&asker.cx(&web), id).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn mine(State(web): State<Web>, asker: Asker) -> Answer {
    let sessions = practical::my_sessions(&asker.cx(&web)).await?;
    reply::page(app::practical::judge::list(&asker.frame(&web), &sessions))
}

async fn judge(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    Query(shown): Query<Shown>,
) -> Answer {
    let view = practical::show_to_judge(&asker.cx(&web), id, shown.person).await?;
    reply::page(app::practical::judge::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct SheetForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    items: String,
    #[serde(default)]
    pass_mark: String,
}

async fn make_sheet(State(web): State<Web>, asker: Asker, Form(form): Form<SheetForm>) -> Answer {
    let SheetForm { title, post, items, pass_mark } = form;
    let id = practical::make_sheet(&asker.cx(&web), NewSheet { title, post, items, pass_mark }).await?;
    reply::done(&asker, &format!("/office/practical/sheets/{id}"), "sheet_made", &json!({ "sheet": id }))
}

fn pairs(form: &RawForm) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(&form.0).unwrap_or_default()
}

async fn open(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let mut new = NewSession::default();
    for (name, value) in pairs(&form) {
        match name.as_str() {
            "title" => new.title = value,
            "sheet" => new.sheet = value.parse().ok(),
            "training" => new.training = value.parse().ok(),
            "held_on" => new.held_on = value,
            "judges" => new.judges.extend(value.parse::<Uuid>()),
            "people" => new.people = value,
            _ => {}
        }
    }
    let id = practical::open_session(&asker.cx(&web), new).await?;
    reply::done(&asker, &format!("/office/practical/{id}"), "practical_opened", &json!({ "session": id }))
}

#[derive(Deserialize)]
struct AddJudge {
    session: Uuid,
    account: Uuid,
}

async fn add_judge(State(web): State<Web>, asker: Asker, Form(form): Form<AddJudge>) -> Answer {
    practical::add_judge(&asker.cx(&web), form.session, form.account).await?;
    reply::done(&asker, &format!("/office/practical/{}", form.session), "judge_added", &json!({}))
}

/// Reads `points_N` and `veto_N`, N from 1, up to the greatest N that occurs.
async fn hand_in(State(web): State<Web>, asker: Asker, form: RawForm) -> Answer {
    let pairs = pairs(&form);
    let id = |wanted: &str| {
        let value = pairs.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.parse().ok());
        value.ok_or_else(Failure::missing)
    };
    let (session, person): (Uuid, Uuid) = (id("session")?, id("person")?);
    let mut given: Vec<(String, bool)> = Vec::new();
    for (name, value) in &pairs {
        let Some((field, number)) = name.split_once('_') else { continue };
        let Some(at) = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < 40) else {
            continue;
        };
        if given.len() <= at {
            given.resize(at + 1, Default::default());
        }
        match field {
            "points" => given[at].0.clone_from(value),
            "veto" => given[at].1 = true,
            _ => {}
        }
    }
    practical::hand_in(&asker.cx(&web), session, person, given).await?;
    reply::done(&asker, &format!("/team/practical/{session}"), "practical_judged", &json!({}))
}

#[derive(Deserialize)]
struct Reconcile {
    session: Uuid,
    person: Uuid,
    reason: String,
}

async fn reconcile(State(web): State<Web>, asker: Asker, Form(form): Form<Reconcile>) -> Answer {
    practical::reconcile(&asker.cx(&web), form.session, form.person, &form.reason).await?;
    reply::done(&asker, &format!("/office/practical/{}", form.session), "practical_reconciled", &json!({}))
}
