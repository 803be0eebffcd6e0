//! The principal's whole way, from the lesson to the certificate, and what goes wrong on it.

use chrono::TimeDelta;
use serde_json::Value;
use support::{
    Client, Street, TestServer,
    key::{questions, right_answers},
    world::Principal,
};
use uuid::Uuid;

support::both![
    a_principal_reads_sits_passes_and_gets_a_certificate,
    a_paper_handed_in_empty_fails_and_another_waits_for_the_cool_down,
    nothing_of_the_key_is_sent_before_the_paper_is_handed_in,
    the_lesson_comes_before_the_test,
    a_sitting_that_runs_is_resumed_and_not_doubled,
    an_answer_sent_twice_is_one_and_a_stale_form_is_told,
    an_answer_to_an_item_that_is_not_on_the_paper_is_refused,
    an_answer_after_the_deadline_is_kept_late_and_the_paper_handed_in_by_itself,
    a_second_device_takes_over_and_the_first_is_told,
    handing_in_twice_is_the_same_as_once,
    a_sitting_of_somebody_else_does_not_exist,
    an_answer_of_a_megabyte_is_refused_in_words,
    an_answer_with_scripts_in_it_does_nothing,
    the_secret_of_the_papers_is_not_given_out_while_somebody_could_sit,
    of_two_hand_ins_at_once_both_see_the_same_result,
    a_clock_set_back_gives_no_time_and_loses_no_answer,
    answers_sent_together_are_all_kept,
];

/// A street with the three banks, an offered training, and a principal who is meant by it.
pub(super) struct Offered {
    pub street: Street,
    pub principal: Principal,
    pub training: String,
}

pub(super) async fn offered(server: &TestServer) -> Offered {
    let street = server.street().await;
    let principal = street.principal().await;
    support::story::load_banks(&street.cx()).await;
    let office = street.office().await;
    let mut client = server.sign_in(&office).await;
    let form = client.get("/office/trainings/new").await.text();
    let banks: Vec<String> = form
        .split("name=\"banks\"")
        .skip(1)
        .filter_map(|piece| piece.split("value=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    let mut fields = vec![
        ("title", "年度安全培训"),
        ("hours", "12"),
        ("audience", "principal"),
        ("due_on", "2099-12-31"),
        ("lesson", "# 第一课\n\n您是第一责任人。"),
    ];
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    let made = client.post_json("/api/training/create", &fields).await;
    let training = made.is(200).json()["training"].as_str().expect("a training").to_owned();
    client.post_json("/api/training/publish", &[("training", &training)]).await.is(200);
    Offered { street, principal, training }
}

/// Signs the principal in, reads the lesson and starts.
pub(super) async fn started(server: &TestServer, offered: &Offered) -> (Client, String) {
    let mut client = server.sign_in(&offered.principal.login).await;
    client.post_json("/api/training/lesson-read", &[("training", &offered.training)]).await.is(200);
    let attempt = start(&mut client, &offered.training).await;
    (client, attempt)
}

pub(super) async fn start(client: &mut Client, training: &str) -> String {
    let page = client.submit("/api/exam/start", &[("training", training)]).await;
    page.is(200);
    let path = client.here().to_owned();
    path.split('/').nth(3).and_then(|id| id.split('?').next()).expect("the path names the sitting").to_owned()
}

async fn answer(
    client: &mut Client,
    attempt: &str,
    item: &str,
    seq: u64,
    value: (&str, &str),
) -> support::Answer {
    let seq = seq.to_string();
    let fields = [("attempt", attempt), ("item", item), ("lease", "1"), ("seq", &seq), value];
    client.post_json("/api/exam/answer", &fields).await
}

/// Answers every item rightly.
async fn answer_all(server: &TestServer, client: &mut Client, street: &Street, attempt: &str) {
    let id: Uuid = attempt.parse().expect("a sitting");
    let right = right_answers(&street.cx().system.db, street.code(), id).await;
    assert_eq!(right.len(), 50);
    for (n, answer) in right.iter().enumerate() {
        server.clock.advance(TimeDelta::seconds(20));
        let seq = (n + 1).to_string();
        let mut fields =
            vec![("attempt", attempt), ("item", answer.item.as_str()), ("lease", "1"), ("seq", &seq)];
        fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_str())));
        let saved = client.post_json("/api/exam/answer", &fields).await;
        assert_eq!(saved.is(200).json()["late"], Value::Bool(false));
    }
}

async fn a_principal_reads_sits_passes_and_gets_a_certificate(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    answer_all(server, &mut client, &offered.street, &attempt).await;
    let done = client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await;
    let result = done.is(200).json()["result"].as_str().expect("a path").to_owned();
    client.get(&result).await.is(200).see("100").see("合格");
    let home = client.get("/my/certificates").await;
    let pdf = home.is(200).links().into_iter().find(|l| l.ends_with(".pdf")).expect("a certificate");
    let file = client.get(&pdf).await;
    assert_eq!(file.is(200).header("content-type"), "application/pdf");
    let again = client.get(&pdf).await;
    assert!(file.body == again.body, "the file stays the same");
    // Anybody may ask for the status; the whole is told for the code in the QR code only.
    let serial = pdf.trim_start_matches("/certificates/").trim_end_matches(".pdf").to_owned();
    let row =
        storage::certificate::find(&offered.street.cx().system.db.reader(), offered.street.code(), &serial)
            .await;
    let code = row.expect("the database answers").expect("the certificate is there").code;
    let mut public = server.client();
    public.get(&format!("/verify/{serial}")).await.is(200).see("有效").not_see(&offered.principal.unit.name);
    public.get(&format!("/verify/{serial}?c={code}")).await.is(200).see(&offered.principal.unit.name);
    public.get("/verify/TW-PX-2026-ZF-999999-9").await.is(200).see("没有查到");
    public.get(&pdf).await.is(303);
}

async fn a_paper_handed_in_empty_fails_and_another_waits_for_the_cool_down(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    client.submit("/api/exam/submit", &[("attempt", &attempt)]).await.is(200).see("不合格");
    super::results::study_all(&offered.street, &attempt).await;
    let refused = client.post_json("/api/exam/start", &[("training", &offered.training)]).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "cool_down");
    server.clock.advance(TimeDelta::hours(25));
    let mut client = server.sign_in(&offered.principal.login).await;
    assert_ne!(start(&mut client, &offered.training).await, attempt);
}

async fn nothing_of_the_key_is_sent_before_the_paper_is_handed_in(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let id: Uuid = attempt.parse().expect("a sitting");
    let street = &offered.street;
    let row = storage::exam::attempt(&street.db().reader(), street.code(), id).await;
    let exam = row.expect("the database answers").expect("the sitting is there").exam_id;
    let questions = questions(street.db(), street.code(), exam).await;
    assert!(questions.len() > 400);
    let mut sent = String::new();
    for item in 0..=50 {
        sent += &client.get(&format!("/my/exams/{attempt}?item={item}")).await.is(200).text();
    }
    sent += &answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.text();
    sent += &client.get(&format!("/my/results/{attempt}")).await.text();
    for word in ["correct", "explanation", "evidence", "difficulty", "basis"] {
        assert!(!sent.contains(word), "{word} was sent");
    }
    for question in questions {
        let explanation = question.explanation();
        assert!(!sent.contains(explanation), "an explanation was sent: {explanation}");
    }
}

async fn the_lesson_comes_before_the_test(server: &TestServer) {
    let offered = offered(server).await;
    let mut client = server.sign_in(&offered.principal.login).await;
    let refused = client.post_json("/api/exam/start", &[("training", &offered.training)]).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "lesson_first");
    client.get(&format!("/my/trainings/{}", offered.training)).await;
    client.submit("/api/exam/start", &[("training", &offered.training)]).await.see("请先学完课件");
}

async fn a_sitting_that_runs_is_resumed_and_not_doubled(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    assert_eq!(start(&mut client, &offered.training).await, attempt);
}

async fn an_answer_sent_twice_is_one_and_a_stale_form_is_told(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.is(200);
    answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.is(200);
    let stale = answer(&mut client, &attempt, "1", 1, ("choice", "B")).await;
    assert_eq!(stale.is(422).json()["facts"]["refusal"], "stale_form");
    let id: Uuid = attempt.parse().expect("a sitting");
    let street = &offered.street;
    let steps =
        storage::exam::steps(&street.cx().system.db.reader(), street.code(), id).await.expect("steps");
    assert_eq!(steps.iter().filter(|s| s.kind == "answered").count(), 1);
}

async fn an_answer_to_an_item_that_is_not_on_the_paper_is_refused(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let refused = answer(&mut client, &attempt, "51", 1, ("choice", "A")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "no_such_item");
    let refused = answer(&mut client, &attempt, "1", 1, ("choice", "Z")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "answer_malformed");
}

async fn an_answer_after_the_deadline_is_kept_late_and_the_paper_handed_in_by_itself(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.is(200);
    server.clock.advance(TimeDelta::minutes(91));
    let late = answer(&mut client, &attempt, "2", 2, ("choice", "A")).await;
    if late.status == 200 {
        assert_eq!(late.json()["late"], Value::Bool(true));
    } else {
        assert_eq!(late.is(422).json()["facts"]["refusal"], "time_is_up");
    }
    client.get(&format!("/my/results/{attempt}")).await.is(200).see("不合格");
}

async fn a_second_device_takes_over_and_the_first_is_told(server: &TestServer) {
    let offered = offered(server).await;
    let (mut first, attempt) = started(server, &offered).await;
    answer(&mut first, &attempt, "1", 1, ("choice", "A")).await.is(200);
    let mut second = server.sign_in(&offered.principal.login).await;
    second.get(&format!("/my/exams/{attempt}")).await.is(200).see("在本机继续");
    second.submit("/api/exam/take-over", &[("attempt", &attempt)]).await.is(200);
    let refused = answer(&mut first, &attempt, "2", 2, ("choice", "A")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "taken_over");
    let fields =
        [("attempt", attempt.as_str()), ("item", "2"), ("lease", "2"), ("seq", "1"), ("choice", "A")];
    second.post_json("/api/exam/answer", &fields).await.is(200);
}

async fn handing_in_twice_is_the_same_as_once(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let once = client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await;
    let twice = client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await;
    assert_eq!(once.is(200).json(), twice.is(200).json());
    let refused = answer(&mut client, &attempt, "1", 1, ("choice", "A")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "already_submitted");
}

async fn a_sitting_of_somebody_else_does_not_exist(server: &TestServer) {
    let offered = offered(server).await;
    let (_, attempt) = started(server, &offered).await;
    let other = offered.street.principal().await;
    let mut client = server.sign_in(&other.login).await;
    client.get(&format!("/my/exams/{attempt}")).await.is(404);
    client.get(&format!("/my/results/{attempt}")).await.is(404);
    answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.is(404);
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(404);
}

async fn an_answer_of_a_megabyte_is_refused_in_words(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let huge = "长".repeat(400_000);
    let refused = answer(&mut client, &attempt, "1", 1, ("text", &huge)).await;
    assert!(refused.status == 422 || refused.status == 413, "{}", refused.status);
    assert!(refused.json()["message"].as_str().is_some_and(|m| !m.is_empty()));
}

async fn an_answer_with_scripts_in_it_does_nothing(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let refused = answer(&mut client, &attempt, "1", 1, ("choice", "<script>alert(1)</script>")).await;
    refused.is(422);
    client.get(&format!("/my/exams/{attempt}?item=1")).await.is(200).not_see("<script>alert");
}

async fn the_secret_of_the_papers_is_not_given_out_while_somebody_could_sit(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let auditor = offered.street.auditor().await;
    let mut auditor = server.sign_in(&auditor).await;
    let refused = auditor.get_json(&format!("/audit/papers/{attempt}.json")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "sittings_running");
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    let refused = auditor.get_json(&format!("/audit/papers/{attempt}.json")).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "exam_still_open");
}

async fn of_two_hand_ins_at_once_both_see_the_same_result(server: &TestServer) {
    let offered = offered(server).await;
    let (mut one, attempt) = started(server, &offered).await;
    let mut other = server.sign_in(&offered.principal.login).await;
    let form = [("attempt", attempt.as_str())];
    let (first, second) =
        tokio::join!(one.post_json("/api/exam/submit", &form), other.post_json("/api/exam/submit", &form));
    assert_eq!(first.is(200).json(), second.is(200).json());
    let street = &offered.street;
    let id: Uuid = attempt.parse().expect("a sitting");
    let steps =
        storage::exam::steps(&street.db().reader(), street.code(), id).await.expect("the database answers");
    assert_eq!(steps.iter().filter(|step| step.kind == "submitted").count(), 1);
}

async fn a_clock_set_back_gives_no_time_and_loses_no_answer(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    server.clock.advance(TimeDelta::minutes(89));
    answer(&mut client, &attempt, "1", 1, ("choice", "A")).await.is(200);
    server.clock.advance(TimeDelta::minutes(-60));
    answer(&mut client, &attempt, "2", 2, ("choice", "A")).await.is(200);
    let street = &offered.street;
    let id: Uuid = attempt.parse().expect("a sitting");
    let reader = street.db().reader();
    let steps = storage::exam::steps(&reader, street.code(), id).await.expect("the database answers");
    assert!(steps.is_sorted_by_key(|step| step.at), "steps go on from the latest time");
    let row = storage::exam::attempt(&reader, street.code(), id).await.expect("the database answers");
    let row = row.expect("the sitting is there");
    assert_eq!(row.deadline - row.started_at, TimeDelta::minutes(90));
}

async fn answers_sent_together_are_all_kept(server: &TestServer) {
    let offered = offered(server).await;
    let (client, attempt) = started(server, &offered).await;
    let each = (1..=20u64).map(|n| {
        let (mut client, attempt) = (client.clone(), attempt.clone());
        tokio::spawn(async move {
            let item = n.to_string();
            answer(&mut client, &attempt, &item, n, ("choice", "A")).await.is(200).json()["seq"].as_u64()
        })
    });
    for (n, task) in (1..).zip(each.collect::<Vec<_>>()) {
        assert_eq!(task.await.expect("a request ends"), Some(n));
    }
    let street = &offered.street;
    let id: Uuid = attempt.parse().expect("a sitting");
    let steps =
        storage::exam::steps(&street.db().reader(), street.code(), id).await.expect("the database answers");
    assert_eq!(steps.iter().filter(|step| step.kind == "answered").count(), 20);
}
