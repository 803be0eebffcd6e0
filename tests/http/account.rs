//! Signing in and out, and the own password.

use chrono::{TimeDelta, Utc};
use domain::organization::vocabulary_role::Role;
use support::{Answer, Client, PASSWORD, TestServer, world::Login};

support::both![
    a_right_password_opens_a_session,
    the_login_is_taken_as_people_type_it,
    a_wrong_password_is_refused,
    an_unknown_account_gets_the_same_answer_as_a_wrong_password,
    empty_fields_are_named,
    a_refusal_keeps_what_was_typed_but_never_the_password,
    the_tenth_wrong_password_in_a_row_asks_for_patience_until_time_has_passed,
    failures_at_one_address_lock_nobody_out_at_another,
    a_right_password_forgets_the_failures_before_it,
    a_day_without_failures_starts_afresh,
    a_program_gets_the_same_refusals_as_data,
    the_first_sign_in_asks_for_a_new_password_before_anything_else,
    a_new_password_must_be_new_long_enough_and_typed_twice_the_same,
    a_password_is_only_changed_by_who_knows_it,
    changing_the_password_ends_the_other_sessions,
    signing_out_ends_the_session_for_good,
    a_disabled_account_is_told_so_and_its_sessions_end,
    an_unused_session_ends_after_twelve_hours,
    a_used_session_goes_on_but_no_longer_than_a_week,
    a_session_that_was_made_up_is_none,
    the_cookie_is_kept_from_scripts_and_other_sites,
    after_signing_in_the_page_that_was_asked_for_comes,
    who_is_signed_in_needs_no_sign_in_page,
    every_sign_in_and_refusal_stands_in_the_log,
];

async fn office(server: &TestServer) -> Login {
    server.street().await.office().await
}

async fn change(client: &mut Client, old: &str, new: &str, again: &str) -> Answer {
    client.get("/account/password").await;
    let fields = [("password", old), ("new_password", new), ("repeat_password", again)];
    client.submit("/api/account/password", &fields).await
}

/// Whether a client is somebody: the page for changing the password is for everybody who is signed in.
async fn is_signed_in(client: &mut Client) -> bool {
    client.get("/account/password").await.status == 200
}

async fn a_right_password_opens_a_session(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let answer = server.try_sign_in(&mut client, &login.login, PASSWORD).await;
    assert_eq!(answer.is(303).location(), "/");
    assert!(is_signed_in(&mut client).await);
    assert_eq!(client.get("/").await.location(), "/office");
}

async fn the_login_is_taken_as_people_type_it(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let typed = format!("  {} ", login.login.to_uppercase());
    server.try_sign_in(&mut client, &typed, PASSWORD).await.is(303);
    assert!(is_signed_in(&mut client).await);
}

async fn a_wrong_password_is_refused(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let answer = server.try_sign_in(&mut client, &login.login, "wrong").await;
    assert_eq!(answer.is(303).location(), "/login");
    client.follow(answer).await.is(200).see("账号或密码不正确，请核对后再试。");
    assert!(client.cookie("anxun").is_none());
    assert!(!is_signed_in(&mut client).await);
}

async fn an_unknown_account_gets_the_same_answer_as_a_wrong_password(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let mut answer_to = async |login: &str| {
        let fields = [("login", login), ("password", "wrong password")];
        let answer = client.post_json("/api/account/sign-in", &fields).await;
        (answer.status, answer.text())
    };
    assert_eq!(answer_to(&login.login).await, answer_to("13900000000").await);
}

async fn empty_fields_are_named(server: &TestServer) {
    let mut client = server.client();
    client.get("/login").await;
    let page = client.submit("/api/account/sign-in", &[("login", " "), ("password", "x")]).await;
    page.is(200).see("请修改以下内容").see("请填写这一项。");
    assert_eq!(page.attribute("name", "login", "aria-invalid").as_deref(), Some("true"));
    let page = client.submit("/api/account/sign-in", &[("login", "x"), ("password", "")]).await;
    assert_eq!(page.attribute("name", "password", "aria-invalid").as_deref(), Some("true"));
}

async fn a_refusal_keeps_what_was_typed_but_never_the_password(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    client.get("/login?next=/office/drills").await;
    let fields = [("login", login.login.as_str()), ("password", "Secret-7531"), ("next", "/office/drills")];
    let page = client.submit("/api/account/sign-in", &fields).await;
    page.is(200).see("账号或密码不正确").not_see("Secret-7531");
    assert_eq!(page.value("login").as_deref(), Some(login.login.as_str()));
    assert_eq!(page.value("next").as_deref(), Some("/office/drills"));
    assert_eq!(page.value("password"), None);
    // What was said is said once.
    let page = client.get("/login").await;
    page.is(200).not_see("账号或密码不正确");
    assert_eq!(page.value("login").unwrap_or_default(), "");
}

async fn the_tenth_wrong_password_in_a_row_asks_for_patience_until_time_has_passed(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    for attempt in 1..=10 {
        let answer = server.try_sign_in(&mut client, &login.login, "wrong").await;
        let page = client.follow(answer).await;
        if attempt < 5 {
            page.see("账号或密码不正确");
        } else {
            page.see("密码连续输错次数过多").see("后再试");
            // Each wait is sat out but the last.
            if attempt < 10 {
                server.clock.advance(TimeDelta::minutes(15));
            }
        }
    }
    let mut right = async || {
        let fields = [("login", login.login.as_str()), ("password", PASSWORD)];
        client.post_json("/api/account/sign-in", &fields).await
    };
    // The right password does not help while the wait lasts.
    let answer = right().await;
    assert_eq!(answer.is(429).error(), "sign_in_blocked");
    assert_eq!(answer.json()["facts"]["seconds"], 900);
    assert!(answer.json()["message"].as_str().unwrap().contains("15 分钟"), "{}", answer.text());
    server.clock.advance(TimeDelta::seconds(899));
    assert_eq!(right().await.is(429).json()["facts"]["seconds"], 1);
    server.clock.advance(TimeDelta::seconds(1));
    right().await.is(200);
    assert!(is_signed_in(&mut client).await);
}

async fn failures_at_one_address_lock_nobody_out_at_another(server: &TestServer) {
    let login = office(server).await;
    let mut stranger = server.client().at_address([198, 51, 100, 7]);
    for _ in 0..10 {
        server.try_sign_in(&mut stranger, &login.login, "wrong").await;
    }
    let fields = [("login", login.login.as_str()), ("password", PASSWORD)];
    stranger.post_json("/api/account/sign-in", &fields).await.is(429);
    server.sign_in(&login).await;
}

async fn a_right_password_forgets_the_failures_before_it(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    for _ in 0..3 {
        for _ in 0..4 {
            let answer = server.try_sign_in(&mut client, &login.login, "wrong").await;
            client.follow(answer).await.see("账号或密码不正确");
        }
        client = server.sign_in(&login).await;
        client.post("/api/account/sign-out", &[]).await;
    }
}

async fn a_day_without_failures_starts_afresh(server: &TestServer) {
    let login = office(server).await;
    let fields = [("login", login.login.as_str()), ("password", "wrong")];
    let mut client = server.client();
    for _ in 0..4 {
        client.post_json("/api/account/sign-in", &fields).await.is(422);
    }
    server.clock.advance(TimeDelta::days(1));
    for _ in 0..4 {
        client.post_json("/api/account/sign-in", &fields).await.is(422);
    }
    client.post_json("/api/account/sign-in", &fields).await.is(429);
}

async fn a_program_gets_the_same_refusals_as_data(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let answer = client.post_json("/api/account/sign-in", &[("login", &login.login), ("password", "wrong")]).await;
    assert_eq!(answer.is(422).error(), "wrong_credentials");
    assert_eq!(answer.json()["message"], "账号或密码不正确，请核对后再试。");
    let answer = client.post_json("/api/account/sign-in", &[("login", ""), ("password", "wrong")]).await;
    assert_eq!(answer.is(422).error(), "form");
    let answer = client.post_json("/api/account/sign-in", &[("login", &login.login), ("password", PASSWORD)]).await;
    assert_eq!(answer.is(200).json()["must_change_password"], false);
    assert!(client.cookie("anxun").is_some());
}

async fn the_first_sign_in_asks_for_a_new_password_before_anything_else(server: &TestServer) {
    let street = server.street().await;
    let login = street.login(Role::Auditor, |new| new.must_change = true).await;
    let mut client = server.client();
    let answer = server.try_sign_in(&mut client, &login.login, PASSWORD).await;
    assert_eq!(answer.is(303).location(), "/account/password");
    for path in ["/", "/office", "/audit", "/nowhere"] {
        assert_eq!(client.get(path).await.is(303).location(), "/account/password", "{path}");
    }
    client.get("/account/password").await.is(200).see("首次登录请先修改密码");
    let answer = change(&mut client, PASSWORD, "another good one", "another good one").await;
    answer.see("密码已修改");
    assert_eq!(client.get("/").await.location(), "/audit");
    let mut elsewhere = server.client();
    let answer = server.try_sign_in(&mut elsewhere, &login.login, "another good one").await;
    assert_eq!(answer.is(303).location(), "/");
}

async fn a_new_password_must_be_new_long_enough_and_typed_twice_the_same(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.sign_in(&login).await;
    let long = "很".repeat(300);
    for (new, again, said) in [
        ("", "", "至少 8 个字。"),
        ("1234567", "1234567", "至少 8 个字。"),
        (long.as_str(), long.as_str(), "最多"),
        ("another good one", "another good onf", "两次输入的不一致"),
        (PASSWORD, PASSWORD, "新密码不能与原密码相同。"),
    ] {
        change(&mut client, PASSWORD, new, again).await.is(200).see("请修改以下内容").see(said);
    }
    server.sign_in(&login).await;
}

async fn a_password_is_only_changed_by_who_knows_it(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.sign_in(&login).await;
    let page = change(&mut client, "not the password", "another good one", "another good one").await;
    page.is(200).see("原密码不正确。").not_see("another good one");
    server.sign_in(&login).await;
    let mut nobody = server.client();
    assert_eq!(nobody.get("/account/password").await.is(303).location(), "/login?next=%2Faccount%2Fpassword");
    let fields =
        [("password", PASSWORD), ("new_password", "another good one"), ("repeat_password", "another good one")];
    nobody.post_json("/api/account/password", &fields).await.is(401);
}

async fn changing_the_password_ends_the_other_sessions(server: &TestServer) {
    let login = office(server).await;
    let (mut here, mut there) = (server.sign_in(&login).await, server.sign_in(&login).await);
    let mut somebody = server.sign_in(&office(server).await).await;
    assert!(is_signed_in(&mut there).await);
    change(&mut here, PASSWORD, "another good one", "another good one").await;
    assert!(is_signed_in(&mut here).await);
    assert!(!is_signed_in(&mut there).await);
    assert!(is_signed_in(&mut somebody).await);
}

async fn signing_out_ends_the_session_for_good(server: &TestServer) {
    let mut client = server.sign_in(&office(server).await).await;
    let token = client.cookie("anxun").unwrap().to_owned();
    let page = client.submit("/api/account/sign-out", &[]).await;
    page.is(200).see("已安全退出。");
    assert!(client.cookie("anxun").is_none());
    // A copy of the cookie does not bring it back.
    client.set_cookie("anxun", &token);
    assert!(!is_signed_in(&mut client).await);
    // Who is out already is led to the same page.
    server.client().post("/api/account/sign-out", &[]).await.is(303);
}

async fn a_disabled_account_is_told_so_and_its_sessions_end(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.sign_in(&login).await;
    let tx = server.db().begin().await.unwrap();
    let row = storage::account::by_id(&tx, login.account).await.unwrap().unwrap();
    storage::account::disable(&tx, row, server.system.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_signed_in(&mut client).await);
    let answer = server.try_sign_in(&mut client, &login.login, PASSWORD).await;
    client.follow(answer).await.see("这个账号已停用");
    // Only who knows the password learns that.
    let answer = server.try_sign_in(&mut client, &login.login, "wrong").await;
    client.follow(answer).await.see("账号或密码不正确");
}

async fn an_unused_session_ends_after_twelve_hours(server: &TestServer) {
    let mut client = server.sign_in(&office(server).await).await;
    server.clock.advance(TimeDelta::hours(12));
    let answer = client.get("/account/password").await;
    assert_eq!(answer.is(303).location(), "/login?next=%2Faccount%2Fpassword");
    assert_eq!(client.get_json("/account/password").await.is(401).error(), "sign_in_needed");
}

async fn a_used_session_goes_on_but_no_longer_than_a_week(server: &TestServer) {
    let mut client = server.sign_in(&office(server).await).await;
    for _ in 0..16 {
        assert!(is_signed_in(&mut client).await);
        server.clock.advance(TimeDelta::hours(10));
    }
    assert!(is_signed_in(&mut client).await);
    server.clock.advance(TimeDelta::hours(8));
    assert!(!is_signed_in(&mut client).await);
}

async fn a_session_that_was_made_up_is_none(server: &TestServer) {
    office(server).await;
    let mut client = server.client();
    for token in ["", "x", &"0".repeat(64), &"z".repeat(64), "' OR 1=1 --"] {
        client.set_cookie("anxun", token);
        assert!(!is_signed_in(&mut client).await, "{token}");
    }
}

async fn the_cookie_is_kept_from_scripts_and_other_sites(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let answer = server.try_sign_in(&mut client, &login.login, PASSWORD).await;
    let cookie = answer.set_cookie("anxun").unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(token.len(), 64);
    // The database does not hold what the browser holds.
    assert_eq!(storage::account::session(&server.db().reader(), token).await.unwrap(), None);
    let mut secure = server.behind_https();
    let answer = server.try_sign_in(&mut secure, &login.login, PASSWORD).await;
    assert!(answer.set_cookie("anxun").unwrap().contains("; Secure"));
}

async fn after_signing_in_the_page_that_was_asked_for_comes(server: &TestServer) {
    let login = office(server).await;
    let mut client = server.client();
    let page = client.visit("/account/password").await;
    assert_eq!(page.value("next").as_deref(), Some("/account/password"));
    let fields = [("login", login.login.as_str()), ("password", PASSWORD), ("next", "/account/password")];
    let answer = client.post("/api/account/sign-in", &fields).await;
    assert_eq!(answer.is(303).location(), "/account/password");
}

async fn who_is_signed_in_needs_no_sign_in_page(server: &TestServer) {
    let street = server.street().await;
    let area = street.area().await;
    for (login, home) in [
        (street.office().await, "/office"),
        (street.area_official(&area).await, "/office"),
        (street.auditor().await, "/audit"),
        (street.admin().await, "/admin"),
        (street.team().await.login, "/team"),
        (street.principal().await.login, "/my"),
    ] {
        let mut client = server.sign_in(&login).await;
        assert_eq!(client.get("/login").await.is(303).location(), home);
        assert_eq!(client.get("/").await.is(303).location(), home);
    }
    assert_eq!(server.client().get("/").await.is(303).location(), "/login");
}

async fn every_sign_in_and_refusal_stands_in_the_log(server: &TestServer) {
    let street = server.street().await;
    let login = street.office().await;
    let mut client = server.sign_in(&login).await;
    client.post("/api/account/sign-out", &[]).await;
    server.try_sign_in(&mut client, &login.login, "wrong").await;
    let all = storage::audit::after(&server.db().reader(), 0, 100).await.unwrap();
    let events: Vec<&str> = all.iter().map(|row| row.event.as_str()).collect();
    assert_eq!(events, ["account_created", "signed_in", "signed_out", "sign_in_refused"]);
    let signed_in = &all[1];
    assert_eq!(signed_in.actor_id, Some(login.account));
    assert_eq!(signed_in.address, "192.0.2.1");
    assert_eq!(signed_in.at, support::MockClock::beginning().with_timezone(&Utc));
    // The refusal names nobody: what was typed may be a password.
    assert!(!all[3].detail.contains(&login.login) && !all[3].subject_id.contains(&login.login));
}
