//! Contests with their rankings and recommendations, and practical assessments with their judges.
//!
//! Nobody is ranked before an exam has closed, nobody approves the own proposal, and a judge's sheet stands once
//! handed in.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE contest (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    round text NOT NULL CHECK (round IN ('preliminary', 'semi_final', 'final')),
    follows {uuid},
    takes integer CHECK (takes BETWEEN 1 AND 10000),
    published_at {instant},
    published_by {uuid} REFERENCES account (id),
    ranking_hash text CHECK (length(ranking_hash) = 64),
    PRIMARY KEY (street, training_id),
    UNIQUE (street, follows),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    FOREIGN KEY (street, follows) REFERENCES contest (street, training_id),
    CHECK ((follows IS NULL) = (takes IS NULL)),
    CHECK (follows IS NULL OR round <> 'preliminary'),
    CHECK ((published_at IS NULL) = (published_by IS NULL)),
    CHECK ((published_at IS NULL) = (ranking_hash IS NULL))
)
--
CREATE TABLE contest_place (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    place integer NOT NULL CHECK (place >= 1),
    score integer NOT NULL CHECK (score BETWEEN 0 AND 10000),
    seconds integer NOT NULL CHECK (seconds >= 0),
    tied integer NOT NULL CHECK (tied >= 1),
    PRIMARY KEY (street, training_id, person_id),
    UNIQUE (street, training_id, place),
    FOREIGN KEY (street, training_id) REFERENCES contest (street, training_id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
CREATE INDEX contest_place_by_person ON contest_place (street, person_id)
--
CREATE TABLE recommendation (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    count integer NOT NULL CHECK (count BETWEEN 1 AND 10000),
    proposed_at {instant} NOT NULL,
    proposed_by {uuid} NOT NULL REFERENCES account (id),
    approved_at {instant},
    approved_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, training_id),
    FOREIGN KEY (street, training_id) REFERENCES contest (street, training_id),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK (approved_by IS NULL OR approved_by <> proposed_by)
)
--
CREATE TABLE recommendation_left_out (
    street text NOT NULL,
    training_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    reason text NOT NULL CHECK (length(reason) >= 2),
    left_out_at {instant} NOT NULL,
    left_out_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, training_id, person_id),
    FOREIGN KEY (street, training_id) REFERENCES recommendation (street, training_id),
    FOREIGN KEY (street, training_id, person_id) REFERENCES contest_place (street, training_id, person_id)
)
--
CREATE TABLE practical_sheet (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    title text NOT NULL,
    post text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    body text NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    UNIQUE (street, title, version)
)
--
CREATE TABLE practical_session (
    street text NOT NULL,
    id {uuid} NOT NULL,
    title text NOT NULL,
    sheet_id {uuid} NOT NULL,
    training_id {uuid},
    held_on {date} NOT NULL,
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, sheet_id) REFERENCES practical_sheet (street, id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id)
)
--
CREATE TABLE practical_judge (
    street text NOT NULL,
    session_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL REFERENCES account (id),
    named_at {instant} NOT NULL,
    PRIMARY KEY (street, session_id, account_id),
    FOREIGN KEY (street, session_id) REFERENCES practical_session (street, id)
)
--
CREATE INDEX practical_judge_by_account ON practical_judge (street, account_id)
--
CREATE TABLE practical_candidate (
    street text NOT NULL,
    session_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    note text CHECK (length(note) >= 2),
    noted_at {instant},
    noted_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, session_id, person_id),
    FOREIGN KEY (street, session_id) REFERENCES practical_session (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    CHECK ((note IS NULL) = (noted_at IS NULL)),
    CHECK ((note IS NULL) = (noted_by IS NULL))
)
--
CREATE TABLE practical_score (
    street text NOT NULL,
    session_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    given text NOT NULL,
    total integer NOT NULL CHECK (total BETWEEN 0 AND 10000),
    vetoed {bool} NOT NULL,
    handed_in_at {instant} NOT NULL,
    PRIMARY KEY (street, session_id, person_id, account_id),
    FOREIGN KEY (street, session_id, person_id) REFERENCES practical_candidate (street, session_id, person_id),
    FOREIGN KEY (street, session_id, account_id) REFERENCES practical_judge (street, session_id, account_id)
)
";

/// A contest is ranked once, and its rounds stay in their order.
const RANKING_REWRITTEN: &str = "NEW.round <> OLD.round OR NEW.follows IS DISTINCT FROM OLD.follows OR NEW.takes IS DISTINCT FROM OLD.takes OR (OLD.published_at IS NOT NULL AND (NEW.published_at IS DISTINCT FROM OLD.published_at OR NEW.published_by IS DISTINCT FROM OLD.published_by OR NEW.ranking_hash IS DISTINCT FROM OLD.ranking_hash))";
/// Nobody is ranked before the window has closed.
const RANKED_EARLY: &str = "NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM training t JOIN exam e ON e.street = t.street AND e.id = t.exam_id WHERE t.street = NEW.street AND t.id = NEW.training_id AND e.closes_at > NEW.published_at)";
/// Only a contest is ranked.
const NO_CONTEST: &str = "NOT EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.kind = 'contest')";
/// A place belongs to a ranking that is published, in the same transaction.
const PLACED_UNRANKED: &str = "NOT EXISTS (SELECT 1 FROM contest c WHERE c.street = NEW.street AND c.training_id = NEW.training_id AND c.published_at IS NOT NULL)";
/// What was approved stays.
const APPROVED: &str = "OLD.approved_at IS NOT NULL";
/// Nobody is left out of what was approved.
const LEFT_OUT_LATE: &str = "EXISTS (SELECT 1 FROM recommendation r WHERE r.street = NEW.street AND r.training_id = NEW.training_id AND r.approved_at IS NOT NULL)";
/// Nor is anybody taken back into it.
const TAKEN_BACK_LATE: &str = "EXISTS (SELECT 1 FROM recommendation r WHERE r.street = OLD.street AND r.training_id = OLD.training_id AND r.approved_at IS NOT NULL)";
/// A note of two judges stands once written.
const NOTE_REWRITTEN: &str = "OLD.note IS NOT NULL OR NEW.person_id <> OLD.person_id";
/// Who has been judged stays.
const JUDGED_GONE: &str =
    "EXISTS (SELECT 1 FROM practical_score s WHERE s.street = OLD.street AND s.session_id = OLD.session_id)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for table in ["contest_place", "practical_sheet", "practical_session", "practical_score"] {
            portable::append_only(manager, table).await?;
        }
        for (table, act, when, message) in [
            ("contest", "INSERT", NO_CONTEST, "only_contests_ranked"),
            ("contest", "INSERT", RANKED_EARLY, "ranked_early"),
            ("contest", "UPDATE", RANKED_EARLY, "ranked_early"),
            ("contest", "UPDATE", RANKING_REWRITTEN, "ranking_stands"),
            ("contest", "DELETE", "OLD.published_at IS NOT NULL", "ranking_stands"),
            ("contest_place", "INSERT", PLACED_UNRANKED, "placed_unranked"),
            ("recommendation", "UPDATE", APPROVED, "recommendation_stands"),
            ("recommendation", "DELETE", APPROVED, "recommendation_stands"),
            ("recommendation_left_out", "INSERT", LEFT_OUT_LATE, "recommendation_stands"),
            ("recommendation_left_out", "DELETE", TAKEN_BACK_LATE, "recommendation_stands"),
            ("practical_candidate", "UPDATE", NOTE_REWRITTEN, "note_stands"),
            ("practical_candidate", "DELETE", JUDGED_GONE, "judged_stays"),
            ("practical_judge", "DELETE", JUDGED_GONE, "judged_stays"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        portable::refuse(manager, "recommendation_left_out", "UPDATE", None, "recommendation_stands").await?;
        portable::refuse(manager, "practical_judge", "UPDATE", None, "judged_stays").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
