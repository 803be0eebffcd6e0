//! Sittings, results and certificates stay as they were.

use super::ground::{Ground, open_attempt};
use support::{Kind, TestServer};

support::both![
    a_certificate_stays_as_it_was_issued,
    a_result_stands,
    there_is_one_live_attempt_at_a_time,
    an_answer_arrives_once_and_stays,
    questions_and_banks_are_frozen,
    the_key_of_an_exam_is_committed_to_once,
];

async fn a_certificate_stays_as_it_was_issued(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, true).await;
    ground.sat("attempt2", "other", 1, true).await;
    ground.certify().await;
    let bytes = |digits: &str| match ground.kind {
        Kind::Sqlite => format!("x'{digits}'"),
        Kind::Postgres => format!("'\\x{digits}'"),
    };
    let keep =
        format!("UPDATE certificate SET file = {}, file_hash = {{hash}} WHERE serial = 'S1'", bytes("01"));
    ground.does(&keep).await;
    let other_bytes = format!("file = {}", bytes("02"));
    for change in [
        "holder_name = 'X'",
        "unit_name = 'X'",
        "training_title = 'X'",
        "hours = 8",
        "score = 10000",
        "issued_on = '2026-03-01'",
        "valid_until = '2036-03-01'",
        "code = 'X'",
        "serial = 'X'",
        "person_id = {other}",
        "attempt_id = {attempt2}",
        "training_id = {training2}",
        "file_hash = {hash2}",
        "file = NULL, file_hash = NULL",
        other_bytes.as_str(),
    ] {
        let sql = format!("UPDATE certificate SET {change} WHERE serial = 'S1'");
        ground.never("certificate_stands", &sql).await;
    }
    ground.never("certificate_stands", "DELETE FROM certificate WHERE serial = 'S1'").await;
    // Revoking needs a reason, and stays.
    ground.never("CHECK", "UPDATE certificate SET revoked_at = {now} WHERE serial = 'S1'").await;
    ground
        .does("UPDATE certificate SET revoked_at = {now}, revoke_reason = '由他人代考' WHERE serial = 'S1'")
        .await;
    ground
        .never(
            "certificate_stands",
            "UPDATE certificate SET revoked_at = NULL, revoke_reason = NULL WHERE serial = 'S1'",
        )
        .await;
}

async fn a_result_stands(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.begin("attempt", "person", 1).await;
    for incomplete in
        ["", ", score = 8000", ", score = 8000, passed = true", ", passed = true, result = '{}'"]
    {
        let sql = format!("UPDATE attempt SET state = 'submitted'{incomplete} WHERE id = {{attempt}}");
        ground.never("CHECK", &sql).await;
    }
    for impossible in [-1, 10_001] {
        let sql = format!(
            "UPDATE attempt SET state = 'submitted', submitted_at = {{now}}, score = {impossible}, passed = true, \
             result = '{{}}' WHERE id = {{attempt}}"
        );
        ground.never("CHECK", &sql).await;
    }
    ground
        .does(
            "UPDATE attempt SET state = 'submitted', submitted_at = {later}, score = 5000, passed = false, result = '{}' \
             WHERE id = {attempt}",
        )
        .await;
    for change in [
        "score = 10000",
        "passed = true",
        "score = 10000, passed = true",
        "result = '[]'",
        "state = 'open', score = NULL, passed = NULL, submitted_at = NULL, result = NULL",
    ] {
        let sql = format!("UPDATE attempt SET {change} WHERE id = {{attempt}}");
        ground.never("result_stands", &sql).await;
    }
    ground.never("attempt_stands", "DELETE FROM attempt WHERE id = {attempt}").await;
}

async fn there_is_one_live_attempt_at_a_time(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.begin("attempt", "person", 1).await;
    ground.never("UNIQUE", &open_attempt("attempt2", "person", 2)).await;
    ground.never("UNIQUE", &open_attempt("attempt2", "person", 1)).await;
    ground.begin("attempt2", "other", 1).await;
    ground.never("attempt_stands", "DELETE FROM attempt WHERE id = {attempt}").await;
}

async fn an_answer_arrives_once_and_stays(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.begin("attempt", "person", 1).await;
    let step = |seq: u32, client_seq: &str| {
        format!(
            "INSERT INTO attempt_step (street, attempt_id, seq, at, kind, item, lease, client_seq, body, late) VALUES \
             ({{street}}, {{attempt}}, {seq}, {{now}}, 'answered', 1, 1, {client_seq}, 'A', false)"
        )
    };
    ground.does(&step(1, "1")).await;
    ground.never("UNIQUE", &step(2, "1")).await;
    ground.never("UNIQUE", &step(1, "2")).await;
    ground.never("CHECK", &step(2, "NULL")).await;
    ground.never("append_only", "UPDATE attempt_step SET body = 'B'").await;
    ground.never("append_only", "DELETE FROM attempt_step").await;
    ground
        .does("INSERT INTO paper (street, attempt_id, record, content_hash) VALUES ({street}, {attempt}, '{}', {hash})")
        .await;
    ground.never("append_only", "UPDATE paper SET record = '[1]'").await;
    ground.never("append_only", "DELETE FROM paper").await;
    if ground.kind == Kind::Sqlite {
        ground.never("append_only", &step(1, "2").replacen("INSERT", "INSERT OR REPLACE", 1)).await;
    } else {
        ground.never("append_only", "TRUNCATE attempt_step").await;
    }
}

async fn questions_and_banks_are_frozen(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground
        .does(
            "INSERT INTO bank_version (street, id, code, name, version, content_hash, published_at) VALUES \
             ({street}, {bank}, 'b', 'B', 1, {hash}, {now})",
        )
        .await;
    ground
        .does(
            "INSERT INTO question (street, bank_version_id, id, kind, difficulty, topic, body) VALUES \
             ({street}, {bank}, 'q1', 'single', 'easy', 't', '{}')",
        )
        .await;
    ground.never("append_only", "UPDATE question SET body = '[]'").await;
    ground.never("append_only", "DELETE FROM question").await;
    ground.never("append_only", "UPDATE bank_version SET content_hash = {hash2}").await;
    ground.never("append_only", "DELETE FROM bank_version").await;
}

async fn the_key_of_an_exam_is_committed_to_once(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    for change in ["commitment = {hash2}", "sealed_key = 'x'", "blueprint = '[]'"] {
        ground.never("exam_stands", &format!("UPDATE exam SET {change} WHERE id = {{exam}}")).await;
    }
    ground.does("UPDATE exam SET revealed_key = 'k' WHERE id = {exam}").await;
    for change in ["revealed_key = 'x'", "revealed_key = NULL"] {
        ground.never("exam_stands", &format!("UPDATE exam SET {change} WHERE id = {{exam}}")).await;
    }
    ground.never("CHECK", "UPDATE exam SET closes_at = opens_at WHERE id = {exam2}").await;
}
