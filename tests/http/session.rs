//! Sessions of on-site trainings: planned, signed in to by the code on the screen or by hand.

use chrono::TimeDelta;
use domain::{
    organization::{Position, Sector},
    session::{code, step},
};
use support::{
    Client, Street, TestServer, story,
    world::{Login, Principal},
};
use uuid::Uuid;

support::both![
    a_session_is_planned_once_and_its_wrong_fields_are_named,
    a_scan_signs_in_and_the_screen_shows_it_masked,
    a_scan_waits_while_a_password_is_typed_but_not_for_ever,
    an_old_code_and_that_of_another_session_are_refused_in_words,
    a_scan_is_good_for_one_person,
    by_hand_it_is_late_with_a_reason_and_over_the_day_after,
    a_full_room_takes_nobody_more,
    an_area_official_receives_the_own_area,
    a_mixed_training_asks_for_both,
    on_site_a_sign_in_stands_for_the_parts_of_the_lesson,
    the_sheet_is_printed_and_exported,
    an_online_training_has_no_sessions,
];

struct Scene {
    street: Street,
    training: String,
    principal: Principal,
    office: Client,
    login: Login,
    session: Uuid,
}

async fn scene(server: &TestServer, mode: &str) -> Scene {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, "年度安全培训").await.to_string();
    let login = street.office().await;
    let mut office = server.sign_in(&login).await;
    office.post_json("/api/session/form", &[("training", &training), ("mode", mode)]).await.is(200);
    let session = plan(&mut office, &training, "三楼会议室", "").await;
    Scene { street, training, principal, office, login, session }
}

/// Plans a session from 9:00 to 11:15 of the day on which tests begin.
async fn plan(office: &mut Client, training: &str, place: &str, capacity: &str) -> Uuid {
    let fields = [
        ("training", training),
        ("topic", "第一讲"),
        ("place", place),
        ("date", "2026-03-02"),
        ("from", "09:00"),
        ("until", "11:15"),
        ("capacity", capacity),
    ];
    let made = office.post_json("/api/session/save", &fields).await.is(200).json();
    made["session"].as_str().unwrap().parse().unwrap()
}

/// The code that the screen shows now.
async fn shown(server: &TestServer, scene: &Scene, session: Uuid) -> String {
    let row =
        storage::session::find(&server.db().reader(), scene.street.code(), session).await.unwrap().unwrap();
    let sealer = &server.system.services.sealer;
    let secret = sealer.open(&format!("session {session}"), &row.sealed_secret).unwrap();
    code(&secret, session, step(server.clock.now()))
}

/// Scans the code of now; gives the path that it leads to.
async fn scan(server: &TestServer, scene: &Scene, client: &mut Client) -> String {
    let code = shown(server, scene, scene.session).await;
    let answer = client.get(&format!("/sign/{}?t={code}", scene.session)).await;
    answer.is(303).location().to_owned()
}

fn ticket(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn hand(client: &mut Client, session: Uuid, person: Uuid, reason: &str) -> support::Answer {
    let (session, person) = (session.to_string(), person.to_string());
    let fields = [("session", session.as_str()), ("person", person.as_str()), ("reason", reason)];
    client.post_json("/api/session/sign-by-hand", &fields).await
}

async fn a_session_is_planned_once_and_its_wrong_fields_are_named(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    let again = plan(&mut scene.office, &scene.training, "三楼会议室", "").await;
    assert_eq!(again, scene.session, "sent twice, it stands once");
    let path = format!("/office/trainings/{}/sessions", scene.training);
    scene.office.get(&path).await.is(200).see("第一讲").see("2026-03-02 09:00—11:15").see("大屏签到码");
    let wrong = [
        ("training", scene.training.as_str()),
        ("topic", "讲"),
        ("place", "会议室"),
        ("date", "2026-03-02"),
        ("from", "11:00"),
        ("until", "09:00"),
        ("hours", "9"),
        ("capacity", "0"),
    ];
    let page = scene.office.submit("/api/session/save", &wrong).await;
    page.is(200).see("至少 2 个字").see("结束要晚于开始").see("1 到 10000");
    assert_eq!(page.value("hours").as_deref(), Some("9"));
    let too_many = [
        ("training", scene.training.as_str()),
        ("topic", "第二讲"),
        ("place", "会议室"),
        ("date", "2026-03-02"),
        ("from", "14:00"),
        ("until", "15:30"),
        ("hours", "3"),
    ];
    scene.office.submit("/api/session/save", &too_many).await.see("请填 0 到 2 之间的整数");
    let gone = [("session", again.to_string())];
    let gone: Vec<_> = gone.iter().map(|(k, v)| (*k, v.as_str())).collect();
    scene.office.post_json("/api/session/remove", &gone).await.is(200);
    scene.office.post_json("/api/session/remove", &gone).await.is(404);
}

async fn a_scan_signs_in_and_the_screen_shows_it_masked(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    let screen = format!("/office/sessions/{}/screen", scene.session);
    let page = scene.office.get(&screen).await;
    page.is(200).see("0 人已签到").not_see("<script");
    assert_eq!(page.header("refresh"), "20");
    assert!(page.text().contains("<path d=\"M0 0h7v1h-7z"), "a code is drawn");
    let mut phone = server.sign_in(&scene.principal.login).await;
    let path = scan(server, &scene, &mut phone).await;
    phone.get(&path).await.is(200).see("确认签到").see("三楼会议室");
    let (session, ticket) = (scene.session.to_string(), ticket(&path));
    let fields = [("session", session.as_str()), ("ticket", ticket)];
    phone.submit("/api/session/confirm", &fields).await.is(200).see("签到成功").see("已签到").see("开始考核");
    phone.post_json("/api/session/confirm", &fields).await.is(200);
    phone.get(&path).await.is(200).see("签到成功");
    let name = &scene.principal.person.name;
    scene.office.get(&screen).await.is(200).see("1 人已签到").see("测***").not_see(name);
    let list = format!("/office/sessions/{}", scene.session);
    scene.office.get(&list).await.is(200).see(name).see("扫码");
    // The log names nobody.
    let reader = server.db().reader();
    let log =
        storage::audit::list(&reader, scene.street.code(), Some("session_signed_in"), 1, 10).await.unwrap();
    assert_eq!(log.total, 1);
    assert!(!log.rows[0].detail.contains(name.as_str()));
}

async fn a_scan_waits_while_a_password_is_typed_but_not_for_ever(server: &TestServer) {
    let scene = scene(server, "onsite").await;
    let mut phone = server.client();
    let path = scan(server, &scene, &mut phone).await;
    let login = phone.get(&path).await;
    assert_eq!(login.is(303).location(), format!("/login?next={}", path.replace('/', "%2F")));
    phone.get(login.location()).await.is(200);
    server.clock.advance(TimeDelta::seconds(170));
    let who = &scene.principal.login.login;
    let fields = [("login", who.as_str()), ("password", support::PASSWORD), ("next", path.as_str())];
    phone.submit("/api/account/sign-in", &fields).await.is(200).see("确认签到");
    let (session, first) = (scene.session.to_string(), ticket(&path));
    server.clock.advance(TimeDelta::seconds(11));
    let late = phone.post_json("/api/session/confirm", &[("session", &session), ("ticket", first)]).await;
    assert_eq!(late.is(422).error(), "scan_over");
    let path = scan(server, &scene, &mut phone).await;
    phone
        .post_json("/api/session/confirm", &[("session", &session), ("ticket", ticket(&path))])
        .await
        .is(200);
}

async fn an_old_code_and_that_of_another_session_are_refused_in_words(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    let other = plan(&mut scene.office, &scene.training, "二楼会议室", "").await;
    let mut phone = server.sign_in(&scene.principal.login).await;
    let code = shown(server, &scene, scene.session).await;
    phone.get(&format!("/sign/{other}?t={code}")).await.is(422).see("重新扫码").see("手工签到");
    phone.get(&format!("/sign/{}?t=", scene.session)).await.is(422);
    phone.get(&format!("/sign/{}?t={code}", Uuid::nil())).await.is(404);
    server.clock.advance(TimeDelta::seconds(59));
    phone.get(&format!("/sign/{}?t={code}", scene.session)).await.is(303);
    server.clock.advance(TimeDelta::minutes(5));
    phone.get(&format!("/sign/{}?t={code}", scene.session)).await.is(422).see("已经更新");
    server.clock.advance(TimeDelta::days(1));
    let today = shown(server, &scene, scene.session).await;
    phone
        .get(&format!("/sign/{}?t={today}", scene.session))
        .await
        .is(422)
        .see("签到已于 2026-03-02 11:30 截止");
    // Before the doors open.
    server.clock.advance(TimeDelta::days(-2));
    let early = shown(server, &scene, scene.session).await;
    phone.get(&format!("/sign/{}?t={early}", scene.session)).await.is(422).see("2026-03-02 08:00 开始签到");
}

async fn a_scan_is_good_for_one_person(server: &TestServer) {
    let scene = scene(server, "onsite").await;
    let other = scene.street.principal().await;
    let mut phone = server.sign_in(&scene.principal.login).await;
    let mut second = server.sign_in(&other.login).await;
    let path = scan(server, &scene, &mut phone).await;
    let session = scene.session.to_string();
    let fields = [("session", session.as_str()), ("ticket", ticket(&path))];
    phone.post_json("/api/session/confirm", &fields).await.is(200);
    let refused = second.post_json("/api/session/confirm", &fields).await;
    assert_eq!(refused.is(422).error(), "scan_over");
    second.get(&path).await.is(422).see("重新扫码");
    // The own scan makes an attendee of who was none, and the test is waiting.
    let path = scan(server, &scene, &mut second).await;
    second
        .post_json("/api/session/confirm", &[("session", &session), ("ticket", ticket(&path))])
        .await
        .is(200);
    second.get("/my").await.is(200).see("年度安全培训");
    // Who is not meant stays outside, and the scan is not spent on them.
    let worker = scene.street.person(&other.unit, Position::Frontline).await;
    let mut third = server.sign_in(&scene.street.examinee(&worker).await).await;
    let path = scan(server, &scene, &mut third).await;
    let refused =
        third.post_json("/api/session/confirm", &[("session", &session), ("ticket", ticket(&path))]).await;
    assert_eq!(refused.is(422).error(), "not_meant_here");
}

async fn by_hand_it_is_late_with_a_reason_and_over_the_day_after(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    let person = scene.principal.person.id;
    server.clock.advance(TimeDelta::minutes(151));
    assert_eq!(hand(&mut scene.office, scene.session, person, "").await.is(422).error(), "form");
    let list = format!("/office/sessions/{}", scene.session);
    scene.office.get(&list).await.is(200).see("扫码签到已截止").see("补签");
    server.clock.advance(TimeDelta::days(2));
    scene.office = server.sign_in(&scene.login).await;
    let over = hand(&mut scene.office, scene.session, person, "手机没电").await;
    assert_eq!(over.is(422).error(), "session_over");
    server.clock.advance(TimeDelta::days(-1));
    scene.office = server.sign_in(&scene.login).await;
    for _ in 0..2 {
        hand(&mut scene.office, scene.session, person, "手机没电").await.is(200);
    }
    scene.office.get(&list).await.is(200).see("手机没电").see("手工");
}

async fn a_full_room_takes_nobody_more(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    let small = plan(&mut scene.office, &scene.training, "小会议室", "1").await;
    hand(&mut scene.office, small, scene.principal.person.id, "").await.is(200);
    let other = scene.street.principal().await;
    let refused = hand(&mut scene.office, small, other.person.id, "").await;
    assert_eq!(refused.is(422).error(), "session_full");
    hand(&mut scene.office, scene.session, other.person.id, "").await.is(200);
}

async fn an_area_official_receives_the_own_area(server: &TestServer) {
    let scene = scene(server, "onsite").await;
    let area = scene.street.area().await;
    let unit = scene.street.unit_in(&area, Sector::Food, "").await;
    let own = scene.street.person(&unit, Position::Principal).await;
    let mut official = server.sign_in(&scene.street.area_official(&area).await).await;
    let list = format!("/office/sessions/{}", scene.session);
    official.get(&list).await.is(200).not_see(&scene.principal.person.name);
    let found = official.get(&format!("{list}?q={}", own.mobile)).await;
    found.is(200).see(&own.name).see("补入并签到");
    hand(&mut official, scene.session, scene.principal.person.id, "").await.is(404);
    hand(&mut official, scene.session, own.id, "").await.is(200);
    official.get(&list).await.is(200).see(&own.name).see("现场补入");
}

async fn a_mixed_training_asks_for_both(server: &TestServer) {
    let mut scene = scene(server, "mixed").await;
    let mut phone = server.sign_in(&scene.principal.login).await;
    let start = [("training", scene.training.as_str())];
    hand(&mut scene.office, scene.session, scene.principal.person.id, "").await.is(200);
    assert_eq!(phone.post_json("/api/exam/start", &start).await.is(422).error(), "lesson_first");
    phone.post_json("/api/training/lesson-read", &start).await.is(200);
    phone.post_json("/api/exam/start", &start).await.is(200);
    let path = format!("/office/trainings/{}/sessions", scene.training);
    scene.office.get(&path).await.is(200).see("线上线下结合").see("到场 1 人，应训 1 人");
    let online = [("training", scene.training.as_str()), ("mode", "online")];
    let refused = scene.office.post_json("/api/session/form", &online).await;
    assert_eq!(refused.is(422).error(), "mode_stays");
}

async fn the_sheet_is_printed_and_exported(server: &TestServer) {
    let mut scene = scene(server, "onsite").await;
    hand(&mut scene.office, scene.session, scene.principal.person.id, "").await.is(200);
    let sheet = format!("/office/sessions/{}/sheet", scene.session);
    scene.office.get(&sheet).await.is(200).see(&scene.principal.person.name).see("讲师签字");
    let file = scene.office.get(&format!("{sheet}.xlsx")).await;
    file.is(200);
    let book = document::workbook::read_all(&file.body, &document::workbook::Limits::default()).unwrap();
    let text = format!("{book:?}");
    assert!(text.contains(&scene.principal.person.name) && text.contains("三楼会议室"), "{text}");
}

async fn an_online_training_has_no_sessions(server: &TestServer) {
    let scene = scene(server, "onsite").await;
    let mut office = scene.office;
    office.post_json("/api/session/form", &[("training", &scene.training), ("mode", "online")]).await.is(200);
    let fields = [
        ("training", scene.training.as_str()),
        ("topic", "第二讲"),
        ("place", "会议室"),
        ("date", "2026-03-03"),
        ("from", "09:00"),
        ("until", "10:00"),
    ];
    let refused = office.post_json("/api/session/save", &fields).await;
    assert_eq!(refused.is(422).error(), "online_only");
    let person = scene.principal.person.id;
    assert_eq!(hand(&mut office, scene.session, person, "").await.is(422).error(), "online_only");
}

async fn on_site_a_sign_in_stands_for_the_parts_of_the_lesson(server: &TestServer) {
    let mut ground = super::lesson::ground::Ground::new(server).await;
    ground.text(1, "停电作业").await;
    let training = ground.training.clone();
    let form = [("training", training.as_str()), ("mode", "onsite")];
    ground.one.post_json("/api/session/form", &form).await.is(200);
    let session = plan(&mut ground.one, &training, "三楼会议室", "").await;
    ground.offer().await.is(200);
    hand(&mut ground.one, session, ground.principal.person.id, "").await.is(200);
    let mut own = server.sign_in(&ground.principal.login).await;
    own.get(&format!("/my/trainings/{training}")).await.is(200).see("开始考核");
}
