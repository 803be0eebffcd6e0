//! Registers: statutory certificates of people, posts of special work, and what is known of the places that drills
//! begin at. A unit's own entries count once the office has confirmed them; nothing entered is ever deleted.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE statutory_certificate (
    street text NOT NULL,
    id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('principal', 'manager', 'special_work', 'special_equipment')),
    category text,
    number text NOT NULL CHECK (length(number) BETWEEN 2 AND 40),
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 2 AND 60),
    issued_on {date} NOT NULL,
    valid_until {date} NOT NULL,
    review_by {date},
    state text NOT NULL CHECK (state IN ('proposed', 'active', 'removed')),
    entered_at {instant} NOT NULL,
    entered_by {uuid} NOT NULL REFERENCES account (id),
    confirmed_at {instant},
    confirmed_by {uuid} REFERENCES account (id),
    removed_at {instant},
    removed_by {uuid} REFERENCES account (id),
    remove_reason text,
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id),
    CHECK ((kind = 'special_work') = (category IS NOT NULL)),
    CHECK (valid_until > issued_on),
    CHECK (review_by IS NULL OR (review_by > issued_on AND review_by <= valid_until)),
    CHECK (state <> 'active' OR confirmed_at IS NOT NULL),
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
    CHECK (state <> 'removed' OR COALESCE(length(remove_reason), 0) BETWEEN 2 AND 200)
)
--
CREATE UNIQUE INDEX statutory_certificate_once ON statutory_certificate
    (street, kind, COALESCE(category, ''), number) WHERE state <> 'removed'
--
CREATE INDEX statutory_certificate_by_person ON statutory_certificate (street, person_id)
--
CREATE INDEX statutory_certificate_by_end ON statutory_certificate (street, valid_until)
--
CREATE TABLE special_post (
    street text NOT NULL,
    person_id {uuid} NOT NULL,
    category text NOT NULL,
    noted_at {instant} NOT NULL,
    noted_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, person_id, category),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
--
ALTER TABLE risk_point ADD COLUMN kind text NOT NULL DEFAULT 'general'
    CHECK (kind IN ('general', 'confined_space', 'hot_work', 'height_work'))
--
ALTER TABLE risk_point ADD COLUMN location text NOT NULL DEFAULT ''
--
ALTER TABLE risk_point ADD COLUMN medium text NOT NULL DEFAULT ''
--
ALTER TABLE risk_point ADD COLUMN risk text NOT NULL DEFAULT ''
--
ALTER TABLE risk_point ADD COLUMN guardian text NOT NULL DEFAULT ''
--
ALTER TABLE risk_point ADD COLUMN amount integer NOT NULL DEFAULT 1 CHECK (amount BETWEEN 1 AND 999)
--
ALTER TABLE risk_point ADD COLUMN checked_on {date}
--
ALTER TABLE risk_point ADD COLUMN state text NOT NULL DEFAULT 'active'
    CHECK (state IN ('proposed', 'active', 'removed'))
--
ALTER TABLE risk_point ADD COLUMN remove_reason text
    CHECK (state <> 'removed' OR COALESCE(length(remove_reason), 0) BETWEEN 2 AND 200)
--
ALTER TABLE risk_point ADD COLUMN changed_at {instant}
--
ALTER TABLE risk_point ADD COLUMN changed_by {uuid} REFERENCES account (id)
--
CREATE INDEX risk_point_by_kind ON risk_point (street, kind, state)
";

/// What a certificate says stays as it was entered: a wrong entry is taken out with a reason and entered anew. What
/// is out stays out, and what counts is not made a proposal again.
const STATUTORY_REWRITTEN: &str = "NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.category IS DISTINCT FROM OLD.category OR NEW.number <> OLD.number OR NEW.issuer <> OLD.issuer OR NEW.issued_on <> OLD.issued_on OR NEW.valid_until <> OLD.valid_until OR NEW.review_by IS DISTINCT FROM OLD.review_by OR NEW.entered_by <> OLD.entered_by OR NEW.entered_at <> OLD.entered_at OR OLD.state = 'removed' OR (OLD.state = 'active' AND NEW.state = 'proposed')";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        let rewritten = Some(STATUTORY_REWRITTEN);
        portable::refuse(manager, "statutory_certificate", "UPDATE", rewritten, "statutory_stands").await?;
        portable::refuse(manager, "statutory_certificate", "DELETE", None, "statutory_stands").await?;
        // Drills were held there.
        portable::refuse(manager, "risk_point", "DELETE", None, "place_stands").await?;
        let removed = Some("OLD.state = 'removed' AND NEW.state = 'proposed'");
        portable::refuse(manager, "risk_point", "UPDATE", removed, "place_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
