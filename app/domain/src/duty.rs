//! What somebody owes by the training policy, by when, and what has met it. Computed from the post, the versions
//! of the matrix and the record; never set by hand.
//!
//! A duty of an occasion (入职, 任职, 转岗) follows the version that held on that day: whoever was in post before the
//! street had a matrix owes none of them afterwards. A duty of a period follows the version at its end, or the
//! present one while the period runs. Only what was passed since the present post began counts, so a new principal
//! opens the unit's duty again.

use crate::{
    audience::Candidate,
    id::{Id, Training},
    organization::vocabulary::vocabulary,
    policy::{Frequency, Row, Topic, Trust, Version, in_force},
};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days before the due date from which a duty is due soon.
pub const SOON: u64 = 30;
/// Days before a certificate's last day from which its renewal is owed.
pub const RENEWAL: u64 = 60;
/// Whoever takes up a post in the last so many days of a period owes nothing of it yet.
pub const NEWCOMER: u64 = 30;

/// Somebody at a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The person and the unit.
    pub candidate: Candidate,
    /// When they joined the unit.
    pub joined_on: NaiveDate,
    /// When the present post began; not before `joined_on`.
    pub since: NaiveDate,
}

/// What a credit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A training that was passed.
    Training(Id<Training>),
    /// An activity elsewhere, confirmed with evidence.
    External(uuid::Uuid),
}

/// Something passed that counts to duties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What it is.
    pub source: Source,
    /// What people call it.
    pub title: String,
    /// What it counts to.
    pub topics: BTreeSet<Topic>,
    /// The day of the pass.
    pub on: NaiveDate,
    /// Its class hours.
    pub hours: u16,
}

/// The newest certificate in force of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its number.
    pub serial: String,
    /// The last day it is good.
    pub valid_until: NaiveDate,
}

/// The time a duty counts what was passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none of an occasion.
    pub until: Option<NaiveDate>,
}

vocabulary! {
    /// Where a duty stands.
    State {
        /// Not met, and the day is past.
        Overdue = "overdue", "逾期";
        /// Not met, and due within thirty days.
        DueSoon = "soon", "即将到期";
        /// Not met, with time left.
        Open = "open", "未到期";
        /// Met.
        Met = "met", "已完成";
    }
}

impl State {
    /// Tells where a duty stands on a day.
    #[must_use]
    pub fn on(met: bool, due_on: NaiveDate, today: NaiveDate) -> Self {
        if met {
            Self::Met
        } else if due_on < today {
            Self::Overdue
        } else if due_on <= plus(today, SOON) {
            Self::DueSoon
        } else {
            Self::Open
        }
    }
}

/// One duty of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The row of the matrix it comes from; `renewal` for a certificate.
    pub code: String,
    /// What it is about.
    pub topic: Topic,
    /// What people call it.
    pub title: String,
    /// How often; none of a renewal.
    pub frequency: Option<Frequency>,
    /// The time that counts.
    pub period: Period,
    /// The class hours asked for, 0 where a training suffices.
    pub hours: u16,
    /// The class hours that count.
    pub hours_done: u16,
    /// The last day to meet it.
    pub due_on: NaiveDate,
    /// The day it was met, where it was.
    pub met_on: Option<NaiveDate>,
    /// What counted, the earliest first.
    pub credits: Vec<Credit>,
    /// What it rests on, as people cite it.
    pub basis: String,
    /// How far that can be trusted.
    pub trust: Trust,
    /// The version of the matrix; 0 for a renewal.
    pub version: u32,
}

impl Duty {
    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> State {
        State::on(self.met_on.is_some(), self.due_on, today)
    }
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn minus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Everything somebody in post owes, overdue ones of the period before too; the first due comes first.
#[must_use]
pub fn of(
    post: &Post,
    versions: &[Version],
    credits: &[Credit],
    certificate: Option<&Held>,
    today: NaiveDate,
) -> Vec<Duty> {
    let mut duties = occasions(post, versions, credits, today);
    duties.extend(periods(post, versions, credits, today));
    duties.extend(certificate.and_then(|held| renewal(held, today)));
    duties.sort_by(|a, b| (a.due_on, &a.code).cmp(&(b.due_on, &b.code)));
    duties
}

/// What the day of joining, of taking up the post or of changing it brought.
fn occasions(post: &Post, versions: &[Version], credits: &[Credit], today: NaiveDate) -> Vec<Duty> {
    let changed = post.since > post.joined_on;
    let occasions = [
        (Frequency::OnEntry, Some(post.joined_on)),
        (Frequency::Once, Some(post.since)),
        (Frequency::OnChange, changed.then_some(post.since)),
    ];
    let mut duties = Vec::new();
    for (frequency, day) in occasions {
        let Some(day) = day.filter(|day| *day <= today) else { continue };
        let Some(version) = in_force(versions, day) else { continue };
        for row in version.rows_for(&post.candidate).into_iter().filter(|row| row.frequency == frequency) {
            let period = Period { from: day, until: None };
            let due_on = plus(day, u64::from(row.within_days));
            duties.push(owed(row, version.number, period, due_on, credits, today));
        }
    }
    duties
}

/// What the running period asks for, and what the one before still does.
fn periods(post: &Post, versions: &[Version], credits: &[Credit], today: NaiveDate) -> Vec<Duty> {
    let mut duties = Vec::new();
    for frequency in [Frequency::Yearly, Frequency::HalfYearly] {
        let now = period_of(frequency, today);
        let before = period_of(frequency, minus(now.0, 1));
        for (from, until) in [before, now] {
            let (past, newcomer) = (until < today, post.since > minus(until, NEWCOMER));
            let Some(version) = in_force(versions, until.min(today)).filter(|_| !newcomer) else { continue };
            for row in version.rows_for(&post.candidate).into_iter().filter(|row| row.frequency == frequency)
            {
                let period = Period { from: from.max(post.since), until: Some(until) };
                let duty = owed(row, version.number, period, until, credits, today);
                // What was met in a period that is over is history, not a duty.
                if !past || duty.met_on.is_none() {
                    duties.push(duty);
                }
            }
        }
    }
    duties
}

/// The first and the last day of the period that a day lies in.
fn period_of(frequency: Frequency, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (first, last) = match (frequency, day.month()) {
        (Frequency::HalfYearly, 1..=6) => ((1, 1), (6, 30)),
        (Frequency::HalfYearly, _) => ((7, 1), (12, 31)),
        _ => ((1, 1), (12, 31)),
    };
    let of = |(month, of_month)| NaiveDate::from_ymd_opt(day.year(), month, of_month).unwrap_or(day);
    (of(first), of(last))
}

fn owed(
    row: &Row,
    version: u32,
    period: Period,
    due_on: NaiveDate,
    credits: &[Credit],
    today: NaiveDate,
) -> Duty {
    let until = period.until.unwrap_or(today).min(today);
    let counts = |credit: &&Credit| {
        credit.topics.contains(&row.topic) && credit.on >= period.from && credit.on <= until
    };
    let mut counted: Vec<Credit> = credits.iter().filter(counts).cloned().collect();
    counted.sort_by_key(|credit| (credit.on, credit.source));
    let (mut hours_done, mut met_on) = (0_u16, None);
    for credit in &counted {
        hours_done = hours_done.saturating_add(credit.hours);
        if met_on.is_none() && hours_done >= row.hours {
            met_on = Some(credit.on);
        }
    }
    Duty {
        code: row.code.clone(),
        topic: row.topic,
        title: row.title.clone(),
        frequency: Some(row.frequency),
        period,
        hours: row.hours,
        hours_done,
        due_on,
        met_on,
        credits: counted,
        basis: row.basis(),
        trust: row.trust,
        version,
    }
}

/// The renewal that a certificate near its end, or past it, asks for. A newer certificate ends it.
fn renewal(held: &Held, today: NaiveDate) -> Option<Duty> {
    let from = minus(held.valid_until, RENEWAL);
    (from <= today).then(|| Duty {
        code: "renewal".into(),
        topic: Topic::Renewal,
        title: format!("证明 {} 到期复训", held.serial),
        frequency: None,
        period: Period { from, until: None },
        hours: 0,
        hours_done: 0,
        due_on: held.valid_until,
        met_on: None,
        credits: Vec::new(),
        basis: "街道培训考核合格证明的有效期".into(),
        trust: Trust::Own,
        version: 0,
    })
}

#[cfg(test)]
mod tests;
