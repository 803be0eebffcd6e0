//! Spot tests (现场测试, A-11).
//!
//! What a draw rests on stands before it is drawn, and everything that proves something is set once: the order,
//! an absence, a paper, the answers with their score.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE spot_test (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    unit_id {uuid} NOT NULL,
    area_id {uuid} NOT NULL,
    sector text NOT NULL,
    team_id {uuid},
    opened_by {uuid} NOT NULL REFERENCES account (id),
    opened_on {date} NOT NULL,
    opened_at {instant} NOT NULL,
    wanted integer NOT NULL CHECK (wanted BETWEEN 1 AND 10),
    blueprint text NOT NULL,
    questions text NOT NULL,
    roster text NOT NULL,
    roster_hash text NOT NULL CHECK (length(roster_hash) = 64),
    commitment text NOT NULL CHECK (length(commitment) = 64),
    sealed_seed text NOT NULL,
    drawn_at {instant},
    draw_order text,
    ended_at {instant},
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id),
    FOREIGN KEY (street, area_id) REFERENCES management_area (street, id),
    FOREIGN KEY (street, team_id) REFERENCES team (street, id),
    CHECK ((drawn_at IS NULL) = (draw_order IS NULL)),
    CHECK (ended_at IS NULL OR drawn_at IS NOT NULL)
)
--
CREATE INDEX spot_test_by_day ON spot_test (street, opened_on, id)
--
CREATE TABLE spot_candidate (
    street text NOT NULL,
    test_id {uuid} NOT NULL,
    place integer NOT NULL CHECK (place >= 1),
    id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    called_at {instant} NOT NULL,
    absent_at {instant},
    absent_reason text CHECK (absent_reason IN ('rest', 'out', 'gone', 'other')),
    absent_note text,
    started_at {instant},
    deadline {instant},
    record text,
    record_hash text CHECK (length(record_hash) = 64),
    items text,
    handed_in_at {instant},
    answered_at {instant},
    late {bool},
    answers text,
    answers_hash text CHECK (length(answers_hash) = 64),
    score integer CHECK (score BETWEEN 0 AND 10000),
    passed {bool},
    result text,
    PRIMARY KEY (street, test_id, place),
    UNIQUE (street, test_id, person_id),
    UNIQUE (street, id),
    FOREIGN KEY (street, test_id) REFERENCES spot_test (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    CHECK ((absent_at IS NULL) = (absent_reason IS NULL)),
    CHECK (absent_at IS NULL OR started_at IS NULL),
    CHECK (absent_reason IS NULL OR absent_reason <> 'other' OR (absent_note IS NOT NULL AND length(absent_note) >= 2)),
    CHECK ((started_at IS NULL) = (deadline IS NULL)),
    CHECK ((started_at IS NULL) = (record IS NULL)),
    CHECK ((started_at IS NULL) = (record_hash IS NULL)),
    CHECK ((started_at IS NULL) = (items IS NULL)),
    CHECK (deadline IS NULL OR deadline > started_at),
    CHECK (handed_in_at IS NULL OR started_at IS NOT NULL),
    CHECK ((handed_in_at IS NULL) = (score IS NULL)),
    CHECK ((handed_in_at IS NULL) = (passed IS NULL)),
    CHECK ((handed_in_at IS NULL) = (result IS NULL)),
    CHECK ((handed_in_at IS NULL) = (answers IS NULL)),
    CHECK ((handed_in_at IS NULL) = (answers_hash IS NULL)),
    CHECK ((handed_in_at IS NULL) = (late IS NULL))
)
--
CREATE INDEX spot_candidate_by_person ON spot_candidate (street, person_id)
--
CREATE TABLE spot_code (
    token_hash text PRIMARY KEY CHECK (length(token_hash) = 64),
    street text NOT NULL,
    test_id {uuid} NOT NULL,
    place integer NOT NULL,
    here {bool} NOT NULL,
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant},
    device_hash text CHECK (length(device_hash) = 64),
    replaced_at {instant},
    FOREIGN KEY (street, test_id, place) REFERENCES spot_candidate (street, test_id, place),
    CHECK (expires_at > made_at),
    CHECK ((used_at IS NULL) = (device_hash IS NULL))
)
--
CREATE UNIQUE INDEX spot_code_one_live ON spot_code (street, test_id, place) WHERE replaced_at IS NULL
--
CREATE TABLE spot_follow_up (
    street text NOT NULL,
    test_id {uuid} NOT NULL,
    unit_id {uuid} NOT NULL,
    due_on {date} NOT NULL,
    ordered_at {instant} NOT NULL,
    ordered_by {uuid} NOT NULL REFERENCES account (id),
    done_at {instant},
    done_by {uuid} REFERENCES account (id),
    done_note text,
    PRIMARY KEY (street, test_id),
    FOREIGN KEY (street, test_id) REFERENCES spot_test (street, id),
    FOREIGN KEY (street, unit_id) REFERENCES unit (street, id),
    CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CHECK ((done_at IS NULL) = (done_note IS NULL)),
    CHECK (done_note IS NULL OR length(done_note) >= 2)
)
";

/// What a draw rests on never changes, nor what was drawn, nor the end.
const TEST_REWRITTEN: &str = "NEW.unit_id <> OLD.unit_id OR NEW.area_id <> OLD.area_id OR NEW.sector <> OLD.sector OR NEW.team_id IS DISTINCT FROM OLD.team_id OR NEW.opened_by <> OLD.opened_by OR NEW.opened_on <> OLD.opened_on OR NEW.opened_at <> OLD.opened_at OR NEW.wanted <> OLD.wanted OR NEW.blueprint <> OLD.blueprint OR NEW.questions <> OLD.questions OR NEW.roster <> OLD.roster OR NEW.roster_hash <> OLD.roster_hash OR NEW.commitment <> OLD.commitment OR NEW.sealed_seed <> OLD.sealed_seed OR (OLD.drawn_at IS NOT NULL AND (NEW.drawn_at IS DISTINCT FROM OLD.drawn_at OR NEW.draw_order IS DISTINCT FROM OLD.draw_order)) OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)";
/// Who was called stays called; an absence, a paper and a result are set once.
const CANDIDATE_REWRITTEN: &str = "NEW.place <> OLD.place OR NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.called_at <> OLD.called_at OR (OLD.absent_at IS NOT NULL AND (NEW.absent_at IS DISTINCT FROM OLD.absent_at OR NEW.absent_reason IS DISTINCT FROM OLD.absent_reason OR NEW.absent_note IS DISTINCT FROM OLD.absent_note)) OR (OLD.started_at IS NOT NULL AND (NEW.started_at IS DISTINCT FROM OLD.started_at OR NEW.deadline IS DISTINCT FROM OLD.deadline OR NEW.record IS DISTINCT FROM OLD.record OR NEW.record_hash IS DISTINCT FROM OLD.record_hash OR NEW.items IS DISTINCT FROM OLD.items)) OR (OLD.handed_in_at IS NOT NULL AND (NEW.handed_in_at IS DISTINCT FROM OLD.handed_in_at OR NEW.answered_at IS DISTINCT FROM OLD.answered_at OR NEW.late IS DISTINCT FROM OLD.late OR NEW.answers IS DISTINCT FROM OLD.answers OR NEW.answers_hash IS DISTINCT FROM OLD.answers_hash OR NEW.score IS DISTINCT FROM OLD.score OR NEW.passed IS DISTINCT FROM OLD.passed OR NEW.result IS DISTINCT FROM OLD.result))";
/// Nobody is called before the draw or after the end.
const CALLED_UNDRAWN: &str = "NOT EXISTS (SELECT 1 FROM spot_test t WHERE t.street = NEW.street AND t.id = NEW.test_id AND t.drawn_at IS NOT NULL AND t.ended_at IS NULL)";
/// A code once used or replaced stays so.
const CODE_REWRITTEN: &str = "NEW.token_hash <> OLD.token_hash OR NEW.street <> OLD.street OR NEW.test_id <> OLD.test_id OR NEW.place <> OLD.place OR NEW.here <> OLD.here OR NEW.made_at <> OLD.made_at OR NEW.expires_at <> OLD.expires_at OR (OLD.used_at IS NOT NULL AND (NEW.used_at IS DISTINCT FROM OLD.used_at OR NEW.device_hash IS DISTINCT FROM OLD.device_hash)) OR (OLD.replaced_at IS NOT NULL AND (NEW.replaced_at IS DISTINCT FROM OLD.replaced_at OR NEW.used_at IS DISTINCT FROM OLD.used_at))";
/// A follow-up rests on a test of the same unit that has ended.
const ORDERED_TOO_SOON: &str = "NOT EXISTS (SELECT 1 FROM spot_test t WHERE t.street = NEW.street AND t.id = NEW.test_id AND t.unit_id = NEW.unit_id AND t.ended_at IS NOT NULL)";
/// An order stays as it was given, and once done.
const ORDER_REWRITTEN: &str = "NEW.test_id <> OLD.test_id OR NEW.unit_id <> OLD.unit_id OR NEW.due_on <> OLD.due_on OR NEW.ordered_at <> OLD.ordered_at OR NEW.ordered_by <> OLD.ordered_by OR (OLD.done_at IS NOT NULL AND (NEW.done_at IS DISTINCT FROM OLD.done_at OR NEW.done_by IS DISTINCT FROM OLD.done_by OR NEW.done_note IS DISTINCT FROM OLD.done_note))";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for (table, act, when, message) in [
            ("spot_test", "UPDATE", TEST_REWRITTEN, "spot_stands"),
            ("spot_candidate", "UPDATE", CANDIDATE_REWRITTEN, "spot_stands"),
            ("spot_candidate", "INSERT", CALLED_UNDRAWN, "spot_not_drawn"),
            ("spot_code", "UPDATE", CODE_REWRITTEN, "spot_stands"),
            ("spot_follow_up", "INSERT", ORDERED_TOO_SOON, "spot_not_ended"),
            ("spot_follow_up", "UPDATE", ORDER_REWRITTEN, "spot_stands"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        for table in ["spot_test", "spot_candidate", "spot_code", "spot_follow_up"] {
            portable::refuse(manager, table, "DELETE", None, "spot_stands").await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
