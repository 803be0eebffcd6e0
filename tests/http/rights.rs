//! Every route as every role. A route that is missing in the table fails the suite.

use domain::organization::{Position, vocabulary_role::Role};
use std::{collections::BTreeSet, fs, path::Path};
use support::{Answer, Client, TestServer, place};

support::both![every_route_lets_in_exactly_the_roles_of_the_table];

/// Who may ask for a route.
#[derive(Clone, Copy, Debug)]
enum Who {
    /// Everybody, signed in or not.
    Anybody,
    /// Everybody who is signed in.
    Known,
    /// These roles.
    Only(&'static [Role]),
    /// Whoever the object belongs to: to everybody else who is signed in it does not exist.
    Owner,
}

use Role::{Area, Auditor, Examinee, Office, Team};
use Who::{Anybody, Known, Only, Owner};

/// An identifier that nothing has.
const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

const READERS: Who = Only(&[Office, Area, Auditor]);
const OFFICE: Who = Only(&[Office]);
const INVIGILATORS: Who = Only(&[Office, Area]);
const REVIEWERS: Who = Only(&[Office, Auditor]);
const TEAM: Who = Only(&[Team]);
const AUDITOR: Who = Only(&[Auditor]);
const OFFICIALS: Who = Only(&[Office, Auditor]);
const JUDGES: Who = Only(&[Office, Area, Team]);
const EXAMINEE: Who = Only(&[Examinee]);

/// Method, path as in the router, the fields of a form, and who may ask.
type Route = (&'static str, &'static str, &'static [(&'static str, &'static str)], Who);

/// The office, and who leads the unit; to its other people the object does not exist.
const ENTERERS: Who = Only(&[Office, Examinee]);
const ENTRY: &[(&str, &str)] = &[("id", NOTHING), ("reason", "登记有误")];

const TRAINING: &[(&str, &str)] = &[("training", NOTHING)];
const PART: &[(&str, &str)] = &[("training", NOTHING), ("seq", "1"), ("position_ms", "0")];
const LESSON: &[(&str, &str)] = &[
    ("training", NOTHING),
    ("lesson", NOTHING),
    ("seq", "1"),
    ("up", "true"),
    ("kind", "text"),
    ("title", "一课"),
    ("minutes", "1"),
    ("body", "x"),
];
const ATTEMPT: &[(&str, &str)] = &[("attempt", NOTHING)];
const ACT: &[(&str, &str)] = &[("attempt", NOTHING), ("minutes", "10"), ("reason", "停电")];
const NAMING: &[(&str, &str)] = &[("exam", NOTHING), ("account", NOTHING)];
const SESSION: &[(&str, &str)] = &[("session", NOTHING), ("person", NOTHING), ("reason", "合议一致")];
const MISTAKE: &[(&str, &str)] = &[("attempt", NOTHING), ("question", "q"), ("a0", "A")];
const DRILL: &[(&str, &str)] = &[("drill", NOTHING)];
const SPOT: &[(&str, &str)] = &[("test", NOTHING)];
const SPOT_WORKER: &[(&str, &str)] = &[("test", NOTHING), ("place", "1"), ("reason", "rest")];
const INSPECTORS: Who = Only(&[Office, Team]);

/// The routes, in the order of the router. What ends sessions stands last.
const ROUTES: &[Route] = &[
    ("GET", "/", &[], Anybody),
    ("GET", "/healthz", &[], Anybody),
    ("GET", "/readyz", &[], Anybody),
    ("GET", "/metrics", &[], Anybody),
    ("GET", "/pkg/{name}", &[], Anybody),
    ("GET", "/favicon.ico", &[], Anybody),
    ("GET", "/login", &[], Anybody),
    ("POST", "/api/account/sign-in", &[("login", ""), ("password", "")], Anybody),
    ("GET", "/account/password", &[], Known),
    ("GET", "/verify/{serial}", &[], Anybody),
    ("GET", "/certificates/{file}", &[], Owner),
    ("GET", "/my", &[], EXAMINEE),
    ("GET", "/my/trainings/{id}", &[], EXAMINEE),
    ("GET", "/my/certificates", &[], EXAMINEE),
    ("GET", "/my/enterprise", &[], EXAMINEE),
    ("GET", "/my/exams/{attempt}", &[], Owner),
    ("GET", "/my/results/{attempt}", &[], Owner),
    ("GET", "/my/mistakes", &[], EXAMINEE),
    ("GET", "/my/mistakes/{attempt}/{question}", &[], Owner),
    ("POST", "/api/mistakes/check", MISTAKE, Owner),
    ("POST", "/api/mistakes/understood", MISTAKE, Owner),
    ("GET", "/office/exams/{id}", &[], REVIEWERS),
    ("GET", "/office/exams/{id}/items.xlsx", &[], REVIEWERS),
    ("GET", "/office/exams/{id}/items/{question}", &[], REVIEWERS),
    ("GET", "/office/corrections/{id}", &[], REVIEWERS),
    (
        "POST",
        "/api/exam/propose-correction",
        &[("exam", NOTHING), ("question", "q"), ("mode", "anything"), ("reason", "题目有误")],
        OFFICE,
    ),
    ("POST", "/api/exam/decide-correction", &[("correction", NOTHING), ("approve", "true")], OFFICE),
    ("POST", "/api/training/retrain", &[("training", NOTHING), ("reason", "重新培训")], OFFICE),
    ("POST", "/api/training/lesson-read", TRAINING, EXAMINEE),
    ("GET", "/my/trainings/{id}/lessons/{seq}", &[], EXAMINEE),
    ("POST", "/api/lesson/report", PART, EXAMINEE),
    ("POST", "/api/lesson/finish", PART, EXAMINEE),
    ("GET", "/office/trainings/{id}/lessons", &[], REVIEWERS),
    ("GET", "/office/trainings/{id}/lessons/{seq}", &[], REVIEWERS),
    ("POST", "/api/lesson/save", LESSON, OFFICE),
    ("POST", "/api/lesson/move", LESSON, OFFICE),
    ("POST", "/api/lesson/remove", LESSON, OFFICE),
    ("GET", "/office/media", &[], REVIEWERS),
    ("GET", "/office/media/new", &[], OFFICE),
    ("GET", "/office/media/{id}", &[], REVIEWERS),
    ("GET", "/media/{id}", &[], Owner),
    ("POST", "/api/media/upload", &[], OFFICE),
    ("POST", "/api/media/move", &[("media", NOTHING), ("act", "review")], OFFICE),
    ("POST", "/api/exam/start", TRAINING, EXAMINEE),
    ("POST", "/api/exam/answer", &[("attempt", NOTHING), ("item", "1"), ("lease", "1"), ("seq", "1")], Owner),
    ("POST", "/api/exam/flag", &[("attempt", NOTHING), ("item", "1"), ("on", "true")], Owner),
    ("POST", "/api/exam/visibility", &[("attempt", NOTHING), ("state", "left")], Owner),
    ("POST", "/api/exam/take-over", ATTEMPT, Owner),
    ("POST", "/api/exam/submit", ATTEMPT, Owner),
    ("GET", "/api/exam/clock", &[], Owner),
    ("GET", "/office/exams/{id}/attempts/{attempt}", &[], INVIGILATORS),
    ("POST", "/api/exam/extend", ACT, INVIGILATORS),
    ("POST", "/api/exam/reopen", ACT, INVIGILATORS),
    ("POST", "/api/exam/void", ACT, INVIGILATORS),
    ("POST", "/api/exam/name-invigilator", NAMING, OFFICE),
    ("POST", "/api/exam/release-invigilator", NAMING, OFFICE),
    ("GET", "/office", &[], READERS),
    ("GET", "/office/progress", &[], READERS),
    ("GET", "/office/progress/uncovered", &[], READERS),
    ("GET", "/office/banks", &[], READERS),
    ("GET", "/office/banks/new", &[], OFFICE),
    ("GET", "/office/banks/{bank}", &[], REVIEWERS),
    ("GET", "/office/banks/{bank}/new", &[], OFFICE),
    ("GET", "/office/banks/{bank}/questions/{question}", &[], REVIEWERS),
    ("GET", "/office/banks/{bank}/questions/{question}/edit", &[], OFFICE),
    ("GET", "/office/banks/{bank}/publish", &[], REVIEWERS),
    ("GET", "/office/banks/{bank}/versions", &[], REVIEWERS),
    ("GET", "/office/banks/{bank}/import", &[], OFFICE),
    ("GET", "/office/banks/{bank}/import/template.xlsx", &[], OFFICE),
    ("GET", "/office/banks/{bank}/import/{upload}", &[], OFFICE),
    ("GET", "/office/banks/{bank}/import/{upload}/marked.xlsx", &[], OFFICE),
    ("GET", "/office/banks/{bank}/export", &[], REVIEWERS),
    ("POST", "/api/bank/preview-import", &[("bank", "none")], OFFICE),
    ("POST", "/api/bank/import", &[("bank", "none"), ("upload", NOTHING)], OFFICE),
    ("POST", "/api/bank/create", &[], OFFICE),
    ("POST", "/api/bank/write-question", &[("bank", "none"), ("stem", "")], OFFICE),
    (
        "POST",
        "/api/bank/retire-question",
        &[("bank", "none"), ("question", "q"), ("reason", "条文已修订")],
        OFFICE,
    ),
    ("POST", "/api/bank/move-edit", &[("edit", NOTHING), ("act", "submit")], OFFICE),
    ("POST", "/api/bank/move-edits", &[("bank", "none"), ("act", "submit")], OFFICE),
    ("POST", "/api/bank/publish", &[("bank", "none")], OFFICE),
    ("GET", "/office/trainings", &[], READERS),
    ("GET", "/office/trainings/new", &[], OFFICE),
    ("GET", "/office/trainings/{id}", &[], READERS),
    ("GET", "/office/trainings/{id}/test", &[], READERS),
    ("GET", "/office/trainings/{id}/test/preview", &[], OFFICE),
    ("POST", "/api/training/blueprint", TRAINING, OFFICE),
    ("POST", "/api/bank/withdraw", &[("bank", NOTHING), ("reason", "条文已修订")], OFFICE),
    ("GET", "/office/exams", &[], READERS),
    ("GET", "/office/exams/{id}/monitor", &[], Only(&[Office, Area])),
    ("GET", "/office/exams/{id}/rooms", &[], Only(&[Office, Area])),
    ("GET", "/office/exams/{id}/rooms/{room}", &[], Only(&[Office, Area])),
    ("GET", "/office/exams/{id}/rooms/{room}/papers", &[], OFFICE),
    ("GET", "/office/exams/{id}/rooms/{room}/key-in/{person}", &[], OFFICE),
    ("POST", "/api/exam/open-room", &[("exam", NOTHING)], OFFICE),
    ("POST", "/api/exam/key-in", &[("exam", NOTHING), ("room", NOTHING), ("person", NOTHING)], OFFICE),
    ("GET", "/office/drills", &[], READERS),
    ("GET", "/office/drills.xlsx", &[], READERS),
    ("GET", "/office/enterprises", &[], READERS),
    ("GET", "/office/enterprises.xlsx", &[], READERS),
    ("GET", "/office/enterprises/{id}", &[], READERS),
    ("GET", "/office/people", &[], READERS),
    ("GET", "/office/people.xlsx", &[], OFFICE),
    ("GET", "/office/import", &[], OFFICE),
    ("GET", "/office/import/template.xlsx", &[], OFFICE),
    ("GET", "/office/import/{upload}", &[], OFFICE),
    ("GET", "/office/import/{upload}/errors.xlsx", &[], OFFICE),
    ("POST", "/api/organization/preview", &[], OFFICE),
    ("POST", "/api/organization/import", &[("upload", NOTHING)], OFFICE),
    ("POST", "/api/training/create", &[], OFFICE),
    ("POST", "/api/training/choose-test", TRAINING, OFFICE),
    ("POST", "/api/training/publish", TRAINING, OFFICE),
    ("POST", "/api/training/close", TRAINING, OFFICE),
    ("GET", "/office/trainings/{id}/audience", &[], READERS),
    ("GET", "/office/trainings/{id}/audience.xlsx", &[], OFFICE),
    ("POST", "/api/training/audience", TRAINING, OFFICE),
    ("POST", "/api/training/name-person", TRAINING, OFFICE),
    ("POST", "/api/training/enrol-new", TRAINING, OFFICE),
    ("GET", "/my/notices", &[], EXAMINEE),
    ("POST", "/api/notice/read", &[], EXAMINEE),
    ("GET", "/admin/outbox", &[], Only(&[Role::Admin])),
    ("POST", "/api/notice/resend", &[("message", NOTHING)], Only(&[Role::Admin])),
    ("GET", "/office/policy", &[], READERS),
    ("GET", "/office/policy/row", &[], OFFICE),
    ("POST", "/api/policy/begin", &[], OFFICE),
    ("POST", "/api/policy/save-row", &[("code", "x")], OFFICE),
    ("POST", "/api/policy/remove-row", &[("code", "none")], OFFICE),
    ("POST", "/api/policy/settle", &[("date", "2000-01-01")], OFFICE),
    ("POST", "/api/policy/approve", &[("number", "9")], OFFICE),
    ("POST", "/api/policy/drop", &[("number", "9")], OFFICE),
    ("GET", "/office/duties", &[], READERS),
    ("GET", "/office/duties.xlsx", &[], OFFICE),
    ("GET", "/office/duties/{person}", &[], READERS),
    ("POST", "/api/duty/refresh", &[], OFFICE),
    ("POST", "/api/duty/correct-post", &[("person", NOTHING)], OFFICE),
    ("GET", "/office/coverage", &[], READERS),
    ("GET", "/office/coverage/list", &[], READERS),
    ("GET", "/office/coverage/list.xlsx", &[], OFFICE),
    ("POST", "/api/coverage/freeze", &[("after", "7")], OFFICE),
    (
        "POST",
        "/api/training/excuse",
        &[("training", NOTHING), ("person", NOTHING), ("reason", "病假")],
        OFFICE,
    ),
    ("GET", "/office/trainings/{id}/sessions", &[], READERS),
    ("GET", "/office/excuses", &[], OFFICE),
    ("GET", "/office/activities", &[], READERS),
    ("GET", "/office/activities/new", &[], OFFICE),
    ("GET", "/office/activities/campaigns", &[], READERS),
    ("GET", "/office/activities/campaigns/new", &[], OFFICE),
    ("GET", "/office/activities/{id}", &[], READERS),
    ("POST", "/api/activity/plan", &[("title", "活动")], OFFICE),
    ("POST", "/api/activity/hold", &[("activity", NOTHING), ("headcount", "1")], OFFICE),
    ("POST", "/api/activity/cancel", &[("activity", NOTHING), ("reason", "下雨")], OFFICE),
    ("POST", "/api/activity/begin-campaign", &[("title", "专项")], OFFICE),
    ("GET", "/office/external", &[], READERS),
    ("GET", "/office/external/new", &[], OFFICE),
    ("GET", "/office/external/{id}", &[], READERS),
    ("GET", "/office/external/{id}/evidence/{file}", &[], READERS),
    ("POST", "/api/external/record", &[("title", "活动")], OFFICE),
    ("POST", "/api/external/add-evidence", &[("activity", NOTHING)], OFFICE),
    ("POST", "/api/external/confirm", &[("activity", NOTHING)], OFFICE),
    ("GET", "/my/enterprise/carriers", &[], Owner),
    ("GET", "/office/carriers", &[], READERS),
    ("GET", "/office/carriers.xlsx", &[], READERS),
    ("GET", "/office/carriers/{id}", &[], OFFICE),
    ("POST", "/api/carrier/record", &[("unit", NOTHING), ("carrier", "morning")], OFFICE),
    ("POST", "/api/carrier/strike", &[("record", NOTHING), ("reason", "记错了")], OFFICE),
    ("GET", "/office/sessions/{id}", &[], INVIGILATORS),
    ("GET", "/office/sessions/{id}/screen", &[], INVIGILATORS),
    ("GET", "/office/sessions/{id}/sheet", &[], OFFICE),
    ("GET", "/office/sessions/{id}/sheet.xlsx", &[], OFFICE),
    ("GET", "/sign/{id}", &[], Anybody),
    ("GET", "/sign/{id}/{ticket}", &[], EXAMINEE),
    ("POST", "/api/session/form", &[("training", NOTHING), ("mode", "onsite")], OFFICE),
    ("POST", "/api/session/save", TRAINING, OFFICE),
    ("POST", "/api/session/remove", &[("session", NOTHING)], OFFICE),
    ("POST", "/api/session/confirm", &[("session", NOTHING)], EXAMINEE),
    ("POST", "/api/session/sign-by-hand", &[("session", NOTHING), ("person", NOTHING)], INVIGILATORS),
    (
        "POST",
        "/api/session/undo-sign-in",
        &[("session", NOTHING), ("attendance", NOTHING), ("reason", "点错了人")],
        INVIGILATORS,
    ),
    ("POST", "/api/training/decide-excuse", &[("excuse", NOTHING), ("approve", "true")], OFFICE),
    ("POST", "/api/drill/open-year", &[("year", "2026")], OFFICE),
    ("POST", "/api/drill/draw", &[], OFFICE),
    ("POST", "/api/drill/publish-links", &[("date", "2026-03-02")], OFFICE),
    ("GET", "/team", &[], TEAM),
    ("GET", "/team/drills/{id}", &[], TEAM),
    ("POST", "/api/drill/release", &[], TEAM),
    ("POST", "/api/drill/arrive", DRILL, TEAM),
    ("POST", "/api/drill/mark", &[("drill", NOTHING), ("mark", "start"), ("client_key", "k")], TEAM),
    ("POST", "/api/drill/finish", DRILL, TEAM),
    ("POST", "/api/drill/abort", &[("drill", NOTHING), ("reason", "大雨")], TEAM),
    ("GET", "/team/spot", &[], INSPECTORS),
    ("GET", "/team/spot/{id}", &[], INSPECTORS),
    ("GET", "/office/spot", &[], READERS),
    ("GET", "/office/spot.xlsx", &[], READERS),
    ("GET", "/office/spot/{id}", &[], READERS),
    ("GET", "/audit/spot/{file}", &[], AUDITOR),
    ("GET", "/spot/{token}", &[], Anybody),
    ("POST", "/api/spot/open", &[("unit", NOTHING), ("items", "5"), ("wanted", "1")], INSPECTORS),
    ("POST", "/api/spot/draw", SPOT, INSPECTORS),
    ("POST", "/api/spot/absent", SPOT_WORKER, INSPECTORS),
    ("POST", "/api/spot/code", SPOT_WORKER, INSPECTORS),
    ("POST", "/api/spot/here", SPOT_WORKER, INSPECTORS),
    ("POST", "/api/spot/end", SPOT, INSPECTORS),
    ("POST", "/api/spot/order-follow-up", &[("test", NOTHING), ("due_on", "2026-03-02")], OFFICE),
    ("POST", "/api/spot/finish-follow-up", &[("test", NOTHING), ("note", "已补训")], OFFICE),
    ("POST", "/api/spot/confirm", &[("token", NOTHING)], Anybody),
    ("POST", "/api/spot/submit", &[("token", NOTHING)], Anybody),
    ("GET", "/audit", &[], AUDITOR),
    ("GET", "/audit/log", &[], AUDITOR),
    ("GET", "/audit/certificates", &[], AUDITOR),
    ("GET", "/audit/certificates.xlsx", &[], AUDITOR),
    ("GET", "/audit/certificates/{serial}", &[], AUDITOR),
    ("GET", "/office/certificates", &[], OFFICE),
    ("GET", "/office/certificates/{serial}", &[], OFFICE),
    ("GET", "/verify/{serial}/proof.json", &[], Anybody),
    ("GET", "/office/certificates.zip", &[], OFFICE),
    ("GET", "/audit/certificates.zip", &[], AUDITOR),
    ("GET", "/office/certificates/print", &[], OFFICE),
    ("GET", "/audit/certificates/print", &[], AUDITOR),
    ("GET", "/office/certificates/templates", &[], OFFICE),
    ("GET", "/office/certificates/templates/{file}", &[], OFFICE),
    ("POST", "/api/certificate/try-template", &[("issuer", "")], OFFICE),
    ("POST", "/api/certificate/publish-template", &[], OFFICE),
    ("POST", "/api/certificate/drop-template", &[], OFFICE),
    ("GET", "/keys/{file}", &[], Anybody),
    ("POST", "/api/certificate/check", &[("serial", "NONE")], Anybody),
    ("POST", "/api/certificate/revoke", &[("serial", "NONE"), ("reason", "由他人代考")], OFFICE),
    ("POST", "/api/certificate/reissue", &[("serial", "NONE"), ("reason", "姓名有误")], OFFICE),
    ("GET", "/audit/draws", &[], AUDITOR),
    ("GET", "/audit/draws/{year}/{file}", &[], AUDITOR),
    ("GET", "/audit/papers/{file}", &[], AUDITOR),
    ("GET", "/office/trainings/{id}/ranking", &[], READERS),
    ("GET", "/office/trainings/{id}/ranking.xlsx", &[], READERS),
    ("POST", "/api/contest/publish-ranking", TRAINING, OFFICE),
    ("POST", "/api/contest/recommend", &[("training", NOTHING), ("count", "3")], OFFICE),
    (
        "POST",
        "/api/contest/leave-out",
        &[("training", NOTHING), ("person", NOTHING), ("reason", "已调离")],
        OFFICE,
    ),
    ("POST", "/api/contest/approve", TRAINING, OFFICE),
    ("GET", "/office/officials", &[], OFFICIALS),
    ("GET", "/office/officials.xlsx", &[], OFFICIALS),
    ("GET", "/office/practical", &[], READERS),
    ("GET", "/office/practical/new", &[], OFFICE),
    ("GET", "/office/practical/sheets/new", &[], OFFICE),
    ("GET", "/office/practical/sheets/{id}", &[], READERS),
    ("GET", "/office/practical/{id}", &[], READERS),
    ("GET", "/office/practical/{id}/results.xlsx", &[], READERS),
    ("GET", "/team/practical", &[], JUDGES),
    ("GET", "/team/practical/{id}", &[], JUDGES),
    ("POST", "/api/practical/make-sheet", &[], OFFICE),
    ("POST", "/api/practical/open", &[], OFFICE),
    ("POST", "/api/practical/add-judge", &[("session", NOTHING), ("account", NOTHING)], OFFICE),
    ("POST", "/api/practical/hand-in", SESSION, JUDGES),
    ("POST", "/api/practical/reconcile", SESSION, OFFICE),
    ("GET", "/my/archive", &[], EXAMINEE),
    ("GET", "/my/archive.pdf", &[], EXAMINEE),
    ("GET", "/my/archive.xlsx", &[], EXAMINEE),
    ("GET", "/my/enterprise/archive", &[], Owner),
    ("GET", "/my/enterprise/archive.pdf", &[], Owner),
    ("GET", "/my/enterprise/archive.xlsx", &[], Owner),
    ("GET", "/my/enterprise/registers", &[], Owner),
    ("GET", "/office/people/{id}/archive", &[], READERS),
    ("GET", "/office/people/{id}/archive.pdf", &[], READERS),
    ("GET", "/office/people/{id}/archive.xlsx", &[], READERS),
    ("GET", "/office/trainings/{id}/archive", &[], READERS),
    ("GET", "/office/trainings/{id}/archive.pdf", &[], READERS),
    ("GET", "/office/trainings/{id}/archive.xlsx", &[], READERS),
    ("GET", "/office/enterprises/{id}/archive", &[], READERS),
    ("GET", "/office/enterprises/{id}/archive.pdf", &[], READERS),
    ("GET", "/office/enterprises/{id}/archive.xlsx", &[], READERS),
    ("GET", "/office/registers/statutory", &[], READERS),
    ("GET", "/office/registers/statutory.xlsx", &[], READERS),
    ("GET", "/office/registers/statutory/lacking", &[], READERS),
    ("GET", "/office/registers/places", &[], READERS),
    ("GET", "/office/registers/places.xlsx", &[], READERS),
    ("GET", "/office/registers/import/{register}", &[], OFFICE),
    ("GET", "/office/registers/import/{register}/template.xlsx", &[], OFFICE),
    ("GET", "/office/registers/import/{register}/{upload}", &[], OFFICE),
    ("GET", "/office/registers/import/{register}/{upload}/marked.xlsx", &[], OFFICE),
    ("GET", "/office/enterprises/{id}/registers", &[], READERS),
    ("POST", "/api/register/enter-statutory", &[("person", NOTHING)], ENTERERS),
    ("POST", "/api/register/confirm-statutory", ENTRY, OFFICE),
    ("POST", "/api/register/remove-statutory", ENTRY, ENTERERS),
    ("POST", "/api/register/note-post", &[("worker", NOTHING), ("work", "welding")], ENTERERS),
    ("POST", "/api/register/enter-place", &[("unit", NOTHING)], ENTERERS),
    ("POST", "/api/register/confirm-place", ENTRY, OFFICE),
    ("POST", "/api/register/remove-place", ENTRY, ENTERERS),
    ("POST", "/api/register/take-over", &[("unit", NOTHING), ("fact", "hot_work")], OFFICE),
    ("POST", "/api/register/preview-import", &[("register", "places")], OFFICE),
    ("POST", "/api/register/import", &[("register", "places"), ("upload", NOTHING)], OFFICE),
    ("GET", "/admin", &[], Only(&[Role::Admin])),
    (
        "POST",
        "/api/account/password",
        &[("password", ""), ("new_password", ""), ("repeat_password", "")],
        Known,
    ),
    ("POST", "/api/account/sign-out", &[], Anybody),
];

/// The path with something in it that does not exist.
fn filled(path: &str) -> String {
    let file = match path {
        "/certificates/{file}" => "NONE.pdf".into(),
        "/office/external/{id}/evidence/{file}" => NOTHING.into(),
        "/audit/draws/{year}/{file}" => "1.json".into(),
        _ => format!("{NOTHING}.json"),
    };
    let of: [(&str, &str); 15] = [
        ("{seq}", "1"),
        ("{ticket}", NOTHING),
        ("{register}", "places"),
        ("{bank}", "none"),
        ("{room}", NOTHING),
        ("{person}", NOTHING),
        ("{token}", NOTHING),
        ("{id}", NOTHING),
        ("{attempt}", NOTHING),
        ("{upload}", NOTHING),
        ("{question}", "q"),
        ("{name}", "none.css"),
        ("{serial}", "NONE"),
        ("{year}", "2026"),
        ("{file}", &file),
    ];
    of.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
}

async fn ask(client: &mut Client, (method, path, fields, _): &Route) -> Answer {
    let path = filled(path);
    match *method {
        "GET" => client.get_json(&path).await,
        _ if path == "/api/organization/preview"
            || path == "/api/bank/preview-import"
            || path == "/api/external/add-evidence"
            || path == "/api/certificate/try-template"
            || path == "/api/certificate/check"
            || path == "/api/register/preview-import"
            || path == "/api/media/upload" =>
        {
            client.upload_json(&path, fields, ("file", "empty.xlsx", b"")).await
        }
        _ => client.post_json(&path, fields).await,
    }
}

async fn every_route_lets_in_exactly_the_roles_of_the_table(server: &TestServer) {
    let street = server.street().await;
    let area = street.area().await;
    let unit = street.unit().await;
    let worker = street.person(&unit, Position::Frontline).await;
    let mut clients = vec![(None, server.client())];
    for (role, login) in [
        (Role::Examinee, street.examinee(&worker).await),
        (Role::Office, street.office().await),
        (Role::Area, street.area_official(&area).await),
        (Role::Team, street.team().await.login),
        (Role::Auditor, street.auditor().await),
        (Role::Admin, street.admin().await),
    ] {
        clients.push((Some(role), server.sign_in(&login).await));
    }
    assert_eq!(clients.len(), Role::ALL.len() + 1, "a role is missing");
    let mut wrong = Vec::new();
    for route in ROUTES {
        for (role, client) in &mut clients {
            let answer = ask(client, route).await;
            let status = answer.status.as_u16();
            let role = *role;
            let right = match (route.3, role) {
                (Anybody, _) | (Known, Some(_)) => !matches!(status, 401 | 403),
                (_, None) => status == 401,
                (Only(roles), Some(role)) if roles.contains(&role) => !matches!(status, 401 | 403),
                (Only(_), Some(_)) => status == 403,
                (Owner, Some(_)) => matches!(status, 403 | 404),
            };
            if !right || status >= 500 {
                let who = role.map_or("nobody", Role::code);
                wrong.push(format!("{} {} as {who}: {status} {}", route.0, route.1, answer.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_route_of_the_server_stands_in_the_table() {
    let table: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path, ..)| ((*method).into(), (*path).into())).collect();
    assert_eq!(table.len(), ROUTES.len(), "a route stands in the table twice");
    let mut routes = BTreeSet::new();
    collect(&place::root().join("server/src/http"), &mut routes);
    collect_file(&place::root().join("server/src/http.rs"), &mut routes);
    let missing: Vec<_> = routes.difference(&table).collect();
    let gone: Vec<_> = table.difference(&routes).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the table: {missing:?}; not in the server: {gone:?}"
    );
}

fn collect(folder: &Path, routes: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, routes) } else { collect_file(&path, routes) }
    }
}

/// Reads `.route("PATH", get(…).post(…))` from a source.
fn collect_file(file: &Path, routes: &mut BTreeSet<(String, String)>) {
    let source = fs::read_to_string(file).unwrap();
    for rest in source.split(".route(").skip(1) {
        let rest = rest.trim_start().strip_prefix('"').expect("a path stands first");
        let (path, handlers) = rest.split_once('"').expect("a path ends");
        // Up to the parenthesis that closes the route.
        let mut depth = 1;
        let end = handlers.find(|c| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let handlers = &handlers[..end.expect("a route ends")];
        let before = routes.len();
        for (word, method) in [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")] {
            let mut starts = handlers.match_indices(word).map(|(at, _)| handlers[..at].chars().next_back());
            if starts.any(|before| before.is_none_or(|c| !c.is_alphanumeric() && c != '_')) {
                routes.insert((method.into(), path.into()));
            }
        }
        assert!(routes.len() > before, "{path} of {} has no method that is known here", file.display());
    }
}
