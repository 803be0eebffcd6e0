//! Opening a drill year.

use super::{Hand, card::complete_cards, secret};
use crate::{Cx, Failure};
use chrono::{NaiveDate, NaiveTime};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    calendar::working_days,
    drill::{
        chain::Custodian,
        draw::{Mode, Policy},
        stage::DISPATCH_LEAD_MINUTES,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use storage::drill::YearRow;

/// A year to be opened.
#[derive(Clone, Debug, Default)]
pub struct OpenYear {
    /// The civil year.
    pub year: i32,
    /// Weekdays that are off.
    pub off: BTreeSet<NaiveDate>,
    /// Days of a weekend that are worked.
    pub made_up: BTreeSet<NaiveDate>,
    /// The begins of the slots of every team and day, as `HH:MM`, in order; the usual ones where empty.
    pub slots: Vec<String>,
    /// Mean drills per unit and window, in thousandths; the usual where absent.
    pub mean_milli: Option<u32>,
}

/// The rules of a year, frozen when it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearPolicy {
    /// The rules of drawing.
    pub draw: Policy,
    /// The begins of the slots that every team has each day, as `HH:MM`, in order.
    pub slots: Vec<String>,
    /// How many minutes before its slot a team learns its unit.
    pub lead_minutes: i64,
}

impl YearPolicy {
    /// The rules that a year of so many days opens with (03-drills, section 1).
    #[must_use]
    pub fn usual(days: u32) -> Self {
        let draw = Policy {
            mode: Mode::Guaranteed,
            mean_milli: 1500,
            days,
            reserve_days: 20.min(days.saturating_sub(1)),
            theta: 500,
            rho: 500,
            absorber: true,
            reserves: 3,
        };
        Self { draw, slots: vec!["09:30".into(), "14:30".into()], lead_minutes: DISPATCH_LEAD_MINUTES }
    }
}

/// An opened year with its lists read.
pub(super) struct Year {
    pub row: YearRow,
    pub days: Vec<NaiveDate>,
    pub policy: YearPolicy,
}

impl Year {
    pub(super) fn read(row: YearRow) -> Result<Self, Failure> {
        let (days, policy) = (serde_json::from_str(&row.days)?, serde_json::from_str(&row.policy)?);
        Ok(Self { row, days, policy })
    }

    /// Finds an opened year.
    pub(super) async fn find(cx: &Cx, year: i32) -> Result<Option<Self>, Failure> {
        storage::drill::year(&cx.reader(), cx.street(), year).await?.map(Self::read).transpose()
    }

    /// Finds the opened year, or refuses.
    pub(super) async fn open(cx: &Cx, year: i32) -> Result<Self, Failure> {
        Self::find(cx, year).await?.ok_or_else(|| Refusal::YearNotOpen { year }.into())
    }

    /// The number of a working day, from 1.
    pub(super) fn number(&self, date: NaiveDate) -> Option<u32> {
        let index = self.days.binary_search(&date).ok()?;
        u32::try_from(index + 1).ok()
    }

    /// The number of the day a date is, or refuses.
    pub(super) fn number_of(&self, date: NaiveDate) -> Result<u32, Failure> {
        self.number(date).ok_or_else(|| Refusal::NotAWorkingDay { date: date.to_string() }.into())
    }
}

/// Whether a text is a time as slots are named, so that their order as texts is that of the day.
fn is_slot(text: &str) -> bool {
    text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok()
}

/// The begin of a slot.
pub(super) fn slot_at(date: NaiveDate, slot: &str) -> Result<chrono::DateTime<chrono::Utc>, Failure> {
    let time =
        NaiveTime::parse_from_str(slot, "%H:%M").map_err(|e| anyhow::anyhow!("the slot {slot}: {e}"))?;
    Ok(domain::calendar::instant(date.and_time(time)))
}

/// Opens a year: freezes its working days and rules, publishes the anchors of its chains, and makes sure
/// that there are scenario cards. Refuses a year that is open.
pub async fn open_year(cx: &Cx, hand: Hand, wanted: OpenYear) -> Result<(), Failure> {
    hand.allow(cx)?;
    let year = wanted.year;
    if storage::drill::year(&cx.reader(), cx.street(), year).await?.is_some() {
        return Err(Refusal::YearAlreadyOpen { year }.into());
    }
    let days = working_days(year, &wanted.off, &wanted.made_up);
    let count = u32::try_from(days.len()).map_err(anyhow::Error::from)?;
    if count == 0 {
        return Err(Refusal::YearNotOpen { year }.into());
    }
    let mut policy = YearPolicy::usual(count);
    if !wanted.slots.is_empty() {
        policy.slots = wanted.slots;
    }
    policy.draw.mean_milli = wanted.mean_milli.unwrap_or(policy.draw.mean_milli);
    if !policy.slots.is_sorted_by(|a, b| a < b) || policy.slots.iter().any(|slot| !is_slot(slot)) {
        return Err(contract::UiError::Unreadable.into());
    }
    let (seed_a, seed_b) = secret::seeds(cx, year);
    let anchor_a = seed_a.anchor(Custodian::A, count).to_hex();
    let anchor_b = seed_b.anchor(Custodian::B, count).to_hex();
    let row = YearRow {
        street: cx.street().to_owned(),
        year,
        anchor_a: anchor_a.clone(),
        anchor_b: anchor_b.clone(),
        days: serde_json::to_string(&days)?,
        policy: serde_json::to_string(&policy)?,
        opened_at: cx.now(),
        opened_by: cx.actor.as_ref().map(|actor| actor.account.uuid()),
    };
    let tx = cx.begin().await?;
    match storage::drill::add_year(&tx, row).await {
        // Another server was first.
        Err(storage::Failed::AlreadyThere) => return Err(Refusal::YearAlreadyOpen { year }.into()),
        other => other?,
    }
    complete_cards(cx, &tx).await?;
    let event = Event::DrillYearOpened { year, anchor_a, anchor_b, days: count };
    hand.log(cx, &tx, event, Subject::new("drill_year", year)).await?;
    Ok(tx.commit().await?)
}
