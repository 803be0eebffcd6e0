//! New results stand beside the old ones, two people correct a key, and rounds follow orders.

use super::ground::{CERTIFY, Ground};
use support::TestServer;

support::both![
    a_key_is_corrected_by_two_people,
    a_regrade_rests_on_an_approved_correction_and_stays,
    a_pass_by_regrade_carries_a_result_and_a_certificate_with_its_score,
    a_regrade_takes_no_pass_away,
    the_book_notes_nothing_of_a_running_sitting,
    a_round_begins_by_an_order_only,
];

async fn ground(server: &TestServer) -> Ground {
    let (mut ground, street) = Ground::new(server).await;
    let second = street.office().await;
    ground.id("second", second.account);
    for name in ["correction", "correction2"] {
        ground.id(name, server.system.new_uuid());
    }
    ground.publish().await;
    ground
}

fn propose(correction: &str, exam: &str) -> String {
    format!(
        "INSERT INTO correction (street, id, exam_id, question_id, part, corrected, reason, proposed_by, proposed_at) \
         VALUES ({{street}}, {{{correction}}}, {{{exam}}}, 'q1', 0, '\"anything\"', '答案有误', {{office}}, {{now}})"
    )
}

fn approve(correction: &str, by: &str) -> String {
    format!(
        "UPDATE correction SET approved = true, decided_by = {{{by}}}, decided_at = {{later}} \
         WHERE id = {{{correction}}}"
    )
}

fn regrade(number: u32, old_passed: bool, passed: bool) -> String {
    format!(
        "INSERT INTO regrade (street, correction_id, attempt_id, number, old_score, old_passed, score, passed, result, at) \
         VALUES ({{street}}, {{correction}}, {{attempt}}, {number}, 7800, {old_passed}, 8000, {passed}, '{{}}', {{later}})"
    )
}

const PASSES: &str = "UPDATE enrolment SET result = 'passed', result_at = {later}, attempt_id = {attempt} \
    WHERE training_id = {training} AND person_id = {person}";

async fn a_key_is_corrected_by_two_people(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(&propose("correction", "exam")).await;
    ground.never("UNIQUE", &propose("correction2", "exam")).await;
    ground.does(&propose("correction2", "exam2")).await;
    ground.never("CHECK", &approve("correction", "office")).await;
    ground.never("CHECK", "UPDATE correction SET approved = true WHERE id = {correction}").await;
    for change in ["corrected = '1'", "reason = 'xx'", "proposed_by = {second}", "question_id = 'q2'"] {
        let sql = format!("UPDATE correction SET {change} WHERE id = {{correction}}");
        ground.never("correction_stands", &sql).await;
    }
    ground.does(&approve("correction", "second")).await;
    let back = "UPDATE correction SET approved = false WHERE id = {correction}";
    ground.never("correction_stands", back).await;
    ground.never("correction_stands", "DELETE FROM correction WHERE id = {correction}").await;
    // Withdrawing needs nobody else; what was proposed by an insert is never decided at once.
    let withdraw = "UPDATE correction SET approved = false, decided_by = {office}, decided_at = {later} \
        WHERE id = {correction2}";
    ground.does(withdraw).await;
    let at_once = propose("correction2", "exam")
        .replace("proposed_at)", "proposed_at, approved, decided_by, decided_at)")
        .replace("{office}, {now})", "{office}, {now}, true, {second}, {later})");
    ground.never("correction_stands", &at_once).await;
}

async fn a_regrade_rests_on_an_approved_correction_and_stays(server: &TestServer) {
    let ground = ground(server).await;
    ground.begin("attempt", "person", 1).await;
    ground.does(&propose("correction", "exam")).await;
    ground.never("regrade_unfounded", &regrade(1, false, true)).await;
    ground.does(&approve("correction", "second")).await;
    // The sitting still runs.
    ground.never("regrade_unfounded", &regrade(1, false, true)).await;
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 7800, passed = false, \
             result = '{}' WHERE id = {attempt}",
        )
        .await;
    let foreign = regrade(1, false, true).replace("{correction}", "{correction2}");
    ground.does(&propose("correction2", "exam2")).await;
    ground.does(&approve("correction2", "second")).await;
    ground.never("regrade_unfounded", &foreign).await;
    ground.does(&regrade(1, false, true)).await;
    ground.never("UNIQUE", &regrade(2, false, true)).await;
    ground.never("append_only", "UPDATE regrade SET score = 9000").await;
    ground.never("append_only", "DELETE FROM regrade").await;
    ground
        .never("result_stands", "UPDATE attempt SET score = 8000, passed = true WHERE id = {attempt}")
        .await;
}

async fn a_pass_by_regrade_carries_a_result_and_a_certificate_with_its_score(server: &TestServer) {
    let ground = ground(server).await;
    ground.sat("attempt", "person", 1, false).await;
    ground.does(&propose("correction", "exam")).await;
    ground.does(&approve("correction", "second")).await;
    ground.never("passed_without_pass", PASSES).await;
    ground.never("certified_without_pass", CERTIFY).await;
    ground.does(&regrade(1, false, true)).await;
    ground.never("passed_without_pass", &PASSES.replace("{person}", "{other}")).await;
    ground.does(PASSES).await;
    ground.never("certified_without_pass", &CERTIFY.replace("8000", "9000")).await;
    ground.does(CERTIFY).await;
}

async fn a_regrade_takes_no_pass_away(server: &TestServer) {
    let ground = ground(server).await;
    ground.sat("attempt", "person", 1, true).await;
    ground.does(&propose("correction", "exam")).await;
    ground.does(&approve("correction", "second")).await;
    ground.never("CHECK", &regrade(1, true, false)).await;
    // One that fails again passes nobody.
    ground.does(&regrade(1, true, true)).await;
}

async fn the_book_notes_nothing_of_a_running_sitting(server: &TestServer) {
    let ground = ground(server).await;
    ground.begin("attempt", "person", 1).await;
    let note = "INSERT INTO study_mark (street, attempt_id, question_id, understood, at) VALUES \
        ({street}, {attempt}, 'q1', false, {now})";
    ground.never("studied_early", note).await;
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 7800, passed = false, \
             result = '{}' WHERE id = {attempt}",
        )
        .await;
    ground.does(note).await;
    ground.never("UNIQUE", note).await;
    ground.never("append_only", "UPDATE study_mark SET understood = true").await;
    ground.never("append_only", "DELETE FROM study_mark").await;
}

async fn a_round_begins_by_an_order_only(server: &TestServer) {
    let ground = ground(server).await;
    let order = |round: u32| {
        format!(
            "INSERT INTO retraining (street, training_id, person_id, round, from_attempt, reason, ordered_by, ordered_at) \
             VALUES ({{street}}, {{training}}, {{person}}, {round}, 4, '重新培训', {{office}}, {{now}})"
        )
    };
    let begin = |round: u32, from: u32| {
        format!("UPDATE enrolment SET round = {round}, round_from = {from} WHERE person_id = {{person}}")
    };
    ground.never("round_without_order", &begin(2, 4)).await;
    ground.never("FOREIGN KEY", &order(2).replace("{training}", "{training2}")).await;
    ground.never("CHECK", &order(4)).await;
    ground.does(&order(2)).await;
    ground.never("round_without_order", &begin(2, 5)).await;
    ground.never("round_without_order", &begin(3, 4)).await;
    ground.does(&begin(2, 4)).await;
    ground.never("round_without_order", &begin(1, 1)).await;
    ground.never("UNIQUE", &order(2)).await;
    ground.never("append_only", "UPDATE retraining SET reason = 'xx'").await;
    ground.never("append_only", "DELETE FROM retraining").await;
    let late = "INSERT INTO enrolment (street, training_id, person_id, round, round_from) VALUES \
        ({street}, {training2}, {person}, 2, 2)";
    ground.never("round_without_order", late).await;
}
