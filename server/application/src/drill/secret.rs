//! What the draw keeps secret: the seeds of a street's year, a day's links and key, and the sealed result.

use crate::{Cx, Failure};
use domain::{
    drill::{
        chain::{Anchor, Anchors, Custodian, DayKey, Link, Seed, day_key},
        draw::Draw,
    },
    hash::{hmac, lp},
};
use serde::{Deserialize, Serialize};
use storage::drill::{DrawRow, YearRow};

/// What is sealed of a day.
#[derive(Serialize, Deserialize)]
pub(super) struct Sealed {
    /// The beacon as it entered the key.
    pub beacon: String,
    /// The result.
    pub draw: Draw,
}

/// The day's secrets.
pub(super) struct DaySecrets {
    /// `kA_d`.
    pub a: Link,
    /// `kB_d`.
    pub b: Link,
    /// `K_d`.
    pub key: DayKey,
}

/// The seeds of this street's year: one pair an installation, bound to street and year.
pub(super) fn seeds(cx: &Cx, year: i32) -> (Seed, Seed) {
    let message = lp(&[b"drill-seed-v1", cx.street().as_bytes(), year.to_string().as_bytes()]);
    let seeds = &cx.services().drill_seeds;
    (Seed::new(hmac(&seeds.a, &message)), Seed::new(hmac(&seeds.b, &message)))
}

/// Derives a day's secrets, checking that they lead to the published anchors.
pub(super) fn of_day(
    cx: &Cx,
    year: &YearRow,
    days: u32,
    day: u32,
    beacon: &str,
) -> Result<DaySecrets, Failure> {
    let (seed_a, seed_b) = seeds(cx, year.year);
    let links = seed_a.link(Custodian::A, days, day).zip(seed_b.link(Custodian::B, days, day));
    let (a, b) = links.ok_or_else(|| anyhow::anyhow!("day {day} is none of the {days} days"))?;
    let anchors = Anchor::from_hex(&year.anchor_a).zip(Anchor::from_hex(&year.anchor_b));
    let (anchor_a, anchor_b) = anchors.ok_or_else(|| anyhow::anyhow!("the year's anchors are damaged"))?;
    if !a.reaches(Custodian::A, day, &anchor_a) || !b.reaches(Custodian::B, day, &anchor_b) {
        return Err(anyhow::anyhow!("the drill seeds are not those that the year was opened with").into());
    }
    let anchors = Anchors { a: anchor_a, b: anchor_b };
    let key = day_key(&anchors, &a, &b, &year.year.to_string(), day, beacon);
    Ok(DaySecrets { a, b, key })
}

fn purpose(cx: &Cx, year: i32, day: i32) -> String {
    format!("draw {} {year} {day}", cx.street())
}

/// Seals a result.
pub(super) fn seal(cx: &Cx, year: i32, day: i32, sealed: &Sealed) -> Result<String, Failure> {
    let bytes = serde_json::to_vec(sealed)?;
    Ok(cx
        .services()
        .sealer
        .seal(&purpose(cx, year, day), cx.random(), &bytes)
        .map_err(anyhow::Error::from)?)
}

/// Opens the result of a day; `None` where it is not drawn.
pub(super) fn open(cx: &Cx, row: &DrawRow) -> Result<Option<Sealed>, Failure> {
    let Some(sealed) = &row.sealed else { return Ok(None) };
    let bytes =
        cx.services().sealer.open(&purpose(cx, row.year, row.day), sealed).map_err(anyhow::Error::from)?;
    Ok(Some(serde_json::from_slice(&bytes)?))
}
