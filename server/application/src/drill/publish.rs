//! Publishing a day's links, after its last drill.

use super::{Hand, secret, year::Year};
use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::Refusal;
use domain::audit::{Event, Subject};
use storage::drill::DrillRow;

/// How the drawn drills of a day stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub sealed: u32,
    pub running: u32,
    pub finished: u32,
    pub aborted: u32,
}

impl Tally {
    pub(super) fn of(size: u32, drills: &[DrillRow]) -> Self {
        let count = |stages: &[&str]| {
            let n = drills.iter().filter(|drill| stages.contains(&drill.stage.as_str())).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        let sent = u32::try_from(drills.len()).unwrap_or(u32::MAX);
        Self {
            sealed: size.saturating_sub(sent),
            running: count(&["dispatched", "arrived", "running"]),
            finished: count(&["finished"]),
            aborted: count(&["aborted"]),
        }
    }

    pub(super) const fn ended(self) -> bool {
        self.sealed == 0 && self.running == 0
    }
}

/// Publishes the links of a drawn day: once all of its drills have ended, or, where some were never
/// dispatched, once the day is over. From then on everybody can compute the draw again.
pub async fn publish_links(cx: &Cx, hand: Hand, date: NaiveDate) -> Result<(), Failure> {
    hand.allow(cx)?;
    let year = Year::open(cx, date.year()).await?;
    let day = year.number_of(date)?;
    let number = i32::try_from(day).map_err(anyhow::Error::from)?;
    let draw = storage::drill::draw(&cx.reader(), cx.street(), date.year(), number).await?;
    let draw = draw.ok_or(Refusal::NotDrawn)?;
    if draw.published_at.is_some() {
        return Err(Refusal::LinksOut.into());
    }
    let sealed = secret::open(cx, &draw)?.ok_or(Refusal::NotDrawn)?;
    let secrets = secret::of_day(cx, &year.row, year.policy.draw.days, day, &sealed.beacon)?;
    let (link_a, link_b) = (secrets.a.reveal_hex(), secrets.b.reveal_hex());
    let tx = cx.begin().await?;
    if storage::drill::published_for_update(&tx, cx.street(), draw.year, draw.day).await? {
        return Err(Refusal::LinksOut.into());
    }
    let drills = storage::drill::drills_of_day(&tx, cx.street(), draw.year, draw.day).await?;
    let tally = Tally::of(sealed.draw.size, &drills);
    if tally.running > 0 {
        return Err(Refusal::DrillsRunning { count: tally.running }.into());
    }
    if !tally.ended() && cx.today() <= date {
        return Err(Refusal::DayNotOver.into());
    }
    let key = (draw.year, draw.day);
    if !storage::drill::publish(&tx, cx.street(), key, cx.now(), (&link_a, &link_b)).await? {
        return Err(Refusal::LinksOut.into());
    }
    let event = Event::LinksPublished { year: draw.year, day, link_a, link_b };
    hand.log(cx, &tx, event, Subject::new("draw", format!("{}-{day}", draw.year))).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_ended_only_when_nothing_is_sealed_or_under_way() {
        assert!(Tally::of(0, &[]).ended());
        assert!(!Tally::of(2, &[]).ended());
        assert_eq!(Tally::of(2, &[]).sealed, 2);
    }
}
