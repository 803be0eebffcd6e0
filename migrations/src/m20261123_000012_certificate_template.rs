//! How a street's certificates look and how long they hold: versions that stay, since a certificate is drawn as the
//! version says that it was issued with, and one draft that is tried before it becomes the next.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE certificate_template (
    street text NOT NULL REFERENCES street (code),
    version integer NOT NULL CHECK (version >= 1),
    subtitle text NOT NULL CHECK (length(subtitle) <= 40),
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 60),
    signatories text NOT NULL CHECK (length(signatories) <= 49),
    months integer NOT NULL CHECK (months BETWEEN 1 AND 36),
    border text NOT NULL CHECK (border IN ('gold', 'red', 'blue', 'green')),
    seal {bytes} CHECK (length(seal) BETWEEN 1 AND 524288),
    made_at {instant} NOT NULL,
    made_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, version)
)
--
CREATE TABLE certificate_template_draft (
    street text NOT NULL REFERENCES street (code) PRIMARY KEY,
    subtitle text NOT NULL CHECK (length(subtitle) <= 40),
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 60),
    signatories text NOT NULL CHECK (length(signatories) <= 49),
    months integer NOT NULL CHECK (months BETWEEN 1 AND 36),
    border text NOT NULL CHECK (border IN ('gold', 'red', 'blue', 'green')),
    seal {bytes} CHECK (length(seal) BETWEEN 1 AND 524288),
    changed_at {instant} NOT NULL,
    changed_by {uuid} NOT NULL REFERENCES account (id)
)
--
ALTER TABLE certificate ADD COLUMN template integer
";

/// Versions follow each other without a gap.
const VERSION_SKIPPED: &str = "NEW.version <> 1 + COALESCE((SELECT max(t.version) FROM certificate_template t WHERE t.street = NEW.street), 0)";
/// A certificate is issued with a version that there is; without one it is the plain page.
const TEMPLATE_UNKNOWN: &str = "NEW.template IS NOT NULL AND NOT EXISTS (SELECT 1 FROM certificate_template t WHERE t.street = NEW.street AND t.version = NEW.template)";
/// And keeps it.
const TEMPLATE_CHANGED: &str = "NEW.template IS DISTINCT FROM OLD.template";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "certificate_template").await?;
        for (table, act, when, message) in [
            ("certificate_template", "INSERT", VERSION_SKIPPED, "template_skipped"),
            ("certificate", "INSERT", TEMPLATE_UNKNOWN, "template_unknown"),
            ("certificate", "UPDATE", TEMPLATE_CHANGED, "template_stands"),
        ] {
            portable::refuse(manager, table, act, Some(when), message).await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
