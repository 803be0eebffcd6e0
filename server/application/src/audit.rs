//! The log and the auditor's first page.

mod log_tree;

pub use log_tree::LogTrees;

use crate::{Cx, Failure};
use contract::{
    Pager,
    audit::{AuditHome, LogLine, LogView},
};
use domain::actor::Action;
use storage::certificate::CertificateFilter;

/// Rows a page.
const SIZE: u64 = 100;

/// Shows the auditor's first page.
pub async fn audit_home(cx: &Cx) -> Result<AuditHome, Failure> {
    cx.allow(Action::Audit)?;
    let reader = cx.reader();
    let street = storage::organization::street(&reader, cx.street()).await?;
    let certificates =
        storage::certificate::page(&reader, cx.street(), &CertificateFilter::default(), 1, 1).await?;
    let log = storage::audit::list(&reader, cx.street(), None, 1, 1).await?;
    Ok(AuditHome {
        street: street.map(|s| s.name).unwrap_or_default(),
        certificates: certificates.total,
        entries: log.total,
        last_entry: log.rows.first().map(|row| row.at),
    })
}

/// Shows one page of the street's log, the newest first, of one event or of all.
pub async fn show_log(cx: &Cx, event: &str, page: u64) -> Result<LogView, Failure> {
    cx.allow(Action::Audit)?;
    let wanted = Some(event).filter(|e| !e.is_empty());
    let found = storage::audit::list(&cx.reader(), cx.street(), wanted, page, SIZE).await?;
    let entries = found.rows.into_iter().map(|row| LogLine {
        seq: row.seq,
        at: row.at,
        actor: if row.actor_kind == "system" { "系统".into() } else { row.actor_name },
        role: row.role.unwrap_or_default(),
        address: row.address,
        event: row.event,
        subject: format!("{} {}", row.subject_kind, row.subject_id),
        detail: row.detail,
        leaf: row.leaf,
    });
    Ok(LogView {
        entries: entries.collect(),
        event: event.to_owned(),
        pager: Pager { page, size: SIZE, total: found.total },
    })
}
