//! Through the routes, as every role, in order and in disorder.

use super::holds;
use chrono::TimeDelta;
use domain::{hash::hash, organization::Position, stream::KeyStream};
use support::{Client, Street, TestServer, story, world::Principal};
use uuid::Uuid;

support::both![
    no_role_offers_a_training_without_a_test,
    an_excuse_needs_two_of_the_office_where_there_are_two,
    a_lone_member_of_the_office_approves_the_own_request,
    who_comes_unannounced_is_tested_like_everybody,
    on_site_nobody_is_tested_who_was_not_there,
    whatever_the_order_nothing_is_closed_over_an_open_attendee,
    after_closing_nothing_moves,
];

/// A training that is taught on site, with one attendee, and two members of the office.
struct Scene {
    street: Street,
    training: Uuid,
    principal: Principal,
    office: Client,
    second: Client,
    session: String,
}

const DAY: &str = "2026-03-02";

async fn scene(server: &TestServer) -> Scene {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, "年度安全培训").await;
    let mut office = server.sign_in(&street.office().await).await;
    let second = server.sign_in(&street.office().await).await;
    let id = training.to_string();
    let form = [
        ("training", id.as_str()),
        ("mode", "onsite"),
        ("training_agency", "泉城安全学院"),
        ("tag", "annual"),
    ];
    office.post_json("/api/session/form", &form).await.is(200);
    let fields = [
        ("training", id.as_str()),
        ("topic", "第一讲"),
        ("place", "街道三楼会议室"),
        ("date", DAY),
        ("from", "09:00"),
        ("until", "11:15"),
    ];
    let session = office.post_json("/api/session/save", &fields).await.is(200).json();
    let session = session["session"].as_str().unwrap().to_owned();
    Scene { street, training, principal, office, second, session }
}

/// The request of an attendee that waits.
async fn waiting(scene: &Scene, person: Uuid) -> Option<String> {
    let reader = scene.street.db().reader();
    let row =
        storage::excuse::pending_of(&reader, scene.street.code(), scene.training, person).await.unwrap();
    row.map(|row| row.id.to_string())
}

async fn status(scene: &Scene) -> String {
    let reader = scene.street.db().reader();
    storage::training::find(&reader, scene.street.code(), scene.training).await.unwrap().unwrap().status
}

async fn no_role_offers_a_training_without_a_test(server: &TestServer) {
    let street = server.street().await;
    let area = street.area().await;
    let principal = street.principal().await;
    let mut office = server.sign_in(&street.office().await).await;
    let fields = [
        ("title", "年度安全培训"),
        ("hours", "12"),
        ("audience", "principal"),
        ("due_on", "2099-12-31"),
        ("lesson", "第一课"),
    ];
    let made = office.post_json("/api/training/create", &fields).await.is(200).json();
    let id = made["training"].as_str().unwrap().to_owned();
    let person = principal.person.id.to_string();
    let mut others = vec![server.client()];
    for login in [
        principal.login,
        street.area_official(&area).await,
        street.team().await.login,
        street.auditor().await,
        street.admin().await,
    ] {
        others.push(server.sign_in(&login).await);
    }
    let training = [("training", id.as_str())];
    let excuse = [("training", id.as_str()), ("person", person.as_str()), ("reason", "住院")];
    for _ in 0..2 {
        for client in &mut others {
            for path in ["publish", "close"] {
                let answer = client.post_json(&format!("/api/training/{path}"), &training).await;
                assert!(matches!(answer.status.as_u16(), 401 | 403), "{path}: {}", answer.text());
            }
            let answer = client.post_json("/api/training/excuse", &excuse).await;
            assert!(matches!(answer.status.as_u16(), 401 | 403), "{}", answer.text());
        }
        let refused = office.post_json("/api/training/publish", &training).await;
        assert_eq!(refused.is(422).error(), "training_without_test");
        let refused = office.post_json("/api/training/close", &training).await;
        assert_eq!(refused.is(422).error(), "not_published");
        office.post_json("/api/training/excuse", &excuse).await.is(404);
        office.post_json("/api/training/retrain", &excuse).await.is(404);
        holds(server, street.code(), "a draft without a test").await;
    }
}

async fn an_excuse_needs_two_of_the_office_where_there_are_two(server: &TestServer) {
    let mut scene = scene(server).await;
    let (id, person) = (scene.training.to_string(), scene.principal.person.id.to_string());
    let excuse = [("training", id.as_str()), ("person", person.as_str()), ("reason", "长期住院")];
    for _ in 0..2 {
        // Asked again, it is the same request.
        let asked = scene.office.post_json("/api/training/excuse", &excuse).await;
        assert_eq!(asked.is(200).json()["waits"], true);
    }
    let request = waiting(&scene, scene.principal.person.id).await.unwrap();
    scene
        .office
        .get("/office/excuses")
        .await
        .is(200)
        .see("长期住院")
        .see("等待另一位同事")
        .not_see("批准</button>");
    let refused = scene.office.post_json("/api/training/close", &[("training", &id)]).await;
    assert_eq!(refused.is(422).error(), "attendees_without_result");
    let approve = [("excuse", request.as_str()), ("approve", "true")];
    let refused = scene.office.post_json("/api/training/decide-excuse", &approve).await;
    assert_eq!(refused.is(422).error(), "excuse_needs_second");
    let refuse = [("excuse", request.as_str()), ("approve", "false")];
    scene.second.get("/office/excuses").await.is(200).see("批准");
    scene.second.post_json("/api/training/decide-excuse", &refuse).await.is(200);
    // Decided otherwise, it stands.
    let late = scene.second.post_json("/api/training/decide-excuse", &approve).await;
    assert_eq!(late.is(422).error(), "already_decided");
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(422);
    scene.second.post_json("/api/training/excuse", &excuse).await.is(200);
    let request = waiting(&scene, scene.principal.person.id).await.unwrap();
    let approve = [("excuse", request.as_str()), ("approve", "true")];
    for _ in 0..2 {
        scene.office.post_json("/api/training/decide-excuse", &approve).await.is(200);
    }
    let again = scene.office.post_json("/api/training/excuse", &excuse).await;
    assert_eq!(again.is(422).error(), "already_excused");
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(200);
    holds(server, scene.street.code(), "an excuse by two").await;
}

async fn a_lone_member_of_the_office_approves_the_own_request(server: &TestServer) {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, "年度安全培训").await;
    // The account that offered it has left; nobody else can sign in.
    let gone = "UPDATE account SET disabled_at = '2026-03-02 01:00:00+00:00' WHERE id IN (SELECT account_id FROM membership WHERE role = 'office')";
    assert!(server.db().execute_raw(gone).await.unwrap() > 0);
    let mut office = server.sign_in(&street.office().await).await;
    let (id, person) = (training.to_string(), principal.person.id.to_string());
    let excuse = [("training", id.as_str()), ("person", person.as_str()), ("reason", "长期住院")];
    let asked = office.post_json("/api/training/excuse", &excuse).await;
    assert_eq!(asked.is(200).json()["waits"], false);
    office.post_json("/api/training/close", &[("training", &id)]).await.is(200);
    holds(server, street.code(), "an excuse by one").await;
}

async fn who_comes_unannounced_is_tested_like_everybody(server: &TestServer) {
    let mut scene = scene(server).await;
    let late = scene.street.principal().await;
    let worker = scene.street.person(&late.unit, Position::Frontline).await;
    let (id, session) = (scene.training.to_string(), scene.session.clone());
    let sign = |person: Uuid| [("session", session.clone()), ("person", person.to_string())];
    let stranger = sign(worker.id);
    let stranger: Vec<(&str, &str)> = stranger.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let refused = scene.office.post_json("/api/session/sign-by-hand", &stranger).await;
    assert_eq!(refused.is(422).error(), "not_meant_here");
    let walk_in = sign(late.person.id);
    let walk_in: Vec<(&str, &str)> = walk_in.iter().map(|(k, v)| (*k, v.as_str())).collect();
    for _ in 0..2 {
        scene.office.post_json("/api/session/sign-by-hand", &walk_in).await.is(200);
    }
    holds(server, scene.street.code(), "a walk-in").await;
    story::pass(&scene.street, &late, scene.training).await;
    // The one who was meant from the beginning is still open; then nobody is.
    let refused = scene.office.post_json("/api/training/close", &[("training", &id)]).await;
    assert_eq!(refused.is(422).error(), "attendees_without_result");
    let person = scene.principal.person.id.to_string();
    let excuse = [("training", id.as_str()), ("person", person.as_str()), ("reason", "长期住院")];
    scene.office.post_json("/api/training/excuse", &excuse).await.is(200);
    let request = waiting(&scene, scene.principal.person.id).await.unwrap();
    let approve = [("excuse", request.as_str()), ("approve", "true")];
    scene.second.post_json("/api/training/decide-excuse", &approve).await.is(200);
    // Somebody else comes at the last moment, so it is open again.
    let last = scene.street.principal().await;
    let fields = sign(last.person.id);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    scene.office.post_json("/api/session/sign-by-hand", &fields).await.is(200);
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(422);
    // Having been signed in by mistake does not make them vanish.
    let reader = scene.street.db().reader();
    let came = storage::session::attended(&reader, scene.street.code(), last.person.id, None).await.unwrap();
    let (came, reason) = (came[0].id.to_string(), "点错了人");
    let undo = [("session", session.as_str()), ("attendance", came.as_str()), ("reason", reason)];
    for _ in 0..2 {
        scene.office.post_json("/api/session/undo-sign-in", &undo).await.is(200);
    }
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(422);
    assert_eq!(status(&scene).await, "published");
    holds(server, scene.street.code(), "a mistake at the door").await;
}

async fn on_site_nobody_is_tested_who_was_not_there(server: &TestServer) {
    let mut scene = scene(server).await;
    let id = scene.training.to_string();
    let mut person = server.sign_in(&scene.principal.login).await;
    let start = [("training", id.as_str())];
    let refused = person.post_json("/api/exam/start", &start).await;
    assert_eq!(refused.is(422).error(), "sign_in_first");
    person.get(&format!("/my/trainings/{id}")).await.is(200).see("先到场签到").not_see("开始考核</button>");
    // Saying that one has read it does not stand for coming.
    person.post_json("/api/training/lesson-read", &start).await;
    assert_eq!(person.post_json("/api/exam/start", &start).await.is(422).error(), "sign_in_first");
    let who = scene.principal.person.id.to_string();
    let sign = [("session", scene.session.as_str()), ("person", who.as_str())];
    scene.office.post_json("/api/session/sign-by-hand", &sign).await.is(200);
    person.get(&format!("/my/trainings/{id}")).await.is(200).see("已到场 3 学时").see("开始考核");
    person.post_json("/api/exam/start", &start).await.is(200);
    // Who sits has come; that is not taken back.
    let reader = scene.street.db().reader();
    let came =
        storage::session::attended(&reader, scene.street.code(), scene.principal.person.id, None).await;
    let came = came.unwrap()[0].id.to_string();
    let undo = [("session", scene.session.as_str()), ("attendance", came.as_str()), ("reason", "点错了人")];
    let refused = scene.office.post_json("/api/session/undo-sign-in", &undo).await;
    assert_eq!(refused.is(422).error(), "sign_in_stands");
}

async fn whatever_the_order_nothing_is_closed_over_an_open_attendee(server: &TestServer) {
    let mut scene = scene(server).await;
    let late = scene.street.principal().await;
    let mut examinee = server.sign_in(&scene.principal.login).await;
    let auditor = server.sign_in(&scene.street.auditor().await).await;
    let mut walker = server.sign_in(&late.login).await;
    let (id, own) = (scene.training.to_string(), scene.principal.person.id.to_string());
    let (walk, session) = (late.person.id.to_string(), scene.session.clone());
    let training = [("training", id.as_str())];
    let with = |more: &[(&'static str, &str)]| -> Vec<(String, String)> {
        let all = training.iter().copied().chain(more.iter().copied());
        all.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    let sign = |person: &str| {
        vec![("session".to_owned(), session.clone()), ("person".to_owned(), person.to_owned())]
    };
    type Fields = Vec<(String, String)>;
    let acts: Vec<(usize, &str, Fields)> = vec![
        (0, "/api/training/close", with(&[])),
        (1, "/api/training/close", with(&[])),
        (0, "/api/training/publish", with(&[])),
        (0, "/api/training/choose-test", with(&[("banks", id.as_str())])),
        (0, "/api/training/blueprint", with(&[])),
        (0, "/api/training/excuse", with(&[("person", &own), ("reason", "长期住院")])),
        (1, "/api/training/excuse", with(&[("person", &walk), ("reason", "外出培训")])),
        (0, "/api/training/retrain", with(&[("reason", "重新培训")])),
        (0, "/api/session/form", with(&[("mode", "online")])),
        (0, "/api/session/remove", vec![("session".into(), session.clone())]),
        (0, "/api/session/sign-by-hand", sign(&own)),
        (1, "/api/session/sign-by-hand", sign(&walk)),
        (2, "/api/training/lesson-read", with(&[])),
        (2, "/api/exam/start", with(&[])),
        (3, "/api/exam/start", with(&[])),
        (2, "/api/training/close", with(&[])),
        (4, "/api/training/close", with(&[])),
    ];
    let mut clients = [scene.office.clone(), scene.second.clone(), examinee.clone(), walker.clone(), auditor];
    let mut chance = KeyStream::new(&hash(b"every training ends in a test"));
    for round in 0..6 {
        for _ in 0..acts.len() {
            let pick = chance.below(u32::try_from(acts.len()).unwrap()) as usize;
            let (who, path, fields) = &acts[pick];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let answer = clients[*who].post_json(path, &fields).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text());
        }
        holds(server, scene.street.code(), &format!("round {round}")).await;
    }
    assert_eq!(status(&scene).await, "published", "an attendee is open, so it is not closed");
    // Now to its end: everybody gets a result, and only then it closes.
    for (client, person) in [(&mut examinee, scene.principal.person.id), (&mut walker, late.person.id)] {
        client.post_json("/api/exam/start", &[("training", &id)]).await;
        let asked =
            [("training", id.clone()), ("person", person.to_string()), ("reason", "转入下一期".to_owned())];
        let asked: Vec<(&str, &str)> = asked.iter().map(|(k, v)| (*k, v.as_str())).collect();
        scene.office.post_json("/api/training/excuse", &asked).await;
        let Some(request) = waiting(&scene, person).await else { continue };
        let approve = [("excuse", request.as_str()), ("approve", "true")];
        let mut decided = scene.second.post_json("/api/training/decide-excuse", &approve).await;
        if decided.status == 422 {
            decided = scene.office.post_json("/api/training/decide-excuse", &approve).await;
        }
        decided.is(200);
    }
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(200);
    holds(server, scene.street.code(), "the end").await;
}

async fn after_closing_nothing_moves(server: &TestServer) {
    let mut scene = scene(server).await;
    let (id, person) = (scene.training.to_string(), scene.principal.person.id.to_string());
    let excuse = [("training", id.as_str()), ("person", person.as_str()), ("reason", "长期住院")];
    scene.office.post_json("/api/training/excuse", &excuse).await.is(200);
    let request = waiting(&scene, scene.principal.person.id).await.unwrap();
    let approve = [("excuse", request.as_str()), ("approve", "true")];
    scene.second.post_json("/api/training/decide-excuse", &approve).await.is(200);
    scene.office.post_json("/api/training/close", &[("training", &id)]).await.is(200);
    let late = scene.street.principal().await;
    let walk_in = late.person.id.to_string();
    let training = [("training", id.as_str())];
    let sign = [("session", scene.session.as_str()), ("person", walk_in.as_str())];
    let form = [("training", id.as_str()), ("mode", "online")];
    let more = [
        ("training", id.as_str()),
        ("topic", "补一讲"),
        ("place", "会议室"),
        ("date", DAY),
        ("from", "14:00"),
        ("until", "15:00"),
    ];
    let tries: [(&str, &[(&str, &str)]); 8] = [
        ("/api/training/close", &training),
        ("/api/training/publish", &training),
        ("/api/training/excuse", &excuse),
        ("/api/training/retrain", &excuse),
        ("/api/session/sign-by-hand", &sign),
        ("/api/session/form", &form),
        ("/api/session/save", &more),
        ("/api/training/choose-test", &[("training", &id), ("banks", &id)]),
    ];
    for (path, fields) in tries {
        let answer = scene.office.post_json(path, fields).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text());
    }
    let mut examinee = server.sign_in(&scene.principal.login).await;
    examinee.post_json("/api/exam/start", &training).await.is(422);
    server.clock.advance(TimeDelta::minutes(1));
    assert_eq!(status(&scene).await, "closed");
    holds(server, scene.street.code(), "closed").await;
}
