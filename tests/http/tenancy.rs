//! Two streets in one installation never see each other.

use domain::organization::Position;
use serde_json::Value;
use storage::organization::{PersonRow, UnitRow};
use support::{Client, Street, TestServer};

support::both![
    lists_end_at_the_border_of_the_street,
    a_unit_of_another_street_is_not_found,
    a_training_of_another_street_is_neither_shown_nor_changed,
    the_log_of_another_street_is_not_shown,
    what_an_area_official_sees_ends_at_the_area,
];

struct Side {
    street: Street,
    unit: UnitRow,
    person: PersonRow,
    office: Client,
}

async fn sides(server: &TestServer) -> (Side, Side) {
    let mut both = Vec::new();
    for _ in 0..2 {
        let street = server.street().await;
        let unit = street.unit().await;
        let person = street.person(&unit, Position::Principal).await;
        let office = server.sign_in(&street.office().await).await;
        both.push(Side { street, unit, person, office });
    }
    let (there, here) = (both.pop().unwrap(), both.pop().unwrap());
    (here, there)
}

/// Makes a draft training; gives its identifier.
async fn training(side: &mut Side) -> String {
    let fields = [
        ("title", "四季度安全培训"),
        ("hours", "4"),
        ("audience", "principal"),
        ("lesson", "课件"),
        ("lecturer", "应急办"),
        ("due_on", "2026-12-31"),
    ];
    let answer = side.office.post_json("/api/training/create", &fields).await;
    let made: Value = answer.is(200).json();
    made["training"].as_str().unwrap().to_owned()
}

async fn lists_end_at_the_border_of_the_street(server: &TestServer) {
    let (mut here, there) = sides(server).await;
    for path in
        ["/office/enterprises", "/office/people", "/office", "/office/progress", "/office/progress/uncovered"]
    {
        here.office.get(path).await.is(200).not_see(&there.unit.name).not_see(&there.person.name);
    }
    here.office.get("/office/enterprises").await.see(&here.unit.name);
    here.office.get("/office/people").await.see(&here.person.name);
    // Searching does not reach across either.
    for name in [&there.unit.name, &there.person.mobile] {
        for list in ["enterprises", "people"] {
            let query = http::Uri::builder().path_and_query(format!("/office/{list}?q={}", encoded(name)));
            let page = here.office.get(&query.build().unwrap().to_string()).await;
            page.is(200).not_see(&there.unit.credit_code).not_see(&there.person.name);
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

async fn a_unit_of_another_street_is_not_found(server: &TestServer) {
    let (mut here, mut there) = sides(server).await;
    let path = format!("/office/enterprises/{}", there.unit.id);
    there.office.get(&path).await.is(200).see(&there.unit.name);
    here.office.get(&path).await.is(404).see("没有找到").not_see(&there.unit.name);
}

async fn a_training_of_another_street_is_neither_shown_nor_changed(server: &TestServer) {
    let (mut here, mut there) = sides(server).await;
    let id = training(&mut there).await;
    there.office.get(&format!("/office/trainings/{id}")).await.is(200).see("四季度安全培训");
    here.office.get(&format!("/office/trainings/{id}")).await.is(404);
    here.office.get("/office/trainings").await.is(200).not_see(&id);
    let person = there.person.id.to_string();
    for (act, fields) in [
        ("choose-test", vec![("training", id.as_str()), ("banks", id.as_str())]),
        ("publish", vec![("training", id.as_str())]),
        ("close", vec![("training", id.as_str())]),
        ("excuse", vec![("training", id.as_str()), ("person", person.as_str()), ("reason", "病假")]),
    ] {
        let answer = here.office.post_json(&format!("/api/training/{act}"), &fields).await;
        assert_eq!(answer.is(404).error(), "missing", "{act}");
    }
}

async fn the_log_of_another_street_is_not_shown(server: &TestServer) {
    let (here, mut there) = sides(server).await;
    let id = training(&mut there).await;
    let mut auditor = server.sign_in(&here.street.auditor().await).await;
    auditor.get("/audit/log").await.is(200).not_see(&id);
    let mut auditor = server.sign_in(&there.street.auditor().await).await;
    assert!(auditor.get("/audit/log").await.is(200).text().contains(&id));
}

async fn what_an_area_official_sees_ends_at_the_area(server: &TestServer) {
    let street = server.street().await;
    let (own, other) = (street.unit().await, street.unit().await);
    let areas = storage::organization::areas(&server.db().reader(), street.code()).await.unwrap();
    let area = areas.iter().find(|area| area.id == own.area_id).unwrap();
    let mut official = server.sign_in(&street.area_official(area).await).await;
    official.get("/office/enterprises").await.is(200).see(&own.name).not_see(&other.name);
    official.get(&format!("/office/enterprises/{}", own.id)).await.is(200);
    official.get(&format!("/office/enterprises/{}", other.id)).await.is(404);
}
