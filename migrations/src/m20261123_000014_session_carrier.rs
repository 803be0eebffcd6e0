//! The five carriers, and what people did elsewhere, with its evidence.

use crate::portable;
use sea_orm_migration::prelude::*;

const SQL: &str = "
CREATE TABLE carrier_record (
    street text NOT NULL,
    id {uuid} NOT NULL,
    unit_id {uuid} NOT NULL,
    carrier text NOT NULL CHECK (carrier IN ('first_lesson', 'morning', 'all_staff', 'warning', 'month')),
    held_on {date} NOT NULL,
    headcount integer NOT NULL CHECK (headcount BETWEEN 1 AND 10000),
    standard text NOT NULL,
    sector text NOT NULL,
    remark text NOT NULL CHECK (length(remark) <= 200),
    by_unit {bool} NOT NULL,
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL REFERENCES account (id),
    struck_at {instant},
    struck_by {uuid} REFERENCES account (id),
    strike_reason text CHECK (length(strike_reason) BETWEEN 2 AND 200),
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id),
    CHECK ((struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (strike_reason IS NULL))
)
--
CREATE INDEX carrier_record_by_unit ON carrier_record (street, unit_id, held_on)
--
CREATE INDEX carrier_record_by_day ON carrier_record (street, held_on)
--
CREATE TABLE external_activity (
    street text NOT NULL,
    id {uuid} NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    level text NOT NULL CHECK (level IN ('province', 'city', 'district')),
    organiser text NOT NULL CHECK (length(organiser) BETWEEN 2 AND 60),
    held_on {date} NOT NULL,
    hours integer NOT NULL CHECK (hours BETWEEN 0 AND 200),
    remark text NOT NULL CHECK (length(remark) <= 200),
    recorded_at {instant} NOT NULL,
    recorded_by {uuid} NOT NULL REFERENCES account (id),
    confirmed_at {instant},
    confirmed_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, id),
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by)
)
--
CREATE INDEX external_activity_by_day ON external_activity (street, held_on)
--
CREATE TABLE external_participant (
    street text NOT NULL,
    activity_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    PRIMARY KEY (street, activity_id, person_id),
    FOREIGN KEY (street, activity_id) REFERENCES external_activity (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
CREATE INDEX external_participant_by_person ON external_participant (street, person_id)
--
CREATE TABLE external_evidence (
    street text NOT NULL,
    id {uuid} NOT NULL,
    activity_id {uuid} NOT NULL,
    place integer NOT NULL CHECK (place BETWEEN 1 AND 3),
    name text NOT NULL,
    media text NOT NULL CHECK (media IN ('image/jpeg', 'image/png', 'application/pdf')),
    content {bytes} NOT NULL CHECK (length(content) BETWEEN 1 AND 10485760),
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    added_at {instant} NOT NULL,
    added_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    UNIQUE (street, activity_id, place),
    UNIQUE (street, activity_id, content_hash),
    FOREIGN KEY (street, activity_id) REFERENCES external_activity (street, id)
)
";

/// What a unit recorded is struck with a reason, once, and never changed.
const CARRIER_REWRITTEN: &str = "OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR NEW.street <> OLD.street OR NEW.id <> OLD.id OR NEW.unit_id <> OLD.unit_id OR NEW.carrier <> OLD.carrier OR NEW.held_on <> OLD.held_on OR NEW.headcount <> OLD.headcount OR NEW.standard <> OLD.standard OR NEW.sector <> OLD.sector OR NEW.remark <> OLD.remark OR NEW.by_unit <> OLD.by_unit OR NEW.recorded_at <> OLD.recorded_at OR NEW.recorded_by <> OLD.recorded_by";
/// What was confirmed stands, and only what has its evidence and its people is confirmed.
const EXTERNAL_REWRITTEN: &str = "OLD.confirmed_at IS NOT NULL OR (NEW.confirmed_at IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM external_evidence e WHERE e.street = NEW.street AND e.activity_id = NEW.id) OR NOT EXISTS (SELECT 1 FROM external_participant p WHERE p.street = NEW.street AND p.activity_id = NEW.id)))";
/// Nothing is added to what was confirmed.
const ADDED_LATE: &str = "EXISTS (SELECT 1 FROM external_activity a WHERE a.street = NEW.street AND a.id = NEW.activity_id AND a.confirmed_at IS NOT NULL)";
/// Nor taken away.
const TAKEN_LATE: &str = "EXISTS (SELECT 1 FROM external_activity a WHERE a.street = OLD.street AND a.id = OLD.activity_id AND a.confirmed_at IS NOT NULL)";

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    portable::run(manager, SQL).await?;
    for (table, act, when, message) in [
        ("carrier_record", "UPDATE", CARRIER_REWRITTEN, "carrier_stands"),
        ("carrier_record", "INSERT", "NEW.struck_at IS NOT NULL", "carrier_stands"),
        ("external_activity", "INSERT", "NEW.confirmed_at IS NOT NULL", "external_stands"),
        ("external_activity", "UPDATE", EXTERNAL_REWRITTEN, "external_stands"),
        ("external_activity", "DELETE", "OLD.confirmed_at IS NOT NULL", "external_stands"),
        ("external_participant", "INSERT", ADDED_LATE, "external_stands"),
        ("external_participant", "DELETE", TAKEN_LATE, "external_stands"),
        ("external_evidence", "INSERT", ADDED_LATE, "external_stands"),
        ("external_evidence", "DELETE", TAKEN_LATE, "external_stands"),
    ] {
        portable::refuse(manager, table, act, Some(when), message).await?;
    }
    portable::refuse(manager, "external_participant", "UPDATE", None, "external_stands").await?;
    portable::refuse(manager, "external_evidence", "UPDATE", None, "external_stands").await?;
    portable::refuse(manager, "carrier_record", "DELETE", None, "carrier_stands").await
}
