//! The room in which an exam is sat: who watches over it, and whose device still speaks.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE exam_invigilator (
    street text NOT NULL,
    exam_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL REFERENCES account (id),
    named_by {uuid} NOT NULL REFERENCES account (id),
    named_at {instant} NOT NULL,
    PRIMARY KEY (street, exam_id, account_id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id)
)
--
CREATE TABLE attempt_presence (
    street text NOT NULL,
    attempt_id {uuid} NOT NULL,
    seen_at {instant} NOT NULL,
    agent text NOT NULL CHECK (length(agent) <= 200),
    PRIMARY KEY (street, attempt_id),
    FOREIGN KEY (street, attempt_id) REFERENCES attempt (street, id)
)
";

/// Only members of the office and of the areas of the same street watch over its exams.
const STRANGER: &str = "NOT EXISTS (SELECT 1 FROM membership m WHERE m.account_id = NEW.account_id AND m.street = NEW.street AND m.role IN ('office', 'area'))";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for (table, act, when, message) in [
            ("exam_invigilator", "INSERT", STRANGER, "invigilator_unknown"),
            ("exam_invigilator", "UPDATE", STRANGER, "invigilator_unknown"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
