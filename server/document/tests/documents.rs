//! Documents as a stranger sees them: made with real fonts and read back with foreign tools.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail loudly too")]

#[path = "documents/certificate.rs"]
mod certificate;
#[path = "documents/kit.rs"]
mod kit;
#[path = "documents/real.rs"]
mod real;
#[path = "documents/report.rs"]
mod report;
#[path = "documents/roster.rs"]
mod roster;
#[path = "documents/signature.rs"]
mod signature;
#[path = "documents/table.rs"]
mod table;
#[path = "documents/workbook.rs"]
mod workbook;
