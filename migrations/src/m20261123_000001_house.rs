//! The house: streets, areas, units, people, logins, sessions and the log.
//!
//! Every row of a street carries its 9-digit code, in the key of the large tables too, so that one
//! installation serves a district and the tables can be sharded by street.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE street (
    code text PRIMARY KEY CHECK (length(code) = 9),
    name text NOT NULL,
    letters text NOT NULL CHECK (length(letters) = 2),
    created_at {instant} NOT NULL
)
--
CREATE TABLE management_area (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    name text NOT NULL,
    sort integer NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, name)
)
--
CREATE TABLE unit (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    name text NOT NULL,
    credit_code text NOT NULL CHECK (length(credit_code) = 18),
    area_id {uuid} NOT NULL,
    sector text NOT NULL,
    address text NOT NULL,
    headcount integer NOT NULL CHECK (headcount >= 0),
    facts text NOT NULL,
    closed_on {date},
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, credit_code),
    FOREIGN KEY (street, area_id) REFERENCES management_area (street, id)
)
--
CREATE INDEX unit_by_name ON unit (street, name, id)
--
CREATE INDEX unit_by_area ON unit (street, area_id, name)
--
CREATE TABLE person (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    unit_id {uuid} NOT NULL,
    name text NOT NULL,
    mobile text NOT NULL CHECK (length(mobile) = 11),
    position text NOT NULL,
    employment text NOT NULL,
    active {bool} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, unit_id, mobile),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id)
)
--
CREATE INDEX person_by_name ON person (street, name, id)
--
CREATE INDEX person_by_position ON person (street, position)
--
CREATE TABLE team (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, name)
)
--
CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    password_hash text NOT NULL,
    must_change {bool} NOT NULL,
    disabled_at {instant},
    created_at {instant} NOT NULL
)
--
CREATE TABLE membership (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    street text NOT NULL REFERENCES street (code),
    role text NOT NULL CHECK (role IN ('examinee', 'office', 'area', 'team', 'auditor', 'admin')),
    area_id {uuid},
    person_id {uuid},
    team_id {uuid},
    created_at {instant} NOT NULL,
    UNIQUE (account_id, street, role),
    FOREIGN KEY (street, area_id) REFERENCES management_area (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    FOREIGN KEY (street, team_id) REFERENCES team (street, id),
    CHECK (role <> 'examinee' OR person_id IS NOT NULL),
    CHECK (role <> 'area' OR area_id IS NOT NULL),
    CHECK (role <> 'team' OR team_id IS NOT NULL)
)
--
CREATE TABLE session (
    token_hash text PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    membership_id {uuid} NOT NULL REFERENCES membership (id),
    created_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    address text NOT NULL,
    agent text NOT NULL
)
--
CREATE INDEX session_by_account ON session (account_id)
--
CREATE TABLE sign_in_failure (
    subject text PRIMARY KEY,
    failures integer NOT NULL,
    last_at {instant} NOT NULL,
    blocked_until {instant}
)
--
CREATE TABLE flash (
    id text PRIMARY KEY,
    content text NOT NULL,
    expires_at {instant} NOT NULL
)
--
CREATE TABLE counter (
    street text NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (street, name)
)
--
CREATE TABLE upload (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    name text NOT NULL,
    content {bytes} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    PRIMARY KEY (street, id)
)
--
CREATE TABLE audit (
    seq {serial},
    street text NOT NULL,
    at {instant} NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('account', 'anonymous', 'system')),
    actor_id {uuid},
    actor_name text NOT NULL,
    role text,
    address text NOT NULL,
    event text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    detail text NOT NULL,
    nonce text NOT NULL CHECK (length(nonce) = 64),
    leaf text NOT NULL CHECK (length(leaf) = 64),
    CHECK ((actor_kind = 'account') = (actor_id IS NOT NULL))
)
--
CREATE INDEX audit_by_street ON audit (street, seq)
--
CREATE INDEX audit_by_subject ON audit (street, subject_kind, subject_id)
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "audit").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
