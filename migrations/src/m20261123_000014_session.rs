//! On-site trainings with their sessions and who came, and 凡培训必考核 held all round: excuses by two people,
//! results that rest on the training's own test, nobody present who is no attendee.

use crate::{m20261123_000014_session_carrier as carrier, portable};
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE excuse (
    street text NOT NULL,
    id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
    proposed_by {uuid} NOT NULL REFERENCES account (id),
    proposed_at {instant} NOT NULL,
    approved {bool},
    decided_by {uuid} REFERENCES account (id),
    decided_at {instant},
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, training_id, person_id) REFERENCES enrolment (street, training_id, person_id),
    CHECK ((approved IS NULL) = (decided_at IS NULL) AND (approved IS NULL) = (decided_by IS NULL))
)
--
CREATE UNIQUE INDEX excuse_one_pending ON excuse (street, training_id, person_id) WHERE decided_at IS NULL
--
CREATE INDEX excuse_by_person ON excuse (street, training_id, person_id)
--
CREATE TABLE training_form (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    mode text NOT NULL CHECK (mode IN ('online', 'onsite', 'mixed')),
    agency text NOT NULL CHECK (length(agency) <= 60),
    tag text CHECK (tag IN ('annual', 'injury_prevention', 'leaders', 'emergency')),
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, training_id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id)
)
--
CREATE TABLE training_session (
    street text NOT NULL,
    id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    topic text NOT NULL CHECK (length(topic) BETWEEN 2 AND 60),
    place text NOT NULL CHECK (length(place) BETWEEN 2 AND 60),
    lecturer text NOT NULL,
    agency text NOT NULL,
    starts_at {instant} NOT NULL,
    ends_at {instant} NOT NULL,
    hours integer NOT NULL CHECK (hours BETWEEN 0 AND 24),
    capacity integer CHECK (capacity BETWEEN 1 AND 10000),
    sealed_secret text NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    UNIQUE (street, id, training_id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    CHECK (ends_at > starts_at)
)
--
CREATE INDEX training_session_by_training ON training_session (street, training_id, starts_at)
--
CREATE TABLE attendance (
    street text NOT NULL,
    id {uuid} NOT NULL,
    session_id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    way text NOT NULL CHECK (way IN ('code', 'hand')),
    walk_in {bool} NOT NULL,
    signed_at {instant} NOT NULL,
    signed_by {uuid} NOT NULL REFERENCES account (id),
    reason text CHECK (length(reason) BETWEEN 2 AND 200),
    undone_at {instant},
    undone_by {uuid} REFERENCES account (id),
    undo_reason text CHECK (length(undo_reason) BETWEEN 2 AND 200),
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, session_id, training_id) REFERENCES training_session (street, id, training_id),
    FOREIGN KEY (street, training_id, person_id) REFERENCES enrolment (street, training_id, person_id),
    CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undo_reason IS NULL))
)
--
CREATE UNIQUE INDEX attendance_once ON attendance (street, session_id, person_id) WHERE undone_at IS NULL
--
CREATE INDEX attendance_by_training ON attendance (street, training_id, person_id)
--
CREATE TABLE sign_ticket (
    token_hash text PRIMARY KEY CHECK (length(token_hash) = 64),
    street text NOT NULL,
    session_id {uuid} NOT NULL,
    expires_at {instant} NOT NULL,
    used_by {uuid},
    FOREIGN KEY (street, session_id) REFERENCES training_session (street, id)
)
--
CREATE INDEX sign_ticket_by_time ON sign_ticket (street, expires_at)
";

/// Every training begins as a draft, and none is closed that was never offered.
const BORN_OFFERED: &str = "NEW.status <> 'draft' AND NEW.exam_id IS NOT NULL";
/// The same for a draft that would be closed at once.
const CLOSED_UNOFFERED: &str = "OLD.status = 'draft' AND NEW.status = 'closed' AND NEW.exam_id IS NOT NULL";
/// Nor is one closed that nobody attended: there is nothing to have a result.
const CLOSED_OVER_NOBODY: &str = "OLD.status = 'published' AND NEW.status = 'closed' AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.street = NEW.street AND e.training_id = NEW.id)";
/// Results of a closed training stand; a corrected key may still turn one into a pass.
const RESULT_AFTER_CLOSE: &str = "NEW.result IS NOT NULL AND NEW.result <> 'passed' AND (NEW.result IS DISTINCT FROM OLD.result OR NEW.attempt_id IS DISTINCT FROM OLD.attempt_id OR NEW.excuse_reason IS DISTINCT FROM OLD.excuse_reason OR NEW.excused_by IS DISTINCT FROM OLD.excused_by) AND EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status = 'closed')";
/// Nobody is added to a closed training, whatever the result.
const JOINED_AFTER_CLOSE: &str = "NEW.result IS NOT NULL AND EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status = 'closed')";
/// A result rests on the training's own test: failed on a sitting that was handed in, neither on another exam.
const RESULT_ELSEWHERE: &str = "NEW.result IN ('passed', 'failed') AND NEW.attempt_id IS NOT NULL AND (EXISTS (SELECT 1 FROM attempt a JOIN training t ON t.street = a.street AND t.id = NEW.training_id WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND a.training_id = t.id AND a.exam_id <> t.exam_id) OR (NEW.result = 'failed' AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND a.person_id = NEW.person_id AND a.training_id = NEW.training_id AND a.state = 'submitted')))";
/// An excuse is one that was approved, in its own words.
const EXCUSED_UNAPPROVED: &str = "NEW.result = 'excused' AND NEW.excused_by IS NOT NULL AND length(NEW.excuse_reason) >= 2 AND NOT EXISTS (SELECT 1 FROM excuse x WHERE x.street = NEW.street AND x.training_id = NEW.training_id AND x.person_id = NEW.person_id AND x.approved AND x.reason = NEW.excuse_reason AND x.decided_by = NEW.excused_by)";
/// What was asked stays as it was asked, and a decision stays.
const EXCUSE_REWRITTEN: &str = "OLD.decided_at IS NOT NULL OR NEW.street <> OLD.street OR NEW.id <> OLD.id OR NEW.training_id <> OLD.training_id OR NEW.person_id <> OLD.person_id OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at";
/// Whoever asks does not approve, unless the office has nobody else; and only the office approves.
const EXCUSED_ALONE: &str = "NEW.approved AND ((NEW.decided_by = NEW.proposed_by AND EXISTS (SELECT 1 FROM membership m JOIN account a ON a.id = m.account_id WHERE m.street = NEW.street AND m.role = 'office' AND m.account_id <> NEW.decided_by AND a.disabled_at IS NULL)) OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.street = NEW.street AND m.role = 'office' AND m.account_id = NEW.decided_by))";
/// A sitting of a training that was offered is one of its own test, and none begins once it is closed.
const SAT_ELSEWHERE: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status <> 'draft' AND (t.exam_id <> NEW.exam_id OR t.status = 'closed'))";
/// Only what teaches has a form, and the mode stays once somebody has come.
const FORM_UNFIT: &str = "NOT EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.kind = 'training' AND t.status <> 'closed')";
/// The same for a change.
const FORM_REWRITTEN: &str = "NEW.training_id <> OLD.training_id OR NEW.street <> OLD.street OR (NEW.mode <> OLD.mode AND EXISTS (SELECT 1 FROM attendance a WHERE a.street = OLD.street AND a.training_id = OLD.training_id AND a.undone_at IS NULL)) OR EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status = 'closed')";
/// A form that made people come is not taken away.
const FORM_GONE: &str =
    "EXISTS (SELECT 1 FROM attendance a WHERE a.street = OLD.street AND a.training_id = OLD.training_id)";
/// When a session was, how long, and its secret stay once somebody has come.
const SESSION_REWRITTEN: &str = "NEW.street <> OLD.street OR NEW.id <> OLD.id OR NEW.training_id <> OLD.training_id OR NEW.sealed_secret <> OLD.sealed_secret OR ((NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.hours <> OLD.hours) AND EXISTS (SELECT 1 FROM attendance a WHERE a.street = OLD.street AND a.session_id = OLD.id AND a.undone_at IS NULL))";
/// Nobody comes to what is not offered, or is over.
const ATTENDED_UNOFFERED: &str = "NOT EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status = 'published')";
/// Of who came only the mistake can be said, once, and not after the training was closed.
const ATTENDANCE_REWRITTEN: &str = "OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.street <> OLD.street OR NEW.id <> OLD.id OR NEW.session_id <> OLD.session_id OR NEW.training_id <> OLD.training_id OR NEW.person_id <> OLD.person_id OR NEW.way <> OLD.way OR NEW.walk_in <> OLD.walk_in OR NEW.signed_at <> OLD.signed_at OR NEW.signed_by <> OLD.signed_by OR NEW.reason IS DISTINCT FROM OLD.reason OR EXISTS (SELECT 1 FROM training t WHERE t.street = OLD.street AND t.id = OLD.training_id AND t.status = 'closed')";
/// A scan is used once.
const TICKET_REUSED: &str = "OLD.used_by IS NOT NULL OR NEW.token_hash <> OLD.token_hash OR NEW.session_id <> OLD.session_id OR NEW.expires_at <> OLD.expires_at";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for (table, act, when, message) in [
            ("training", "INSERT", BORN_OFFERED, "offered_in_order"),
            ("training", "UPDATE", CLOSED_UNOFFERED, "offered_in_order"),
            ("training", "UPDATE", CLOSED_OVER_NOBODY, "closed_over_nobody"),
            ("enrolment", "UPDATE", RESULT_AFTER_CLOSE, "closed_stands"),
            ("enrolment", "INSERT", JOINED_AFTER_CLOSE, "closed_stands"),
            ("enrolment", "INSERT", RESULT_ELSEWHERE, "result_elsewhere"),
            ("enrolment", "UPDATE", RESULT_ELSEWHERE, "result_elsewhere"),
            ("enrolment", "INSERT", EXCUSED_UNAPPROVED, "excused_unapproved"),
            ("enrolment", "UPDATE", EXCUSED_UNAPPROVED, "excused_unapproved"),
            ("excuse", "INSERT", "NEW.approved IS NOT NULL", "excuse_stands"),
            ("excuse", "UPDATE", EXCUSE_REWRITTEN, "excuse_stands"),
            ("excuse", "UPDATE", EXCUSED_ALONE, "excused_alone"),
            ("attempt", "INSERT", SAT_ELSEWHERE, "sat_elsewhere"),
            ("training_form", "INSERT", FORM_UNFIT, "form_stands"),
            ("training_form", "UPDATE", FORM_REWRITTEN, "form_stands"),
            ("training_form", "DELETE", FORM_GONE, "form_stands"),
            ("training_session", "UPDATE", SESSION_REWRITTEN, "session_stands"),
            ("attendance", "INSERT", ATTENDED_UNOFFERED, "attended_unoffered"),
            ("attendance", "INSERT", "NEW.undone_at IS NOT NULL", "attendance_stands"),
            ("attendance", "UPDATE", ATTENDANCE_REWRITTEN, "attendance_stands"),
            ("sign_ticket", "UPDATE", TICKET_REUSED, "ticket_used"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        portable::refuse(manager, "excuse", "DELETE", None, "excuse_stands").await?;
        portable::refuse(manager, "attendance", "DELETE", None, "attendance_stands").await?;
        carrier::up(manager).await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
