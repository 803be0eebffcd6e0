//! What stands around every request: forgery, headers, redirects, and pages that are not there.

use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, Request, header};
use std::collections::BTreeSet;
use support::{Client, PASSWORD, TestServer};

support::both![
    a_post_from_another_site_changes_nothing,
    a_post_of_a_program_without_a_browser_is_taken,
    every_page_carries_the_headers_that_keep_browsers_safe,
    every_answer_has_a_nonce_of_its_own_and_no_other_script_runs,
    redirects_never_lead_away,
    a_page_that_does_not_exist_says_so,
    a_program_is_told_of_what_does_not_exist_as_data,
    a_malformed_form_is_refused_kindly,
    a_form_that_is_too_large_is_refused,
    a_wrong_method_is_refused,
    nothing_of_the_inside_is_told,
];

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

async fn a_post_from_another_site_changes_nothing(server: &TestServer) {
    let login = server.street().await.office().await;
    for (name, value) in [
        (SITE, "cross-site"),
        (SITE, "same-site"),
        (header::ORIGIN, "https://elsewhere.example"),
        (header::ORIGIN, "null"),
    ] {
        let mut client = server.sign_in(&login).await;
        let mut request = client.form("/api/account/sign-out", &[]);
        let headers = request.headers_mut();
        headers.remove(SITE);
        headers.insert(name.clone(), HeaderValue::from_static(value));
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let answer = client.send(request).await;
        assert_eq!(answer.is(403).error(), "foreign_origin", "{name}: {value}");
        client.get("/account/password").await.is(200);
    }
}

async fn a_post_of_a_program_without_a_browser_is_taken(server: &TestServer) {
    let login = server.street().await.office().await;
    let mut client = server.client();
    let mut request = client.form("/api/account/sign-in", &[("login", &login.login), ("password", PASSWORD)]);
    for name in [SITE, header::ORIGIN, header::REFERER] {
        request.headers_mut().remove(name);
    }
    client.send(request).await.is(303);
    client.get("/account/password").await.is(200);
}

/// Pages and answers of every kind.
async fn answers(server: &TestServer) -> Vec<support::Answer> {
    let login = server.street().await.office().await;
    let mut nobody = server.client();
    let mut known = server.sign_in(&login).await;
    vec![
        nobody.get("/login").await,
        nobody.get("/").await,
        nobody.get("/nowhere").await,
        nobody.get_json("/nowhere").await,
        nobody.get("/account/password").await,
        nobody.post("/api/account/sign-in", &[("login", "x"), ("password", "y")]).await,
        nobody.post("/api/account/sign-in", &[]).await,
        known.get("/account/password").await,
        known.get("/nowhere").await,
        known.post("/api/account/sign-out", &[]).await,
    ]
}

async fn every_page_carries_the_headers_that_keep_browsers_safe(server: &TestServer) {
    for answer in answers(server).await {
        let asked = &answer.asked;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{asked}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{asked}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{asked}");
        assert_eq!(answer.header("cache-control"), "no-store", "{asked}");
        assert!(answer.header("permissions-policy").contains("microphone=()"), "{asked}");
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'"] {
            assert!(policy.contains(rule), "{asked}: {policy}");
        }
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{asked}: {policy}");
    }
}

async fn every_answer_has_a_nonce_of_its_own_and_no_other_script_runs(server: &TestServer) {
    let answers = answers(server).await;
    let mut nonces = BTreeSet::new();
    for answer in &answers {
        let policy = answer.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert_eq!(nonce.len(), 32, "{}", answer.asked);
        nonces.insert(nonce.to_owned());
        let html = answer.text();
        for script in html.split("<script").skip(1) {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{}: {script}", answer.asked);
        }
        for inline in [" onclick=", " onload=", " onsubmit=", " style=", "<style", "javascript:"] {
            assert!(!html.contains(inline), "{} holds {inline}", answer.asked);
        }
    }
    assert_eq!(nonces.len(), answers.len());
}

async fn redirects_never_lead_away(server: &TestServer) {
    let login = server.street().await.office().await;
    for next in [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "",
    ] {
        let mut client = server.client();
        let fields = [("login", login.login.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = client.post("/api/account/sign-in", &fields).await;
        assert_eq!(answer.is(303).location(), "/", "{next}");
        assert_eq!(answer.set_cookie("x"), None);
        let query = http::Uri::builder().path_and_query(format!("/login?next={}", encoded(next))).build().unwrap();
        let page = server.client().get(&query.to_string()).await;
        assert_eq!(page.is(200).value("next").as_deref(), Some("/"), "{next}");
    }
    // A refused form leads back to where it was sent from, where that is a page of ours.
    let mut client = server.client();
    for (referer, back) in [
        ("http://anxun.test/login?next=%2Fmy", "/login?next=%2Fmy"),
        ("https://elsewhere.example/login", "/"),
        ("http://anxun.test//elsewhere.example", "/"),
    ] {
        let mut request = client.form("/api/account/sign-in", &[("login", "x"), ("password", "y")]);
        request.headers_mut().insert(header::REFERER, HeaderValue::from_static(referer));
        assert_eq!(client.send(request).await.is(303).location(), back, "{referer}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

async fn a_page_that_does_not_exist_says_so(server: &TestServer) {
    let login = server.street().await.office().await;
    for mut client in [server.client(), server.sign_in(&login).await] {
        let page = client.get("/nowhere").await;
        page.is(404).see("没有找到").see("回到首页");
        assert!(page.links().contains(&"/".to_owned()));
    }
}

async fn a_program_is_told_of_what_does_not_exist_as_data(server: &TestServer) {
    let answer = server.client().get_json("/nowhere").await;
    assert_eq!(answer.is(404).error(), "missing");
    assert!(!answer.json()["message"].as_str().unwrap().is_empty());
    assert_eq!(answer.header("content-type"), "application/json");
}

async fn a_malformed_form_is_refused_kindly(server: &TestServer) {
    let mut client = server.client();
    client.get("/login").await;
    let answer = client.post("/api/account/sign-in", &[("password", "x")]).await;
    answer.is(400).see("提交的内容不完整").not_see("missing field").not_see("deserialize");
    let answer = client.post_json("/api/account/sign-in", &[]).await;
    assert_eq!(answer.is(400).error(), "unreadable");
    let answer = send_raw(&mut client, "text/plain", b"login=x&password=y".to_vec()).await;
    assert_eq!(answer.is(400).error(), "unreadable");
    let answer = send_raw(&mut client, "application/x-www-form-urlencoded", vec![0xff, 0xfe, b'%', b'%']).await;
    assert_eq!(answer.is(400).error(), "unreadable");
}

async fn send_raw(client: &mut Client, kind: &'static str, body: Vec<u8>) -> support::Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/account/sign-in")
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT, "application/json")
        .body(Body::from(body));
    client.send(request.unwrap()).await
}

async fn a_form_that_is_too_large_is_refused(server: &TestServer) {
    let large = "x".repeat(3 << 20);
    let mut client = server.client();
    let answer = client.post_json("/api/account/sign-in", &[("login", &large), ("password", "y")]).await;
    assert_eq!(answer.is(413).error(), "too_large");
    assert_eq!(answer.json()["facts"]["limit_mib"], 2);
}

async fn a_wrong_method_is_refused(server: &TestServer) {
    let mut client = server.client();
    client.get("/api/account/sign-in").await.is(405);
    client.post("/login", &[]).await.is(405);
}

async fn nothing_of_the_inside_is_told(server: &TestServer) {
    server.db().clone().close().await.unwrap();
    let answer = server.client().get("/login").await;
    answer.is(500).see("系统暂时出错").see("编号");
    for inside in ["sqlx", "pool", "Conn", "SELECT", ".rs"] {
        answer.not_see(inside);
    }
    assert_eq!(answer.header("server"), "");
}
