//! What staff do in a sitting: more time, a second opening, voiding; and that a result was shown, which rules the
//! second opening out.

use super::{AlreadyVoided, Attempt, Closed, Reason, ReopenRefusal, Step, What};
use chrono::{DateTime, TimeDelta, Utc};

/// Time that an invigilator gives: 1 to 180 whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extra(u32);

impl Extra {
    /// The most minutes.
    pub const MOST: u32 = 180;

    /// Takes whole minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Option<Self> {
        if minutes >= 1 && minutes <= Self::MOST { Some(Self(minutes)) } else { None }
    }
    /// Gives the minutes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
    /// Gives it in seconds, as steps keep it.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0 * 60
    }
    fn of_seconds(seconds: u32) -> Option<Self> {
        Self::minutes(seconds / 60).filter(|extra| extra.seconds() == seconds)
    }
}

/// What is known beside the attempt itself when it is to be opened again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its result is a pass.
    pub passed: bool,
    /// The candidate has a later attempt that was not voided.
    pub later: bool,
}

impl Standing {
    /// Says whether it allows a second opening.
    ///
    /// # Errors
    /// Refuses a pass, and what a later attempt has overtaken.
    pub const fn may_reopen(self) -> Result<(), ReopenRefusal> {
        match self {
            Self { passed: true, .. } => Err(ReopenRefusal::Passed),
            Self { later: true, .. } => Err(ReopenRefusal::Later),
            Self { .. } => Ok(()),
        }
    }
}

/// Reads back the deadline as fixed at the start from the present one.
#[must_use]
pub fn deadline_at_start(present: DateTime<Utc>, steps: &[Step]) -> DateTime<Utc> {
    let reopened = steps.iter().enumerate().find_map(|(index, step)| match step.what {
        What::Reopened { ended, .. } => Some((index, ended)),
        _ => None,
    });
    // Up to the first reopening nothing but extensions has moved it.
    let (until, moved) = reopened.unwrap_or((steps.len(), present));
    let extended = steps[..until].iter().map(|step| match step.what {
        What::Extended { seconds, .. } => i64::from(seconds),
        _ => 0,
    });
    moved - TimeDelta::seconds(extended.sum())
}

impl Attempt {
    /// Moves the deadline, also after it has passed. Answers that were late stay late.
    ///
    /// # Errors
    /// Refuses what was handed in or voided.
    pub fn extend(
        &mut self,
        extra: Extra,
        reason: Reason,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Closed> {
        self.open()?;
        self.deadline += TimeDelta::seconds(extra.seconds().into());
        self.push(now, What::Extended { seconds: extra.seconds(), reason });
        Ok(self.deadline)
    }

    /// Opens an attempt again that was handed in, and gives a new deadline, counted from now. What was answered
    /// stays, and what was late stays late.
    ///
    /// # Errors
    /// Refuses what runs, was voided or passed, what a later attempt has overtaken, and what cannot be fair any
    /// more because the candidate has seen the right answers.
    pub fn reopen(
        &mut self,
        extra: Extra,
        reason: Reason,
        standing: Standing,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, ReopenRefusal> {
        self.may_reopen(standing)?;
        let ended = self.deadline;
        self.deadline = self.clock(now) + TimeDelta::seconds(extra.seconds().into());
        self.submitted = None;
        self.push(now, What::Reopened { seconds: extra.seconds(), reason, ended });
        Ok(self.deadline)
    }

    /// Says whether it can be opened again.
    ///
    /// # Errors
    /// Refuses with the first reason of the order in which [`ReopenRefusal`] lists them.
    pub fn may_reopen(&self, standing: Standing) -> Result<(), ReopenRefusal> {
        if self.is_open() {
            return Err(ReopenRefusal::Running);
        }
        if let Some(at) = self.voided {
            return Err(ReopenRefusal::Voided { at });
        }
        standing.may_reopen()?;
        self.shown.map_or(Ok(()), |at| Err(ReopenRefusal::Shown { at }))
    }

    /// Voids the attempt: it counts for nothing, and its try is given back with another number. What happened in
    /// it stays in the record.
    ///
    /// # Errors
    /// Refuses what was voided before.
    pub fn void(&mut self, reason: Reason, now: DateTime<Utc>) -> Result<(), AlreadyVoided> {
        if let Some(at) = self.voided {
            return Err(AlreadyVoided { at });
        }
        self.voided = Some(self.clock(now));
        self.push(now, What::Voided { reason });
        Ok(())
    }

    /// Notes that the candidate is shown the result, right answers included; the first time counts. Gives
    /// whether there is a result to show.
    pub fn show_result(&mut self, now: DateTime<Utc>) -> bool {
        let has_result = self.submitted.is_some() && self.voided.is_none();
        if has_result && self.shown.is_none() {
            self.shown = Some(self.clock(now));
            self.push(now, What::ResultShown);
        }
        has_result
    }

    /// Tells whether it was neither handed in nor voided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open().is_ok()
    }
    /// Gives when and why it was voided.
    #[must_use]
    pub fn voided(&self) -> Option<(DateTime<Utc>, &Reason)> {
        let reason = self.steps.iter().rev().find_map(|step| match &step.what {
            What::Voided { reason } => Some(reason),
            _ => None,
        });
        self.voided.zip(reason)
    }
    /// Gives when the candidate was first shown the result.
    #[must_use]
    pub fn result_shown(&self) -> Option<DateTime<Utc>> {
        self.shown
    }

    /// Takes one of these steps again. That it was no pass, and the last attempt, is not kept in the steps; the
    /// one who opened it again has judged it.
    pub(super) fn replay_staff(&mut self, step: &Step) {
        let at = step.at;
        match &step.what {
            What::Extended { seconds, reason } => {
                let extra = Extra::of_seconds(*seconds);
                _ = extra.map(|extra| self.extend(extra, reason.clone(), at));
            }
            What::Reopened { seconds, reason, .. } => {
                let extra = Extra::of_seconds(*seconds);
                _ = extra.map(|extra| self.reopen(extra, reason.clone(), Standing::default(), at));
            }
            What::Voided { reason } => _ = self.void(reason.clone(), at),
            What::ResultShown => _ = self.show_result(at),
            _ => {}
        }
    }
}
