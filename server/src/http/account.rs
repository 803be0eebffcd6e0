//! Signing in and out, and the own password.

use super::{
    Web,
    asker::Asker,
    home,
    reply::{self, Answer, lead, lead_saying, own_path},
};
use application::account::{self, ChangePassword, SignIn};
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/login", get(sign_in_page))
        .route("/account/password", get(password_page))
        .route("/api/account/sign-in", post(sign_in))
        .route("/api/account/sign-out", post(sign_out))
        .route("/api/account/password", post(change_password))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_page(State(web): State<Web>, asker: Asker, Query(query): Query<Next>) -> Answer {
    if let Some(known) = asker.known() {
        return Ok(lead(home::of_role(known.actor.role)));
    }
    let frame = asker.frame(&web);
    let typed = frame.typed("next");
    let next = if typed.is_empty() { &query.next } else { &typed };
    reply::page(app::account::sign_in(&frame, own_path(next)))
}

#[derive(Deserialize)]
struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(State(web): State<Web>, asker: Asker, Form(form): Form<SignInForm>) -> Answer {
    let wanted = SignIn { login: form.login, password: form.password, agent: asker.agent().to_owned() };
    let signed_in = account::sign_in(&web.system, asker.address(), wanted).await?;
    let mut response = if asker.wants_json() {
        reply::json(&json!({ "must_change_password": signed_in.must_change }))?
    } else if signed_in.must_change {
        lead("/account/password")
    } else {
        lead(own_path(&form.next))
    };
    set_session(&web, &mut response, &signed_in.token);
    Ok(response)
}

async fn sign_out(State(web): State<Web>, asker: Asker) -> Answer {
    if asker.known().is_some() {
        account::sign_out(&asker.cx(&web), asker.token()).await?;
    }
    let mut response = lead_saying("/login", "signed_out");
    set_session(&web, &mut response, "");
    Ok(response)
}

async fn password_page(State(web): State<Web>, asker: Asker) -> Answer {
    let forced = asker.signed_in()?.must_change;
    reply::page(app::account::password(&asker.frame(&web), forced))
}

#[derive(Deserialize)]
struct PasswordForm {
    password: String,
    new_password: String,
    repeat_password: String,
}

async fn change_password(State(web): State<Web>, asker: Asker, Form(form): Form<PasswordForm>) -> Answer {
    let wanted = ChangePassword {
        password: form.password,
        new_password: form.new_password,
        repeat_password: form.repeat_password,
        token: asker.token().to_owned(),
    };
    account::change_password(&asker.cx(&web), wanted).await?;
    reply::done(&asker, "/", "password_changed", &json!({}))
}

/// Gives the browser its session, or takes it away with an empty token.
fn set_session(web: &Web, response: &mut Response, token: &str) {
    let secure = if web.secure_cookies { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("anxun={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
