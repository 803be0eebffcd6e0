//! What staff may change of a sitting, and who they are.

use super::ground::Ground;
use domain::organization::Position;
use support::TestServer;

support::both![
    a_sitting_begins_open,
    a_failed_sitting_is_opened_again_by_its_last_step_only,
    a_sitting_is_voided_for_a_reason_and_for_good,
    nothing_is_voided_under_a_pass_in_force,
    only_office_and_areas_watch_over_an_exam,
    a_device_has_one_last_contact,
];

const OPEN_AGAIN: &str = "UPDATE attempt SET state = 'open', score = NULL, passed = NULL, submitted_at = NULL, \
    result = NULL WHERE id = {attempt}";
const VOID: &str = "UPDATE attempt SET state = 'voided', score = NULL, passed = NULL, submitted_at = NULL, \
    result = NULL, void_reason = '由他人代考', voided_at = {later}, voided_by = {office} WHERE id = {attempt}";

fn step(seq: u32, kind: &str) -> String {
    format!(
        "INSERT INTO attempt_step (street, attempt_id, seq, at, kind, lease, body, late) VALUES \
         ({{street}}, {{attempt}}, {seq}, {{later}}, '{kind}', 1, '{{}}', false)"
    )
}

async fn a_sitting_begins_open(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    let begun = |columns: &str, values: &str| {
        format!(
            "INSERT INTO attempt (street, id, exam_id, training_id, person_id, number, started_at, deadline, lease, \
             state{columns}) VALUES ({{street}}, {{attempt}}, {{exam}}, {{training}}, {{person}}, 1, {{now}}, {{later}}, 1, \
             {values})"
        )
    };
    let result = ", score, passed, submitted_at, result";
    let passed = begun(result, "'submitted', 10000, true, {later}, '{}'");
    ground.never("attempt_begins_open", &passed).await;
    let voided = begun(", void_reason, voided_at, voided_by", "'voided', '理由', {later}, {office}");
    ground.never("attempt_begins_open", &voided).await;
    ground.never("CHECK", &begun(", passed", "'open', true")).await;
    ground.does(&begun("", "'open'")).await;
}

async fn a_failed_sitting_is_opened_again_by_its_last_step_only(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, false).await;
    ground.never("result_stands", OPEN_AGAIN).await;
    ground.does(&step(1, "reopened")).await;
    ground.does(&step(2, "left")).await;
    ground.never("result_stands", OPEN_AGAIN).await;
    ground.does(&step(3, "reopened")).await;
    ground.never("CHECK", "UPDATE attempt SET state = 'open' WHERE id = {attempt}").await;
    ground.does(OPEN_AGAIN).await;
    // A pass is opened again by nothing.
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 9000, passed = true, result = '{}' \
             WHERE id = {attempt}",
        )
        .await;
    ground.does(&step(4, "reopened")).await;
    ground.never("result_stands", OPEN_AGAIN).await;
}

async fn a_sitting_is_voided_for_a_reason_and_for_good(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, false).await;
    let columns = "score = NULL, passed = NULL, submitted_at = NULL, result = NULL";
    for incomplete in [
        "",
        ", void_reason = '代考'",
        ", voided_at = {later}, voided_by = {office}",
        ", void_reason = '代考', voided_at = {later}",
        ", void_reason = '代', voided_at = {later}, voided_by = {office}",
    ] {
        let sql =
            format!("UPDATE attempt SET state = 'voided', {columns}{incomplete} WHERE id = {{attempt}}");
        ground.never("CHECK", &sql).await;
    }
    ground.never("CHECK", "UPDATE attempt SET void_reason = '代考' WHERE id = {attempt}").await;
    ground.does(VOID).await;
    for change in [
        "void_reason = '另一个理由'",
        "voided_at = {now}",
        "state = 'open', void_reason = NULL, voided_at = NULL, voided_by = NULL",
    ] {
        ground.never("result_stands", &format!("UPDATE attempt SET {change} WHERE id = {{attempt}}")).await;
    }
    ground.never("CHECK", "UPDATE attempt SET score = 100 WHERE id = {attempt}").await;
    // Its number is spent, and another sitting may begin.
    ground.never("UNIQUE", &super::ground::open_attempt("attempt2", "person", 1)).await;
    ground.begin("attempt2", "person", 2).await;
}

async fn nothing_is_voided_under_a_pass_in_force(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, true).await;
    ground.certify().await;
    let rests = "result = 'passed', result_at = {later}, attempt_id = {attempt}";
    let rest = format!("UPDATE enrolment SET {rests} WHERE person_id = {{person}}");
    ground.does(&rest).await;
    ground.never("pass_in_force", VOID).await;
    ground
        .does("UPDATE certificate SET revoked_at = {later}, revoke_reason = '由他人代考' WHERE serial = 'S1'")
        .await;
    ground
        .never(
            "certificate_stands",
            "UPDATE certificate SET revoke_reason = '另一个理由' WHERE serial = 'S1'",
        )
        .await;
    ground.never("pass_in_force", VOID).await;
    ground
        .does("UPDATE enrolment SET result = NULL, result_at = NULL, attempt_id = NULL WHERE person_id = {person}")
        .await;
    ground.does(VOID).await;
    ground.never("passed_without_pass", &rest).await;
}

async fn only_office_and_areas_watch_over_an_exam(server: &TestServer) {
    let (mut ground, street) = Ground::new(server).await;
    let unit = street.unit().await;
    let worker = street.person(&unit, Position::Frontline).await;
    ground.id("worker", street.examinee(&worker).await.account);
    ground.id("official", street.area_official(&street.area().await).await.account);
    ground.id("foreign", server.street().await.office().await.account);
    let name = |account: &str| {
        format!(
            "INSERT INTO exam_invigilator (street, exam_id, account_id, named_by, named_at) VALUES \
             ({{street}}, {{exam}}, {{{account}}}, {{office}}, {{now}})"
        )
    };
    ground.does(&name("office")).await;
    ground.does(&name("official")).await;
    ground.never("UNIQUE", &name("official")).await;
    ground.never("invigilator_unknown", &name("worker")).await;
    ground.never("invigilator_unknown", &name("foreign")).await;
    let other = "UPDATE exam_invigilator SET account_id = {worker} WHERE account_id = {official}";
    ground.never("invigilator_unknown", other).await;
}

async fn a_device_has_one_last_contact(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.begin("attempt", "person", 1).await;
    let contact = |agent: &str| {
        format!(
            "INSERT INTO attempt_presence (street, attempt_id, seen_at, agent) VALUES ({{street}}, {{attempt}}, {{now}}, \
             '{agent}')"
        )
    };
    ground.never("CHECK", &contact(&"a".repeat(201))).await;
    ground.does(&contact("Chrome")).await;
    ground.never("UNIQUE", &contact("Firefox")).await;
}
