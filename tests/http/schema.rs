//! The rules that stand in the schema itself, tried past the use-cases with bare SQL: 凡培训必考核, what was
//! recorded stays, and nothing reaches from one street into another.

use storage::Failed;
use support::{Kind, Street, TestServer};
use uuid::Uuid;

support::both![
    a_training_without_a_test_is_never_published,
    what_was_published_stays_published_with_its_test,
    a_training_is_not_closed_over_an_attendee_without_result,
    an_attendee_does_not_vanish_from_a_published_training,
    nobody_joins_or_reopens_a_closed_training,
    nobody_passes_without_a_passed_attempt_of_their_own,
    an_excuse_needs_a_reason_and_somebody_who_gave_it,
    there_is_no_certificate_without_a_passed_attempt,
    a_certificate_stays_as_it_was_issued,
    a_result_stands,
    there_is_one_live_attempt_at_a_time,
    an_answer_arrives_once_and_stays,
    the_log_takes_neither_changes_nor_contradictions,
    questions_and_banks_are_frozen,
    the_key_of_an_exam_is_committed_to_once,
    a_drawn_day_stays_drawn,
    the_anchors_of_a_drill_year_stay,
    a_drill_has_neither_scene_nor_place_before_arrival,
    a_recorded_drill_stays_as_it_was,
    nothing_reaches_from_one_street_into_another,
    roles_carry_what_they_act_for,
];

/// Rows that every case begins with, as SQL literals by name.
struct Ground {
    server_kind: Kind,
    names: Vec<(&'static str, String)>,
    db: storage::Database,
}

impl Ground {
    /// One street with an office account, a unit, two people, an exam, and a draft training that both attend.
    async fn new(server: &TestServer) -> (Self, Street) {
        let street = server.street().await;
        let office = street.office().await;
        let unit = street.unit().await;
        let person = street.person(&unit, domain::organization::Position::Principal).await;
        let other = street.person(&unit, domain::organization::Position::Frontline).await;
        let mut ground = Self { server_kind: server.kind(), names: Vec::new(), db: server.db().clone() };
        ground.name("street", format!("'{}'", street.code()));
        for (name, id) in [("office", office.account), ("unit", unit.id), ("area", unit.area_id)] {
            ground.id(name, id);
        }
        for (name, id) in [("person", person.id), ("other", other.id)] {
            ground.id(name, id);
        }
        for name in ["exam", "exam2", "training", "training2", "attempt", "attempt2", "bank", "drill", "team", "card", "point"] {
            ground.id(name, server.system.new_uuid());
        }
        ground.name("now", "'2026-03-02 01:00:00+00:00'".into());
        ground.name("later", "'2026-03-02 02:00:00+00:00'".into());
        ground.name("hash", format!("'{}'", "0".repeat(64)));
        ground.name("hash2", format!("'{}'", "1".repeat(64)));
        for exam in ["exam", "exam2"] {
            ground
                .does(&format!(
                    "INSERT INTO exam (street, id, title, blueprint, opens_at, closes_at, commitment, sealed_key, \
                     created_at) VALUES ({{street}}, {{{exam}}}, 'E', '{{}}', {{now}}, {{later}}, {{hash}}, 'k', {{now}})"
                ))
                .await;
        }
        for training in ["training", "training2"] {
            ground
                .does(&format!(
                    "INSERT INTO training (street, id, title, year, hours, audience, lesson, lecturer, due_on, status, \
                     created_at, created_by) VALUES ({{street}}, {{{training}}}, 'T', 2026, 4, '', 'L', 'L', \
                     '2026-12-31', 'draft', {{now}}, {{office}})"
                ))
                .await;
        }
        for person in ["person", "other"] {
            ground.enrol("training", person).await;
        }
        (ground, street)
    }

    fn name(&mut self, name: &'static str, literal: String) {
        self.names.push((name, literal));
    }

    /// SQLite keeps identifiers as bytes.
    fn id(&mut self, name: &'static str, id: Uuid) {
        let literal = match self.server_kind {
            Kind::Sqlite => format!("x'{}'", id.simple()),
            Kind::Postgres => format!("'{id}'"),
        };
        self.name(name, literal);
    }

    fn fill(&self, sql: &str) -> String {
        self.names.iter().fold(sql.to_owned(), |sql, (name, literal)| sql.replace(&format!("{{{name}}}"), literal))
    }

    async fn try_to(&self, sql: &str) -> Result<u64, Failed> {
        self.db.execute_raw(&self.fill(sql)).await
    }

    /// Something that must work, and change at least one row.
    async fn does(&self, sql: &str) {
        match self.try_to(sql).await {
            Ok(rows) => assert!(rows > 0, "nothing is changed by {sql}"),
            Err(error) => panic!("{sql}: {error}"),
        }
    }

    /// Something that must be refused by a named rule of the schema; `CHECK` and `FOREIGN KEY` are those of
    /// the tables.
    async fn never(&self, rule: &str, sql: &str) {
        let error = match self.try_to(sql).await {
            Ok(rows) => panic!("taken ({rows} rows), but {rule} forbids it: {sql}"),
            Err(error) => error,
        };
        let refused = match rule {
            "UNIQUE" => matches!(error, Failed::AlreadyThere),
            "CHECK" => matches!(&error, Failed::Refused(text) if text.to_lowercase().contains("check constraint")),
            "FOREIGN KEY" => matches!(&error, Failed::Refused(text) if text.to_lowercase().contains("foreign key")),
            rule => error.is_refusal(rule),
        };
        assert!(refused, "refused, but not by {rule}: {error}: {sql}");
    }

    async fn enrol(&self, training: &str, person: &str) {
        self.does(&format!(
            "INSERT INTO enrolment (street, training_id, person_id) VALUES ({{street}}, {{{training}}}, {{{person}}})"
        ))
        .await;
    }

    async fn publish(&self) {
        self.does("UPDATE training SET status = 'published', exam_id = {exam}, published_at = {now} WHERE id = {training}")
            .await;
    }

    async fn close(&self) {
        for person in ["person", "other"] {
            self.does(&format!(
                "UPDATE enrolment SET result = 'excused', result_at = {{now}}, excuse_reason = '病假', \
                 excused_by = {{office}} WHERE training_id = {{training}} AND person_id = {{{person}}}"
            ))
            .await;
        }
        self.does(CLOSE).await;
    }

    async fn begin(&self, attempt: &str, person: &str, number: u32) {
        self.does(&open_attempt(attempt, person, number)).await;
    }

    /// A sitting that was handed in.
    async fn sat(&self, attempt: &str, person: &str, number: u32, passed: bool) {
        self.begin(attempt, person, number).await;
        self.does(&format!(
            "UPDATE attempt SET state = 'submitted', submitted_at = {{later}}, score = 8000, passed = {passed}, \
             result = '{{}}' WHERE id = {{{attempt}}}"
        ))
        .await;
    }

    async fn certify(&self) {
        self.does(CERTIFY).await;
    }
}

const CLOSE: &str = "UPDATE training SET status = 'closed', closed_at = {later} WHERE id = {training}";

const CERTIFY: &str = "INSERT INTO certificate (street, serial, code, person_id, training_id, attempt_id, holder_name, \
    unit_name, training_title, hours, score, issued_at, issued_on, valid_until) VALUES ({street}, 'S1', 'C1', {person}, \
    {training}, {attempt}, 'N', 'U', 'T', 4, 8000, {now}, '2026-03-02', '2027-03-01')";

fn open_attempt(attempt: &str, person: &str, number: u32) -> String {
    format!(
        "INSERT INTO attempt (street, id, exam_id, training_id, person_id, number, started_at, deadline, state, lease) \
         VALUES ({{street}}, {{{attempt}}}, {{exam}}, {{training}}, {{{person}}}, {number}, {{now}}, {{later}}, 'open', 1)"
    )
}

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
    for change in ["status = 'draft'", "exam_id = {exam2}", "exam_id = NULL", "status = 'draft', exam_id = NULL"] {
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
    ground.never("CHECK", "UPDATE enrolment SET result = 'failed', result_at = {later} WHERE person_id = {other}").await;
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
    let late = street.person(&unit, domain::organization::Position::Frontline).await;
    let mut ground = ground;
    ground.id("late", late.id);
    ground
        .never(
            "training_closed",
            "INSERT INTO enrolment (street, training_id, person_id) VALUES ({street}, {training}, {late})",
        )
        .await;
    ground
        .never("training_closed", "UPDATE enrolment SET result = NULL, result_at = NULL WHERE person_id = {person}")
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
    for moved in ["person_id = {person}", "training_id = {training2}", "exam_id = {exam2}", "number = 2, person_id = {person}"] {
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
    ground.never("CHECK", "UPDATE enrolment SET result = 'present', result_at = {now} WHERE person_id = {person}").await;
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

async fn a_certificate_stays_as_it_was_issued(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, true).await;
    ground.sat("attempt2", "other", 1, true).await;
    ground.certify().await;
    let bytes = |digits: &str| match ground.server_kind {
        Kind::Sqlite => format!("x'{digits}'"),
        Kind::Postgres => format!("'\\x{digits}'"),
    };
    let keep = format!("UPDATE certificate SET file = {}, file_hash = {{hash}} WHERE serial = 'S1'", bytes("01"));
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
    ground.does("UPDATE certificate SET revoked_at = {now}, revoke_reason = 'R' WHERE serial = 'S1'").await;
    ground
        .never("certificate_stands", "UPDATE certificate SET revoked_at = NULL, revoke_reason = NULL WHERE serial = 'S1'")
        .await;
}

async fn a_result_stands(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.begin("attempt", "person", 1).await;
    for incomplete in ["", ", score = 8000", ", score = 8000, passed = true", ", passed = true, result = '{}'"] {
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
        "state = 'voided', score = NULL, passed = NULL, submitted_at = NULL, result = NULL",
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
        .does("INSERT INTO paper (street, attempt_id, record, items, content_hash) VALUES ({street}, {attempt}, '{}', '[]', {hash})")
        .await;
    ground.never("append_only", "UPDATE paper SET items = '[1]'").await;
    ground.never("append_only", "DELETE FROM paper").await;
    if ground.server_kind == Kind::Sqlite {
        ground.never("append_only", &step(1, "2").replacen("INSERT", "INSERT OR REPLACE", 1)).await;
    } else {
        ground.never("append_only", "TRUNCATE attempt_step").await;
    }
}

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
    if ground.server_kind == Kind::Sqlite {
        ground.never("append_only", &entry("'system', NULL", "1").replacen("INSERT", "REPLACE", 1)).await;
        ground.never("append_only", "UPDATE OR REPLACE audit SET seq = 1").await;
    } else {
        ground.never("append_only", "TRUNCATE audit").await;
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

const YEAR: &str = "INSERT INTO drill_year (street, year, anchor_a, anchor_b, days, policy, opened_at) VALUES \
    ({street}, 2026, {hash}, {hash}, '[]', '{}', {now})";
const DAY: &str = "INSERT INTO draw (street, year, day, date, inputs, inputs_hash, frozen_at) VALUES \
    ({street}, 2026, 1, '2026-03-02', '{}', {hash}, {now})";

async fn a_drawn_day_stays_drawn(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(YEAR).await;
    ground.does(DAY).await;
    ground.never("UNIQUE", DAY).await;
    for change in ["inputs = '[]'", "inputs_hash = {hash2}", "date = '2026-03-03'"] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    // Nothing is published before it is drawn, and nothing but both links together.
    ground.never("CHECK", "UPDATE draw SET published_at = {now}, link_a = 'a', link_b = 'b'").await;
    ground.does("UPDATE draw SET drawn_at = {now}, table_hash = {hash}, size = 4, sealed = 's'").await;
    ground.never("CHECK", "UPDATE draw SET link_a = 'a'").await;
    ground.never("CHECK", "UPDATE draw SET published_at = {now}, link_a = 'a'").await;
    let undrawn = "drawn_at = NULL, table_hash = NULL, size = NULL, sealed = NULL";
    for change in ["sealed = 'x'", "table_hash = {hash2}", "size = 5", "drawn_at = {later}", undrawn] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    ground.does("UPDATE draw SET published_at = {now}, link_a = 'a', link_b = 'b'").await;
    for change in ["link_a = 'x'", "link_b = 'x'", "published_at = NULL, link_a = NULL, link_b = NULL"] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    ground.never("draw_stands", "DELETE FROM draw").await;
}

async fn the_anchors_of_a_drill_year_stay(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(YEAR).await;
    ground.never("UNIQUE", YEAR).await;
    for change in ["anchor_a = {hash2}", "anchor_b = {hash2}", "days = '[1]'", "policy = '[]'"] {
        ground.never("append_only", &format!("UPDATE drill_year SET {change}")).await;
    }
    ground.never("append_only", "DELETE FROM drill_year").await;
}

/// A four-no drill for which a team was sent out.
async fn dispatched(ground: &Ground) {
    ground.does("INSERT INTO team (street, id, name) VALUES ({street}, {team}, 'T')").await;
    ground
        .does("INSERT INTO scenario_card (street, id, code, hazard, title, body) VALUES ({street}, {card}, 'c', 'h', 'T', 'B')")
        .await;
    ground
        .does("INSERT INTO risk_point (street, id, unit_id, name, hazard) VALUES ({street}, {point}, {unit}, 'P', 'h')")
        .await;
    ground
        .does(
            "INSERT INTO drill (street, id, year, held_on, unit_id, area_id, kind, organiser, four_no, declared, draw_day, \
             team_id, slot, stage, dispatched_at) VALUES ({street}, {drill}, 2026, '2026-03-02', {unit}, {area}, 'special', \
             'street', true, false, 1, {team}, 'am', 'dispatched', {now})",
        )
        .await;
}

async fn a_drill_has_neither_scene_nor_place_before_arrival(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    dispatched(&ground).await;
    for early in ["scenario_id = {card}", "place_id = {point}", "scenario_id = {card}, place_id = {point}"] {
        ground.never("CHECK", &format!("UPDATE drill SET {early}")).await;
    }
    for skipped in ["stage = 'arrived'", "stage = 'running'", "stage = 'finished'", "stage = 'aborted'"] {
        ground.never("CHECK", &format!("UPDATE drill SET {skipped}")).await;
    }
    // Who gave notice held no four-no drill.
    ground.never("CHECK", "UPDATE drill SET notice_exception = '通知'").await;
    ground
        .does("UPDATE drill SET stage = 'arrived', arrived_at = {now}, scenario_id = {card}, place_id = {point}")
        .await;
}

async fn a_recorded_drill_stays_as_it_was(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    dispatched(&ground).await;
    ground
        .does("INSERT INTO drill_step (street, drill_id, seq, at, client_key, mark, note) VALUES ({street}, {drill}, 1, {now}, 'k', 'alarm', '')")
        .await;
    ground.never("append_only", "UPDATE drill_step SET at = {later}").await;
    ground.never("append_only", "DELETE FROM drill_step").await;
    ground
        .does(
            "UPDATE drill SET stage = 'finished', arrived_at = {now}, scenario_id = {card}, place_id = {point}, \
             started_at = {now}, finished_at = {later}",
        )
        .await;
    for change in ["stage = 'running'", "four_no = false", "held_on = '2026-03-03'"] {
        ground.never("drill_stands", &format!("UPDATE drill SET {change}")).await;
    }
    ground.never("drill_stands", "DELETE FROM drill").await;
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
