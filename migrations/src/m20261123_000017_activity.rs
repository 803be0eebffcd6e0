//! Public activities and the campaigns that gather them. What was held or called off stands.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE campaign (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 2 AND 60),
    tag text NOT NULL,
    from_on {date} NOT NULL,
    until_on {date} NOT NULL,
    goal_activities integer NOT NULL CHECK (goal_activities BETWEEN 0 AND 10000),
    goal_people integer NOT NULL CHECK (goal_people BETWEEN 0 AND 10000000),
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    CHECK (until_on >= from_on)
)
--
CREATE TABLE campaign_training (
    street text NOT NULL,
    campaign_id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    PRIMARY KEY (street, campaign_id, training_id),
    FOREIGN KEY (street, campaign_id) REFERENCES campaign (street, id),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id)
)
--
CREATE TABLE activity (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    tag text NOT NULL,
    held_on {date} NOT NULL,
    place text NOT NULL CHECK (length(place) BETWEEN 2 AND 60),
    organiser text NOT NULL CHECK (length(organiser) BETWEEN 2 AND 60),
    area_id {uuid},
    campaign_id {uuid},
    state text NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    headcount integer CHECK (headcount BETWEEN 1 AND 100000),
    report text CHECK (length(report) <= 500),
    cancel_reason text CHECK (length(cancel_reason) BETWEEN 2 AND 200),
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    settled_at {instant},
    settled_by {uuid} REFERENCES account (id),
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, area_id) REFERENCES management_area (street, id),
    FOREIGN KEY (street, campaign_id) REFERENCES campaign (street, id),
    CHECK ((state = 'held') = (headcount IS NOT NULL AND report IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL)),
    CHECK ((state = 'planned') = (settled_at IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL))
)
--
CREATE INDEX activity_by_day ON activity (street, held_on, id)
--
CREATE INDEX activity_by_campaign ON activity (street, campaign_id)
";

/// An activity is planned first, and what was settled stands.
const BEGINS_PLANNED: &str = "NEW.state <> 'planned'";
const SETTLED: &str = "OLD.state <> 'planned' OR NEW.id <> OLD.id OR NEW.street <> OLD.street OR NEW.created_by <> OLD.created_by OR NEW.created_at <> OLD.created_at";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "campaign").await?;
        portable::append_only(manager, "campaign_training").await?;
        portable::refuse(manager, "activity", "INSERT", Some(BEGINS_PLANNED), "activity_stands").await?;
        portable::refuse(manager, "activity", "UPDATE", Some(SETTLED), "activity_stands").await?;
        portable::refuse(manager, "activity", "DELETE", None, "activity_stands").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
