//! Tests of officials: for them alone, unknown to enterprises, counted by department; departments are no
//! enterprises.

use application::drill::{Hand, freeze_inputs};
use chrono::{Datelike as _, TimeDelta};
use domain::organization::{Position, Sector};
use storage::organization::{PersonRow, UnitRow};
use support::{Client, Street, TestServer, key::right_answers, story, world::Login};
use uuid::Uuid;

support::both![
    a_test_of_officials_does_not_exist_for_an_enterprise,
    only_officials_are_meant_and_their_bank_is_for_them_alone,
    the_figures_stand_by_department,
    an_official_needs_no_lesson_and_gets_no_certificate,
    departments_are_counted_among_no_enterprises,
    departments_are_never_drilled,
    the_schema_certifies_trainings_alone,
];

const TITLE: &str = "三月干部知识测试";

struct Officials {
    street: Street,
    office: Client,
    training: String,
    department: UnitRow,
    people: Vec<(PersonRow, Login)>,
}

async fn banks(street: &Street, officials: bool) -> Vec<String> {
    support::story::load_banks(&street.cx()).await;
    let banks = storage::training::banks(&street.db().reader(), street.code()).await.expect("banks");
    let wanted = banks.into_iter().filter(|b| (b.code == domain::training::OFFICIALS_BANK) == officials);
    wanted.map(|bank| bank.id.to_string()).collect()
}

fn fields<'a>(banks: &'a [String], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("title", TITLE), ("kind", "officials"), ("due_on", "2026-03-20")];
    fields.extend(more);
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    fields
}

async fn officials(server: &TestServer) -> Officials {
    let street = server.street().await;
    let area = street.area().await;
    let department = street.unit_in(&area, Sector::Department, "").await;
    let mut people = Vec::new();
    for position in [Position::Leader, Position::EnforcementOfficer] {
        let person = street.person(&department, position).await;
        let login = street.examinee(&person).await;
        people.push((person, login));
    }
    let banks = banks(&street, true).await;
    let mut office = server.sign_in(&street.office().await).await;
    let all = [("audience", "leader"), ("audience", "enforcement_officer"), ("audience", "committee_member")];
    let made = office.post_json("/api/training/create", &fields(&banks, &all)).await;
    let training = made.is(200).json()["training"].as_str().expect("a test").to_owned();
    let published = office.post_json("/api/training/publish", &[("training", &training)]).await;
    assert_eq!(published.is(200).json()["attendees"], 2);
    Officials { street, office, training, department, people }
}

/// Sits at once and answers so many items rightly.
async fn sit(server: &TestServer, officials: &Officials, who: usize, right: usize) {
    let mut client = server.sign_in(&officials.people[who].1).await;
    let started = client.post_json("/api/exam/start", &[("training", &officials.training)]).await;
    let attempt = started.is(200).json()["attempt"].as_str().expect("a sitting").to_owned();
    let id: Uuid = attempt.parse().expect("a sitting");
    let answers = right_answers(officials.street.db(), officials.street.code(), id).await;
    for (n, answer) in answers.iter().take(right).enumerate() {
        let seq = (n + 1).to_string();
        let mut fields = vec![
            ("attempt", attempt.as_str()),
            ("item", answer.item.as_str()),
            ("lease", "1"),
            ("seq", &seq),
        ];
        fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_str())));
        client.post_json("/api/exam/answer", &fields).await.is(200);
    }
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
}

async fn a_test_of_officials_does_not_exist_for_an_enterprise(server: &TestServer) {
    let mut officials = officials(server).await;
    let principal = officials.street.principal().await;
    let mut client = server.sign_in(&principal.login).await;
    for path in ["/my", "/my/enterprise", "/my/certificates"] {
        client.get(path).await.is(200).not_see(TITLE).not_see("干部测试").not_see(&officials.department.name);
    }
    client.get(&format!("/my/trainings/{}", officials.training)).await.is(404);
    client.post_json("/api/exam/start", &[("training", &officials.training)]).await.is(404);
    for path in ["/office/officials", "/office/officials.xlsx"] {
        assert_eq!(client.get_json(path).await.status, 403);
    }
    // The officials of an area are tested themselves: the others' results are none of their business.
    let area = officials.street.area().await;
    let mut area = server.sign_in(&officials.street.area_official(&area).await).await;
    area.get("/office/trainings").await.is(200).not_see(TITLE);
    area.get("/office/trainings?kind=officials").await.is(200).not_see(TITLE);
    area.get(&format!("/office/trainings/{}", officials.training)).await.is(404);
    assert_eq!(area.get_json("/office/officials").await.status, 403);
    officials.office.get("/office/trainings?kind=officials").await.is(200).see(TITLE);
    officials.office.get("/office/trainings?kind=contest").await.is(200).not_see(TITLE);
    // No figure of the enterprises moves.
    officials.office.get("/office").await.is(200).not_see(TITLE);
}

async fn only_officials_are_meant_and_their_bank_is_for_them_alone(server: &TestServer) {
    let street = server.street().await;
    let own = banks(&street, true).await;
    let mut office = server.sign_in(&street.office().await).await;
    let mixed = [("audience", "leader"), ("audience", "principal")];
    let page = office.submit("/api/training/create", &fields(&own, &mixed)).await;
    page.is(200).see("干部测试只面向");
    for path in ["/office/trainings/new", "/office/trainings/new?kind=contest"] {
        office.get(path).await.is(200).not_see(&own[0]).see("主要负责人");
    }
    office.get("/office/trainings/new?kind=officials").await.is(200).see("执法人员").not_see("主要负责人");
    assert!(office.get("/office/trainings/new?kind=officials").await.text().contains(&own[0]));
    let mut training = vec![("title", "年度培训"), ("hours", "4"), ("audience", "principal")];
    training.extend([("due_on", "2026-03-20"), ("lesson", "第一课"), ("banks", own[0].as_str())]);
    let refused = office.post_json("/api/training/create", &training).await;
    assert_eq!(refused.is(422).error(), "officials_bank");
}

async fn the_figures_stand_by_department(server: &TestServer) {
    let mut officials = officials(server).await;
    sit(server, &officials, 0, 50).await;
    let page = officials.office.get("/office/officials").await;
    page.is(200).see(&officials.department.name).see("50.0%").see("100.0%").see(TITLE);
    // 0 of 100: the mean of both is 50.
    sit(server, &officials, 1, 0).await;
    let page = officials.office.get("/office/officials?year=2026").await;
    page.is(200).see("2 / 2 人次").see("1 / 2 人次").see("50");
    officials.office.get("/office/officials?year=2024").await.is(200).see("这一年还没有干部测试");
    let file = officials.office.get("/office/officials.xlsx?year=2026").await;
    assert!(file.is(200).header("content-type").contains("spreadsheetml"));
    let mut auditor = server.sign_in(&officials.street.auditor().await).await;
    auditor.get("/office/officials").await.is(200).see(&officials.department.name);
}

async fn an_official_needs_no_lesson_and_gets_no_certificate(server: &TestServer) {
    let officials = officials(server).await;
    let mut client = server.sign_in(&officials.people[0].1).await;
    client.get("/my").await.is(200).see(TITLE).see("去测试").not_see("学习课件").not_see("合格证明");
    sit(server, &officials, 0, 50).await;
    client.get("/my").await.is(200).see("合格");
    assert!(!client.get("/my/certificates").await.is(200).links().iter().any(|link| link.ends_with(".pdf")));
}

async fn departments_are_counted_among_no_enterprises(server: &TestServer) {
    let mut officials = officials(server).await;
    officials.street.principal().await;
    let reader = officials.street.db().reader();
    let code = officials.street.code();
    assert_eq!(storage::organization::count_units(&reader, code).await.expect("a number"), 1);
    assert_eq!(storage::organization::count_people(&reader, code).await.expect("a number"), 1);
    let name = officials.department.name.clone();
    officials.office.get("/office/enterprises").await.is(200).not_see(&name);
    officials.office.get("/office/enterprises?sector=department").await.is(200).see(&name);
    officials.office.get("/office/progress/uncovered").await.is(200).not_see(&name);
    officials.office.get("/office/progress").await.is(200).see("1 家在册").see("1 个行业").see("0 人应考");
}

async fn departments_are_never_drilled(server: &TestServer) {
    let street = server.street().await;
    story::open_drill_year(&street).await;
    street.team().await;
    let area = street.area().await;
    let department = street.unit_in(&area, Sector::Department, "").await;
    let day = server.clock.now() + TimeDelta::hours(8);
    let cx = story::as_office(&street).await;
    freeze_inputs(&cx, Hand::Office, day.date_naive()).await.expect("the day is frozen");
    // In that story every day of the year is drawn, so days are numbered as in the year.
    let number = i32::try_from(day.ordinal()).expect("a day");
    let draw = storage::drill::draw(&street.db().reader(), street.code(), day.year(), number).await;
    let inputs = draw.expect("the database answers").expect("the day is frozen").inputs;
    let units = storage::organization::all_units(&street.db().reader(), street.code()).await.expect("units");
    let enterprise = units.iter().find(|u| u.sector != "department").expect("an enterprise");
    assert!(inputs.contains(&enterprise.id.to_string()));
    assert!(!inputs.contains(&department.id.to_string()));
}

async fn the_schema_certifies_trainings_alone(server: &TestServer) {
    let officials = officials(server).await;
    sit(server, &officials, 0, 50).await;
    let forged = officials
        .street
        .db()
        .execute_raw(
            "INSERT INTO certificate (street, serial, code, person_id, training_id, attempt_id, holder_name, unit_name, \
             training_title, hours, score, issued_at, issued_on, valid_until) SELECT street, 'X', 'Y', person_id, \
             training_id, id, 'N', 'U', 'T', 1, score, submitted_at, '2026-03-02', '2027-03-01' FROM attempt",
        )
        .await;
    assert!(forged.expect_err("no certificate").is_refusal("certified_without_training"));
    let hours = officials.street.db().execute_raw("UPDATE training SET kind = 'training'").await;
    hours.expect_err("a training has class hours");
}
