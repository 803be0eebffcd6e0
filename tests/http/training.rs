//! 凡培训必考核, as the office meets it.

use support::TestServer;

support::both![
    a_training_without_a_test_cannot_be_published,
    every_wrong_field_is_named_and_nothing_typed_is_lost,
    a_training_is_not_closed_over_an_attendee_without_result,
    only_the_office_makes_trainings,
];

const FIELDS: [(&str, &str); 5] = [
    ("title", "年度安全培训"),
    ("hours", "12"),
    ("audience", "principal"),
    ("due_on", "2099-12-31"),
    ("lesson", "第一课"),
];

async fn a_training_without_a_test_cannot_be_published(server: &TestServer) {
    let street = server.street().await;
    street.principal().await;
    let mut office = server.sign_in(&street.office().await).await;
    let training = office.post_json("/api/training/create", &FIELDS).await.is(200).json();
    let training = training["training"].as_str().expect("a training").to_owned();
    office.get(&format!("/office/trainings/{training}")).await.is(200).see("缺考核");
    office.submit("/api/training/publish", &[("training", &training)]).await.see("凡培训必考核");
    let refused = office.post_json("/api/training/publish", &[("training", &training)]).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "training_without_test");
}

async fn every_wrong_field_is_named_and_nothing_typed_is_lost(server: &TestServer) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    office.get("/office/trainings/new").await.is(200);
    let long = "很长的课件。".repeat(2_000);
    let fields = [("title", "训"), ("hours", "两"), ("due_on", "昨天"), ("lesson", long.as_str())];
    let page = office.submit("/api/training/create", &fields).await;
    page.is(200).see("至少 2 个字").see("请至少选一项").see("请填 1 到 200 之间的整数").see("很长的课件");
    assert_eq!(page.value("hours").as_deref(), Some("两"));
}

async fn a_training_is_not_closed_over_an_attendee_without_result(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    support::story::load_banks(&street.cx()).await;
    let mut office = server.sign_in(&street.office().await).await;
    let banks =
        storage::training::banks(&street.cx().system.db.reader(), street.code()).await.expect("banks");
    let banks = banks.iter().filter(|bank| bank.code != domain::training::OFFICIALS_BANK);
    let banks: Vec<String> = banks.map(|bank| bank.id.to_string()).collect();
    let mut fields = FIELDS.to_vec();
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    let training = office.post_json("/api/training/create", &fields).await.is(200).json();
    let training = training["training"].as_str().expect("a training").to_owned();
    office.post_json("/api/training/publish", &[("training", &training)]).await.is(200);
    let refused = office.post_json("/api/training/close", &[("training", &training)]).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "attendees_without_result");
    let person = principal.person.id.to_string();
    let blank = [("training", training.as_str()), ("person", person.as_str()), ("reason", " ")];
    office.post_json("/api/training/excuse", &blank).await.is(422);
    let excuse = [("training", training.as_str()), ("person", person.as_str()), ("reason", "住院")];
    office.post_json("/api/training/excuse", &excuse).await.is(200);
    office.post_json("/api/training/close", &[("training", &training)]).await.is(200);
}

async fn only_the_office_makes_trainings(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    for login in [street.auditor().await, principal.login, street.admin().await, street.team().await.login] {
        let mut client = server.sign_in(&login).await;
        client.post_json("/api/training/create", &FIELDS).await.is(403);
    }
}
