//! Question banks: the list of them, their questions, proposals, versions.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    bank::{edit, list_banks, withdraw_bank},
};
use axum::{
    Form, Router,
    extract::{Path, Query, RawForm, State},
    routing::{get, post},
};
use contract::bank::{PARTS, PartForm, QuestionForm, QuestionQuery};
use domain::bank::edit::EditAct;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/banks", get(list))
        .route("/office/banks/new", get(new_bank))
        .route("/office/banks/{bank}", get(questions))
        .route("/office/banks/{bank}/new", get(new_question))
        .route("/office/banks/{bank}/questions/{question}", get(question))
        .route("/office/banks/{bank}/questions/{question}/edit", get(edit_question))
        .route("/office/banks/{bank}/publish", get(publication))
        .route("/office/banks/{bank}/versions", get(versions))
        .route("/api/bank/create", post(create))
        .route("/api/bank/write-question", post(write))
        .route("/api/bank/retire-question", post(retire))
        .route("/api/bank/move-edit", post(move_one))
        .route("/api/bank/move-edits", post(move_many))
        .route("/api/bank/publish", post(publish))
        .route("/api/bank/withdraw", post(withdraw))
        .merge(super::exchange::routes())
}

async fn list(State(web): State<Web>, asker: Asker) -> Answer {
    asker.signed_in()?;
    let view = list_banks(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::page(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Withdrawal {
    bank: Uuid,
    #[serde(default)]
    reason: String,
}

async fn withdraw(State(web): State<Web>, asker: Asker, Form(form): Form<Withdrawal>) -> Answer {
    withdraw_bank(&asker.cx(&web), form.bank, &form.reason).await?;
    reply::done(&asker, "/office/banks", "bank_withdrawn", &json!({}))
}

async fn new_bank(State(web): State<Web>, asker: Asker) -> Answer {
    asker.cx(&web).allow(domain::actor::Action::EditBanks)?;
    reply::page(app::bank::create(&asker.frame(&web)))
}

#[derive(Deserialize)]
struct Creation {
    #[serde(default)]
    code: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    note: String,
}

async fn create(State(web): State<Web>, asker: Asker, Form(form): Form<Creation>) -> Answer {
    let new = edit::NewBank { code: form.code, name: form.title, description: form.note };
    let code = edit::create_bank(&asker.cx(&web), new).await?;
    reply::done(&asker, &format!("/office/banks/{code}"), "bank_created", &json!({ "bank": code }))
}

async fn questions(
    State(web): State<Web>,
    asker: Asker,
    Path(bank): Path<String>,
    Query(query): Query<QuestionQuery>,
) -> Answer {
    let view = edit::list_questions(&asker.cx(&web), &bank, query).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::questions(&asker.frame(&web), &view))
}

async fn question(
    State(web): State<Web>,
    asker: Asker,
    Path((bank, question)): Path<(String, String)>,
) -> Answer {
    let view = edit::show_question(&asker.cx(&web), &bank, &question).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::question(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct NewQuestion {
    #[serde(default)]
    kind: String,
}

async fn new_question(
    State(web): State<Web>,
    asker: Asker,
    Path(bank): Path<String>,
    Query(query): Query<NewQuestion>,
) -> Answer {
    let view = edit::show_form(&asker.cx(&web), &bank, None, &query.kind).await?;
    reply::page(app::bank::write(&asker.frame(&web), &view))
}

async fn edit_question(
    State(web): State<Web>,
    asker: Asker,
    Path((bank, question)): Path<(String, String)>,
) -> Answer {
    let view = edit::show_form(&asker.cx(&web), &bank, Some(&question), "").await?;
    reply::page(app::bank::write(&asker.frame(&web), &view))
}

/// Keeps a question, or gives the form back in another shape with everything that was typed.
async fn write(State(web): State<Web>, asker: Asker, RawForm(bytes): RawForm) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(domain::actor::Action::EditBanks)?;
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&bytes).map_err(|_| contract::UiError::Unreadable)?;
    let one = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let (bank, question, act) = (one("bank"), one("question"), one("act"));
    let question = Some(question).filter(|id| !id.is_empty());
    let form = QuestionForm::read(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let mut form = form.ok_or(contract::UiError::Unreadable)?;
    if reshaped(&mut form, act) {
        let path = match question {
            Some(id) => format!("/office/banks/{bank}/questions/{id}/edit"),
            None => format!("/office/banks/{bank}/new"),
        };
        return Ok(reply::lead_typed(&path, form.typed()));
    }
    let submit = act != "save";
    let number = edit::write_question(&cx, bank, question, &form, submit).await?;
    let path = format!("/office/banks/{bank}/questions/{number}");
    let code = if submit { "question_submitted" } else { "question_saved" };
    reply::done(&asker, &path, code, &json!({ "question": number }))
}

/// Gives the form another shape, where one of its buttons asks for it.
fn reshaped(form: &mut QuestionForm, act: &str) -> bool {
    match act {
        "reshape" if form.get("kind") == "case" && form.parts.is_empty() => {
            form.parts.push(PartForm::default())
        }
        "reshape" => {}
        "add_part" if form.parts.len() < PARTS => {
            form.parts.push(PartForm { kind: "single".into(), ..PartForm::default() });
        }
        "remove_part" => drop(form.parts.pop()),
        _ => return false,
    }
    true
}

#[derive(Deserialize)]
struct Retirement {
    bank: String,
    question: String,
    #[serde(default)]
    reason: String,
}

async fn retire(State(web): State<Web>, asker: Asker, Form(form): Form<Retirement>) -> Answer {
    edit::retire_question(&asker.cx(&web), &form.bank, &form.question, &form.reason).await?;
    let path = format!("/office/banks/{}/questions/{}", form.bank, form.question);
    reply::done(&asker, &path, "question_submitted", &json!({}))
}

fn act(name: &str) -> Result<(EditAct, &'static str), Failure> {
    Ok(match name {
        "submit" => (EditAct::Submit, "edit_submitted"),
        "return" => (EditAct::Return, "edit_returned"),
        "approve" => (EditAct::Approve, "edit_approved"),
        "discard" => (EditAct::Discard, "edit_discarded"),
        _ => return Err(contract::UiError::Unreadable.into()),
    })
}

#[derive(Deserialize)]
struct MoveOne {
    edit: Uuid,
    act: String,
    #[serde(default)]
    note: String,
}

async fn move_one(State(web): State<Web>, asker: Asker, Form(form): Form<MoveOne>) -> Answer {
    let (act, code) = act(&form.act)?;
    let (bank, question) = edit::move_edit(&asker.cx(&web), form.edit, act, &form.note).await?;
    reply::done(&asker, &format!("/office/banks/{bank}/questions/{question}"), code, &json!({}))
}

async fn move_many(State(web): State<Web>, asker: Asker, RawForm(bytes): RawForm) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(domain::actor::Action::EditBanks)?;
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&bytes).map_err(|_| contract::UiError::Unreadable)?;
    let one = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let (act, code) = act(one("act"))?;
    let bank = one("bank").to_owned();
    let edits = pairs.iter().filter(|(name, _)| name == "edits").map(|(_, id)| id.parse());
    let edits = edits.collect::<Result<_, _>>().map_err(|_| contract::UiError::Unreadable)?;
    let path = format!("/office/banks/{bank}");
    let moved = edit::move_edits(&cx, &edit::Many { bank, act, edits }).await?;
    reply::done(&asker, &path, code, &json!({ "moved": moved }))
}

async fn publication(State(web): State<Web>, asker: Asker, Path(bank): Path<String>) -> Answer {
    let view = edit::preview_publication(&asker.cx(&web), &bank).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::publish(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Publication {
    bank: String,
}

async fn publish(State(web): State<Web>, asker: Asker, Form(form): Form<Publication>) -> Answer {
    let published = edit::publish_edits(&asker.cx(&web), &form.bank).await?;
    let data = json!({ "version": published.version, "bank_version": published.id });
    reply::done(&asker, &format!("/office/banks/{}", form.bank), "bank_published", &data)
}

#[derive(Deserialize)]
struct Compared {
    version: Option<i32>,
    against: Option<i32>,
}

async fn versions(
    State(web): State<Web>,
    asker: Asker,
    Path(bank): Path<String>,
    Query(query): Query<Compared>,
) -> Answer {
    let view = edit::show_versions(&asker.cx(&web), &bank, query.version, query.against).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::bank::versions(&asker.frame(&web), &view))
}
