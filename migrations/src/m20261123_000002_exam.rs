//! Banks, trainings, exams, attempts and certificates.
//!
//! 凡培训必考核 stands here as constraints: what is published has an exam, what is closed has a result for
//! everybody. What a pass is stands in the step of the results.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE bank_version (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    published_at {instant} NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, code, version)
)
--
CREATE TABLE question (
    street text NOT NULL,
    bank_version_id {uuid} NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    difficulty text NOT NULL,
    topic text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (street, bank_version_id, id),
    FOREIGN KEY (street, bank_version_id) REFERENCES bank_version (street, id)
)
--
CREATE TABLE exam (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    title text NOT NULL,
    blueprint text NOT NULL,
    opens_at {instant} NOT NULL,
    closes_at {instant} NOT NULL,
    commitment text NOT NULL CHECK (length(commitment) = 64),
    sealed_key text NOT NULL,
    revealed_key text,
    created_at {instant} NOT NULL,
    PRIMARY KEY (street, id),
    CHECK (closes_at > opens_at)
)
--
CREATE TABLE exam_bank (
    street text NOT NULL,
    exam_id {uuid} NOT NULL,
    bank_version_id {uuid} NOT NULL,
    PRIMARY KEY (street, exam_id, bank_version_id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id),
    FOREIGN KEY (street, bank_version_id) REFERENCES bank_version (street, id)
)
--
CREATE TABLE training (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    kind text NOT NULL DEFAULT 'training' CHECK (kind IN ('training', 'contest', 'officials')),
    title text NOT NULL,
    year integer NOT NULL,
    hours integer NOT NULL CHECK (hours BETWEEN 0 AND 200),
    audience text NOT NULL,
    lesson text NOT NULL,
    lecturer text NOT NULL,
    due_on {date} NOT NULL,
    exam_id {uuid},
    status text NOT NULL CHECK (status IN ('draft', 'published', 'closed')),
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    published_at {instant},
    closed_at {instant},
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id),
    CHECK (kind <> 'training' OR hours >= 1),
    CHECK (status = 'draft' OR exam_id IS NOT NULL),
    CHECK (status = 'draft' OR published_at IS NOT NULL),
    CHECK (status <> 'closed' OR closed_at IS NOT NULL)
)
--
CREATE INDEX training_by_year ON training (street, year, id)
--
CREATE TABLE attempt (
    street text NOT NULL,
    id {uuid} NOT NULL,
    exam_id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    started_at {instant} NOT NULL,
    deadline {instant} NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'submitted', 'voided')),
    lease integer NOT NULL CHECK (lease >= 1),
    submitted_at {instant},
    score integer CHECK (score BETWEEN 0 AND 10000),
    passed {bool},
    result text,
    void_reason text CHECK (length(void_reason) BETWEEN 2 AND 200),
    voided_at {instant},
    voided_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, id),
    UNIQUE (street, exam_id, person_id, number),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    CHECK (deadline > started_at),
    CHECK ((state = 'submitted') = (score IS NOT NULL AND passed IS NOT NULL AND submitted_at IS NOT NULL AND result IS NOT NULL)),
    CHECK (state = 'submitted' OR (score IS NULL AND passed IS NULL AND submitted_at IS NULL AND result IS NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL AND voided_at IS NOT NULL AND voided_by IS NOT NULL)),
    CHECK (state = 'voided' OR (void_reason IS NULL AND voided_at IS NULL AND voided_by IS NULL))
)
--
CREATE UNIQUE INDEX attempt_one_live ON attempt (street, exam_id, person_id) WHERE state = 'open'
--
CREATE INDEX attempt_by_person ON attempt (street, person_id, started_at)
--
CREATE TABLE paper (
    street text NOT NULL,
    attempt_id {uuid} NOT NULL,
    record text NOT NULL,
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    PRIMARY KEY (street, attempt_id),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id)
)
--
CREATE TABLE attempt_step (
    street text NOT NULL,
    attempt_id {uuid} NOT NULL,
    seq integer NOT NULL CHECK (seq >= 1),
    at {instant} NOT NULL,
    kind text NOT NULL,
    item integer,
    lease integer NOT NULL,
    client_seq bigint,
    body text NOT NULL,
    late {bool} NOT NULL,
    PRIMARY KEY (street, attempt_id, seq),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id),
    CHECK (kind <> 'answered' OR (item IS NOT NULL AND client_seq IS NOT NULL))
)
--
CREATE UNIQUE INDEX attempt_step_once ON attempt_step (street, attempt_id, item, lease, client_seq) WHERE kind = 'answered'
--
CREATE TABLE enrolment (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    lesson_read_at {instant},
    result text CHECK (result IN ('passed', 'failed', 'excused')),
    result_at {instant},
    attempt_id {uuid},
    excuse_reason text,
    excused_by {uuid} REFERENCES account (id),
    round integer NOT NULL DEFAULT 1 CHECK (round BETWEEN 1 AND 3),
    round_from integer NOT NULL DEFAULT 1 CHECK (round_from >= round),
    PRIMARY KEY (street, training_id, person_id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id),
    CHECK ((result IS NULL) = (result_at IS NULL)),
    CHECK (result IS NULL OR result = 'excused' OR attempt_id IS NOT NULL),
    CHECK (result <> 'excused' OR (excuse_reason IS NOT NULL AND length(excuse_reason) >= 2 AND excused_by IS NOT NULL))
)
--
CREATE INDEX enrolment_by_person ON enrolment (street, person_id)
--
CREATE TABLE certificate (
    street text NOT NULL,
    serial text NOT NULL,
    code text NOT NULL UNIQUE,
    person_id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    attempt_id {uuid} NOT NULL,
    holder_name text NOT NULL,
    unit_name text NOT NULL,
    training_title text NOT NULL,
    hours integer NOT NULL,
    score integer NOT NULL,
    issued_at {instant} NOT NULL,
    issued_on {date} NOT NULL,
    valid_until {date} NOT NULL,
    revoked_at {instant},
    revoke_reason text,
    file_hash text,
    file {bytes},
    PRIMARY KEY (street, serial),
    UNIQUE (street, attempt_id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id),
    CHECK ((file IS NULL) = (file_hash IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
)
--
CREATE INDEX certificate_by_person ON certificate (street, person_id)
--
CREATE INDEX certificate_by_serial ON certificate (serial)
";

/// A training is not closed while an attendee has neither passed, failed nor been excused.
const CLOSED_OVER_OPEN: &str = "NEW.status = 'closed' AND EXISTS (SELECT 1 FROM enrolment e WHERE e.street = NEW.street AND e.training_id = NEW.id AND e.result IS NULL)";
/// What was published never becomes a draft again, what was closed is not opened again, and neither changes its test.
const UNPUBLISHED: &str = "OLD.status <> 'draft' AND (NEW.status = 'draft' OR (OLD.status = 'closed' AND NEW.status <> 'closed') OR NEW.exam_id IS NULL OR NEW.exam_id <> OLD.exam_id OR NEW.kind <> OLD.kind)";
/// Of a training that was published nobody takes an attendee away, else it could be closed over them.
const ATTENDEE_GONE: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = OLD.street AND t.id = OLD.training_id AND t.status <> 'draft')";
/// Nor is an attendee changed into another, at any time.
const ATTENDEE_MOVED: &str =
    "NEW.street <> OLD.street OR NEW.training_id <> OLD.training_id OR NEW.person_id <> OLD.person_id";
/// Nobody is added without result to a closed training.
const ENROLLED_LATE: &str = "NEW.result IS NULL AND EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status = 'closed')";
/// Whose attempt it is never changes, and a result once given stands, with two ways out: an invigilator opens a
/// failed attempt again, which is its last step, or voids it. What was voided stays so.
const RESULT_REWRITTEN: &str = "NEW.person_id <> OLD.person_id OR NEW.training_id <> OLD.training_id OR NEW.exam_id <> OLD.exam_id OR NEW.number <> OLD.number OR (OLD.state = 'submitted' AND NEW.state = 'submitted' AND (NEW.score IS DISTINCT FROM OLD.score OR NEW.passed IS DISTINCT FROM OLD.passed OR NEW.result IS DISTINCT FROM OLD.result OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)) OR (OLD.state = 'submitted' AND NEW.state = 'open' AND (OLD.passed OR COALESCE((SELECT s.kind FROM attempt_step s WHERE s.street = OLD.street AND s.attempt_id = OLD.id ORDER BY s.seq DESC LIMIT 1), '') <> 'reopened')) OR (OLD.state = 'voided' AND (NEW.state <> 'voided' OR NEW.void_reason IS DISTINCT FROM OLD.void_reason OR NEW.voided_at IS DISTINCT FROM OLD.voided_at OR NEW.voided_by IS DISTINCT FROM OLD.voided_by))";
/// An attempt begins open, so that every result comes from handing in.
const BEGUN_AT_THE_END: &str = "NEW.state <> 'open'";
/// Nothing is voided under a certificate in force or under an attendee's pass.
const VOIDED_UNDER_A_PASS: &str = "NEW.state = 'voided' AND OLD.state <> 'voided' AND (EXISTS (SELECT 1 FROM certificate c WHERE c.street = OLD.street AND c.attempt_id = OLD.id AND c.revoked_at IS NULL) OR EXISTS (SELECT 1 FROM enrolment e WHERE e.street = OLD.street AND e.attempt_id = OLD.id AND e.result = 'passed'))";
/// Contests and tests of officials are certified by nothing.
const CERTIFIED_WITHOUT_TRAINING: &str = "NOT EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.kind = 'training')";
/// What a certificate says, the file once kept and a revocation never change.
const CERTIFICATE_REWRITTEN: &str = "NEW.serial <> OLD.serial OR NEW.code <> OLD.code OR NEW.person_id <> OLD.person_id OR NEW.training_id <> OLD.training_id OR NEW.attempt_id <> OLD.attempt_id OR NEW.holder_name <> OLD.holder_name OR NEW.unit_name <> OLD.unit_name OR NEW.training_title <> OLD.training_title OR NEW.hours <> OLD.hours OR NEW.score <> OLD.score OR NEW.issued_at <> OLD.issued_at OR NEW.issued_on <> OLD.issued_on OR NEW.valid_until <> OLD.valid_until OR (OLD.file_hash IS NOT NULL AND (NEW.file_hash IS DISTINCT FROM OLD.file_hash OR NEW.file IS DISTINCT FROM OLD.file)) OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at OR NEW.revoke_reason IS DISTINCT FROM OLD.revoke_reason))";
/// What an exam has committed to stays, and a key once revealed.
const EXAM_REWRITTEN: &str = "NEW.blueprint <> OLD.blueprint OR NEW.commitment <> OLD.commitment OR NEW.sealed_key <> OLD.sealed_key OR (OLD.revealed_key IS NOT NULL AND NEW.revealed_key IS DISTINCT FROM OLD.revealed_key)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for table in ["bank_version", "question", "paper", "attempt_step"] {
            portable::append_only(manager, table).await?;
        }
        for (table, act, when, message) in [
            ("training", "INSERT", CLOSED_OVER_OPEN, "attendee_without_result"),
            ("training", "UPDATE", CLOSED_OVER_OPEN, "attendee_without_result"),
            ("training", "UPDATE", UNPUBLISHED, "published_stays"),
            ("training", "DELETE", "OLD.status <> 'draft'", "published_stays"),
            ("enrolment", "DELETE", ATTENDEE_GONE, "attendee_stays"),
            ("enrolment", "UPDATE", ATTENDEE_MOVED, "attendee_stays"),
            ("enrolment", "INSERT", ENROLLED_LATE, "training_closed"),
            ("enrolment", "UPDATE", ENROLLED_LATE, "training_closed"),
            ("attempt", "INSERT", BEGUN_AT_THE_END, "attempt_begins_open"),
            ("certificate", "INSERT", CERTIFIED_WITHOUT_TRAINING, "certified_without_training"),
            ("attempt", "UPDATE", RESULT_REWRITTEN, "result_stands"),
            ("attempt", "UPDATE", VOIDED_UNDER_A_PASS, "pass_in_force"),
            ("certificate", "UPDATE", CERTIFICATE_REWRITTEN, "certificate_stands"),
            ("exam", "UPDATE", EXAM_REWRITTEN, "exam_stands"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        portable::refuse(manager, "certificate", "DELETE", None, "certificate_stands").await?;
        portable::refuse(manager, "attempt", "DELETE", None, "attempt_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
