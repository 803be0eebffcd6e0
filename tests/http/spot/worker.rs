//! The worker: codes, answers in time and late, nothing told too soon.

use super::{answers, begun, handed_in, site, site_with, token};
use chrono::TimeDelta;
use domain::{bank::Question, organization::Position};
use serde_json::Value;
use support::TestServer;

support::both![
    a_code_is_bound_to_the_first_device_that_confirms,
    looking_at_a_code_does_not_use_it,
    the_code_of_yesterday_is_refused_in_words,
    a_new_code_takes_the_place_of_the_old_one_and_the_paper_stays,
    answers_that_come_late_are_taken_once_and_marked,
    answers_that_come_too_late_or_were_given_late_are_refused,
    scripts_in_answers_and_in_names_do_nothing,
    nothing_of_the_key_is_sent_before_the_worker_hands_in,
];

async fn a_code_is_bound_to_the_first_device_that_confirms(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let path = site.code(test, 1).await;
    let mut first = begun(server, &path).await;
    let mut second = server.client();
    second.get(&path).await.is(422).see("二维码已被使用");
    let refused = second.post_json("/api/spot/confirm", &[("token", token(&path))]).await;
    assert_eq!(refused.is(422).error(), "spot_code_used");
    let fields = answers(&site.worker(test, 1).await, true);
    assert_eq!(handed_in(&mut second, &path, &fields).await.is(422).error(), "spot_code_used");
    // Twice on the first device is once.
    first.post_json("/api/spot/confirm", &[("token", token(&path))]).await.is(200);
    handed_in(&mut first, &path, &fields).await.is(200);
    second.get(&path).await.is(422).not_see("100");
}

async fn looking_at_a_code_does_not_use_it(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let path = site.code(test, 1).await;
    for _ in 0..3 {
        server.client().get(&path).await.is(200);
    }
    assert_eq!(site.worker(test, 1).await.started_at, None);
    begun(server, &path).await;
    for wrong in ["/spot/0123", "/spot/00000000000000000000000000000000"] {
        assert_eq!(server.client().get_json(wrong).await.is(422).error(), "spot_code_unknown");
        server.client().get(wrong).await.see("这个二维码不能识别");
    }
}

async fn the_code_of_yesterday_is_refused_in_words(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let path = site.code(test, 1).await;
    server.clock.advance(TimeDelta::minutes(30));
    assert_eq!(server.client().get_json(&path).await.is(422).error(), "spot_code_expired");
    server.clock.advance(TimeDelta::hours(24));
    server.client().get(&path).await.is(422).see("过期，不能再用。请检查人员重新出示二维码");
    let refused = server.client().post_json("/api/spot/confirm", &[("token", token(&path))]).await;
    assert_eq!(refused.is(422).error(), "spot_code_expired");
    assert_eq!(site.worker(test, 1).await.started_at, None);
}

async fn a_new_code_takes_the_place_of_the_old_one_and_the_paper_stays(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("10", "1").await;
    let old = site.code(test, 1).await;
    let mut broken = begun(server, &old).await;
    let before = site.worker(test, 1).await;
    server.clock.advance(TimeDelta::minutes(2));
    let new = site.code(test, 1).await;
    broken.get(&old).await.is(422).see("二维码已换新");
    let mut phone = server.client();
    phone.get(&new).await.is(200).see("您已经开始作答");
    phone.submit("/api/spot/confirm", &[("token", token(&new))]).await.is(200).see("交卷");
    let after = site.worker(test, 1).await;
    assert_eq!((after.record, after.deadline), (before.record, before.deadline));
    // After the time the old phone may still owe answers: no new code would take it away.
    server.clock.advance(TimeDelta::minutes(9));
    let fields = [("test", &*test.to_string()), ("place", "1")];
    let refused = site.inspector.post_json("/api/spot/code", &fields).await;
    assert_eq!(refused.is(422).error(), "worker_settled");
}

async fn answers_that_come_late_are_taken_once_and_marked(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let path = site.code(test, 1).await;
    let mut phone = begun(server, &path).await;
    let worker = site.worker(test, 1).await;
    let mut fields = answers(&worker, true);
    let given = worker.started_at.unwrap() + TimeDelta::minutes(4);
    fields.push(("answered_ms".into(), given.timestamp_millis().to_string()));
    server.clock.advance(TimeDelta::hours(5));
    site.ends(test).await;
    phone.get(&path).await.is(200).see("作答时间已到").not_see("data-kind=\"primary\"");
    handed_in(&mut phone, &path, &fields).await.is(200);
    handed_in(&mut phone, &path, &fields).await.is(200);
    let after = site.worker(test, 1).await;
    assert_eq!((after.late, after.score, after.answered_at), (Some(true), Some(10_000), Some(given)));
    phone.get(&path).await.is(200).see("（补交）");
    let page = site.inspector.get(&format!("/team/spot/{test}")).await;
    page.is(200).see("合格，补交").see("由手机报告，无法核验").see("100.0%（1/1）");
}

async fn answers_that_come_too_late_or_were_given_late_are_refused(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let path = site.code(test, 1).await;
    let mut phone = begun(server, &path).await;
    let worker = site.worker(test, 1).await;
    let mut fields = answers(&worker, true);
    let given = worker.deadline.unwrap() + TimeDelta::minutes(1);
    fields.push(("answered_ms".into(), given.timestamp_millis().to_string()));
    server.clock.advance(TimeDelta::hours(1));
    assert_eq!(handed_in(&mut phone, &path, &fields).await.is(422).error(), "spot_answered_late");
    fields.pop();
    server.clock.advance(TimeDelta::hours(24));
    assert_eq!(handed_in(&mut phone, &path, &fields).await.is(422).error(), "spot_too_late");
    phone.get(&path).await.is(422).see("补交已于");
    assert_eq!(site.worker(test, 1).await.score, None);
    let mut inspector = server.sign_in(&site.login).await;
    inspector.get(&format!("/team/spot/{test}")).await.is(200).see("未交卷").see("尚无人交卷");
}

async fn scripts_in_answers_and_in_names_do_nothing(server: &TestServer) {
    let mut site = site_with(server, 0).await;
    let mut person = site.street.person(&site.unit, Position::Frontline).await;
    person.name = "<script>alert(1)</script>".into();
    let tx = server.db().begin().await.unwrap();
    storage::organization::save_person(&tx, person).await.unwrap();
    tx.commit().await.unwrap();
    let test = site.drawn("5", "1").await;
    site.inspector.get(&format!("/team/spot/{test}")).await.is(200).not_see("<script>alert");
    let path = site.code(test, 1).await;
    let mut phone = begun(server, &path).await;
    for (name, value) in [("c1", "<script>"), ("t5", "<script>"), ("c1", "Z"), ("c99", "A")] {
        let refused = handed_in(&mut phone, &path, &[(name.into(), value.into())]).await;
        assert!(matches!(refused.is(422).error().as_str(), "answer_malformed" | "no_such_item"));
    }
    phone.get(&path).await.is(200).not_see("<script>alert");
    assert_eq!(site.worker(test, 1).await.handed_in_at, None, "nothing half of it was taken");
    let found = site.inspector.get("/team/spot?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    found.is(200).not_see("<script>alert");
}

async fn nothing_of_the_key_is_sent_before_the_worker_hands_in(server: &TestServer) {
    let mut site = site(server).await;
    let office = site.street.office().await;
    let mut office = server.sign_in(&office).await;
    let test = site.drawn("10", "2").await;
    let path = site.code(test, 1).await;
    let mut sent = String::new();
    let mut phone = server.client();
    sent += &phone.get(&path).await.is(200).text();
    sent += &phone.get_json(&path).await.is(200).text();
    sent += &phone.post_json("/api/spot/confirm", &[("token", token(&path))]).await.is(200).text();
    sent += &phone.get(&path).await.is(200).text();
    sent += &phone.get_json(&path).await.is(200).text();
    let malformed = handed_in(&mut phone, &path, &[("c1".into(), "Z".into())]).await;
    sent += &malformed.is(422).text();
    sent += &site.inspector.get(&format!("/team/spot/{test}")).await.is(200).text();
    sent += &site.inspector.get_json(&format!("/team/spot/{test}")).await.is(200).text();
    sent += &office.get_json(&format!("/office/spot/{test}")).await.is(200).text();
    sent += &office.get_json("/office/spot").await.is(200).text();
    // The time over and nothing handed in: still nothing.
    server.clock.advance(TimeDelta::minutes(20));
    sent += &phone.get(&path).await.is(200).text();
    sent += &phone.get_json(&path).await.is(200).text();
    for word in ["correct", "explanation", "evidence", "difficulty", "basis", "\"right\""] {
        assert!(!sent.contains(word), "{word} was sent");
    }
    let questions: Vec<Value> =
        serde_json::from_str(site.worker(test, 1).await.items.as_deref().unwrap()).unwrap();
    assert_eq!(questions.len(), 10);
    for question in questions {
        let explanation = question["explanation"].as_str().unwrap();
        assert!(!sent.contains(explanation), "an explanation was sent: {explanation}");
    }
    // The paper is for this unit: of its sector, of what it has, or for all.
    let questions: Vec<Question> =
        serde_json::from_str(site.worker(test, 1).await.items.as_deref().unwrap()).unwrap();
    let own = |q: &Question| q.sectors().iter().any(|s| s == "machinery" || s == "dust");
    assert!(questions.iter().all(|q| own(q) || q.sectors().iter().any(|s| s == "all")));
    assert!(questions.iter().filter(|q| own(q)).count() >= 5, "the sector's own come first");
}
