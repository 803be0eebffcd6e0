//! What duties and coverage rest on, tried past the use-cases.

use super::ground::Ground;
use support::TestServer;

support::both![
    the_audience_of_what_is_offered_stays,
    a_policy_is_approved_by_somebody_else_and_then_stays,
    posts_and_denominators_are_never_rewritten,
    a_thaw_needs_a_reason,
    a_notice_is_made_once_and_says_what_it_said,
    what_was_sent_stays_sent,
];

async fn the_audience_of_what_is_offered_stays(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    const INSERT: &str = "INSERT INTO training_audience (street, training_id, rule, topics, updated_at, updated_by) \
                          VALUES ({street}, {training}, '{}', '', {now}, {office})";
    ground.does(INSERT).await;
    ground.does("UPDATE training_audience SET rule = '{\"clauses\":[]}'").await;
    ground.publish().await;
    ground.never("audience_stands", "UPDATE training_audience SET rule = '{}'").await;
    ground.never("audience_stands", "DELETE FROM training_audience").await;
    ground
        .never(
            "FOREIGN KEY",
            "INSERT INTO training_audience (street, training_id, rule, topics, updated_at, updated_by) \
             VALUES ({street}, {bank}, '{}', '', {now}, {office})",
        )
        .await;
}

/// Begins a version as a draft.
fn version(number: u32, status: &str) -> String {
    format!(
        "INSERT INTO policy_version (street, number, status, body, note, effective_on, drafted_by, drafted_at, changed_by, \
         changed_at) VALUES ({{street}}, {number}, '{status}', '[]', '', '2026-04-01', {{office}}, {{now}}, {{office}}, {{now}})"
    )
}

async fn a_policy_is_approved_by_somebody_else_and_then_stays(server: &TestServer) {
    let (mut ground, street) = Ground::new(server).await;
    let second = street.office().await;
    ground.id("second", second.account);
    ground.never("policy_begins_draft", &version(1, "approved")).await;
    ground.never("policy_begins_draft", &version(1, "dropped")).await;
    ground.does(&version(1, "draft")).await;
    ground.never("UNIQUE", &version(2, "draft")).await;
    let approve = |by: &str, more: &str| {
        format!(
            "UPDATE policy_version SET status = 'approved', approved_by = {by}, approved_at = {{now}}{more}"
        )
    };
    ground.never("CHECK", &approve("{office}", "")).await;
    ground.never("CHECK", "UPDATE policy_version SET status = 'approved'").await;
    // What is approved is what was drafted.
    ground.never("policy_stands", &approve("{second}", ", body = '[1]'")).await;
    ground.does(&approve("{second}", "")).await;
    for change in ["body = '[1]'", "effective_on = '2026-05-01'", "status = 'draft'", "note = 'x'"] {
        ground.never("policy_stands", &format!("UPDATE policy_version SET {change}")).await;
    }
    ground.never("policy_stands", "DELETE FROM policy_version").await;
    ground.does(&version(2, "draft")).await;
}

async fn posts_and_denominators_are_never_rewritten(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground
        .does(
            "INSERT INTO person_post (street, person_id, seq, position, since, since_at, recorded_at) \
             VALUES ({street}, {person}, 1, 'principal', '2026-03-02', {now}, {now})",
        )
        .await;
    ground.never("append_only", "UPDATE person_post SET since = '2020-01-01'").await;
    ground.never("append_only", "DELETE FROM person_post").await;
    ground.does(&base(1, "NULL")).await;
    ground
        .does(
            "INSERT INTO coverage_unit (street, year, number, unit_id, area_id, sector) \
             VALUES ({street}, 2026, 1, {unit}, {area}, 'furniture')",
        )
        .await;
    ground.never("append_only", "UPDATE coverage_base SET units = 2").await;
    ground.never("append_only", "DELETE FROM coverage_unit").await;
    ground
        .never(
            "FOREIGN KEY",
            "INSERT INTO coverage_unit (street, year, number, unit_id, area_id, sector) \
             VALUES ({street}, 2026, 9, {unit}, {area}, 'furniture')",
        )
        .await;
}

fn base(number: u32, reason: &str) -> String {
    format!(
        "INSERT INTO coverage_base (street, year, number, frozen_on, frozen_at, frozen_by, reason, units, sectors) \
         VALUES ({{street}}, 2026, {number}, '2026-03-02', {{now}}, {{office}}, {reason}, 1, 1)"
    )
}

async fn a_thaw_needs_a_reason(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(&base(1, "NULL")).await;
    ground.never("CHECK", &base(2, "NULL")).await;
    ground.never("UNIQUE", &base(1, "NULL")).await;
    ground.does(&base(2, "'区里调整了名单'")).await;
}

async fn a_notice_is_made_once_and_says_what_it_said(server: &TestServer) {
    let (mut ground, _) = Ground::new(server).await;
    for name in ["notice", "notice2"] {
        ground.id(name, server.system.new_uuid());
    }
    let make = |id: &str, kind: &str| {
        format!(
            "INSERT INTO notice (street, id, person_id, kind, about, dedup, body, path, made_at) \
             VALUES ({{street}}, {{{id}}}, {{person}}, '{kind}', 'a', 'd', 'b', '/my', {{now}})"
        )
    };
    // There is no kind that tells of a drill.
    ground.never("CHECK", &make("notice", "drill_tomorrow")).await;
    ground.does(&make("notice", "duty_soon")).await;
    ground.never("UNIQUE", &make("notice2", "duty_soon")).await;
    ground.never("notice_stands", "UPDATE notice SET body = 'x'").await;
    ground.does("UPDATE notice SET read_at = {now}").await;
    ground.never("notice_stands", "UPDATE notice SET read_at = NULL").await;
}

async fn what_was_sent_stays_sent(server: &TestServer) {
    let (mut ground, _) = Ground::new(server).await;
    ground.id("message", server.system.new_uuid());
    ground
        .does(
            "INSERT INTO outbox (street, id, channel, kind, dedup, recipient, body, state, tries, made_at, next_at) \
             VALUES ({street}, {message}, 'mail', 'digest', 'd', 'r', 'b', 'waiting', 0, {now}, {now})",
        )
        .await;
    ground.never("CHECK", "UPDATE outbox SET state = 'sent'").await;
    ground.never("outbox_stands", "UPDATE outbox SET recipient = 'x'").await;
    ground.does("UPDATE outbox SET state = 'sent', done_at = {now}").await;
    ground.never("outbox_stands", "UPDATE outbox SET state = 'waiting', done_at = NULL").await;
}
