//! What follows a sitting: corrected keys and new results beside the old ones, the wrong-answer book, training
//! again. A pass is a passed sitting or a regrade that passes it, and nothing else.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE correction (
    street text NOT NULL,
    id {uuid} NOT NULL,
    exam_id {uuid} NOT NULL,
    question_id text NOT NULL,
    part integer NOT NULL CHECK (part BETWEEN 0 AND 20),
    corrected text NOT NULL,
    reason text NOT NULL CHECK (length(reason) >= 2),
    proposed_by {uuid} NOT NULL REFERENCES account (id),
    proposed_at {instant} NOT NULL,
    approved {bool},
    decided_by {uuid} REFERENCES account (id),
    decided_at {instant},
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id),
    CHECK ((approved IS NULL) = (decided_at IS NULL) AND (approved IS NULL) = (decided_by IS NULL)),
    CHECK (approved IS NULL OR NOT approved OR decided_by <> proposed_by)
)
--
CREATE UNIQUE INDEX correction_one_pending ON correction (street, exam_id, question_id, part) WHERE decided_at IS NULL
--
CREATE TABLE regrade (
    street text NOT NULL,
    correction_id {uuid} NOT NULL,
    attempt_id {uuid} NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    old_score integer NOT NULL CHECK (old_score BETWEEN 0 AND 10000),
    old_passed {bool} NOT NULL,
    score integer NOT NULL CHECK (score BETWEEN 0 AND 10000),
    passed {bool} NOT NULL,
    result text NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (street, correction_id, attempt_id),
    UNIQUE (street, attempt_id, number),
    FOREIGN KEY (street, correction_id) REFERENCES correction (street, id),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id),
    CHECK (passed OR NOT old_passed)
)
--
CREATE TABLE study_mark (
    street text NOT NULL,
    attempt_id {uuid} NOT NULL,
    question_id text NOT NULL,
    understood {bool} NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (street, attempt_id, question_id, understood),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id)
)
--
CREATE TABLE retraining (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    round integer NOT NULL CHECK (round BETWEEN 2 AND 3),
    from_attempt integer NOT NULL CHECK (from_attempt >= 2),
    reason text NOT NULL CHECK (length(reason) >= 2),
    ordered_by {uuid} NOT NULL REFERENCES account (id),
    ordered_at {instant} NOT NULL,
    PRIMARY KEY (street, training_id, person_id, round),
    FOREIGN KEY (street, training_id, person_id) REFERENCES enrolment (street, training_id, person_id)
)
";

/// A result counts as passed only where the attempt passed, at once or by a regrade.
const PASSED_WITHOUT_PASS: &str = "NEW.result = 'passed' AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND a.person_id = NEW.person_id AND a.training_id = NEW.training_id AND a.state = 'submitted' AND (a.passed OR EXISTS (SELECT 1 FROM regrade r WHERE r.street = a.street AND r.attempt_id = a.id AND r.passed)))";
/// A certificate rests on a passed attempt of the same person in the same training; one by a regrade bears the
/// score of that regrade.
const CERTIFIED_WITHOUT_PASS: &str = "NOT EXISTS (SELECT 1 FROM attempt a WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND a.person_id = NEW.person_id AND a.training_id = NEW.training_id AND a.state = 'submitted' AND (a.passed OR EXISTS (SELECT 1 FROM regrade r WHERE r.street = a.street AND r.attempt_id = a.id AND r.passed AND r.score = NEW.score)))";
/// A result is regraded only by an approved correction of its own exam, once it is there.
const REGRADE_UNFOUNDED: &str = "NOT EXISTS (SELECT 1 FROM correction c JOIN attempt a ON a.street = c.street AND a.exam_id = c.exam_id WHERE c.street = NEW.street AND c.id = NEW.correction_id AND c.approved AND a.id = NEW.attempt_id AND a.state = 'submitted')";
/// What was proposed stays as it was proposed, and a decision stays.
const CORRECTION_REWRITTEN: &str = "NEW.exam_id <> OLD.exam_id OR NEW.question_id <> OLD.question_id OR NEW.part <> OLD.part OR NEW.corrected <> OLD.corrected OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at OR OLD.decided_at IS NOT NULL";
/// Nothing is decided at the moment it is proposed.
const DECIDED_AT_ONCE: &str = "NEW.decided_at IS NOT NULL";
/// The book notes what was worked through after the sitting was handed in.
const STUDIED_EARLY: &str = "NOT EXISTS (SELECT 1 FROM attempt a WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND a.state = 'submitted')";
/// A new round begins by an order only, and rounds follow each other.
const ROUND_WITHOUT_ORDER: &str = "(NEW.round <> OLD.round OR NEW.round_from <> OLD.round_from) AND (NEW.round <> OLD.round + 1 OR NOT EXISTS (SELECT 1 FROM retraining r WHERE r.street = NEW.street AND r.training_id = NEW.training_id AND r.person_id = NEW.person_id AND r.round = NEW.round AND r.from_attempt = NEW.round_from))";
/// Everybody begins with the first round.
const ROUND_FROM_NOWHERE: &str = "NEW.round <> 1 OR NEW.round_from <> 1";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for table in ["regrade", "study_mark", "retraining"] {
            portable::append_only(manager, table).await?;
        }
        for (table, act, when, message) in [
            ("enrolment", "INSERT", PASSED_WITHOUT_PASS, "passed_without_pass"),
            ("enrolment", "UPDATE", PASSED_WITHOUT_PASS, "passed_without_pass"),
            ("certificate", "INSERT", CERTIFIED_WITHOUT_PASS, "certified_without_pass"),
            ("regrade", "INSERT", REGRADE_UNFOUNDED, "regrade_unfounded"),
            ("correction", "INSERT", DECIDED_AT_ONCE, "correction_stands"),
            ("correction", "UPDATE", CORRECTION_REWRITTEN, "correction_stands"),
            ("study_mark", "INSERT", STUDIED_EARLY, "studied_early"),
            ("enrolment", "INSERT", ROUND_FROM_NOWHERE, "round_without_order"),
            ("enrolment", "UPDATE", ROUND_WITHOUT_ORDER, "round_without_order"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        portable::refuse(manager, "correction", "DELETE", None, "correction_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
