//! Others: whose test it is, rates and follow-ups, the proof, the schema.

use super::{site, site_with};
use chrono::TimeDelta;
use std::collections::BTreeSet;
use storage::spot::CodeRow;
use support::TestServer;
use uuid::Uuid;

support::both![
    tests_and_units_of_others_do_not_exist,
    a_follow_up_is_ordered_below_the_threshold_once_and_settled_once,
    the_auditor_draws_again_from_the_bundle_after_the_end,
    the_office_filters_and_exports,
    the_schema_keeps_what_was_drawn_and_answered,
];

async fn tests_and_units_of_others_do_not_exist(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let id = test.to_string();
    let fellow = site.street.team().await;
    let mut fellow = server.sign_in(&fellow.login).await;
    let mut elsewhere = site_with(server, 3).await;
    for client in [&mut fellow, &mut elsewhere.inspector] {
        client.get(&format!("/team/spot/{id}")).await.is(404);
        for (act, fields) in [
            ("draw", vec![("test", id.as_str())]),
            ("end", vec![("test", id.as_str())]),
            ("code", vec![("test", id.as_str()), ("place", "1")]),
            ("here", vec![("test", id.as_str()), ("place", "1")]),
            ("absent", vec![("test", id.as_str()), ("place", "1"), ("reason", "rest")]),
        ] {
            client.post_json(&format!("/api/spot/{act}"), &fields).await.is(404);
        }
    }
    let fields = [("unit", &*site.unit.id.to_string()), ("items", "5"), ("wanted", "1")];
    elsewhere.inspector.post_json("/api/spot/open", &fields).await.is(404);
    elsewhere.inspector.get(&format!("/team/spot?unit={}", site.unit.id)).await.is(404);
    elsewhere.inspector.get("/team/spot").await.is(200).not_see(&site.unit.name);
    // An area's official sees the own area; the office of another street nothing.
    let areas = storage::organization::areas(&server.db().reader(), site.street.code()).await.unwrap();
    let own = areas.iter().find(|area| area.id == site.unit.area_id).unwrap();
    let mut official = server.sign_in(&site.street.area_official(own).await).await;
    official.get(&format!("/office/spot/{id}")).await.is(200).see(&site.unit.name);
    let other = site.street.area().await;
    let mut official = server.sign_in(&site.street.area_official(&other).await).await;
    official.get(&format!("/office/spot/{id}")).await.is(404);
    official.get("/office/spot").await.is(200).not_see(&site.unit.name);
    let mut office = server.sign_in(&elsewhere.street.office().await).await;
    office.get(&format!("/office/spot/{id}")).await.is(404);
    // A worker's code leads into its own street, whoever holds the phone.
    let path = site.code(test, 1).await;
    elsewhere.inspector.get(&path).await.is(200).see(&site.unit.name);
}

async fn a_follow_up_is_ordered_below_the_threshold_once_and_settled_once(server: &TestServer) {
    let mut site = site(server).await;
    let mut office = server.sign_in(&site.street.office().await).await;
    let today = site.street.cx().today();
    let due = (today + TimeDelta::days(14)).to_string();
    let good = site.drawn("5", "1").await;
    site.sits(server, good, 1, true).await;
    let order = |test: Uuid, due: &str| [("test", test.to_string()), ("due_on", due.to_owned())];
    let mut ordered = async |test: Uuid, due: &str| {
        let fields = order(test, due);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        office.post_json("/api/spot/order-follow-up", &fields).await
    };
    assert_eq!(ordered(good, &due).await.is(422).error(), "spot_not_ended");
    site.ends(good).await;
    assert_eq!(ordered(good, &due).await.is(422).error(), "mastery_reached");
    let bad = site.drawn("5", "2").await;
    site.sits(server, bad, 1, true).await;
    site.sits(server, bad, 2, false).await;
    site.ends(bad).await;
    for wrong in ["", "2020-01-01", &(today + TimeDelta::days(91)).to_string()] {
        assert_eq!(ordered(bad, wrong).await.is(422).error(), "form");
    }
    ordered(bad, &due).await.is(200);
    assert_eq!(ordered(bad, &due).await.is(422).error(), "follow_up_there");
    office.get("/office/spot?state=follow_up").await.is(200).see(&format!("{due} 前完成"));
    let (id, path) = (bad.to_string(), format!("/office/spot/{bad}"));
    office.get(&path).await.is(200).see("办结补训");
    office.submit("/api/spot/finish-follow-up", &[("test", &id), ("note", "")]).await.see("请填写这一项");
    let fields = [("test", id.as_str()), ("note", "12 月 1 日班前会补训，复测 2 人均合格")];
    office.submit("/api/spot/finish-follow-up", &fields).await.is(200).see("已办结").see("复测 2 人");
    let again = office.post_json("/api/spot/finish-follow-up", &fields).await;
    assert_eq!(again.is(422).error(), "follow_up_settled");
    // The inspector orders nothing.
    let fields = [("test", id.as_str()), ("due_on", due.as_str())];
    site.inspector.post_json("/api/spot/order-follow-up", &fields).await.is(403);
}

async fn the_auditor_draws_again_from_the_bundle_after_the_end(server: &TestServer) {
    use domain::spot::bundle::{SpotBundle, verify};
    let mut site = site(server).await;
    let mut auditor = server.sign_in(&site.street.auditor().await).await;
    let test = site.drawn("5", "3").await;
    let file = format!("/audit/spot/{test}.json");
    assert_eq!(auditor.get_json(&file).await.is(422).error(), "spot_not_ended");
    let id = test.to_string();
    let fields = [("test", id.as_str()), ("place", "2"), ("reason", "gone")];
    site.inspector.post_json("/api/spot/absent", &fields).await.is(200);
    site.sits(server, test, 1, true).await;
    site.ends(test).await;
    let exported = auditor.get(&file).await;
    let bundle: SpotBundle = serde_json::from_slice(&exported.is(200).body).unwrap();
    assert!(verify(&bundle).iter().all(|step| step.ok));
    assert_eq!((bundle.roster.len(), bundle.called.len()), (8, 4));
    // What it rests on stands in the log before the draw.
    let log = auditor.get("/audit/log?event=spot_opened").await;
    for bound in ["commitment", "roster_hash"] {
        assert!(
            log.is(200).text().contains(exported.json()[bound].as_str().unwrap()),
            "{bound} is not logged"
        );
    }
    let events = storage::audit::list(&server.db().reader(), site.street.code(), None, 1, 100).await.unwrap();
    let at = |event: &str| events.rows.iter().rev().position(|row| row.event == event);
    assert!(at("spot_opened").unwrap() < at("spot_drawn").unwrap());
    for event in ["spot_absent", "spot_code_made", "spot_started", "spot_handed_in", "spot_ended"] {
        assert!(at(event).is_some(), "{event} is not logged");
    }
    auditor.get(&format!("/office/spot/{test}")).await.is(200).see("下载复核文件");
    site.inspector.get(&file).await.is(403);
}

async fn the_office_filters_and_exports(server: &TestServer) {
    let mut site = site(server).await;
    let mut office = server.sign_in(&site.street.office().await).await;
    office.get("/office/spot").await.is(200).see("没有符合条件的测试").see("发起现场测试");
    let test = site.drawn("5", "1").await;
    site.sits(server, test, 1, false).await;
    let name = site.unit.name.clone();
    office.get("/office/spot?state=low").await.is(200).see(&name).see("0.0%（0/1）");
    for query in ["state=ended", "sector=catering", "year=2020", "q=%25", "q=不存在"] {
        office
            .get(&format!("/office/spot?{}", query.replace("不存在", "%E6%97%A0")))
            .await
            .is(200)
            .see("没有符合条件");
    }
    let json = office.get_json("/office/spot?sector=machinery").await.is(200).json();
    assert_eq!(json["by_sector"][0]["tally"]["tested"], 1);
    assert_eq!(json["rows"][0]["id"], test.to_string());
    let file = office.get("/office/spot.xlsx").await;
    assert!(file.is(200).body.starts_with(b"PK"));
    // The office can hold a test of its own.
    office.get("/team/spot").await.is(200).see(&name);
    office.get(&format!("/team/spot/{test}")).await.is(200).see("抽到的人员");
}

async fn the_schema_keeps_what_was_drawn_and_answered(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "2").await;
    site.sits(server, test, 1, false).await;
    let refused = async |sql: &str, rule: &str| match server.db().execute_raw(sql).await {
        Ok(rows) => panic!("{rows} rows changed by {sql}"),
        Err(error) => assert!(error.to_string().to_lowercase().contains(rule), "{error}: {sql}"),
    };
    for change in ["commitment = roster_hash", "roster = '[]'", "draw_order = '[]'", "wanted = 1"] {
        refused(&format!("UPDATE spot_test SET {change}"), "spot_stands").await;
    }
    for change in ["score = 10000", "passed = true", "answers = '{}'", "late = true", "record = '{}'"] {
        refused(&format!("UPDATE spot_candidate SET {change} WHERE place = 1"), "spot_stands").await;
    }
    // A score without handing in, and a reason that is none.
    refused("UPDATE spot_candidate SET score = 100 WHERE place = 2", "check").await;
    refused("UPDATE spot_candidate SET absent_reason = 'rest' WHERE place = 2", "check").await;
    refused("UPDATE spot_code SET used_at = NULL, device_hash = NULL", "spot_stands").await;
    for table in ["spot_test", "spot_candidate", "spot_code"] {
        refused(&format!("DELETE FROM {table}"), "spot_stands").await;
    }
    // One live code a worker, whatever goes around the use-case.
    let (now, street) = (site.street.cx().now(), site.street.code().to_owned());
    let second = CodeRow {
        token_hash: "0".repeat(64),
        street,
        test_id: test,
        place: 1,
        here: false,
        made_at: now,
        expires_at: now + TimeDelta::minutes(1),
        used_at: None,
        device_hash: None,
        replaced_at: None,
    };
    let live = storage::spot::live_codes(&server.db().reader(), site.street.code(), test).await.unwrap();
    let places: BTreeSet<i32> = live.iter().map(|code| code.place).collect();
    assert_eq!(places.len(), live.len());
    let tx = server.db().begin().await.unwrap();
    storage::spot::add_code(&tx, second.clone()).await.unwrap();
    let twice = CodeRow { token_hash: "1".repeat(64), ..second };
    storage::spot::add_code(&tx, twice).await.unwrap();
    tx.commit().await.unwrap();
    refused("UPDATE spot_code SET replaced_at = NULL WHERE replaced_at IS NOT NULL", "spot_stands").await;
}
