//! Past the routes, with bare SQL.

use crate::schema::ground::{CLOSE, Ground, open_attempt};
use domain::organization::Position;
use support::TestServer;

support::both![
    a_training_is_offered_before_it_is_closed_and_never_over_nobody,
    an_excuse_is_approved_and_in_its_own_words,
    whoever_asks_does_not_approve_while_the_office_has_somebody_else,
    what_was_asked_and_decided_stands,
    results_rest_on_the_own_test_of_the_training,
    results_of_a_closed_training_stand,
    whoever_comes_is_an_attendee_and_comes_once,
    who_came_does_not_vanish,
    a_session_and_the_mode_stay_once_somebody_has_come,
    a_scan_is_used_once,
];

const ASK: &str = "INSERT INTO excuse (street, id, training_id, person_id, reason, proposed_by, proposed_at) \
    VALUES ({street}, {person}, {training}, {person}, '长期住院', {office}, {now})";
const APPROVE: &str =
    "UPDATE excuse SET approved = true, decided_by = {office}, decided_at = {later} WHERE id = {person}";
const EXCUSE: &str = "UPDATE enrolment SET result = 'excused', result_at = {now}, excuse_reason = '长期住院', \
    excused_by = {office} WHERE training_id = {training} AND person_id = {person}";
const FORM: &str = "INSERT INTO training_form (street, training_id, mode, agency, changed_at, changed_by) \
    VALUES ({street}, {training}, 'onsite', '', {now}, {office})";
const SESSION: &str = "INSERT INTO training_session (street, id, training_id, topic, place, lecturer, agency, starts_at, \
    ends_at, hours, sealed_secret, created_at, created_by) VALUES ({street}, {point}, {training}, '第一讲', '会议室', '', '', \
    {now}, {later}, 1, 's', {now}, {office})";
const COME: &str = "INSERT INTO attendance (street, id, session_id, training_id, person_id, way, walk_in, signed_at, signed_by) \
    VALUES ({street}, {card}, {point}, {training}, {person}, 'hand', false, {now}, {office})";

async fn a_training_is_offered_before_it_is_closed_and_never_over_nobody(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    for status in ["published", "closed"] {
        ground
            .never(
                "offered_in_order",
                &format!(
                    "INSERT INTO training (street, id, title, year, hours, audience, lesson, lecturer, due_on, exam_id, status, \
                     created_at, created_by, published_at, closed_at) VALUES ({{street}}, {{bank}}, 'T', 2026, 4, '', 'L', 'L', \
                     '2026-12-31', {{exam}}, '{status}', {{now}}, {{office}}, {{now}}, {{now}})"
                ),
            )
            .await;
    }
    ground
        .never(
            "offered_in_order",
            "UPDATE training SET status = 'closed', exam_id = {exam}, published_at = {now}, closed_at = {later} \
             WHERE id = {training2}",
        )
        .await;
    ground
        .does("UPDATE training SET status = 'published', exam_id = {exam2}, published_at = {now} WHERE id = {training2}")
        .await;
    ground
        .never(
            "closed_over_nobody",
            "UPDATE training SET status = 'closed', closed_at = {later} WHERE id = {training2}",
        )
        .await;
}

async fn an_excuse_is_approved_and_in_its_own_words(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.never("excused_unapproved", EXCUSE).await;
    ground.does(ASK).await;
    ground.never("excused_unapproved", EXCUSE).await;
    ground.never("attendee_without_result", CLOSE).await;
    ground.never("UNIQUE", &ASK.replace("{street}, {person}", "{street}, {card}")).await;
    ground.does(APPROVE).await;
    ground.never("excused_unapproved", &EXCUSE.replace("长期住院", "另有安排")).await;
    ground.never("excused_unapproved", &EXCUSE.replace("person_id = {person}", "person_id = {other}")).await;
    ground
        .never(
            "excused_unapproved",
            "INSERT INTO enrolment (street, training_id, person_id, result, result_at, excuse_reason, excused_by) \
             VALUES ({street}, {training2}, {person}, 'excused', {now}, '长期住院', {office})",
        )
        .await;
    ground.does(EXCUSE).await;
    ground
        .never("CHECK", &ASK.replace("长期住院", "病").replace("{street}, {person}", "{street}, {card}"))
        .await;
}

async fn whoever_asks_does_not_approve_while_the_office_has_somebody_else(server: &TestServer) {
    let (mut ground, street) = Ground::new(server).await;
    ground.publish().await;
    ground.does(ASK).await;
    ground.id("second", street.office().await.account);
    ground.id("auditor", street.auditor().await.account);
    ground.never("excused_alone", APPROVE).await;
    ground.never("excused_alone", &APPROVE.replace("{office}", "{auditor}")).await;
    ground.does("UPDATE account SET disabled_at = {now} WHERE id = {second}").await;
    ground.does(APPROVE).await;
}

async fn what_was_asked_and_decided_stands(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground
        .never(
            "excuse_stands",
            "INSERT INTO excuse (street, id, training_id, person_id, reason, proposed_by, proposed_at, approved, decided_by, \
             decided_at) VALUES ({street}, {person}, {training}, {person}, '长期住院', {office}, {now}, true, {office}, {now})",
        )
        .await;
    ground.does(ASK).await;
    for change in ["reason = '另有安排'", "person_id = {other}", "proposed_at = {later}", "id = {card}"] {
        ground.never("excuse_stands", &format!("UPDATE excuse SET {change} WHERE id = {{person}}")).await;
    }
    ground.never("excuse_stands", "DELETE FROM excuse WHERE id = {person}").await;
    ground.does(&APPROVE.replace("true", "false")).await;
    ground.never("excuse_stands", APPROVE).await;
    ground.never("excused_unapproved", EXCUSE).await;
    ground
        .never(
            "FOREIGN KEY",
            "INSERT INTO excuse (street, id, training_id, person_id, reason, proposed_by, proposed_at) \
        VALUES ({street}, {card}, {training2}, {person}, '长期住院', {office}, {now})",
        )
        .await;
}

async fn results_rest_on_the_own_test_of_the_training(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    // A sitting of another test that was begun while the training was a draft.
    ground.does(&open_attempt("attempt", "person", 1).replace("{exam}", "{exam2}")).await;
    ground.publish().await;
    ground.never("sat_elsewhere", &open_attempt("attempt2", "other", 1).replace("{exam}", "{exam2}")).await;
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 9000, passed = true, result = '{}' \
             WHERE id = {attempt}",
        )
        .await;
    for result in ["passed", "failed"] {
        let sql = format!(
            "UPDATE enrolment SET result = '{result}', result_at = {{later}}, attempt_id = {{attempt}} \
             WHERE training_id = {{training}} AND person_id = {{person}}"
        );
        ground.never("result_elsewhere", &sql).await;
    }
    // Nor is anybody failed by a sitting of somebody else, or one that still runs.
    ground.begin("attempt2", "other", 1).await;
    for person in ["person", "other"] {
        let sql = format!(
            "UPDATE enrolment SET result = 'failed', result_at = {{later}}, attempt_id = {{attempt2}} \
             WHERE training_id = {{training}} AND person_id = {{{person}}}"
        );
        ground.never("result_elsewhere", &sql).await;
    }
    ground.never("attendee_without_result", CLOSE).await;
}

async fn results_of_a_closed_training_stand(server: &TestServer) {
    let (mut ground, street) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, false).await;
    ground
        .does(
            "UPDATE enrolment SET result = 'failed', result_at = {later}, attempt_id = {attempt} \
             WHERE training_id = {training} AND person_id = {person}",
        )
        .await;
    ground.excuse("other").await;
    // Approved in time, but never given: after the closing it is too late.
    ground.does(ASK).await;
    ground.does(APPROVE).await;
    ground.does(CLOSE).await;
    ground.never("closed_stands", EXCUSE).await;
    ground
        .never("closed_stands", "UPDATE enrolment SET attempt_id = {attempt} WHERE person_id = {other}")
        .await;
    ground
        .never("passed_without_pass", "UPDATE enrolment SET result = 'passed' WHERE person_id = {person}")
        .await;
    ground
        .never(
            "training_closed",
            "UPDATE enrolment SET result = NULL, result_at = NULL WHERE person_id = {person}",
        )
        .await;
    let unit = street.unit().await;
    ground.id("late", street.person(&unit, Position::Principal).await.id);
    let late = "INSERT INTO enrolment (street, training_id, person_id, result, result_at, excuse_reason, excused_by) \
        VALUES ({street}, {training}, {late}, 'excused', {now}, '病假', {office})";
    let refused = ground.try_to(late).await.unwrap_err();
    // Two rules forbid it, and either may speak first.
    let either = ["closed_stands", "excused_unapproved"].iter().any(|rule| refused.is_refusal(rule));
    assert!(either, "{refused}");
    ground.never("sat_elsewhere", &open_attempt("attempt2", "other", 1)).await;
    ground.never("published_stays", "UPDATE training SET status = 'published' WHERE id = {training}").await;
    ground.never("attendee_stays", "DELETE FROM enrolment WHERE person_id = {person}").await;
}

async fn whoever_comes_is_an_attendee_and_comes_once(server: &TestServer) {
    let (mut ground, street) = Ground::new(server).await;
    ground.does(FORM).await;
    ground.does(SESSION).await;
    ground.never("attended_unoffered", COME).await;
    ground.publish().await;
    let unit = street.unit().await;
    ground.id("late", street.person(&unit, Position::Principal).await.id);
    ground.never("FOREIGN KEY", &COME.replace("{person}", "{late}")).await;
    ground.never("FOREIGN KEY", &COME.replace("{point}", "{bank}")).await;
    ground.does(COME).await;
    ground.never("UNIQUE", &COME.replace("{card}", "{team}")).await;
    let undone = COME
        .replace("signed_by)", "signed_by, undone_at, undone_by, undo_reason)")
        .replace("{office})", "{office}, {now}, {office}, '点错')")
        .replace("{card}", "{team}")
        .replace("{person}", "{other}");
    ground.never("attendance_stands", &undone).await;
    // Whoever came is open until tested.
    ground.never("attendee_without_result", CLOSE).await;
    ground.never("form_stands", &FORM.replace("{training}", "{drill}")).await;
}

async fn who_came_does_not_vanish(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(SESSION).await;
    ground.publish().await;
    ground.does(COME).await;
    ground.never("attendance_stands", "DELETE FROM attendance WHERE id = {card}").await;
    for change in
        ["person_id = {other}", "way = 'code'", "signed_at = {later}", "reason = '补签'", "walk_in = true"]
    {
        ground
            .never("attendance_stands", &format!("UPDATE attendance SET {change} WHERE id = {{card}}"))
            .await;
    }
    ground.never("attendee_stays", "DELETE FROM enrolment WHERE person_id = {person}").await;
    let undo = "UPDATE attendance SET undone_at = {later}, undone_by = {office}, undo_reason = '点错了人' WHERE id = {card}";
    ground.never("CHECK", &undo.replace("'点错了人'", "NULL")).await;
    ground.does(undo).await;
    ground.never("attendance_stands", undo).await;
    // After a mistake the same person can come.
    ground.does(&COME.replace("{card}", "{team}")).await;
}

async fn a_session_and_the_mode_stay_once_somebody_has_come(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(FORM).await;
    ground.does(SESSION).await;
    ground.publish().await;
    ground.does("UPDATE training_form SET mode = 'mixed'").await;
    ground.does(COME).await;
    ground
        .never("form_stands", "UPDATE training_form SET mode = 'online' WHERE training_id = {training}")
        .await;
    ground.never("form_stands", "DELETE FROM training_form WHERE training_id = {training}").await;
    for change in [
        "hours = 2",
        "ends_at = '2026-03-03 01:00:00+00:00'",
        "sealed_secret = 'x'",
        "training_id = {training2}",
    ] {
        ground
            .never("session_stands", &format!("UPDATE training_session SET {change} WHERE id = {{point}}"))
            .await;
    }
    ground.does("UPDATE training_session SET place = '二楼会议室' WHERE id = {point}").await;
    ground.never("FOREIGN KEY", "DELETE FROM training_session WHERE id = {point}").await;
    ground.close().await;
    ground
        .never("form_stands", "UPDATE training_form SET agency = '别家' WHERE training_id = {training}")
        .await;
    ground
        .never(
            "attendance_stands",
            "UPDATE attendance SET undone_at = {later}, undone_by = {office}, undo_reason = '点错了人' WHERE id = {card}",
        )
        .await;
    ground
        .never("attended_unoffered", &COME.replace("{card}", "{team}").replace("{person}", "{other}"))
        .await;
}

async fn a_scan_is_used_once(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(SESSION).await;
    ground
        .does("INSERT INTO sign_ticket (token_hash, street, session_id, expires_at) VALUES ({hash}, {street}, {point}, {later})")
        .await;
    ground.never("ticket_used", "UPDATE sign_ticket SET expires_at = {now}").await;
    ground.does("UPDATE sign_ticket SET used_by = {person}").await;
    ground.never("ticket_used", "UPDATE sign_ticket SET used_by = {other}").await;
    ground.never("ticket_used", "UPDATE sign_ticket SET used_by = NULL").await;
}
