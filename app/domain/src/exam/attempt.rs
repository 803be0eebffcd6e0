//! One person's sitting of one paper: an append-only list of steps.
//!
//! The server alone keeps time. The deadline is fixed at the start and moved by an extension only; an answer is
//! judged by its arrival, and one that comes after the deadline and its grace is kept, marked late, and
//! not scored. One device writes at a time, under a lease; within a lease the greater client sequence wins, in
//! whatever order answers arrive, and the same answer sent twice is one step.

mod staff;

pub use super::receipt::{
    AlreadyVoided, AnswerRefusal, Closed, Corrupt, NoteRefusal, Receipt, ReopenRefusal, Submission,
    SubmitRefusal,
};
pub use super::steps::{
    Answer, GivenAnswer, ItemRef, LONGEST_FILL, Malformed, Reason, Sheet, Step, SubmittedBy, What,
};
pub use staff::{Extra, Standing, deadline_at_start};

use super::{paper::Paper, retake::AttemptNumber};
use crate::{
    hash::{Bytes32, hash, lp},
    id::{Attempt as Kind, Exam, Id, Person},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The current answers of an attempt.
pub type Answers = BTreeMap<ItemRef, Answer>;

/// Who sits what, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// The attempt.
    pub id: Id<Kind>,
    /// The exam.
    pub exam: Id<Exam>,
    /// The candidate.
    pub candidate: Id<Person>,
    /// For the how-manyeth time.
    pub number: AttemptNumber,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// The deadline as fixed at the start.
    pub deadline: DateTime<Utc>,
}

/// An attempt as plain data, for storing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptSnapshot {
    /// Who sits what.
    pub sitting: Sitting,
    /// Everything that happened, in order.
    pub steps: Vec<Step>,
}

/// An attempt.
///
/// Invariant: `steps` are in time order and everything else follows from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    sitting: Sitting,
    sheet: Sheet,
    steps: Vec<Step>,
    lease: u32,
    deadline: DateTime<Utc>,
    submitted: Option<(DateTime<Utc>, SubmittedBy)>,
    shown: Option<DateTime<Utc>>,
    voided: Option<DateTime<Utc>>,
    kept: BTreeMap<(ItemRef, u32, u64), usize>,
    current: BTreeMap<ItemRef, (u32, u64)>,
    seen: BTreeSet<u16>,
    flags: BTreeSet<ItemRef>,
    away: bool,
}

impl Attempt {
    /// Slack for the network, not for the candidate.
    pub const GRACE: TimeDelta = TimeDelta::seconds(15);
    /// The lease of the device that starts.
    pub const FIRST_LEASE: u32 = 1;

    /// Starts an attempt at a paper.
    #[must_use]
    pub fn start(sitting: Sitting, paper: &Paper) -> Self {
        let deadline = sitting.deadline;
        Self {
            sitting,
            sheet: Sheet::of(paper),
            steps: Vec::new(),
            lease: Self::FIRST_LEASE,
            deadline,
            submitted: None,
            shown: None,
            voided: None,
            kept: BTreeMap::new(),
            current: BTreeMap::new(),
            seen: BTreeSet::new(),
            flags: BTreeSet::new(),
            away: false,
        }
    }

    /// Records an answer as sent. An answer that is already kept (same item, lease and sequence) is
    /// acknowledged again, also after a take-over or submission, because its first acknowledgement may be lost.
    ///
    /// # Errors
    /// Refuses what [`AnswerRefusal`] names. Being late is no reason, unless the candidate has handed in.
    pub fn answer(
        &mut self,
        item: ItemRef,
        given: GivenAnswer,
        client_seq: u64,
        lease: u32,
        now: DateTime<Utc>,
    ) -> Result<Receipt, AnswerRefusal> {
        let read = self.sheet.read(item, given).ok_or(AnswerRefusal::NotOnPaper { item })?;
        let answer = read.map_err(|why| AnswerRefusal::Malformed { why })?;
        self.record(item, answer, client_seq, lease, now)
    }

    fn record(
        &mut self,
        item: ItemRef,
        answer: Answer,
        client_seq: u64,
        lease: u32,
        now: DateTime<Utc>,
    ) -> Result<Receipt, AnswerRefusal> {
        let judged = self.sheet.judge(item, &answer).ok_or(AnswerRefusal::NotOnPaper { item })?;
        judged.map_err(|why| AnswerRefusal::Malformed { why })?;
        if let Some(index) = self.kept.get(&(item, lease, client_seq)) {
            return match &self.steps[*index].what {
                What::Answered { answer: kept, late, .. } if *kept == answer => {
                    Ok(Receipt::Already { late: *late })
                }
                _ => Err(AnswerRefusal::SequenceReused { client_seq }),
            };
        }
        if let Some(at) = self.voided {
            return Err(AnswerRefusal::Voided { at });
        }
        if let Some((at, SubmittedBy::Candidate)) = self.submitted {
            return Err(AnswerRefusal::Submitted { at });
        }
        if lease != self.lease {
            return Err(AnswerRefusal::TakenOver { lease: self.lease });
        }
        let late = self.submitted.is_some() || self.clock(now) > self.deadline + Self::GRACE;
        self.push(now, What::Answered { item, answer, client_seq, lease, late });
        self.kept.insert((item, lease, client_seq), self.steps.len() - 1);
        if late {
            return Ok(Receipt::Late);
        }
        let current = self.current.entry(item).or_insert((lease, client_seq));
        let newest = *current <= (lease, client_seq);
        *current = (*current).max((lease, client_seq));
        Ok(if newest { Receipt::Saved } else { Receipt::Outdated })
    }

    /// Notes that an item was shown; the first time counts.
    ///
    /// # Errors
    /// Refuses an item that is not on the paper, and everything after submission.
    pub fn see(&mut self, item: ItemRef, now: DateTime<Utc>) -> Result<(), NoteRefusal> {
        self.may_note(item)?;
        if self.seen.insert(item.number) {
            self.push(now, What::Seen { item });
        }
        Ok(())
    }

    /// Marks an item for a second look, or unmarks it.
    ///
    /// # Errors
    /// Refuses an item that is not on the paper, and everything after submission.
    pub fn flag(&mut self, item: ItemRef, on: bool, now: DateTime<Utc>) -> Result<(), NoteRefusal> {
        self.may_note(item)?;
        let changed = if on { self.flags.insert(item) } else { self.flags.remove(&item) };
        if changed {
            self.push(now, What::Flagged { item, on });
        }
        Ok(())
    }

    /// Notes that the candidate left the page. Nobody is failed for it.
    ///
    /// # Errors
    /// Refuses everything after submission.
    pub fn leave(&mut self, now: DateTime<Utc>) -> Result<(), Closed> {
        self.open()?;
        if !core::mem::replace(&mut self.away, true) {
            self.push(now, What::Left);
        }
        Ok(())
    }

    /// Notes that the candidate came back.
    ///
    /// # Errors
    /// Refuses everything after submission.
    pub fn come_back(&mut self, now: DateTime<Utc>) -> Result<(), Closed> {
        self.open()?;
        if core::mem::replace(&mut self.away, false) {
            self.push(now, What::Returned);
        }
        Ok(())
    }

    /// Gives the right to write to another device, and gives its lease. What the first device had saved stays.
    ///
    /// # Errors
    /// Refuses everything after submission.
    pub fn take_over(&mut self, now: DateTime<Utc>) -> Result<u32, Closed> {
        self.open()?;
        self.lease += 1;
        self.push(now, What::TakenOver { lease: self.lease });
        Ok(self.lease)
    }

    /// Hands in. Late is not refused: what was saved in time is what counts. Twice is the same as once.
    ///
    /// # Errors
    /// Refuses the server itself before the deadline and its grace, and everybody once it is voided.
    pub fn submit(&mut self, by: SubmittedBy, now: DateTime<Utc>) -> Result<Submission, SubmitRefusal> {
        if let Some(at) = self.voided {
            return Err(SubmitRefusal::Voided { at });
        }
        if let Some((at, _)) = self.submitted {
            return Ok(Submission { at, first: false });
        }
        let (until, at) = (self.deadline + Self::GRACE, self.clock(now));
        if by == SubmittedBy::Deadline && at <= until {
            return Err(SubmitRefusal::NotDue { until });
        }
        self.submitted = Some((at, by));
        self.push(now, What::Submitted { by });
        Ok(Submission { at, first: true })
    }

    /// Gives the attempt as plain data.
    #[must_use]
    pub fn snapshot(&self) -> AttemptSnapshot {
        AttemptSnapshot { sitting: self.sitting.clone(), steps: self.steps.clone() }
    }

    /// Restores an attempt by taking its steps again.
    ///
    /// # Errors
    /// Refuses data that could not have come about.
    pub fn restore(snapshot: AttemptSnapshot, paper: &Paper) -> Result<Self, Corrupt> {
        if snapshot.sitting.deadline < snapshot.sitting.started_at {
            return Err(Corrupt::Deadline);
        }
        let mut attempt = Self::start(snapshot.sitting, paper);
        for (index, step) in snapshot.steps.into_iter().enumerate() {
            attempt.replay(&step);
            if attempt.steps.len() != index + 1 || attempt.steps.last() != Some(&step) {
                return Err(Corrupt::Step { index });
            }
        }
        Ok(attempt)
    }

    /// Takes a step again; a refusal shows in that no step was added.
    fn replay(&mut self, step: &Step) {
        let at = step.at;
        match &step.what {
            What::Seen { item } => _ = self.see(*item, at),
            What::Answered { item, answer, client_seq, lease, .. } => {
                _ = self.record(*item, answer.clone(), *client_seq, *lease, at);
            }
            What::Flagged { item, on } => _ = self.flag(*item, *on, at),
            What::Left => _ = self.leave(at),
            What::Returned => _ = self.come_back(at),
            What::TakenOver { .. } => _ = self.take_over(at),
            What::Submitted { by } => _ = self.submit(*by, at),
            What::Extended { .. } | What::Reopened { .. } | What::Voided { .. } | What::ResultShown => {
                self.replay_staff(step);
            }
        }
    }

    /// Gives the current answers: of each item the one with the greatest lease and sequence that came in time.
    #[must_use]
    pub fn answers(&self) -> Answers {
        self.sheet
            .items()
            .filter_map(|item| self.current(item).map(|answer| (item, answer.clone())))
            .collect()
    }
    /// Gives the current answer to one item.
    #[must_use]
    pub fn current(&self, item: ItemRef) -> Option<&Answer> {
        let (lease, seq) = self.current.get(&item)?;
        match &self.steps[*self.kept.get(&(item, *lease, *seq))?].what {
            What::Answered { answer, .. } => Some(answer),
            _ => None,
        }
    }
    /// Hashes the current answers, for the log: `H(lp("anxun-answers-v1", attempt, item, answer, item, …))` by
    /// item, an answer being `choice:` with the original indexes ascending and joined by ",", `truth:true` or
    /// `text:` with the text.
    #[must_use]
    pub fn answers_hash(&self) -> Bytes32 {
        let mut parts = vec!["anxun-answers-v1".to_owned(), self.sitting.id.to_string()];
        parts.extend(self.answers().into_iter().flat_map(|(item, a)| [item.to_string(), a.canonical()]));
        hash(&lp(&parts.iter().map(String::as_bytes).collect::<Vec<_>>()))
    }
    /// Gives who sits what.
    #[must_use]
    pub fn sitting(&self) -> &Sitting {
        &self.sitting
    }
    /// Gives what can be answered.
    #[must_use]
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }
    /// Gives everything that happened, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
    /// Gives the lease that may write.
    #[must_use]
    pub fn lease(&self) -> u32 {
        self.lease
    }
    /// Gives the deadline, extensions included and grace not.
    #[must_use]
    pub fn deadline(&self) -> DateTime<Utc> {
        self.deadline
    }
    /// Gives the time left, never negative, and none once handed in or voided.
    #[must_use]
    pub fn remaining(&self, now: DateTime<Utc>) -> TimeDelta {
        let left = if self.is_open() { self.deadline - now } else { TimeDelta::zero() };
        left.max(TimeDelta::zero())
    }
    /// Gives when and by whom it was handed in.
    #[must_use]
    pub fn submitted(&self) -> Option<(DateTime<Utc>, SubmittedBy)> {
        self.submitted
    }
    /// Gives what is marked for a second look.
    #[must_use]
    pub fn flags(&self) -> &BTreeSet<ItemRef> {
        &self.flags
    }
    /// Counts how often the candidate left the page.
    #[must_use]
    pub fn times_left(&self) -> usize {
        self.steps.iter().filter(|s| s.what == What::Left).count()
    }

    fn may_note(&self, item: ItemRef) -> Result<(), NoteRefusal> {
        self.open().map_err(|closed| NoteRefusal::Submitted { at: closed.at })?;
        if self.sheet.has(item) { Ok(()) } else { Err(NoteRefusal::NotOnPaper { item }) }
    }
    fn open(&self) -> Result<(), Closed> {
        let closed = self.voided.or(self.submitted.map(|(at, _)| at));
        closed.map_or(Ok(()), |at| Err(Closed { at }))
    }
    /// A clock that was set back does not undo the order of steps, nor does it give time.
    fn clock(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.max(self.steps.last().map_or(self.sitting.started_at, |step| step.at))
    }
    fn push(&mut self, now: DateTime<Utc>, what: What) {
        let at = self.clock(now);
        self.steps.push(Step { at, what });
    }
}
