//! The policy matrix, what people owe by it, and coverage on frozen denominators.

use chrono::{Days, TimeDelta};
use domain::organization::{Position, Sector};
use storage::organization::PersonRow;
use support::{Answer, Client, Street, TestServer, story, world::Principal};
use uuid::Uuid;

support::both![
    a_policy_is_drafted_by_one_and_approved_by_another,
    a_row_of_the_draft_is_written_and_what_is_wrong_is_named,
    versions_stay_readable_and_are_compared,
    duties_follow_the_policy_and_a_pass_meets_them,
    a_training_that_counts_to_fire_alone_meets_no_yearly_hours,
    a_new_principal_opens_the_duty_again_in_list_and_coverage,
    the_date_of_a_post_is_corrected_with_a_reason,
    a_certificate_near_its_end_asks_for_its_renewal,
    the_list_filters_pages_and_goes_out_as_a_workbook,
    an_area_official_sees_the_own_area_alone,
    a_principal_sees_the_own_people_and_a_worker_only_the_own_duties,
    coverage_counts_over_what_was_frozen,
    every_number_of_coverage_opens_its_list,
    nothing_is_computed_again_while_nothing_changes,
];

async fn post(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.post_json(path, fields).await
}

/// A policy from the preset that holds from today on; gives two members of the office.
async fn with_policy(server: &TestServer, street: &Street) -> (Client, Client) {
    let mut one = server.sign_in(&street.office().await).await;
    let mut two = server.sign_in(&street.office().await).await;
    post(&mut one, "/api/policy/begin", &[]).await.is(200);
    post(&mut two, "/api/policy/approve", &[("number", "1")]).await.is(200);
    (one, two)
}

async fn refresh(office: &mut Client) {
    post(office, "/api/duty/refresh", &[]).await.is(200);
}

async fn tally(office: &mut Client, query: &str) -> (u64, u64, u64, u64) {
    let json = office.get_json(&format!("/office/duties{query}")).await.is(200).json();
    let of = |name: &str| json["tally"][name].as_u64().unwrap();
    (of("overdue"), of("soon"), of("open"), of("met"))
}

async fn a_policy_is_drafted_by_one_and_approved_by_another(server: &TestServer) {
    let street = server.street().await;
    let mut one = server.sign_in(&street.office().await).await;
    let mut two = server.sign_in(&street.office().await).await;
    one.get("/office/policy").await.is(200).see("还没有培训制度");
    for _ in 0..2 {
        let begun = post(&mut one, "/api/policy/begin", &[]).await.is(200).json();
        assert_eq!(begun["version"], 1);
    }
    one.get("/office/policy?version=1")
        .await
        .is(200)
        .see("不少于 32 学时")
        .see("须经考核")
        .see("请由应急办另一位同事");
    let own = post(&mut one, "/api/policy/approve", &[("number", "1")]).await;
    assert_eq!(own.is(422).error(), "second_person_needed");
    let past = post(&mut one, "/api/policy/settle", &[("date", "2026-03-01"), ("note", "")]).await;
    assert_eq!(past.is(422).error(), "form");
    post(&mut one, "/api/policy/settle", &[("date", "2026-04-01"), ("note", "首版")]).await.is(200);
    two.get("/office/policy?version=1").await.is(200).see("批准这一版");
    post(&mut two, "/api/policy/approve", &[("number", "1")]).await.is(200);
    assert_eq!(
        post(&mut two, "/api/policy/approve", &[("number", "1")]).await.is(422).error(),
        "policy_no_draft"
    );
    two.get("/office/policy").await.is(200).see("还没有生效的版本").see("已批准，待生效");
    server.clock.advance(TimeDelta::days(30));
    let mut two = server.sign_in(&street.office().await).await;
    two.get("/office/policy").await.is(200).see("现行第 1 版");
}

const ROW: [(&str, &str); 9] = [
    ("code", "night-shift"),
    ("topic", "special"),
    ("title", "夜班安全培训"),
    ("frequency", "half_yearly"),
    ("hours", "4"),
    ("content", "夜间照明和单人作业"),
    ("trust", "own"),
    ("c0.post", "frontline"),
    ("c0.sector", "warehouse"),
];

async fn a_row_of_the_draft_is_written_and_what_is_wrong_is_named(server: &TestServer) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    assert_eq!(post(&mut office, "/api/policy/save-row", &ROW).await.is(422).error(), "policy_no_draft");
    post(&mut office, "/api/policy/begin", &[]).await.is(200);
    office.get("/office/policy/row").await.is(200).see("保存到草案");
    let wrong = [("code", "night"), ("title", "夜班安全培训"), ("hours", "很多"), ("c0.post", "frontline")];
    let page = office.submit("/api/policy/save-row", &wrong).await;
    page.is(200).see("请填 0 到 200 之间的整数").see("请至少选一项");
    assert_eq!(page.value("title").as_deref(), Some("夜班安全培训"));
    let lawless: Vec<(&str, &str)> =
        ROW.iter().map(|(n, v)| if *n == "trust" { (*n, "verbatim") } else { (*n, *v) }).collect();
    post(&mut office, "/api/policy/save-row", &lawless).await.is(422);
    post(&mut office, "/api/policy/save-row", &ROW).await.is(200);
    assert_eq!(post(&mut office, "/api/policy/save-row", &ROW).await.is(422).error(), "already_there");
    let mut again = ROW.to_vec();
    again.push(("old", "night-shift"));
    post(&mut office, "/api/policy/save-row", &again).await.is(200);
    office.get("/office/policy?version=1").await.is(200).see("夜班安全培训").see("行业：仓储物流");
    post(&mut office, "/api/policy/remove-row", &[("code", "night-shift")]).await.is(200);
    post(&mut office, "/api/policy/remove-row", &[("code", "night-shift")]).await.is(404);
    post(&mut office, "/api/policy/drop", &[("number", "1")]).await.is(200);
    office.get("/office/policy?version=1").await.is(200).see("已作废");
}

async fn versions_stay_readable_and_are_compared(server: &TestServer) {
    let street = server.street().await;
    let (mut one, mut two) = with_policy(server, &street).await;
    post(&mut one, "/api/policy/begin", &[]).await.is(200);
    post(&mut one, "/api/policy/save-row", &ROW).await.is(200);
    post(&mut one, "/api/policy/remove-row", &[("code", "dust-yearly")]).await.is(200);
    let page = one.get("/office/policy?version=2&compare=1").await;
    page.is(200).see("与第 1 版的差异").see("夜班安全培训").see("粉尘防爆专项培训");
    post(&mut two, "/api/policy/approve", &[("number", "2")]).await.is(200);
    let old = one.get_json("/office/policy?version=1").await.is(200).json();
    assert!(old["rows"].as_array().unwrap().iter().any(|row| row["code"] == "dust-yearly"));
    assert_eq!(old["in_force"], 2);
    one.get("/office/policy?version=9").await.is(404);
}

async fn duties_follow_the_policy_and_a_pass_meets_them(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let principal = street.principal().await;
    refresh(&mut office).await;
    // First training, yearly hours, the street's own: the post began on the day the policy did.
    assert_eq!(tally(&mut office, "").await, (0, 0, 3, 0));
    let training = story::offer_training(&street, "年度培训").await;
    story::pass(&street, &principal, training).await;
    // The tick computes by itself.
    server::jobs::tick(&server.system).await.unwrap();
    assert_eq!(tally(&mut office, "").await, (0, 0, 1, 2));
    office.get("/office/duties").await.is(200).see("12 / 32").see("《生产经营单位安全培训规定》第9条");
    let path = format!("/office/duties/{}", principal.person.id);
    office.get(&path).await.is(200).see("《年度培训》12 学时").see("已学 12 / 32 学时");
    let mut own = server.sign_in(&principal.login).await;
    own.get("/my").await.is(200).see("我的培训责任").see("已学 12 / 32 学时").see("依据：").see("待核原文");
    server.clock.advance(TimeDelta::days(200));
    server::jobs::tick(&server.system).await.unwrap();
    let mut office = server.sign_in(&street.office().await).await;
    assert_eq!(tally(&mut office, "").await, (1, 0, 0, 2));
    office.get("/office/duties?state=overdue").await.is(200).see("初次培训").see("逾期");
}

async fn a_training_that_counts_to_fire_alone_meets_no_yearly_hours(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let principal = street.principal().await;
    let cx = story::as_office(&street).await;
    story::load_banks(&cx).await;
    let banks = storage::training::banks(&cx.reader(), street.code()).await.unwrap();
    let new = application::training::NewTraining {
        title: "消防培训".into(),
        hours: "12".into(),
        audience: vec!["principal".into()],
        lesson: "第一课".into(),
        due_on: "2099-12-31".into(),
        banks: banks.iter().filter(|b| b.code != domain::training::OFFICIALS_BANK).map(|b| b.id).collect(),
        ..application::training::NewTraining::default()
    };
    let training = application::training::create_training(&cx, new).await.unwrap();
    let id = training.to_string();
    let fields = [("training", id.as_str()), ("look", "1"), ("c0.post", "principal"), ("topic", "fire")];
    post(&mut office, "/api/training/audience", &fields).await.is(200);
    post(&mut office, "/api/training/publish", &[("training", &id)]).await.is(200);
    story::pass(&street, &principal, training).await;
    refresh(&mut office).await;
    assert_eq!(tally(&mut office, "").await, (0, 0, 3, 0));
}

/// Stores somebody who took up a post on a day, as an import does.
async fn leads_since(street: &Street, person: &PersonRow, at: chrono::DateTime<chrono::Utc>) {
    let day = domain::calendar::date_of(at);
    let row = storage::duty::PostRow {
        street: street.code().into(),
        person_id: person.id,
        seq: 1,
        position: person.position.clone(),
        since: day,
        since_at: at,
        recorded_at: at,
        recorded_by: None,
        reason: None,
    };
    let tx = street.cx().begin().await.unwrap();
    storage::duty::add_posts(&tx, vec![row]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn retire(street: &Street, person: &PersonRow) {
    let tx = street.cx().begin().await.unwrap();
    let gone = PersonRow { active: false, updated_at: street.cx().now(), ..person.clone() };
    storage::organization::save_person(&tx, gone).await.unwrap();
    tx.commit().await.unwrap();
}

/// Offers a training of this year to the principals; its class hours are twelve.
async fn offer(street: &Street) -> Uuid {
    let cx = story::as_office(street).await;
    story::load_banks(&cx).await;
    let banks = storage::training::banks(&cx.reader(), street.code()).await.unwrap();
    let new = application::training::NewTraining {
        title: "年度培训".into(),
        hours: "12".into(),
        audience: vec!["principal".into()],
        lesson: "第一课".into(),
        due_on: "2026-12-31".into(),
        banks: banks.iter().filter(|b| b.code != domain::training::OFFICIALS_BANK).map(|b| b.id).collect(),
        ..application::training::NewTraining::default()
    };
    let training = application::training::create_training(&cx, new).await.unwrap();
    application::training::publish_training(&cx, training).await.unwrap();
    training
}

async fn a_new_principal_opens_the_duty_again_in_list_and_coverage(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let principal = street.principal().await;
    let training = offer(&street).await;
    story::pass(&street, &principal, training).await;
    post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(200);
    let covered = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(covered["standings"][0], serde_json::json!(["passed", 1]));
    server.clock.advance(TimeDelta::days(40));
    retire(&street, &principal.person).await;
    let new = street.person(&principal.unit, Position::Principal).await;
    leads_since(&street, &new, street.cx().now()).await;
    let mut office = server.sign_in(&street.office().await).await;
    refresh(&mut office).await;
    assert_eq!(tally(&mut office, "").await, (0, 0, 3, 0));
    let open = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(open["standings"][0], serde_json::json!(["passed", 0]));
    assert_eq!(open["standings"][1], serde_json::json!(["reopened", 1]));
    assert_eq!((&open["sectors"], &open["sectors_passed"]), (&1.into(), &0.into()));
    let list = office.get("/office/coverage/list?of=units&state=reopened").await;
    list.is(200).see(&new.name).see("新任，待参训");
    // The new one is meant by the running training, and passes.
    let id = training.to_string();
    post(&mut office, "/api/training/enrol-new", &[("training", &id), ("all", "1")]).await.is(200);
    let login = street.examinee(&new).await;
    story::pass(&street, &Principal { login, person: new, unit: principal.unit }, training).await;
    let again = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(again["standings"][0], serde_json::json!(["passed", 1]));
}

async fn the_date_of_a_post_is_corrected_with_a_reason(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let principal = street.principal().await;
    let path = format!("/office/duties/{}", principal.person.id);
    office.get(&path).await.is(200).see("初次培训");
    let id = principal.person.id.to_string();
    for (day, reason) in [("2026-03-03", "任命书"), ("昨天", "任命书"), ("2020-05-01", " ")] {
        let fields = [("person", id.as_str()), ("held_on", day), ("reason", reason)];
        post(&mut office, "/api/duty/correct-post", &fields).await.is(422);
    }
    let fields = [("person", id.as_str()), ("held_on", "2020-05-01"), ("reason", "任命书为准")];
    for _ in 0..2 {
        post(&mut office, "/api/duty/correct-post", &fields).await.is(200);
    }
    let page = office.get(&path).await;
    page.is(200).see("2020-05-01").see("更正：任命书为准").see("年度再培训");
    // In post before there was a policy: no first training is owed afterwards.
    assert!(!page.words().contains("初次培训"));
    let noted =
        storage::duty::posts(&street.cx().reader(), street.code(), &[principal.person.id]).await.unwrap();
    assert_eq!(noted.len(), 2);
    let mut auditor = server.sign_in(&street.auditor().await).await;
    post(&mut auditor, "/api/duty/correct-post", &fields).await.is(403);
}

async fn a_certificate_near_its_end_asks_for_its_renewal(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, "年度培训").await;
    let serial = story::pass(&street, &principal, training).await;
    server.clock.advance(TimeDelta::days(300));
    let mut office = server.sign_in(&street.office().await).await;
    refresh(&mut office).await;
    assert_eq!(tally(&mut office, "").await, (0, 0, 0, 0));
    server.clock.advance(TimeDelta::days(20));
    let mut office = server.sign_in(&street.office().await).await;
    refresh(&mut office).await;
    assert_eq!(tally(&mut office, "?topic=renewal").await, (0, 0, 1, 0));
    office.get("/office/duties").await.is(200).see(&serial);
    let mut own = server.sign_in(&principal.login).await;
    own.get("/my").await.is(200).see("到期复训");
}

async fn the_list_filters_pages_and_goes_out_as_a_workbook(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let area = street.area().await;
    let units = [
        street.unit_in(&area, Sector::Food, "").await,
        street.unit_in(&area, Sector::HazardousChemicals, "").await,
    ];
    for unit in &units {
        for _ in 0..30 {
            street.person(unit, Position::Frontline).await;
        }
    }
    refresh(&mut office).await;
    // Entry of sixty; yearly hours of the thirty at the chemicals' unit.
    assert_eq!(tally(&mut office, "").await, (0, 60, 30, 0));
    assert_eq!(tally(&mut office, "?sector=food").await, (0, 30, 0, 0));
    assert_eq!(tally(&mut office, &format!("?unit={}", units[1].id)).await, (0, 30, 30, 0));
    assert_eq!(tally(&mut office, "?topic=annual&position=frontline").await, (0, 0, 30, 0));
    let first = office.get_json("/office/duties").await.is(200).json();
    let second = office.get_json("/office/duties?page=2").await.is(200).json();
    assert_eq!((first["rows"].as_array().unwrap().len(), second["rows"].as_array().unwrap().len()), (50, 40));
    assert_eq!(office.get_json("/office/duties?q=%25").await.is(200).json()["pager"]["total"], 0);
    assert!(office.get("/office/duties.xlsx?sector=food").await.is(200).body.starts_with(b"PK"));
    let list = document_rows(&office.get("/office/duties.xlsx?sector=food").await.body);
    assert_eq!(list, 32, "title, headers and thirty rows");
}

/// Rows of the first sheet of a workbook.
fn document_rows(bytes: &[u8]) -> usize {
    document::workbook::read(bytes, &document::workbook::Limits::default()).expect("a workbook").rows.len()
}

async fn an_area_official_sees_the_own_area_alone(server: &TestServer) {
    let street = server.street().await;
    let (mut office, _) = with_policy(server, &street).await;
    let (one, two) = (street.area().await, street.area().await);
    let mine = street.unit_in(&one, Sector::Food, "").await;
    let other = street.unit_in(&two, Sector::Food, "").await;
    let own = street.person(&mine, Position::Frontline).await;
    let foreign = street.person(&other, Position::Frontline).await;
    refresh(&mut office).await;
    post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(200);
    let mut official = server.sign_in(&street.area_official(&one).await).await;
    let list = official.get(&format!("/office/duties?area={}", two.id)).await;
    list.is(200).see(&own.name);
    assert!(!list.words().contains(&foreign.name));
    official.get(&format!("/office/duties/{}", own.id)).await.is(200);
    official.get(&format!("/office/duties/{}", foreign.id)).await.is(404);
    let units =
        official.get_json(&format!("/office/coverage/list?of=units&area={}", two.id)).await.is(200).json();
    assert_eq!(units["pager"]["total"], 1);
    assert_eq!(units["rows"][0]["unit_name"], mine.name);
    official.get("/office/duties.xlsx").await.is(403);
    post(&mut official, "/api/coverage/freeze", &[("after", "1"), ("reason", "重来")]).await.is(403);
}

async fn a_principal_sees_the_own_people_and_a_worker_only_the_own_duties(server: &TestServer) {
    let street = server.street().await;
    with_policy(server, &street).await;
    let principal = street.principal().await;
    let worker = street.person(&principal.unit, Position::Frontline).await;
    let stranger = street.principal().await;
    let mut leads = server.sign_in(&principal.login).await;
    let page = leads.get("/my/enterprise").await;
    page.is(200).see("本单位培训责任").see(&worker.name).see("上岗前培训");
    assert!(!page.words().contains(&stranger.person.name));
    let mut own = server.sign_in(&street.examinee(&worker).await).await;
    own.get("/my").await.is(200).see("从业人员上岗前培训");
    let page = own.get("/my/enterprise").await;
    assert!(!page.is(200).words().contains("本单位培训责任"));
}

async fn coverage_counts_over_what_was_frozen(server: &TestServer) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    assert_eq!(
        post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(422).error(),
        "nothing_to_freeze"
    );
    let area = street.area().await;
    let food = street.unit_in(&area, Sector::Food, "").await;
    let principal = street.principal().await;
    street.unit_in(&area, Sector::Department, "").await;
    office.get("/office/coverage").await.is(200).see("口径还没有冻结");
    post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(200);
    // The same form sent again freezes nothing.
    post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(409);
    let training = offer(&street).await;
    story::pass(&street, &principal, training).await;
    let view = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(view["standings"][0], serde_json::json!(["passed", 1]));
    assert_eq!(view["standings"][5], serde_json::json!(["nobody", 1]));
    assert_eq!((&view["sectors"], &view["sectors_passed"]), (&2.into(), &1.into()));
    assert_eq!((&view["people"], &view["people_passed"]), (&1.into(), &1.into()));
    // A unit that closes stays in the denominator; one that comes does not enter it.
    let tx = street.cx().begin().await.unwrap();
    let today = street.cx().today();
    let closed = storage::organization::UnitRow { closed_on: Some(today - Days::new(1)), ..food };
    storage::organization::save_unit(&tx, closed).await.unwrap();
    tx.commit().await.unwrap();
    street.unit_in(&area, Sector::Care, "").await;
    let view = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(
        (&view["closed"], &view["new_units"], &view["bases"][0]["units"]),
        (&1.into(), &1.into(), &2.into())
    );
    post(&mut office, "/api/coverage/freeze", &[("after", "1")]).await.is(422);
    post(&mut office, "/api/coverage/freeze", &[("after", "1"), ("reason", "区里调整名单")]).await.is(200);
    let view = office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(
        (&view["closed"], &view["new_units"], &view["bases"][0]["units"]),
        (&0.into(), &0.into(), &2.into())
    );
    office.get("/office/coverage").await.is(200).see("区里调整名单").see("首次冻结");
}

async fn every_number_of_coverage_opens_its_list(server: &TestServer) {
    let street = server.street().await;
    let passed = street.principal().await;
    let open = street.principal().await;
    let mut office = server.sign_in(&street.office().await).await;
    post(&mut office, "/api/coverage/freeze", &[("after", "0")]).await.is(200);
    let training = offer(&street).await;
    story::pass(&street, &passed, training).await;
    let page = office.get("/office/coverage").await;
    let html = page.is(200).text();
    let mut opened = 0;
    for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if link.starts_with("/office/coverage/list") {
            office.get(&link.replace("&amp;", "&")).await.is(200);
            opened += 1;
        }
    }
    assert!(opened >= 20, "{opened} lists");
    let total = async |office: &mut Client, query: &str| {
        office.get_json(&format!("/office/coverage/list?{query}")).await.is(200).json()["pager"]["total"]
            .as_u64()
    };
    assert_eq!(total(&mut office, "of=units&state=passed").await, Some(1));
    assert_eq!(total(&mut office, "of=units&state=uncovered").await, Some(1));
    assert_eq!(total(&mut office, "of=units&state=open").await, Some(1));
    assert_eq!(total(&mut office, "of=people&state=lacking").await, Some(1));
    assert_eq!(total(&mut office, "of=people&state=passed&position=principal").await, Some(1));
    assert_eq!(total(&mut office, "of=people&state=&year=2025").await, Some(0));
    office.get("/office/coverage/list?of=units&state=uncovered").await.is(200).see(&open.unit.name);
    let file = office.get("/office/coverage/list.xlsx?of=units&state=uncovered").await;
    assert_eq!(document_rows(&file.is(200).body), 3);
    let mut auditor = server.sign_in(&street.auditor().await).await;
    auditor.get("/office/coverage").await.is(200);
    auditor.get("/office/coverage/list.xlsx?of=units").await.is(403);
}

async fn nothing_is_computed_again_while_nothing_changes(server: &TestServer) {
    let street = server.street().await;
    with_policy(server, &street).await;
    let principal = street.principal().await;
    let cx = street.cx();
    assert_eq!(application::duty::refresh_duties(&cx, 5).await.unwrap(), 1);
    let round = async || storage::duty::round(&cx.reader(), street.code()).await.unwrap().unwrap().number;
    assert_eq!((application::duty::refresh_duties(&cx, 5).await.unwrap(), round().await), (0, 1));
    retire(&street, &principal.person).await;
    server.clock.advance(TimeDelta::minutes(1));
    let later: Uuid = street.person(&principal.unit, Position::Frontline).await.id;
    assert_eq!(application::duty::refresh_duties(&street.cx(), 5).await.unwrap(), 1);
    assert_eq!(round().await, 2);
    // Who left owes nothing any more.
    let mut office = server.sign_in(&street.office().await).await;
    let rows = office.get_json("/office/duties").await.is(200).json();
    let people: Vec<&str> =
        rows["rows"].as_array().unwrap().iter().filter_map(|row| row["person"].as_str()).collect();
    assert_eq!(people, [later.to_string()]);
}
