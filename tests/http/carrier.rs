//! The five carriers: entered by units and by the office, seen as a matrix of the year.

use domain::organization::{Position, Sector};
use support::{Client, TestServer};

support::both![
    a_morning_meeting_takes_three_taps,
    a_morning_meeting_is_recorded_as_the_page_proposes_it,
    sent_twice_it_is_recorded_once,
    wrong_fields_are_named_and_kept,
    only_who_leads_a_unit_enters_and_for_the_own_one,
    the_matrix_shows_who_did_what_and_who_did_not,
    an_area_official_sees_the_own_area,
    a_struck_record_counts_no_more_and_stays_to_be_seen,
];

const MINE: &str = "/my/enterprise/carriers";

/// Sends the entry as the page shows it.
async fn as_proposed(client: &mut Client) -> support::Answer {
    let page = client.get(MINE).await;
    page.is(200);
    let fields = ["key", "unit", "headcount", "date"].map(|name| (name, page.value(name).unwrap()));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    fields.extend([("carrier", "morning"), ("standard", "")]);
    client.submit("/api/carrier/record", &fields).await
}

async fn a_morning_meeting_takes_three_taps(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut phone = server.sign_in(&principal.login).await;
    let home = phone.get("/my").await;
    assert!(home.is(200).links().contains(&"/my/enterprise".to_owned()), "the first tap");
    let unit = phone.get("/my/enterprise").await;
    assert!(unit.is(200).links().contains(&MINE.to_owned()), "the second tap");
    as_proposed(&mut phone).await.is(200).see("已记录");
    // Who did it last opens the same page again and taps once.
    as_proposed(&mut phone).await.is(200).see("已记录");
}

async fn a_morning_meeting_is_recorded_as_the_page_proposes_it(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut phone = server.sign_in(&principal.login).await;
    phone.get("/my/enterprise").await.is(200).see("记晨会等五个载体");
    let page = phone.get(MINE).await;
    page.is(200).see("工贸企业重大事故隐患判定标准").see("还没有记录");
    assert_eq!(page.value("headcount").as_deref(), Some("20"), "all of the unit");
    assert_eq!(page.value("date").as_deref(), Some("2026-03-02"), "today");
    assert!(page.text().contains("value=\"morning\" checked"), "the usual carrier");
    as_proposed(&mut phone).await.is(200).see("已记录").see("晨会");
    // The next time everything is as the last one.
    server.clock.advance(chrono::TimeDelta::minutes(1));
    let fields = phone.get(MINE).await;
    let (key, unit) = (fields.value("key").unwrap(), fields.value("unit").unwrap());
    let other = [
        ("key", key.as_str()),
        ("unit", &unit),
        ("carrier", "warning"),
        ("headcount", "7"),
        ("standard", "fire"),
    ];
    phone.submit("/api/carrier/record", &other).await.is(200).see("警示教育");
    let page = phone.get(MINE).await;
    assert_eq!(page.value("headcount").as_deref(), Some("7"));
    assert!(page.text().contains("value=\"warning\" checked"));
    page.see("学习《重大火灾隐患判定规则》");
}

async fn sent_twice_it_is_recorded_once(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut phone = server.sign_in(&principal.login).await;
    let key = phone.get(MINE).await.value("key").unwrap();
    let fields = [("key", key.as_str()), ("carrier", "morning"), ("headcount", "9")];
    for _ in 0..3 {
        phone.post_json("/api/carrier/record", &fields).await.is(200);
    }
    let lines = &phone.get_json(MINE).await.json()["lines"];
    assert_eq!(lines.as_array().unwrap().len(), 1);
    phone.post_json("/api/carrier/record", &[("carrier", "morning"), ("headcount", "9")]).await.is(400);
}

async fn wrong_fields_are_named_and_kept(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut phone = server.sign_in(&principal.login).await;
    let key = phone.get(MINE).await.value("key").unwrap();
    let fields = [
        ("key", key.as_str()),
        ("carrier", "dinner"),
        ("headcount", "很多"),
        ("date", "2026-03-03"),
        ("standard", "construction"),
    ];
    let page = phone.submit("/api/carrier/record", &fields).await;
    page.is(200).see("请至少选一项").see("请填 1 到 10000 之间的整数").see("请填今天或以前的日期");
    assert_eq!(page.value("headcount").as_deref(), Some("很多"));
}

async fn only_who_leads_a_unit_enters_and_for_the_own_one(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let other = street.principal().await;
    let worker = street.person(&principal.unit, Position::Frontline).await;
    let manager = street.person(&principal.unit, Position::SafetyManager).await;
    let mut worker = server.sign_in(&street.examinee(&worker).await).await;
    worker.get_json(MINE).await.is(403);
    worker.get("/my/enterprise").await.is(200).not_see("五个载体");
    let mut manager = server.sign_in(&street.examinee(&manager).await).await;
    let key = manager.get(MINE).await.value("key").unwrap();
    // Naming another unit changes nothing: it is the own one.
    let unit = other.unit.id.to_string();
    let fields = [("key", key.as_str()), ("unit", &unit), ("carrier", "morning"), ("headcount", "5")];
    let recorded = manager.post_json("/api/carrier/record", &fields).await.is(200).json();
    assert_eq!(recorded["unit"], principal.unit.id.to_string());
    for login in [street.auditor().await, street.admin().await, street.team().await.login] {
        let mut client = server.sign_in(&login).await;
        client.post_json("/api/carrier/record", &fields).await.is(403);
    }
}

async fn the_matrix_shows_who_did_what_and_who_did_not(server: &TestServer) {
    let street = server.street().await;
    let (did, did_not) = (street.principal().await, street.principal().await);
    let mut phone = server.sign_in(&did.login).await;
    as_proposed(&mut phone).await;
    let mut office = server.sign_in(&street.office().await).await;
    office.get("/office/carriers").await.is(200).see(&did.unit.name).see(&did_not.unit.name).see("1 / 2 家");
    let without = office.get("/office/carriers?without=morning").await;
    without.is(200).see(&did_not.unit.name).not_see(&did.unit.name);
    office.get("/office/carriers?without=any&year=2025").await.is(200).see(&did.unit.name);
    office.get("/office/carriers?q=没有这家").await.is(200).see("没有这样的单位");
    let file = office.get("/office/carriers.xlsx?year=2026").await;
    let book =
        document::workbook::read_all(&file.is(200).body, &document::workbook::Limits::default()).unwrap();
    let text = format!("{book:?}");
    assert!(text.contains(&did.unit.name) && text.contains(&did_not.unit.name) && text.contains("晨会"));
    // The office enters for a unit, also what is long past.
    let unit = did_not.unit.id.to_string();
    let page = office.get(&format!("/office/carriers/{unit}")).await;
    let key = page.is(200).value("key").unwrap();
    let fields = [
        ("key", key.as_str()),
        ("unit", unit.as_str()),
        ("carrier", "first_lesson"),
        ("headcount", "12"),
        ("date", "2025-02-10"),
    ];
    office.submit("/api/carrier/record", &fields).await.is(200).see("2025-02-10").see("应急办");
}

async fn an_area_official_sees_the_own_area(server: &TestServer) {
    let street = server.street().await;
    let area = street.area().await;
    let own = street.unit_in(&area, Sector::Food, "").await;
    let other = street.unit().await;
    let mut official = server.sign_in(&street.area_official(&area).await).await;
    official.get("/office/carriers").await.is(200).see(&own.name).not_see(&other.name);
    let other_area = format!("/office/carriers?area={}", other.area_id);
    official.get(&other_area).await.is(200).not_see(&other.name);
}

async fn a_struck_record_counts_no_more_and_stays_to_be_seen(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut phone = server.sign_in(&principal.login).await;
    as_proposed(&mut phone).await;
    let record = phone.get_json(MINE).await.json()["lines"][0]["id"].as_str().unwrap().to_owned();
    let mut office = server.sign_in(&street.office().await).await;
    let fields = [("record", record.as_str()), ("reason", "当天停产")];
    for _ in 0..2 {
        office.post_json("/api/carrier/strike", &fields).await.is(200);
    }
    phone.get(MINE).await.is(200).see("已撤销").see("当天停产");
    office.get("/office/carriers?without=any").await.is(200).see(&principal.unit.name);
    // Past the routes it is neither changed nor taken away.
    for sql in [
        "UPDATE carrier_record SET headcount = 99",
        "DELETE FROM carrier_record",
        "UPDATE carrier_record SET struck_at = NULL",
    ] {
        let refused = server.db().execute_raw(sql).await.unwrap_err();
        assert!(refused.is_refusal("carrier_stands"), "{sql}: {refused}");
    }
}
