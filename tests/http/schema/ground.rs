//! Rows to try the schema on, and the two things that a case says of a statement.

use domain::organization::Position;
use storage::Failed;
use support::{Kind, Street, TestServer};
use uuid::Uuid;

/// Rows that every case begins with, as SQL literals by name.
pub(crate) struct Ground {
    /// Which database it is.
    pub kind: Kind,
    names: Vec<(&'static str, String)>,
    db: storage::Database,
}

impl Ground {
    /// One street with an office account, a unit, two people, an exam, and a draft training that both attend.
    pub async fn new(server: &TestServer) -> (Self, Street) {
        let street = server.street().await;
        let office = street.office().await;
        let unit = street.unit().await;
        let person = street.person(&unit, Position::Principal).await;
        let other = street.person(&unit, Position::Frontline).await;
        let mut ground = Self { kind: server.kind(), names: Vec::new(), db: server.db().clone() };
        ground.name("street", format!("'{}'", street.code()));
        for (name, id) in [("office", office.account), ("unit", unit.id), ("area", unit.area_id)] {
            ground.id(name, id);
        }
        for (name, id) in [("person", person.id), ("other", other.id)] {
            ground.id(name, id);
        }
        for name in [
            "exam",
            "exam2",
            "training",
            "training2",
            "attempt",
            "attempt2",
            "bank",
            "drill",
            "team",
            "card",
            "point",
        ] {
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

    pub fn name(&mut self, name: &'static str, literal: String) {
        self.names.push((name, literal));
    }

    /// SQLite keeps identifiers as bytes.
    pub fn id(&mut self, name: &'static str, id: Uuid) {
        let literal = match self.kind {
            Kind::Sqlite => format!("x'{}'", id.simple()),
            Kind::Postgres => format!("'{id}'"),
        };
        self.name(name, literal);
    }

    fn fill(&self, sql: &str) -> String {
        self.names
            .iter()
            .fold(sql.to_owned(), |sql, (name, literal)| sql.replace(&format!("{{{name}}}"), literal))
    }

    pub async fn try_to(&self, sql: &str) -> Result<u64, Failed> {
        self.db.execute_raw(&self.fill(sql)).await
    }

    /// Something that must work, and change at least one row.
    pub async fn does(&self, sql: &str) {
        match self.try_to(sql).await {
            Ok(rows) => assert!(rows > 0, "nothing is changed by {sql}"),
            Err(error) => panic!("{sql}: {error}"),
        }
    }

    /// Something that must be refused by a named rule of the schema; `CHECK` and `FOREIGN KEY` are those of
    /// the tables.
    pub async fn never(&self, rule: &str, sql: &str) {
        let error = match self.try_to(sql).await {
            Ok(rows) => panic!("taken ({rows} rows), but {rule} forbids it: {sql}"),
            Err(error) => error,
        };
        let refused = match rule {
            "UNIQUE" => matches!(error, Failed::AlreadyThere),
            "CHECK" => {
                matches!(&error, Failed::Refused(text) if text.to_lowercase().contains("check constraint"))
            }
            "FOREIGN KEY" => {
                matches!(&error, Failed::Refused(text) if text.to_lowercase().contains("foreign key"))
            }
            rule => error.is_refusal(rule),
        };
        assert!(refused, "refused, but not by {rule}: {error}: {sql}");
    }

    pub async fn enrol(&self, training: &str, person: &str) {
        self.does(&format!(
            "INSERT INTO enrolment (street, training_id, person_id) VALUES ({{street}}, {{{training}}}, {{{person}}})"
        ))
        .await;
    }

    pub async fn publish(&self) {
        self.does("UPDATE training SET status = 'published', exam_id = {exam}, published_at = {now} WHERE id = {training}")
            .await;
    }

    pub async fn close(&self) {
        for person in ["person", "other"] {
            self.excuse(person).await;
        }
        self.does(CLOSE).await;
    }

    /// Excuses an attendee; the street has one member of the office, who asks and approves.
    pub async fn excuse(&self, person: &str) {
        self.does(&format!(
            "INSERT INTO excuse (street, id, training_id, person_id, reason, proposed_by, proposed_at) \
             VALUES ({{street}}, {{{person}}}, {{training}}, {{{person}}}, '病假', {{office}}, {{now}})"
        ))
        .await;
        self.does(&format!(
            "UPDATE excuse SET approved = true, decided_by = {{office}}, decided_at = {{now}} WHERE id = {{{person}}}"
        ))
        .await;
        self.does(&format!(
            "UPDATE enrolment SET result = 'excused', result_at = {{now}}, excuse_reason = '病假', \
             excused_by = {{office}} WHERE training_id = {{training}} AND person_id = {{{person}}}"
        ))
        .await;
    }

    pub async fn begin(&self, attempt: &str, person: &str, number: u32) {
        self.does(&open_attempt(attempt, person, number)).await;
    }

    /// A sitting that was handed in.
    pub async fn sat(&self, attempt: &str, person: &str, number: u32, passed: bool) {
        self.begin(attempt, person, number).await;
        self.does(&format!(
            "UPDATE attempt SET state = 'submitted', submitted_at = {{later}}, score = 8000, passed = {passed}, \
             result = '{{}}' WHERE id = {{{attempt}}}"
        ))
        .await;
    }

    pub async fn certify(&self) {
        self.does(CERTIFY).await;
    }
}

pub(crate) const CLOSE: &str =
    "UPDATE training SET status = 'closed', closed_at = {later} WHERE id = {training}";

pub(crate) const CERTIFY: &str = "INSERT INTO certificate (street, serial, code, person_id, training_id, attempt_id, holder_name, \
    unit_name, training_title, hours, score, issued_at, issued_on, valid_until) VALUES ({street}, 'S1', 'C1', {person}, \
    {training}, {attempt}, 'N', 'U', 'T', 4, 8000, {now}, '2026-03-02', '2027-03-01')";

pub(crate) fn open_attempt(attempt: &str, person: &str, number: u32) -> String {
    format!(
        "INSERT INTO attempt (street, id, exam_id, training_id, person_id, number, started_at, deadline, state, lease) \
         VALUES ({{street}}, {{{attempt}}}, {{exam}}, {{training}}, {{{person}}}, {number}, {{now}}, {{later}}, 'open', 1)"
    )
}
