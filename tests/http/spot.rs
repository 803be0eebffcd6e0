//! Spot tests: from the inspector's choice to the worker's result, and what must not happen on the way.

use chrono::TimeDelta;
use domain::{
    bank::{Kind, Question},
    exam::{PaperRecord, delivery::letter},
    organization::{Position, Sector},
};
use serde_json::Value;
use std::collections::BTreeSet;
use storage::{
    organization::UnitRow,
    spot::{CandidateRow, CodeRow},
};
use support::{Client, Street, TestServer, place, world::Login};
use uuid::Uuid;

support::both![
    an_inspector_draws_a_worker_sits_and_the_unit_gets_its_rate,
    who_is_absent_is_passed_over_and_the_next_of_the_order_steps_in,
    a_code_is_bound_to_the_first_device_that_confirms,
    looking_at_a_code_does_not_use_it,
    the_code_of_yesterday_is_refused_in_words,
    a_new_code_takes_the_place_of_the_old_one_and_the_paper_stays,
    a_worker_answers_on_the_phone_of_the_inspector,
    more_workers_than_there_are_and_none_at_all_are_refused,
    banks_too_small_for_the_sector_are_refused_when_the_test_is_opened,
    answers_that_come_late_are_taken_once_and_marked,
    answers_that_come_too_late_or_were_given_late_are_refused,
    scripts_in_answers_and_in_names_do_nothing,
    nothing_of_the_key_is_sent_before_the_worker_hands_in,
    tests_and_units_of_others_do_not_exist,
    a_test_does_not_end_while_somebody_is_answering,
    a_follow_up_is_ordered_below_the_threshold_once_and_settled_once,
    the_auditor_draws_again_from_the_bundle_after_the_end,
    the_office_filters_and_exports,
    the_schema_keeps_what_was_drawn_and_answered,
];

/// A street with the banks, a unit of eight workers, and its inspector.
struct Site {
    street: Street,
    unit: UnitRow,
    login: Login,
    inspector: Client,
}

async fn site(server: &TestServer) -> Site {
    site_with(server, 8).await
}

async fn site_with(server: &TestServer, workers: usize) -> Site {
    let street = server.street().await;
    application::demo::exam::load(&street.cx(), &place::root().join("question-banks")).await.expect("banks");
    let unit = street.unit_in(&street.area().await, Sector::Machinery, "dust").await;
    // The principal and the safety manager are never drawn.
    street.person(&unit, Position::Principal).await;
    street.person(&unit, Position::SafetyManager).await;
    for n in 0..workers {
        let positions = [Position::Frontline, Position::DangerousPost, Position::TeamLeader];
        street.person(&unit, positions[n % 3]).await;
    }
    let login = street.team().await.login;
    let inspector = server.sign_in(&login).await;
    Site { street, unit, login, inspector }
}

impl Site {
    async fn opened(&mut self, items: &str, wanted: &str) -> Uuid {
        let unit = self.unit.id.to_string();
        let fields = [("unit", unit.as_str()), ("items", items), ("wanted", wanted)];
        let opened = self.inspector.post_json("/api/spot/open", &fields).await;
        opened.is(200).json()["test"].as_str().unwrap().parse().unwrap()
    }

    async fn drawn(&mut self, items: &str, wanted: &str) -> Uuid {
        let test = self.opened(items, wanted).await;
        self.inspector.post_json("/api/spot/draw", &[("test", &test.to_string())]).await.is(200);
        test
    }

    async fn code(&mut self, test: Uuid, place: i32) -> String {
        let (test, place) = (test.to_string(), place.to_string());
        let code = self.inspector.post_json("/api/spot/code", &[("test", &test), ("place", &place)]).await;
        code.is(200).json()["path"].as_str().unwrap().to_owned()
    }

    async fn workers(&self, test: Uuid) -> Vec<CandidateRow> {
        let reader = self.street.db().reader();
        storage::spot::candidates(&reader, self.street.code(), test).await.unwrap()
    }

    async fn worker(&self, test: Uuid, place: i32) -> CandidateRow {
        self.workers(test).await.into_iter().find(|worker| worker.place == place).unwrap()
    }

    async fn ends(&mut self, test: Uuid) {
        self.inspector.post_json("/api/spot/end", &[("test", &test.to_string())]).await.is(200);
    }

    /// Lets a worker take a code of their own and hand in, rightly or not.
    async fn sits(&mut self, server: &TestServer, test: Uuid, place: i32, right: bool) -> Client {
        let path = self.code(test, place).await;
        let mut phone = begun(server, &path).await;
        let fields = answers(&self.worker(test, place).await, right);
        handed_in(&mut phone, &path, &fields).await.is(200);
        phone
    }
}

fn token(path: &str) -> &str {
    path.trim_start_matches("/spot/")
}

/// Opens and confirms a code on a new phone.
async fn begun(server: &TestServer, path: &str) -> Client {
    let mut phone = server.client();
    phone.get(path).await.is(200).see("请核对是不是您本人");
    phone.submit("/api/spot/confirm", &[("token", token(path))]).await.is(200).see("交卷");
    phone
}

async fn handed_in(phone: &mut Client, path: &str, fields: &[(String, String)]) -> support::Answer {
    let mut all = vec![("token", token(path))];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    phone.post_json("/api/spot/submit", &all).await
}

/// The answers of a worker as the page sends them, all right or all wrong.
fn answers(worker: &CandidateRow, right: bool) -> Vec<(String, String)> {
    let record: PaperRecord = serde_json::from_str(worker.record.as_deref().unwrap()).unwrap();
    let questions: Vec<Question> = serde_json::from_str(worker.items.as_deref().unwrap()).unwrap();
    let mut fields = Vec::new();
    for item in &record.paper.items {
        let question = questions.iter().find(|q| *q.id() == item.id).unwrap();
        let n = item.number;
        let mut letters = |is: &dyn Fn(u8) -> bool| {
            let shown = item.order.iter().enumerate().filter(|(_, original)| is(**original));
            fields.extend(shown.map(|(at, _)| (format!("c{n}"), letter(at).to_string())));
        };
        match question.kind() {
            Kind::Single { right: key, .. } if right => letters(&|o| o == *key),
            Kind::Single { right: key, .. } => letters(&|o| o == u8::from(*key == 0)),
            Kind::Multiple { right: key, .. } if right => letters(&|o| key.contains(&o)),
            Kind::Multiple { right: key, .. } => letters(&|o| key.first() == Some(&o)),
            Kind::TrueFalse { answer } => fields.push((format!("t{n}"), (*answer == right).to_string())),
            other => panic!("the banks have no {other:?}"),
        }
    }
    fields
}

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
