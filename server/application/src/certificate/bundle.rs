//! Many certificates in one archive, made while it is sent: a few of them in memory at a time, whatever their number.

mod manifest;
mod outlet;

use super::{
    file::{draw_with, facts},
    form::Forms,
    list::{filter, filter_names},
    record::Record,
};
use crate::{Cx, Failure};
use contract::{Refusal, certificate::CertificateQuery};
use document::bundle::{Bundle, BundleError, file_name};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::Status,
    hash::hash,
};
use manifest::{Line, Manifest};
use outlet::Outlet;
use std::{collections::BTreeMap, io, sync::Arc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// More than a street issues in ten years.
const MOST: u64 = 20_000;
/// So many archives are made at the same time; each takes a processor.
const AT_ONCE: u32 = 2;
/// So many certificates are read from the database at a time.
const PAGE: usize = 40;
/// So many wait between drawing and writing.
const WAITING: usize = 8;

/// The places of those who take many certificates at once.
#[derive(Clone)]
pub struct Bundles(Arc<Semaphore>);

impl Default for Bundles {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE as usize)))
    }
}

impl Bundles {
    fn take(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let busy = |_| Refusal::BundlesBusy { most: AT_ONCE };
        Ok(Arc::clone(&self.0).try_acquire_owned().map_err(busy)?)
    }
}

/// An archive on its way.
pub struct Download {
    /// What it is called.
    pub name: String,
    /// How many certificates it lists.
    pub rows: u32,
    /// Its bytes, as they are made; ends with an error where the archive could not be finished. Dropping it stops
    /// the work.
    pub bytes: mpsc::Receiver<io::Result<Vec<u8>>>,
}

/// Begins an archive of the certificates of a query, for the office or for an auditor; logged with their number and
/// with what was filtered. It holds the file of each one's newest revision, and a list as workbook and CSV; what is
/// revoked stands in the list only.
pub async fn bundle_certificates(cx: &Cx, query: CertificateQuery) -> Result<Download, Failure> {
    if cx.allow(Action::ManageCertificates).is_err() {
        cx.allow(Action::Audit)?;
    }
    let place = cx.system.bundles.take()?;
    let found = filter(&query, cx.today());
    let serials = storage::certificate::serials(&cx.reader(), cx.street(), &found, MOST + 1).await?;
    let count = serials.len() as u64;
    match count {
        0 => return Err(Refusal::NoCertificates.into()),
        _ if count > MOST => {
            let count = storage::certificate::count(&cx.reader(), cx.street(), &found).await?;
            return Err(Refusal::BundleTooLarge { count, most: MOST }.into());
        }
        _ => {}
    }
    let rows = u32::try_from(count).unwrap_or(u32::MAX);
    let tx = cx.begin().await?;
    let event = Event::CertificatesBundled { rows, filter: filter_names(&query) };
    cx.log(&tx, event, Subject::new("list", "certificates")).await?;
    tx.commit().await?;
    let (parts, taken) = mpsc::channel(WAITING);
    let (outlet, bytes) = Outlet::new();
    let manifest = Manifest::new(cx.today());
    tokio::spawn(gather(cx.clone(), serials, parts));
    let moment = domain::calendar::local(cx.now());
    tokio::task::spawn_blocking(move || {
        // The place is free when the last byte is taken, or when nobody takes any more.
        let _place = place;
        write(taken, outlet, manifest, moment);
    });
    Ok(Download { name: format!("培训考核合格证明-{}.zip", cx.today()), rows, bytes })
}

/// A certificate for the archive.
struct Part {
    line: Line,
    file: Option<Vec<u8>>,
}

/// Reads the certificates page by page, draws what was never drawn, and passes them on in their order.
async fn gather(cx: Cx, serials: Vec<String>, to: mpsc::Sender<Result<Part, Failure>>) {
    let mut forms = Forms::default();
    for some in serials.chunks(PAGE) {
        let parts = match page(&cx, some, &mut forms).await {
            Ok(parts) => parts,
            Err(failure) => {
                to.send(Err(failure)).await.ok();
                return;
            }
        };
        for part in parts {
            if to.send(Ok(part)).await.is_err() {
                return;
            }
        }
    }
}

async fn page(cx: &Cx, serials: &[String], forms: &mut Forms) -> Result<Vec<Part>, Failure> {
    let reader = cx.reader();
    let rows = storage::certificate::whole(&reader, cx.street(), serials).await?;
    let mut later: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for revision in storage::certificate::whole_revisions_of(&reader, cx.street(), serials).await? {
        later.entry(revision.serial.clone()).or_default().push(revision);
    }
    let with = |row: storage::certificate::CertificateRow| {
        let revisions = later.remove(&row.serial).unwrap_or_default();
        (row.serial.clone(), Record::with(row, revisions))
    };
    let mut records: BTreeMap<String, Record> = rows.into_iter().map(with).collect();
    let drawn = draw_missing(cx, &records, forms).await?;
    let part = |serial: &String| Some(part(cx, records.remove(serial)?, drawn.get(serial)));
    Ok(serials.iter().filter_map(part).collect())
}

/// What was drawn of a certificate, or why it cannot be.
type Drawn = Result<Vec<u8>, String>;

/// Draws the files that are missing, as many at a time as there are processors, and keeps them in one transaction.
async fn draw_missing(
    cx: &Cx,
    records: &BTreeMap<String, Record>,
    forms: &mut Forms,
) -> Result<BTreeMap<String, Drawn>, Failure> {
    let mut waiting = Vec::new();
    for (serial, record) in records {
        let newest = record.newest();
        if newest.file.is_none() && record.row.revoked_at.is_none() {
            let form = forms.get(cx, record.row.template).await?.clone();
            waiting.push((serial.clone(), facts(cx, &record.row, newest, form)));
        }
    }
    let mut drawn = BTreeMap::new();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut waiting = waiting.into_iter();
    let mut running = tokio::task::JoinSet::new();
    loop {
        while running.len() < workers
            && let Some((serial, facts)) = waiting.next()
        {
            let cx = cx.clone();
            running.spawn(async move { (serial, draw_with(&cx, facts).await) });
        }
        let Some(done) = running.join_next().await else { break };
        let (serial, file) = done.map_err(|e| anyhow::anyhow!("drawing a certificate ended: {e}"))?;
        let file = match file {
            Ok(file) => Ok(file),
            Err(Failure::Told(error)) => Err(manifest::why(&error)),
            Err(broken) => return Err(broken),
        };
        drawn.insert(serial, file);
    }
    keep(cx, &drawn).await?;
    Ok(drawn)
}

async fn keep(cx: &Cx, drawn: &BTreeMap<String, Drawn>) -> Result<(), Failure> {
    if drawn.values().all(Result::is_err) {
        return Ok(());
    }
    let tx = cx.begin().await?;
    for (serial, file) in drawn {
        if let Ok(file) = file {
            let digest = hex::encode(hash(file));
            storage::certificate::keep_file(&tx, cx.street(), serial, file.clone(), &digest).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn part(cx: &Cx, mut record: Record, drawn: Option<&Drawn>) -> Part {
    let status = record.status(cx.today());
    let newest = record.later.last_mut().unwrap_or(&mut record.first);
    let (mut file, mut note) = (newest.file.take(), String::new());
    match (status, drawn) {
        (Status::Revoked, _) => {
            (file, note) = (None, "已撤销，不含文件".to_owned());
        }
        (_, Some(Ok(drawn))) => file = Some(drawn.clone()),
        (_, Some(Err(why))) => note.clone_from(why),
        (_, None) => {}
    }
    let name = file_name(&format!("{}_{}", record.row.serial, newest.says.holder));
    let line = Line {
        serial: record.row.serial,
        revision: newest.number,
        holder: newest.says.holder.clone(),
        unit: newest.says.unit.clone(),
        training: record.row.training_title,
        issued_on: record.row.issued_on,
        valid_until: record.row.valid_until,
        status,
        file: file.as_ref().map(|bytes| (format!("{name}.pdf"), hex::encode(hash(bytes)))),
        note,
    };
    Part { line, file }
}

/// Writes the archive as its parts come.
fn write(
    mut parts: mpsc::Receiver<Result<Part, Failure>>,
    outlet: Outlet,
    mut manifest: Manifest,
    moment: chrono::NaiveDateTime,
) {
    let told = outlet.clone();
    let mut work = || -> Result<(), BundleFailure> {
        let mut bundle = Bundle::new(outlet.clone());
        while let Some(part) = parts.blocking_recv() {
            let part = part?;
            if let (Some(bytes), Some((name, _))) = (&part.file, &part.line.file) {
                bundle.add(name, bytes, moment)?;
            }
            manifest.add(part.line);
        }
        bundle.add("manifest.csv", &manifest.csv(), moment)?;
        bundle.add("manifest.xlsx", &manifest.workbook()?, moment)?;
        Ok(bundle.finish()?.end()?)
    };
    match work() {
        Ok(()) => {}
        Err(BundleFailure::Gone) => tracing::info!("an archive of certificates was not taken to its end"),
        Err(BundleFailure::Parts(failure)) => {
            tracing::error!("an archive of certificates: {failure:?}");
            told.fail();
        }
    }
}

/// Why an archive was not finished.
enum BundleFailure {
    /// Nobody takes the archive any more.
    Gone,
    /// The certificates could not be read or drawn.
    Parts(Failure),
}

impl From<BundleError> for BundleFailure {
    fn from(_: BundleError) -> Self {
        Self::Gone
    }
}
impl From<io::Error> for BundleFailure {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}
impl From<Failure> for BundleFailure {
    fn from(failure: Failure) -> Self {
        Self::Parts(failure)
    }
}
