//! The log, the border between streets, and roles.

use super::ground::Ground;
use support::{Kind, TestServer};

support::both![
    the_log_takes_neither_changes_nor_contradictions,
    nothing_reaches_from_one_street_into_another,
    roles_carry_what_they_act_for,
];

async fn the_log_takes_neither_changes_nor_contradictions(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    for change in ["event = 'nothing'", "at = {now}", "detail = '{}'", "leaf = {hash}", "seq = seq + 1000"] {
        ground.never("append_only", &format!("UPDATE audit SET {change}")).await;
    }
    ground.never("append_only", "DELETE FROM audit").await;
    let entry = |actor: &str, seq: &str| {
        format!(
            "INSERT INTO audit (seq, street, at, actor_kind, actor_id, actor_name, address, event, subject_kind, subject_id, \
             detail, nonce, leaf) VALUES ({seq}, {{street}}, {{now}}, {actor}, 'N', '', 'e', 's', '1', '{{}}', {{hash}}, {{hash}})"
        )
    };
    ground.never("CHECK", &entry("'account', NULL", "1000")).await;
    ground.never("CHECK", &entry("'system', {office}", "1000")).await;
    ground.never("CHECK", &entry("'nobody', NULL", "1000")).await;
    ground.never("UNIQUE", &entry("'system', NULL", "1")).await;
    if ground.kind == Kind::Sqlite {
        ground.never("append_only", &entry("'system', NULL", "1").replacen("INSERT", "REPLACE", 1)).await;
        ground.never("append_only", "UPDATE OR REPLACE audit SET seq = 1").await;
    } else {
        ground.never("append_only", "TRUNCATE audit").await;
    }
}

async fn nothing_reaches_from_one_street_into_another(server: &TestServer) {
    let (mut ground, _) = Ground::new(server).await;
    let elsewhere = server.street().await;
    ground.name("elsewhere", format!("'{}'", elsewhere.code()));
    let area = elsewhere.area().await;
    ground.id("foreign_area", area.id);
    for sql in [
        "UPDATE unit SET area_id = {foreign_area} WHERE id = {unit}",
        "INSERT INTO enrolment (street, training_id, person_id) VALUES ({elsewhere}, {training}, {person})",
        "INSERT INTO exam_bank (street, exam_id, bank_version_id) VALUES ({elsewhere}, {exam}, {bank})",
        "UPDATE person SET street = {elsewhere} WHERE id = {other}",
        "INSERT INTO attempt (street, id, exam_id, training_id, person_id, number, started_at, deadline, state, lease) \
         VALUES ({elsewhere}, {attempt}, {exam}, {training}, {person}, 1, {now}, {later}, 'open', 1)",
        "INSERT INTO risk_point (street, id, unit_id, name, hazard) VALUES ({elsewhere}, {point}, {unit}, 'P', 'h')",
    ] {
        ground.never("FOREIGN KEY", sql).await;
    }
}

async fn roles_carry_what_they_act_for(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    let membership = |role: &str| {
        format!(
            "INSERT INTO membership (id, account_id, street, role, created_at) VALUES ({{bank}}, {{office}}, {{street}}, '{role}', {{now}})"
        )
    };
    for role in ["examinee", "area", "team", "owner"] {
        ground.never("CHECK", &membership(role)).await;
    }
    ground.never("UNIQUE", &membership("office")).await;
    ground.does(&membership("auditor")).await;
}
