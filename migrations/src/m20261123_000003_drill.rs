//! Drill years, draws and drills.
//!
//! A draw's targets are sealed: who is drawn stands in no row in the clear before a team is sent out.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE risk_point (
    street text NOT NULL,
    id {uuid} NOT NULL,
    unit_id {uuid} NOT NULL,
    name text NOT NULL,
    hazard text NOT NULL,
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id)
)
--
CREATE INDEX risk_point_by_unit ON risk_point (street, unit_id)
--
CREATE TABLE scenario_card (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    code text NOT NULL,
    hazard text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, code)
)
--
CREATE TABLE drill_year (
    street text NOT NULL REFERENCES street (code),
    year integer NOT NULL,
    anchor_a text NOT NULL CHECK (length(anchor_a) = 64),
    anchor_b text NOT NULL CHECK (length(anchor_b) = 64),
    days text NOT NULL,
    policy text NOT NULL,
    opened_at {instant} NOT NULL,
    opened_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, year)
)
--
CREATE TABLE draw (
    street text NOT NULL,
    year integer NOT NULL,
    day integer NOT NULL CHECK (day >= 1),
    date {date} NOT NULL,
    inputs text NOT NULL,
    inputs_hash text NOT NULL CHECK (length(inputs_hash) = 64),
    frozen_at {instant} NOT NULL,
    drawn_at {instant},
    table_hash text,
    size integer,
    sealed text,
    published_at {instant},
    link_a text,
    link_b text,
    PRIMARY KEY (street, year, day),
    UNIQUE (street, date),
    FOREIGN KEY (street, year) REFERENCES drill_year (street, year),
    CHECK ((drawn_at IS NULL) = (sealed IS NULL)),
    CHECK ((drawn_at IS NULL) = (table_hash IS NULL)),
    CHECK (published_at IS NULL OR (drawn_at IS NOT NULL AND link_a IS NOT NULL AND link_b IS NOT NULL)),
    CHECK (published_at IS NOT NULL OR (link_a IS NULL AND link_b IS NULL))
)
--
CREATE TABLE drill (
    street text NOT NULL,
    id {uuid} NOT NULL,
    year integer NOT NULL,
    held_on {date} NOT NULL,
    unit_id {uuid} NOT NULL,
    area_id {uuid} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('comprehensive', 'special', 'on_site', 'fire')),
    organiser text NOT NULL CHECK (organiser IN ('street', 'unit')),
    four_no {bool} NOT NULL,
    declared {bool} NOT NULL,
    notice_exception text,
    draw_day integer,
    team_id {uuid},
    slot text,
    stage text NOT NULL CHECK (stage IN ('dispatched', 'arrived', 'running', 'finished', 'aborted')),
    dispatched_at {instant},
    arrived_at {instant},
    started_at {instant},
    finished_at {instant},
    scenario_id {uuid},
    place_id {uuid},
    scenarios text,
    places text,
    abort_reason text,
    remarks text,
    rating text,
    PRIMARY KEY (street, id),
    UNIQUE (street, year, draw_day, unit_id),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id),
    FOREIGN KEY (street, area_id) REFERENCES management_area (street, id),
    FOREIGN KEY (street, team_id) REFERENCES team (street, id),
    FOREIGN KEY (street, scenario_id) REFERENCES scenario_card (street, id),
    FOREIGN KEY (street, place_id) REFERENCES risk_point (street, id),
    CHECK (declared OR (dispatched_at IS NOT NULL AND team_id IS NOT NULL)),
    CHECK (stage IN ('dispatched', 'aborted') OR declared OR (arrived_at IS NOT NULL AND scenario_id IS NOT NULL AND place_id IS NOT NULL)),
    CHECK (arrived_at IS NOT NULL OR (scenario_id IS NULL AND place_id IS NULL)),
    CHECK (stage NOT IN ('running', 'finished') OR declared OR started_at IS NOT NULL),
    CHECK (stage <> 'finished' OR declared OR finished_at IS NOT NULL),
    CHECK (stage <> 'aborted' OR abort_reason IS NOT NULL),
    CHECK (NOT (four_no AND notice_exception IS NOT NULL))
)
--
CREATE INDEX drill_by_year ON drill (street, year, held_on)
--
CREATE INDEX drill_by_unit ON drill (street, unit_id, held_on)
--
CREATE TABLE drill_step (
    street text NOT NULL,
    drill_id {uuid} NOT NULL,
    seq integer NOT NULL,
    at {instant} NOT NULL,
    client_key text NOT NULL,
    mark text NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (street, drill_id, seq),
    UNIQUE (street, drill_id, client_key),
    FOREIGN KEY (street, drill_id) REFERENCES drill (street, id)
)
";

/// Frozen inputs, a result and published links stay as they are.
const DRAW_REWRITTEN: &str = "NEW.date <> OLD.date OR NEW.inputs <> OLD.inputs OR NEW.inputs_hash <> OLD.inputs_hash OR NEW.frozen_at <> OLD.frozen_at OR (OLD.drawn_at IS NOT NULL AND (NEW.drawn_at IS DISTINCT FROM OLD.drawn_at OR NEW.table_hash IS DISTINCT FROM OLD.table_hash OR NEW.size IS DISTINCT FROM OLD.size OR NEW.sealed IS DISTINCT FROM OLD.sealed)) OR (OLD.published_at IS NOT NULL AND (NEW.published_at IS DISTINCT FROM OLD.published_at OR NEW.link_a IS DISTINCT FROM OLD.link_a OR NEW.link_b IS DISTINCT FROM OLD.link_b))";
/// A finished drill stays as it was recorded.
const DRILL_REWRITTEN: &str = "OLD.stage IN ('finished', 'aborted') AND (NEW.stage <> OLD.stage OR NEW.four_no <> OLD.four_no OR NEW.held_on <> OLD.held_on)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for table in ["drill_year", "drill_step"] {
            portable::append_only(manager, table).await?;
        }
        portable::refuse(manager, "draw", "UPDATE", Some(DRAW_REWRITTEN), "draw_stands").await?;
        portable::refuse(manager, "draw", "DELETE", None, "draw_stands").await?;
        portable::refuse(manager, "drill", "UPDATE", Some(DRILL_REWRITTEN), "drill_stands").await?;
        portable::refuse(manager, "drill", "DELETE", None, "drill_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
