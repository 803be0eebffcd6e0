//! Many certificates in one file for the printer.

use super::{
    file::facts,
    form::Forms,
    list::{filter, filter_names},
    record::Record,
};
use crate::{Cx, Failure};
use contract::{Refusal, certificate::CertificateQuery};
use document::certificate::{CertificateFacts, RenderRefusal, SheetRefusal, sheet};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use std::collections::BTreeMap;

/// As many pages as a tray of paper holds, and as are drawn within seconds.
const MOST: u64 = 200;

/// Draws the certificates of a query that are not revoked, the newest revision of each, into one file for the
/// printer; logged. Gives the file's name and its bytes. Each has an A4 page of its own: two on a sheet would print
/// the QR code, which holds a signed record, too fine for common printers.
pub async fn print_certificates(cx: &Cx, query: CertificateQuery) -> Result<(String, Vec<u8>), Failure> {
    if cx.allow(Action::ManageCertificates).is_err() {
        cx.allow(Action::Audit)?;
    }
    let found = filter(&query, cx.today());
    let count = storage::certificate::count(&cx.reader(), cx.street(), &found).await?;
    if count > MOST {
        return Err(Refusal::PrintTooLarge { count, most: MOST }.into());
    }
    let pages = pages(cx, &found).await?;
    if pages.is_empty() {
        return Err(Refusal::NoCertificates.into());
    }
    let rows = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let system = cx.system.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let fonts = system.services.fonts.as_ref().ok_or_else(crate::cx::without_fonts)?;
        sheet(&pages, fonts).map_err(told)
    });
    let bytes = drawn.await.map_err(|e| anyhow::anyhow!("drawing certificates ended: {e}"))??;
    let tx = cx.begin().await?;
    let event = Event::CertificatesPrinted { rows, filter: filter_names(&query) };
    cx.log(&tx, event, Subject::new("list", "certificates")).await?;
    tx.commit().await?;
    Ok((format!("证明打印-{}-{rows}份.pdf", cx.today()), bytes))
}

/// What stands on the pages, in the order of the list.
async fn pages(
    cx: &Cx,
    found: &storage::certificate::CertificateFilter,
) -> Result<Vec<CertificateFacts>, Failure> {
    let reader = cx.reader();
    let serials = storage::certificate::serials(&reader, cx.street(), found, MOST).await?;
    let (mut forms, mut pages) = (Forms::default(), Vec::new());
    // Files that were kept come along and are dropped again, so few are read at a time.
    for some in serials.chunks(20) {
        let rows = storage::certificate::whole(&reader, cx.street(), some).await?;
        let mut rows: BTreeMap<String, _> = rows.into_iter().map(|row| (row.serial.clone(), row)).collect();
        let mut later: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for revision in storage::certificate::whole_revisions_of(&reader, cx.street(), some).await? {
            later.entry(revision.serial.clone()).or_default().push(revision);
        }
        for serial in some {
            let Some(row) = rows.remove(serial).filter(|row| row.revoked_at.is_none()) else { continue };
            let record = Record::with(row, later.remove(serial).unwrap_or_default());
            let form = forms.get(cx, record.row.template).await?.clone();
            pages.push(facts(cx, &record.row, record.newest(), form));
        }
    }
    Ok(pages)
}

fn told(refused: SheetRefusal) -> Failure {
    match refused.refusal {
        RenderRefusal::MissingGlyph(lack) => Refusal::PrintGlyphMissing {
            serial: refused.serial,
            character: lack.character.to_string(),
            code_point: format!("U+{:04X}", lack.code_point),
        }
        .into(),
        other => Failure::Broken(anyhow::anyhow!("{}: {other:?}", refused.serial)),
    }
}
