//! Banks are edited by proposals: one writes, another reviews, then a version is frozen. Nobody's question
//! reaches a paper on one person's word. Beside them stand the figures of each question in each exam.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE bank (
    street text NOT NULL REFERENCES street (code),
    code text NOT NULL CHECK (length(code) BETWEEN 2 AND 40),
    name text NOT NULL CHECK (length(name) BETWEEN 2 AND 60),
    description text NOT NULL,
    created_at {instant} NOT NULL,
    PRIMARY KEY (street, code)
)
--
CREATE TABLE bank_edit (
    street text NOT NULL,
    id {uuid} NOT NULL,
    bank text NOT NULL,
    question_id text NOT NULL,
    batch {uuid},
    base text,
    body text,
    kind text NOT NULL,
    difficulty text NOT NULL,
    topic text NOT NULL,
    reason text NOT NULL,
    author {uuid} NOT NULL REFERENCES account (id),
    written_at {instant} NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'discarded', 'published')),
    reviewer {uuid} REFERENCES account (id),
    reviewed_at {instant},
    note text NOT NULL,
    bank_version_id {uuid},
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, bank) REFERENCES bank (street, code),
    FOREIGN KEY (street, bank_version_id) REFERENCES bank_version (street, id),
    CHECK (base IS NOT NULL OR body IS NOT NULL),
    CHECK ((reviewer IS NULL) = (reviewed_at IS NULL)),
    CHECK (state NOT IN ('approved', 'published') OR (reviewer IS NOT NULL AND reviewer <> author)),
    CHECK ((state = 'published') = (bank_version_id IS NOT NULL))
)
--
CREATE UNIQUE INDEX bank_edit_one_open ON bank_edit (street, question_id) WHERE state IN ('draft', 'submitted', 'approved')
--
CREATE INDEX bank_edit_by_bank ON bank_edit (street, bank, state)
--
CREATE TABLE bank_upload (
    street text NOT NULL,
    id {uuid} NOT NULL,
    bank text NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    basis text,
    content {bytes} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, bank) REFERENCES bank (street, code)
)
--
CREATE TABLE item_figure (
    street text NOT NULL,
    exam_id {uuid} NOT NULL,
    question_id text NOT NULL,
    asked integer NOT NULL CHECK (asked >= 1),
    full_marks integer NOT NULL CHECK (full_marks BETWEEN 0 AND asked),
    figures text,
    PRIMARY KEY (street, exam_id, question_id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id)
)
--
CREATE INDEX item_figure_by_question ON item_figure (street, question_id)
--
CREATE TABLE item_figure_state (
    street text NOT NULL,
    exam_id {uuid} NOT NULL,
    sittings integer NOT NULL,
    regrades integer NOT NULL,
    PRIMARY KEY (street, exam_id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id)
)
";

/// An edit begins as a draft of a question that nobody has seen.
const BEGUN_LATER: &str =
    "NEW.state <> 'draft' OR NEW.reviewer IS NOT NULL OR NEW.bank_version_id IS NOT NULL";
/// What is published or discarded stays; only a draft is rewritten; approval follows submission and publication
/// follows approval; whom an edit belongs to never changes.
const EDIT_STANDS: &str = "OLD.state IN ('published', 'discarded') OR NEW.bank <> OLD.bank OR NEW.question_id <> OLD.question_id OR NEW.author <> OLD.author OR NEW.batch IS DISTINCT FROM OLD.batch OR (OLD.state <> 'draft' AND (NEW.body IS DISTINCT FROM OLD.body OR NEW.base IS DISTINCT FROM OLD.base OR NEW.reason <> OLD.reason)) OR (NEW.state = 'approved' AND OLD.state NOT IN ('submitted', 'approved')) OR (NEW.state = 'published' AND OLD.state <> 'approved')";
/// A frozen version holds what was approved: its number is that of a version of the same bank.
const PUBLISHED_ELSEWHERE: &str = "NEW.state = 'published' AND NOT EXISTS (SELECT 1 FROM bank_version v WHERE v.street = NEW.street AND v.id = NEW.bank_version_id AND v.code = NEW.bank)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::refuse(manager, "bank_edit", "INSERT", Some(BEGUN_LATER), "edit_begins_draft").await?;
        portable::refuse(manager, "bank_edit", "UPDATE", Some(EDIT_STANDS), "edit_stands").await?;
        portable::refuse(manager, "bank_edit", "UPDATE", Some(PUBLISHED_ELSEWHERE), "published_elsewhere")
            .await?;
        portable::refuse(manager, "bank_edit", "DELETE", None, "edit_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
