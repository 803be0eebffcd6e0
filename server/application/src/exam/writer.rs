//! The one writer of a server's sittings. What arrives while a transaction is under way is written by the next
//! one together, so that one wait for the disk acknowledges many answers (07-performance). Nothing is answered
//! before its transaction is durable.
//!
//! The writer keeps the sittings it has read in memory to save reading them again. It trusts them only where
//! the locked row and the number of steps in the database say that nobody else wrote in between, so several
//! servers may share one database.

use super::{
    frozen::Frozen,
    sitting::{self, Sat, Whose},
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::{
    audit::{Event, Subject},
    exam::{Attempt, PaperRecord},
};
use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use storage::{
    Database, Failed, Writer,
    exam::{AttemptRow, PaperRow, StepRow},
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// So many works wait before those who bring more have to wait themselves.
const QUEUE: usize = 4096;
/// So many works share one transaction at most.
const BATCH: usize = 512;
/// So many sittings are kept in memory before all are forgotten.
const KEPT: usize = 8192;

/// An act in a sitting. It may be called again, on the sitting as it is then, when a shared transaction fails.
pub(super) type Act = Box<dyn Fn(&mut Attempt, &PaperRecord) + Send + Sync>;

/// What is to be written.
pub(super) enum Work {
    /// Something happens in a sitting.
    Act {
        /// Which.
        attempt: Uuid,
        /// Whose it must be.
        whose: Whose,
        /// What happens.
        act: Act,
    },
    /// A sitting begins. Refused with a conflict where the person has one that runs.
    Start(Box<(AttemptRow, PaperRow)>),
}

struct Job {
    cx: Cx,
    work: Work,
    reply: oneshot::Sender<Result<(), Failure>>,
}

/// What the server holds of running sittings: the way to their writer, and what never changes of their exams.
#[derive(Default)]
pub struct Sittings {
    queue: OnceLock<mpsc::Sender<Job>>,
    figures: Arc<Figures>,
    pub(super) frozen: Frozen,
}

/// What the writer has done since the server started.
#[derive(Debug, Default)]
pub struct Figures {
    /// Transactions committed.
    pub commits: AtomicU64,
    /// Works written by them.
    pub works: AtomicU64,
    /// Steps written by them.
    pub steps: AtomicU64,
    /// Shared transactions that failed, whose works were then written one by one.
    pub retries: AtomicU64,
}

impl Sittings {
    /// What the writer has done.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Has something written; returns when it is durable.
    pub(super) async fn write(&self, cx: &Cx, work: Work) -> Result<(), Failure> {
        let queue = self.queue.get_or_init(|| {
            let (queue, jobs) = mpsc::channel(QUEUE);
            tokio::spawn(run(cx.system.db.clone(), Arc::clone(&self.figures), jobs));
            queue
        });
        let (reply, written) = oneshot::channel();
        let job = Job { cx: cx.clone(), work, reply };
        queue.send(job).await.map_err(|_| anyhow!("the writer of sittings has ended"))?;
        written.await.map_err(|_| anyhow!("the writer of sittings broke down over a transaction"))?
    }
}

/// Writes until nobody can bring work any more.
async fn run(db: Database, figures: Arc<Figures>, mut jobs: mpsc::Receiver<Job>) {
    let mut kept = Kept::new();
    while let Some(first) = jobs.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = jobs.try_recv()
        {
            batch.push(next);
        }
        // In a task of its own: a panic costs this batch its answers, not the server its writer.
        let done = tokio::spawn(process(db.clone(), Arc::clone(&figures), kept, batch)).await;
        kept = done.unwrap_or_default();
    }
}

/// What is kept of a sitting between two transactions.
struct Known {
    record: Arc<PaperRecord>,
    attempt: Attempt,
}

type Kept = HashMap<Uuid, Known>;

async fn process(db: Database, figures: Arc<Figures>, mut kept: Kept, batch: Vec<Job>) -> Kept {
    if kept.len() > KEPT {
        kept.clear();
    }
    let shared = together(&db, &figures, &mut kept, &batch).await;
    match shared {
        Ok(outcomes) => {
            for (job, outcome) in batch.into_iter().zip(outcomes) {
                // Who no longer waits has gone away; the work is written all the same.
                let _ = job.reply.send(outcome);
            }
        }
        Err(failure) if batch.len() == 1 => {
            for job in batch {
                let _ = job.reply.send(Err(refused(&failure)));
            }
            if failure.told().is_none() {
                tracing::error!("writing a sitting: {failure:?}");
            }
        }
        // One of them fails: each alone, so that it fails alone.
        Err(failure) => {
            figures.retries.fetch_add(1, Ordering::Relaxed);
            tracing::warn!("{} works were not written together: {failure:?}", batch.len());
            for job in batch {
                let alone = together(&db, &figures, &mut kept, std::slice::from_ref(&job)).await;
                let outcome = alone.and_then(|mut one| one.pop().unwrap_or(Ok(())));
                let _ = job.reply.send(outcome);
            }
        }
    }
    kept
}

/// The same failure for the one who waits; the whole of it stands in the log.
fn refused(failure: &Failure) -> Failure {
    failure.told().map_or_else(|| anyhow!("writing a sitting: {failure}").into(), |told| told.clone().into())
}

/// Writes all works in one transaction. An outcome of a work that is refused writes nothing of it; a failure of
/// the whole writes nothing at all and forgets the sittings it touched.
async fn together(
    db: &Database,
    figures: &Figures,
    kept: &mut Kept,
    batch: &[Job],
) -> Result<Vec<Result<(), Failure>>, Failure> {
    let mut ids: Vec<Uuid> = batch.iter().filter_map(|job| job.work.attempt()).collect();
    ids.sort_unstable();
    ids.dedup();
    let done = transact(db, figures, kept, batch, &ids).await;
    if done.is_err() {
        for id in &ids {
            kept.remove(id);
        }
    }
    done
}

async fn transact(
    db: &Database,
    figures: &Figures,
    kept: &mut Kept,
    batch: &[Job],
    ids: &[Uuid],
) -> Result<Vec<Result<(), Failure>>, Failure> {
    let tx = db.begin().await?;
    let mut table = Table { tx, steps: Vec::new(), written: 0 };
    let mut sittings = look_up(&table.tx, kept, batch, ids).await?;
    let mut outcomes = Vec::with_capacity(batch.len());
    for job in batch {
        outcomes.push(match &job.work {
            Work::Act { attempt, whose, act } => match sittings.get_mut(attempt) {
                Some(sat) if sat.row.street == job.cx.street() && whose.is_met(&job.cx, &sat.row) => {
                    table.act(&job.cx, sat, act).await.map(Ok)?
                }
                _ => Err(Failure::missing()),
            },
            Work::Start(rows) => table.start(&job.cx, rows).await?,
        });
    }
    let written = table.close().await?;
    figures.commits.fetch_add(1, Ordering::Relaxed);
    figures.works.fetch_add(batch.len() as u64, Ordering::Relaxed);
    figures.steps.fetch_add(written, Ordering::Relaxed);
    for (id, sat) in sittings {
        if sat.attempt.submitted().is_none() {
            kept.insert(id, Known { record: sat.record, attempt: sat.attempt });
        }
    }
    Ok(outcomes)
}

impl Work {
    fn attempt(&self) -> Option<Uuid> {
        match self {
            Self::Act { attempt, .. } => Some(*attempt),
            Self::Start(_) => None,
        }
    }
}

/// Locks the rows of sittings and gives them as they stand: from memory where nobody else wrote in between.
async fn look_up(
    tx: &Writer,
    kept: &mut Kept,
    batch: &[Job],
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Sat>, Failure> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut streets: Vec<String> = batch.iter().map(|job| job.cx.street().to_owned()).collect();
    streets.sort_unstable();
    streets.dedup();
    let rows = storage::exam::attempts_to_change(tx, &streets, ids).await?;
    let totals: HashMap<Uuid, i32> =
        storage::exam::step_totals(tx, &streets, ids).await?.into_iter().collect();
    let mut sittings = HashMap::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        let total = totals.get(&id).map_or(0, |n| usize::try_from(*n).unwrap_or(0));
        let sat = match kept.remove(&id) {
            Some(known) if known.attempt.steps().len() == total => {
                Sat { row, record: known.record, attempt: known.attempt }
            }
            _ => sitting::load_locked(tx, row).await?,
        };
        sittings.insert(id, sat);
    }
    Ok(sittings)
}

/// A transaction under way.
struct Table {
    tx: Writer,
    /// Steps that are still to be written; many go in one statement.
    steps: Vec<StepRow>,
    written: u64,
}

impl Table {
    /// Does one act. A sitting that is overdue is handed in first, whatever becomes of the act.
    async fn act(&mut self, cx: &Cx, sat: &mut Sat, act: &Act) -> Result<(), Failure> {
        let known = sat.attempt.steps().len();
        // Not due is the usual case.
        let _ = sat.attempt.submit(domain::exam::attempt::SubmittedBy::Deadline, cx.now());
        act(&mut sat.attempt, &sat.record);
        if sat.attempt.steps().len() == known {
            return Ok(());
        }
        self.steps.extend(sitting::step_rows(cx.street(), sat, known)?);
        if sitting::has_consequences(&sat.attempt.steps()[known..]) {
            self.flush().await?;
            sitting::follow(cx, &self.tx, sat, known).await?;
        }
        Ok(())
    }

    /// Begins a sitting. Who has one that runs is told so, without an error that would end the transaction.
    async fn start(
        &mut self,
        cx: &Cx,
        rows: &(AttemptRow, PaperRow),
    ) -> Result<Result<(), Failure>, Failure> {
        let (attempt, paper) = rows;
        let (exam, person) = (attempt.exam_id, attempt.person_id);
        if storage::exam::is_taken(&self.tx, cx.street(), exam, person, attempt.number).await? {
            return Ok(Err(Failed::AlreadyThere.into()));
        }
        let number = attempt.number.unsigned_abs();
        let event = Event::AttemptStarted { number, paper_hash: paper.content_hash.clone() };
        storage::exam::add_attempt(&self.tx, attempt.clone(), paper.clone()).await?;
        cx.log(&self.tx, event, Subject::new("attempt", attempt.id)).await?;
        Ok(Ok(()))
    }

    async fn flush(&mut self) -> Result<(), Failure> {
        let steps = std::mem::take(&mut self.steps);
        self.written += steps.len() as u64;
        Ok(storage::exam::add_steps(&self.tx, steps).await?)
    }

    async fn close(mut self) -> Result<u64, Failure> {
        self.flush().await?;
        self.tx.commit().await?;
        Ok(self.written)
    }
}
