//! The frozen question banks.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::bank::{list_banks, withdraw_bank};
use axum::{
    Form, Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/office/banks", get(list)).route("/api/bank/withdraw", post(withdraw))
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
