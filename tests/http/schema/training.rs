//! 凡培训必考核: from publishing to the certificate.

use super::ground::{CERTIFY, CLOSE, Ground};
use domain::organization::Position;
use support::TestServer;

support::both![
    a_training_without_a_test_is_never_published,
    what_was_published_stays_published_with_its_test,
    a_training_is_not_closed_over_an_attendee_without_result,
    an_attendee_does_not_vanish_from_a_published_training,
    nobody_joins_or_reopens_a_closed_training,
    nobody_passes_without_a_passed_attempt_of_their_own,
    an_excuse_needs_a_reason_and_somebody_who_gave_it,
    there_is_no_certificate_without_a_passed_attempt,
];

async fn a_training_without_a_test_is_never_published(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    for status in ["published", "closed"] {
        ground
            .never(
                "CHECK",
                &format!(
                    "UPDATE training SET status = '{status}', published_at = {{now}}, closed_at = {{now}} \
                     WHERE id = {{training2}}"
                ),
            )
            .await;
    }
    ground
        .never(
            "CHECK",
            "INSERT INTO training (street, id, title, year, hours, audience, lesson, lecturer, due_on, status, created_at, \
             created_by, published_at) VALUES ({street}, {bank}, 'T', 2026, 4, '', 'L', 'L', '2026-12-31', 'published', \
             {now}, {office}, {now})",
        )
        .await;
    ground
        .never(
            "FOREIGN KEY",
            "UPDATE training SET status = 'published', exam_id = {bank}, published_at = {now} WHERE id = {training}",
        )
        .await;
    ground.publish().await;
}

async fn what_was_published_stays_published_with_its_test(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    for change in
        ["status = 'draft'", "exam_id = {exam2}", "exam_id = NULL", "status = 'draft', exam_id = NULL"]
    {
        let sql = format!("UPDATE training SET {change} WHERE id = {{training}}");
        ground.never("published_stays", &sql).await;
    }
    ground.never("published_stays", "DELETE FROM training WHERE id = {training}").await;
    ground.never("FOREIGN KEY", "DELETE FROM exam WHERE id = {exam}").await;
    ground.close().await;
    for change in ["status = 'draft'", "status = 'published'", "exam_id = {exam2}"] {
        let sql = format!("UPDATE training SET {change} WHERE id = {{training}}");
        ground.never("published_stays", &sql).await;
    }
}

async fn a_training_is_not_closed_over_an_attendee_without_result(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.never("attendee_without_result", CLOSE).await;
    ground.sat("attempt", "person", 1, true).await;
    ground
        .does(
            "UPDATE enrolment SET result = 'passed', result_at = {later}, attempt_id = {attempt} \
             WHERE training_id = {training} AND person_id = {person}",
        )
        .await;
    // One of two is not all.
    ground.never("attendee_without_result", CLOSE).await;
    ground
        .never(
            "CHECK",
            "UPDATE enrolment SET result = 'failed', result_at = {later} WHERE person_id = {other}",
        )
        .await;
    ground.sat("attempt2", "other", 1, false).await;
    ground
        .does(
            "UPDATE enrolment SET result = 'failed', result_at = {later}, attempt_id = {attempt2} \
             WHERE training_id = {training} AND person_id = {other}",
        )
        .await;
    ground.does(CLOSE).await;
}

async fn an_attendee_does_not_vanish_from_a_published_training(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.enrol("training2", "person").await;
    ground.does("DELETE FROM enrolment WHERE training_id = {training2}").await;
    ground.publish().await;
    ground.never("attendee_stays", "DELETE FROM enrolment WHERE person_id = {person}").await;
    for moved in ["training_id = {training2}", "person_id = {office}"] {
        let sql = format!("UPDATE enrolment SET {moved} WHERE person_id = {{person}}");
        ground.never("attendee_stays", &sql).await;
    }
    ground.never("attendee_without_result", CLOSE).await;
}

async fn nobody_joins_or_reopens_a_closed_training(server: &TestServer) {
    let (ground, street) = Ground::new(server).await;
    ground.publish().await;
    ground.close().await;
    let unit = street.unit().await;
    let late = street.person(&unit, Position::Frontline).await;
    let mut ground = ground;
    ground.id("late", late.id);
    ground
        .never(
            "training_closed",
            "INSERT INTO enrolment (street, training_id, person_id) VALUES ({street}, {training}, {late})",
        )
        .await;
    ground
        .never(
            "training_closed",
            "UPDATE enrolment SET result = NULL, result_at = NULL WHERE person_id = {person}",
        )
        .await;
}

async fn nobody_passes_without_a_passed_attempt_of_their_own(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    let passes = |attempt: &str| {
        format!(
            "UPDATE enrolment SET result = 'passed', result_at = {{now}}, attempt_id = {attempt} \
             WHERE training_id = {{training}} AND person_id = {{person}}"
        )
    };
    ground.never("passed_without_pass", &passes("NULL")).await;
    ground.never("passed_without_pass", &passes("{bank}")).await;
    ground.begin("attempt", "person", 1).await;
    ground.never("passed_without_pass", &passes("{attempt}")).await;
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 5000, passed = false, result = '{}' \
             WHERE id = {attempt}",
        )
        .await;
    ground.never("passed_without_pass", &passes("{attempt}")).await;
    // Neither somebody else's pass counts, nor can it be handed over.
    ground.sat("attempt2", "other", 1, true).await;
    ground.never("passed_without_pass", &passes("{attempt2}")).await;
    for moved in [
        "person_id = {person}",
        "training_id = {training2}",
        "exam_id = {exam2}",
        "number = 2, person_id = {person}",
    ] {
        let sql = format!("UPDATE attempt SET {moved} WHERE id = {{attempt2}}");
        ground.never("result_stands", &sql).await;
    }
    // Nor the pass of another training.
    ground.enrol("training2", "other").await;
    ground
        .never(
            "passed_without_pass",
            "UPDATE enrolment SET result = 'passed', result_at = {now}, attempt_id = {attempt2} \
             WHERE training_id = {training2} AND person_id = {other}",
        )
        .await;
    ground
        .never(
            "passed_without_pass",
            "INSERT INTO enrolment (street, training_id, person_id, result, result_at, attempt_id) \
             VALUES ({street}, {training2}, {person}, 'passed', {now}, {attempt2})",
        )
        .await;
}

async fn an_excuse_needs_a_reason_and_somebody_who_gave_it(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    for excuse in [
        "excuse_reason = NULL, excused_by = {office}",
        "excuse_reason = '病', excused_by = {office}",
        "excuse_reason = '病假', excused_by = NULL",
    ] {
        let sql = format!(
            "UPDATE enrolment SET result = 'excused', result_at = {{now}}, {excuse} WHERE person_id = {{person}}"
        );
        ground.never("CHECK", &sql).await;
    }
    ground
        .never(
            "CHECK",
            "UPDATE enrolment SET result = 'present', result_at = {now} WHERE person_id = {person}",
        )
        .await;
}

async fn there_is_no_certificate_without_a_passed_attempt(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.never("certified_without_pass", CERTIFY).await;
    ground.begin("attempt", "person", 1).await;
    ground.never("certified_without_pass", CERTIFY).await;
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 5000, passed = false, result = '{}' \
             WHERE id = {attempt}",
        )
        .await;
    ground.never("certified_without_pass", CERTIFY).await;
    // A pass of somebody else, and the own pass of another training.
    ground.sat("attempt2", "other", 1, true).await;
    ground.never("certified_without_pass", &CERTIFY.replace("{attempt}", "{attempt2}")).await;
    let own = CERTIFY.replace("{attempt}", "{attempt2}").replace("{person}", "{other}");
    ground.never("certified_without_pass", &own.replace("{training}", "{training2}")).await;
    ground.does(&own).await;
    // One pass is one certificate.
    ground.never("UNIQUE", &own.replace("'S1'", "'S2'").replace("'C1'", "'C2'")).await;
}
