//! A bank version that was found wanting is withdrawn: nothing new rests on it, what was sat stays.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE bank_withdrawal (
    street text NOT NULL,
    bank_version_id {uuid} NOT NULL,
    at {instant} NOT NULL,
    by {uuid} NOT NULL REFERENCES account (id),
    reason text NOT NULL CHECK (length(reason) >= 2),
    PRIMARY KEY (street, bank_version_id),
    FOREIGN KEY (street, bank_version_id) REFERENCES bank_version (street, id)
)
";

/// No exam is made over a withdrawn version.
const CHOSEN: &str = "EXISTS (SELECT 1 FROM bank_withdrawal w WHERE w.street = NEW.street AND w.bank_version_id = NEW.bank_version_id)";
/// No training is offered whose exam rests on a withdrawn version. What was offered before stays.
const OFFERED: &str = "OLD.status = 'draft' AND NEW.status <> 'draft' AND EXISTS (SELECT 1 FROM exam_bank e JOIN bank_withdrawal w ON w.street = e.street AND w.bank_version_id = e.bank_version_id WHERE e.street = NEW.street AND e.exam_id = NEW.exam_id)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "bank_withdrawal").await?;
        portable::refuse(manager, "exam_bank", "INSERT", Some(CHOSEN), "bank_withdrawn").await?;
        portable::refuse(manager, "training", "UPDATE", Some(OFFERED), "bank_withdrawn").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
