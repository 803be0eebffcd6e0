//! What becomes of certificates after their issue: revisions with their own files and codes, beside the first,
//! which never changes; and the order in which auditors look for them.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE certificate_revision (
    street text NOT NULL,
    serial text NOT NULL,
    revision integer NOT NULL CHECK (revision >= 2),
    code text NOT NULL UNIQUE,
    holder_name text NOT NULL CHECK (length(holder_name) >= 1),
    unit_name text NOT NULL CHECK (length(unit_name) >= 1),
    cause text NOT NULL CHECK (cause IN ('name', 'unit', 'damaged')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
    issued_at {instant} NOT NULL,
    issued_by {uuid} NOT NULL REFERENCES account (id),
    file_hash text NOT NULL CHECK (length(file_hash) = 64),
    file {bytes} NOT NULL,
    PRIMARY KEY (street, serial, revision),
    FOREIGN KEY (street, serial) REFERENCES certificate (street, serial)
)
--
CREATE INDEX certificate_by_issue ON certificate (street, issued_at, serial)
";

/// Revisions follow each other without a gap, and end with the revocation.
const REVISION_UNFOUNDED: &str = "NEW.revision <> 1 + COALESCE((SELECT max(r.revision) FROM certificate_revision r WHERE r.street = NEW.street AND r.serial = NEW.serial), 1) OR EXISTS (SELECT 1 FROM certificate c WHERE c.street = NEW.street AND c.serial = NEW.serial AND c.revoked_at IS NOT NULL)";
/// A revocation says why.
const REVOKED_WITHOUT_REASON: &str =
    "NEW.revoke_reason IS NOT NULL AND length(NEW.revoke_reason) NOT BETWEEN 2 AND 200";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "certificate_revision").await?;
        for (table, act, when, message) in [
            ("certificate_revision", "INSERT", REVISION_UNFOUNDED, "revision_unfounded"),
            ("certificate", "INSERT", REVOKED_WITHOUT_REASON, "revoked_without_reason"),
            ("certificate", "UPDATE", REVOKED_WITHOUT_REASON, "revoked_without_reason"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
