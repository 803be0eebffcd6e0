//! Activities beyond the street: recorded, proved, confirmed by another member of the office.

use chrono::NaiveDate;
use support::{Client, Street, TestServer, world::Principal};

support::both![
    an_activity_is_recorded_proved_and_confirmed_by_another,
    wrong_fields_are_named_and_nothing_typed_is_lost,
    only_pictures_and_documents_prove_and_only_three,
    what_is_confirmed_stands,
    a_confirmed_activity_counts_to_coverage_duties_and_archives,
];

const PDF: &[u8] = b"%PDF-1.7\nnothing\n%%EOF";

struct Scene {
    street: Street,
    principal: Principal,
    office: Client,
    second: Client,
    id: String,
}

async fn scene(server: &TestServer) -> Scene {
    let street = server.street().await;
    let principal = street.principal().await;
    let mut office = server.sign_in(&street.office().await).await;
    let second = server.sign_in(&street.office().await).await;
    let key = office.get("/office/external/new").await.is(200).value("key").unwrap();
    let people = format!("{}，{}", principal.person.name, principal.person.mobile);
    let fields = [
        ("key", key.as_str()),
        ("title", "全市安全生产大讲堂"),
        ("level", "city"),
        ("organiser", "市应急管理局"),
        ("held_on", "2026-02-27"),
        ("hours", "4"),
        ("people", people.as_str()),
    ];
    for _ in 0..2 {
        office.post_json("/api/external/record", &fields).await.is(200);
    }
    Scene { street, principal, office, second, id: key }
}

async fn prove(client: &mut Client, id: &str, name: &str, bytes: &[u8]) -> support::Answer {
    client.upload_json("/api/external/add-evidence", &[("activity", id)], ("file", name, bytes)).await
}

async fn an_activity_is_recorded_proved_and_confirmed_by_another(server: &TestServer) {
    let mut scene = scene(server).await;
    let path = format!("/office/external/{}", scene.id);
    scene.office.get("/office/external").await.is(200).see("全市安全生产大讲堂").see("待确认");
    scene.office.get(&path).await.is(200).see(&scene.principal.person.name).see("等待另一位同事确认");
    let confirm = [("activity", scene.id.as_str())];
    assert_eq!(
        scene.second.post_json("/api/external/confirm", &confirm).await.is(422).error(),
        "evidence_first"
    );
    prove(&mut scene.office, &scene.id, "通知.pdf", PDF).await.is(200);
    assert_eq!(
        scene.office.post_json("/api/external/confirm", &confirm).await.is(422).error(),
        "confirm_needs_second"
    );
    let days = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (from, until) = (days("2026-01-01"), days("2026-12-31"));
    let reader = server.db().reader();
    let counted = storage::external::confirmed_participants(&reader, scene.street.code(), from, until).await;
    assert!(counted.unwrap().is_empty(), "what is not confirmed does not count");
    scene.second.get(&path).await.is(200).see("材料属实，确认");
    for _ in 0..2 {
        scene.second.post_json("/api/external/confirm", &confirm).await.is(200);
    }
    scene.second.get(&path).await.is(200).see("已确认");
    let counted = storage::external::confirmed_participants(&reader, scene.street.code(), from, until).await;
    assert_eq!(counted.unwrap()[0].person_id, scene.principal.person.id);
}

async fn a_confirmed_activity_counts_to_coverage_duties_and_archives(server: &TestServer) {
    let mut scene = scene(server).await;
    scene.office.post_json("/api/coverage/freeze", &[("after", "0")]).await.is(200);
    let standing = |view: serde_json::Value| view["standings"][0].clone();
    let before = scene.office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(standing(before), serde_json::json!(["passed", 0]));
    let confirm = [("activity", scene.id.as_str())];
    prove(&mut scene.office, &scene.id, "通知.pdf", PDF).await.is(200);
    scene.second.post_json("/api/external/confirm", &confirm).await.is(200);
    let after = scene.office.get_json("/office/coverage").await.is(200).json();
    assert_eq!(standing(after), serde_json::json!(["passed", 1]));
    let person = scene.principal.person.id;
    scene
        .office
        .get(&format!("/office/people/{person}/archive"))
        .await
        .is(200)
        .see("全市安全生产大讲堂")
        .see("市应急管理局");
    let unit = scene.principal.person.unit_id;
    scene.office.get(&format!("/office/enterprises/{unit}/archive")).await.is(200).see("全市安全生产大讲堂");
}

async fn wrong_fields_are_named_and_nothing_typed_is_lost(server: &TestServer) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    let key = office.get("/office/external/new").await.value("key").unwrap();
    let fields = [
        ("key", key.as_str()),
        ("title", "讲"),
        ("organiser", ""),
        ("held_on", "2026-03-05"),
        ("hours", "很多"),
        ("people", "无此人，13900000000"),
    ];
    let page = office.submit("/api/external/record", &fields).await;
    page.is(200).see("至少 2 个字").see("请至少选一项").see("有 1 行没有对应到").see("无此人");
    assert_eq!(page.value("hours").as_deref(), Some("很多"));
    assert_eq!(page.value("key").as_deref(), Some(key.as_str()), "the entry stays the same one");
}

async fn only_pictures_and_documents_prove_and_only_three(server: &TestServer) {
    let mut scene = scene(server).await;
    let id = scene.id.clone();
    let script = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    assert_eq!(
        prove(&mut scene.office, &id, "照片.png", script).await.is(422).error(),
        "evidence_unreadable"
    );
    prove(&mut scene.office, &id, "空.pdf", b"").await.is(422);
    let large = [PDF, &vec![0; 10 << 20]].concat();
    prove(&mut scene.office, &id, "大.pdf", &large).await.is(413);
    for _ in 0..2 {
        prove(&mut scene.office, &id, "通知.pdf", PDF).await.is(200);
    }
    let png = b"\x89PNG\r\n\x1a\nnot much of a picture";
    prove(&mut scene.office, &id, "照片.png", png).await.is(200);
    prove(&mut scene.office, &id, "签到.pdf", b"%PDF-1.4\nanother").await.is(200);
    let fourth = prove(&mut scene.office, &id, "还有.pdf", b"%PDF-1.4\none more").await;
    assert_eq!(fourth.is(422).error(), "evidence_full");
    let page = scene.office.get_json(&format!("/office/external/{id}")).await.json();
    let files: Vec<String> =
        page["evidence"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(files.len(), 3);
    let shown = scene.office.get(&format!("/office/external/{id}/evidence/{}", files[1])).await;
    assert_eq!((shown.is(200).header("content-type"), shown.body.as_slice()), ("image/png", &png[..]));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    let document = scene.office.get(&format!("/office/external/{id}/evidence/{}", files[0])).await;
    assert!(document.is(200).header("content-disposition").starts_with("attachment"));
}

async fn what_is_confirmed_stands(server: &TestServer) {
    let mut scene = scene(server).await;
    let id = scene.id.clone();
    // Not even past the routes is it confirmed by who recorded it, or without proof.
    let alone =
        "UPDATE external_activity SET confirmed_at = '2026-03-02 01:00:00+00:00', confirmed_by = recorded_by";
    assert!(server.db().execute_raw(alone).await.unwrap_err().is_refusal("external_stands"));
    prove(&mut scene.office, &id, "通知.pdf", PDF).await.is(200);
    assert!(matches!(server.db().execute_raw(alone).await.unwrap_err(), storage::Failed::Refused(_)));
    scene.second.post_json("/api/external/confirm", &[("activity", &id)]).await.is(200);
    let late = prove(&mut scene.office, &id, "还有.pdf", b"%PDF-1.4\none more").await;
    assert_eq!(late.is(422).error(), "external_stands");
    for sql in [
        "UPDATE external_activity SET hours = 99",
        "UPDATE external_activity SET confirmed_at = NULL, confirmed_by = NULL",
        "DELETE FROM external_participant",
        "DELETE FROM external_evidence",
        "UPDATE external_evidence SET name = 'x'",
    ] {
        let refused = server.db().execute_raw(sql).await.unwrap_err();
        assert!(refused.is_refusal("external_stands"), "{sql}: {refused}");
    }
    let mut auditor = server.sign_in(&scene.street.auditor().await).await;
    auditor.get(&format!("/office/external/{id}")).await.is(200).not_see("上传材料");
}
