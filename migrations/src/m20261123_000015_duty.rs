//! Who is meant, what they owe, and whom they are told by: audience rules, the policy matrix, posts over time, the
//! cache of duties, frozen denominators, notices and what goes out.
//!
//! Duties are computed; `duty_state` is a cache that the tick rewrites (decision 0020). What it is computed from
//! stands: a version once approved, a post once noted, a denominator once frozen.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE training_audience (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    rule text NOT NULL,
    topics text NOT NULL,
    updated_at {instant} NOT NULL,
    updated_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, training_id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id)
)
--
CREATE TABLE policy_version (
    street text NOT NULL REFERENCES street (code),
    number integer NOT NULL CHECK (number >= 1),
    status text NOT NULL CHECK (status IN ('draft', 'approved', 'dropped')),
    body text NOT NULL,
    note text NOT NULL,
    effective_on {date} NOT NULL,
    drafted_by {uuid} NOT NULL REFERENCES account (id),
    drafted_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL REFERENCES account (id),
    changed_at {instant} NOT NULL,
    approved_by {uuid} REFERENCES account (id),
    approved_at {instant},
    PRIMARY KEY (street, number),
    CHECK ((status = 'approved') = (approved_by IS NOT NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK (approved_by IS NULL OR approved_by <> changed_by)
)
--
CREATE UNIQUE INDEX policy_one_draft ON policy_version (street) WHERE status = 'draft'
--
CREATE TABLE person_post (
    street text NOT NULL,
    person_id {uuid} NOT NULL,
    seq integer NOT NULL CHECK (seq >= 1),
    position text NOT NULL,
    since {date} NOT NULL,
    since_at {instant} NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} REFERENCES account (id),
    reason text CHECK (length(reason) BETWEEN 2 AND 200),
    PRIMARY KEY (street, person_id, seq),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
CREATE TABLE duty_state (
    street text NOT NULL,
    person_id {uuid} NOT NULL,
    code text NOT NULL,
    period_from {date} NOT NULL,
    period_until {date},
    topic text NOT NULL,
    title text NOT NULL,
    basis text NOT NULL,
    hours integer NOT NULL CHECK (hours BETWEEN 0 AND 200),
    hours_done integer NOT NULL CHECK (hours_done >= 0),
    due_on {date} NOT NULL,
    met_on {date},
    unit_id {uuid} NOT NULL,
    area_id {uuid} NOT NULL,
    sector text NOT NULL,
    position text NOT NULL,
    round bigint NOT NULL,
    PRIMARY KEY (street, person_id, code, period_from),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
CREATE INDEX duty_state_by_due ON duty_state (street, met_on, due_on, person_id)
--
CREATE INDEX duty_state_by_unit ON duty_state (street, unit_id)
--
CREATE TABLE duty_round (
    street text PRIMARY KEY REFERENCES street (code),
    number bigint NOT NULL CHECK (number >= 1),
    signs text NOT NULL,
    reached {uuid},
    begun_at {instant} NOT NULL,
    done_at {instant}
)
--
CREATE TABLE coverage_base (
    street text NOT NULL REFERENCES street (code),
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    number integer NOT NULL CHECK (number >= 1),
    frozen_on {date} NOT NULL,
    frozen_at {instant} NOT NULL,
    frozen_by {uuid} NOT NULL REFERENCES account (id),
    reason text CHECK (length(reason) BETWEEN 2 AND 200),
    units integer NOT NULL CHECK (units >= 1),
    sectors integer NOT NULL CHECK (sectors BETWEEN 1 AND units),
    PRIMARY KEY (street, year, number),
    CHECK (number = 1 OR reason IS NOT NULL)
)
--
CREATE TABLE coverage_unit (
    street text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    unit_id {uuid} NOT NULL,
    area_id {uuid} NOT NULL,
    sector text NOT NULL,
    PRIMARY KEY (street, year, number, unit_id),
    FOREIGN KEY (street, year, number) REFERENCES coverage_base (street, year, number),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id)
)
--
CREATE TABLE notice (
    street text NOT NULL,
    id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('duty_soon', 'duty_overdue', 'certificate_expiring')),
    about text NOT NULL,
    dedup text NOT NULL,
    body text NOT NULL,
    path text NOT NULL,
    made_at {instant} NOT NULL,
    read_at {instant},
    PRIMARY KEY (street, id),
    UNIQUE (street, person_id, dedup),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
CREATE INDEX notice_by_person ON notice (street, person_id, made_at)
--
CREATE TABLE outbox (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
    kind text NOT NULL CHECK (kind IN ('digest')),
    dedup text NOT NULL,
    recipient text NOT NULL,
    body text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries integer NOT NULL CHECK (tries >= 0),
    made_at {instant} NOT NULL,
    next_at {instant} NOT NULL,
    claimed_until {instant},
    claim {uuid},
    last_error text,
    done_at {instant},
    PRIMARY KEY (street, id),
    UNIQUE (street, dedup),
    CHECK ((state = 'waiting') = (done_at IS NULL)),
    CHECK ((claimed_until IS NULL) = (claim IS NULL)),
    CHECK (state = 'waiting' OR claim IS NULL)
)
--
CREATE INDEX outbox_by_due ON outbox (state, next_at)
";

/// Whom a training is for does not change once it is offered; who joins later is enrolled by name.
const AUDIENCE_REWRITTEN: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status <> 'draft')";
/// The same, of taking the rule away.
const AUDIENCE_GONE: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = OLD.street AND t.id = OLD.training_id AND t.status <> 'draft')";
/// A version once approved or dropped stays as it is.
const POLICY_REWRITTEN: &str = "OLD.status <> 'draft' OR NEW.number <> OLD.number OR NEW.street <> OLD.street OR NEW.drafted_by <> OLD.drafted_by OR NEW.drafted_at <> OLD.drafted_at OR (NEW.status = 'approved' AND (NEW.body <> OLD.body OR NEW.changed_by <> OLD.changed_by OR NEW.effective_on <> OLD.effective_on))";
/// A version begins as a draft, so that somebody else looks at it.
const POLICY_BEGINS: &str = "NEW.status <> 'draft'";
/// What was sent or has failed does not change, but for being tried again.
const OUTBOX_REWRITTEN: &str = "NEW.channel <> OLD.channel OR NEW.kind <> OLD.kind OR NEW.dedup <> OLD.dedup OR NEW.recipient <> OLD.recipient OR NEW.body <> OLD.body OR NEW.made_at <> OLD.made_at OR OLD.state = 'sent'";
/// A notice says what it said; that it was read stays.
const NOTICE_REWRITTEN: &str = "NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.about <> OLD.about OR NEW.dedup <> OLD.dedup OR NEW.body <> OLD.body OR NEW.path <> OLD.path OR NEW.made_at <> OLD.made_at OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for table in ["person_post", "coverage_base", "coverage_unit"] {
            portable::append_only(manager, table).await?;
        }
        for (table, act, when, message) in [
            ("training_audience", "INSERT", AUDIENCE_REWRITTEN, "audience_stands"),
            ("training_audience", "UPDATE", AUDIENCE_REWRITTEN, "audience_stands"),
            ("training_audience", "DELETE", AUDIENCE_GONE, "audience_stands"),
            ("policy_version", "INSERT", POLICY_BEGINS, "policy_begins_draft"),
            ("policy_version", "UPDATE", POLICY_REWRITTEN, "policy_stands"),
            ("outbox", "UPDATE", OUTBOX_REWRITTEN, "outbox_stands"),
            ("notice", "UPDATE", NOTICE_REWRITTEN, "notice_stands"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        portable::refuse(manager, "policy_version", "DELETE", None, "policy_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
