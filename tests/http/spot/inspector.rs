//! The inspector: choosing, drawing, absences, the end.

use super::{answers, begun, handed_in, site, site_with, token};
use chrono::TimeDelta;
use domain::organization::Position;
use support::TestServer;
use uuid::Uuid;

support::both![
    an_inspector_draws_a_worker_sits_and_the_unit_gets_its_rate,
    who_is_absent_is_passed_over_and_the_next_of_the_order_steps_in,
    more_workers_than_there_are_and_none_at_all_are_refused,
    banks_too_small_for_the_sector_are_refused_when_the_test_is_opened,
    a_test_does_not_end_while_somebody_is_answering,
    a_worker_answers_on_the_phone_of_the_inspector,
];

async fn an_inspector_draws_a_worker_sits_and_the_unit_gets_its_rate(server: &TestServer) {
    let mut site = site(server).await;
    let name = site.unit.name.clone();
    site.inspector.get("/team/spot").await.is(200).see(&name);
    site.inspector.get(&format!("/team/spot?unit={}", site.unit.id)).await.is(200).see("8 人");
    let fields = [("unit", &*site.unit.id.to_string()), ("items", "10"), ("wanted", "2")];
    site.inspector.submit("/api/spot/open", &fields).await.is(200).see("现场抽取").see("名单 8 人");
    let test: Uuid = site.inspector.here().rsplit('/').next().unwrap().parse().unwrap();
    let drawn = site.inspector.submit("/api/spot/draw", &[("test", &test.to_string())]).await;
    drawn.is(200).see("抽到的人员").see("出示二维码");
    let again = site.inspector.post_json("/api/spot/draw", &[("test", &test.to_string())]).await;
    assert_eq!(again.is(422).error(), "spot_drawn");
    assert_eq!(site.workers(test).await.len(), 2);
    // The code is a drawing, and the worker's name is masked on the worker's side.
    let page = site.inspector.post("/api/spot/code", &[("test", &test.to_string()), ("place", "1")]).await;
    assert!(page.is(200).text().contains("<path d=\"M0 0h7v1h-7z"), "{}", page.text());
    let path = site.code(test, 1).await;
    let person = site.worker(test, 1).await.person_id;
    let person = storage::organization::person(&server.db().reader(), site.street.code(), person).await;
    let full = person.unwrap().unwrap().name;
    server.client().get(&path).await.is(200).see(&name).see("测*").not_see(&full);
    let mut phone = begun(server, &path).await;
    let fields = answers(&site.worker(test, 1).await, true);
    server.clock.advance(TimeDelta::minutes(3));
    handed_in(&mut phone, &path, &fields).await.is(200);
    phone.get(&path).await.is(200).see("100").see("合格").see("答对的 10 题").not_see(&full);
    // Again is the same as once, and the first stands.
    handed_in(&mut phone, &path, &[]).await.is(200);
    assert_eq!(site.worker(test, 1).await.score, Some(10_000));
    let mut second = site.sits(server, test, 2, false).await;
    let other = site.worker(test, 2).await;
    assert!(other.score.unwrap() < 8_000 && other.passed == Some(false));
    second.get("/my").await.is(303);
    site.ends(test).await;
    site.inspector.get(&format!("/team/spot/{test}")).await.is(200).see("50.0%（1/2）").see("已结束");
}

async fn who_is_absent_is_passed_over_and_the_next_of_the_order_steps_in(server: &TestServer) {
    let mut site = site_with(server, 3).await;
    let test = site.drawn("5", "2").await;
    let row = storage::spot::find(&server.db().reader(), site.street.code(), test).await.unwrap().unwrap();
    let order: Vec<Uuid> = serde_json::from_str(row.draw_order.as_deref().unwrap()).unwrap();
    let id = test.to_string();
    let absent = |place: &'static str, reason: &'static str, note: &'static str| {
        [("test", id.clone()), ("place", place.to_owned()), ("reason", reason.into()), ("note", note.into())]
    };
    let mut mark = async |place, reason, note| {
        let fields = absent(place, reason, note);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.inspector.post_json("/api/spot/absent", &fields).await
    };
    assert_eq!(mark("1", "", "").await.is(422).error(), "form");
    assert_eq!(mark("1", "other", "").await.is(422).error(), "form");
    mark("1", "other", "请假去医院").await.is(200);
    assert_eq!(mark("1", "rest", "").await.is(422).error(), "worker_settled");
    mark("9", "rest", "").await.is(404);
    let called: Vec<Uuid> = site.workers(test).await.iter().map(|worker| worker.person_id).collect();
    assert_eq!(called, order, "the third steps in, in the drawn order");
    // Nobody is left.
    let fields = absent("2", "rest", "");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.inspector.post_json("/api/spot/absent", &fields).await.is(200);
    assert_eq!(site.workers(test).await.len(), 3);
    let page = site.inspector.get(&format!("/team/spot/{test}")).await;
    page.is(200).see("名单已经用完，在场的只有 1 人").see("不在场：其他").see("请假去医院");
    // Who began is not absent any more.
    site.sits(server, test, 3, true).await;
    let fields = absent("3", "out", "");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = site.inspector.post_json("/api/spot/absent", &fields).await;
    assert_eq!(refused.is(422).error(), "worker_settled");
}

async fn more_workers_than_there_are_and_none_at_all_are_refused(server: &TestServer) {
    let mut site = site_with(server, 2).await;
    let unit = site.unit.id.to_string();
    let fields = [("unit", unit.as_str()), ("items", "5"), ("wanted", "3")];
    let refused = site.inspector.post_json("/api/spot/open", &fields).await;
    assert_eq!(refused.is(422).json()["facts"]["have"], 2);
    assert_eq!(refused.error(), "few_workers");
    for wanted in ["0", "11", "many", ""] {
        let fields = [("unit", unit.as_str()), ("items", "5"), ("wanted", wanted)];
        assert_eq!(site.inspector.post_json("/api/spot/open", &fields).await.is(422).error(), "form");
    }
    let empty = site.street.unit().await;
    site.street.person(&empty, Position::Principal).await;
    let fields = [("unit", &*empty.id.to_string()), ("items", "5"), ("wanted", "1")];
    assert_eq!(site.inspector.post_json("/api/spot/open", &fields).await.is(422).error(), "no_workers");
    let page = site.inspector.get(&format!("/team/spot?unit={}", empty.id)).await;
    page.is(200).see("没有在岗的一线从业人员").not_see("封存名单");
}

async fn banks_too_small_for_the_sector_are_refused_when_the_test_is_opened(server: &TestServer) {
    let street = server.street().await;
    let unit = street.unit().await;
    street.person(&unit, Position::Frontline).await;
    let mut inspector = server.sign_in(&street.team().await.login).await;
    let fields = [("unit", &*unit.id.to_string()), ("items", "10"), ("wanted", "1")];
    let refused = inspector.post_json("/api/spot/open", &fields).await;
    assert_eq!(refused.is(422).error(), "spot_bank_too_small");
    assert_eq!(refused.json()["facts"]["missing"], 5);
    inspector.get(&format!("/team/spot?unit={}", unit.id)).await;
    inspector.submit("/api/spot/open", &fields).await.see("组不成一份试卷");
}

async fn a_test_does_not_end_while_somebody_is_answering(server: &TestServer) {
    let mut site = site(server).await;
    let opened = site.opened("5", "1").await.to_string();
    let refused = site.inspector.post_json("/api/spot/end", &[("test", &opened)]).await;
    assert_eq!(refused.is(422).error(), "spot_not_drawn");
    let test = site.drawn("5", "2").await;
    let (path, unused) = (site.code(test, 1).await, site.code(test, 2).await);
    let mut phone = begun(server, &path).await;
    let refused = site.inspector.post_json("/api/spot/end", &[("test", &test.to_string())]).await;
    assert_eq!(refused.is(422).json()["facts"]["count"], 1);
    handed_in(&mut phone, &path, &[]).await.is(200);
    assert_eq!(site.worker(test, 1).await.score, Some(0));
    site.ends(test).await;
    assert_eq!(server.client().get_json(&unused).await.is(422).error(), "spot_ended");
    let again = site.inspector.post_json("/api/spot/end", &[("test", &test.to_string())]).await;
    assert_eq!(again.is(422).error(), "spot_ended");
    let code =
        site.inspector.post_json("/api/spot/code", &[("test", &test.to_string()), ("place", "2")]).await;
    assert_eq!(code.is(422).error(), "spot_ended");
}

async fn a_worker_answers_on_the_phone_of_the_inspector(server: &TestServer) {
    let mut site = site(server).await;
    let test = site.drawn("5", "1").await;
    let id = test.to_string();
    let page = site.inspector.submit("/api/spot/here", &[("test", &id), ("place", "1")]).await;
    page.is(200).see("请把手机交给本人");
    let path = site.inspector.here().to_owned();
    site.inspector.submit("/api/spot/confirm", &[("token", token(&path))]).await.is(200);
    let fields = answers(&site.worker(test, 1).await, true);
    handed_in(&mut site.inspector, &path, &fields).await.is(200);
    site.inspector.get(&path).await.is(200).see("交回检查人员").see("100");
}
