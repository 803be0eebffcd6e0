//! Demo data: risk points, scenario cards, the drills of the years so far, and an open year.

use crate::{
    Cx, Failure,
    drill::{Hand, OpenYear, open_year},
};
use chrono::{Datelike, NaiveDate, Weekday};
use contract::{
    Refusal, UiError,
    drill::{Grade, Rating},
};
use domain::{
    calendar::working_days,
    hash::{hash, lp},
    organization::{Facts, Sector, standard_places},
    stream::KeyStream,
};
use std::collections::{BTreeMap, BTreeSet};
use storage::{
    drill::{DrillRow, RiskPointRow},
    organization::UnitRow,
};
use uuid::Uuid;

/// The first year of the plan.
const FIRST_YEAR: i32 = 2024;

/// What a full year of the demo street holds.
struct Plan {
    /// Street drills that are neither comprehensive nor announced by law.
    street: u32,
    /// Four-no ones among them.
    four_no: u32,
    /// Comprehensive street drills, all announced.
    comprehensive: u32,
    /// Street fire drills that had to be announced.
    announced: u32,
    /// Drills that units ran themselves.
    by_units: u32,
}

impl Plan {
    /// Near the targets: 43 % of 120 in 2024, 56 % of 140 in 2025, then 88 % without comprehensive ones.
    const fn of_year(year: i32) -> Self {
        match year {
            2024 => Self { street: 102, four_no: 52, comprehensive: 18, announced: 8, by_units: 46 },
            2025 => Self { street: 124, four_no: 78, comprehensive: 16, announced: 9, by_units: 58 },
            _ => Self { street: 150, four_no: 132, comprehensive: 14, announced: 10, by_units: 64 },
        }
    }
}

/// Loads the demo data of drills into a street that has its units. Drills are declared history up to the
/// day before `as_of`; every day of the year of `as_of` can be drawn.
pub async fn load(cx: &Cx, as_of: NaiveDate) -> Result<(), Failure> {
    let mut units = storage::organization::all_units(&cx.reader(), cx.street()).await?;
    units.retain(|unit| Sector::from_code(&unit.sector).is_none_or(Sector::is_enterprise));
    // Identifiers are made anew each time; credit codes are not.
    units.sort_by(|a, b| a.credit_code.cmp(&b.credit_code));
    let mut stream = KeyStream::new(&hash(&lp(&[b"anxun-demo-drill-v1"])));
    let places: Vec<RiskPointRow> = units.iter().flat_map(|unit| places(cx, unit, &mut stream)).collect();
    let mut by_area: BTreeMap<Uuid, Vec<&UnitRow>> = BTreeMap::new();
    for unit in &units {
        by_area.entry(unit.area_id).or_default().push(unit);
    }
    let areas: Vec<Vec<&UnitRow>> = areas_in_order(by_area);
    let mut drills = Vec::new();
    if !areas.is_empty() {
        for year in FIRST_YEAR..=as_of.year() {
            drills.extend(history(cx, year, as_of, &areas, &mut stream)?);
        }
    }
    let tx = cx.begin().await?;
    storage::drill::add_risk_points(&tx, places).await?;
    storage::drill::add_drills(&tx, drills).await?;
    tx.commit().await?;
    open(cx, as_of.year()).await
}

/// The areas by the credit code of their first unit, which is the same each time.
fn areas_in_order(by_area: BTreeMap<Uuid, Vec<&UnitRow>>) -> Vec<Vec<&UnitRow>> {
    let mut areas: Vec<_> = by_area.into_values().collect();
    areas.sort_by(|a, b| a[0].credit_code.cmp(&b[0].credit_code));
    areas
}

/// The slots of the demo: both are due from midnight on, so that a draw can be followed at any hour.
const SLOTS: [&str; 2] = ["00:00", "00:30"];

/// Three drills per unit and window on average, so that a day of the demo has several.
const MEAN_MILLI: u32 = 3000;

/// Opens the year with weekends worked, so that the demo can be shown on any day.
async fn open(cx: &Cx, year: i32) -> Result<(), Failure> {
    let all = NaiveDate::from_ymd_opt(year, 1, 1).into_iter().flat_map(|first| first.iter_days());
    let made_up = all
        .take_while(|day| day.year() == year)
        .filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .collect();
    let slots = SLOTS.map(ToOwned::to_owned).to_vec();
    let wanted = OpenYear { year, off: BTreeSet::new(), made_up, slots, mean_milli: Some(MEAN_MILLI) };
    match open_year(cx, Hand::Operator, wanted).await {
        Err(Failure::Told(UiError::Refused(Refusal::YearAlreadyOpen { .. }))) => Ok(()),
        other => other,
    }
}

/// Two to four risk points that fit the sector.
fn places(cx: &Cx, unit: &UnitRow, stream: &mut KeyStream) -> Vec<RiskPointRow> {
    let Some(sector) = Sector::from_code(&unit.sector) else { return Vec::new() };
    let mut places = standard_places(sector, &Facts::from_codes(&unit.facts));
    let wanted = 2 + stream_below(stream, 3);
    let count = stream.partial_shuffle(&mut places, wanted);
    places.truncate(count);
    let row = |(index, (name, hazard)): (usize, (&str, domain::organization::Hazard))| {
        let name = format!("{name}（风险点 {:02}）", index + 1);
        storage::drill::plain_risk_point(cx.street(), cx.new_uuid(), unit.id, &name, hazard.code())
    };
    places.into_iter().enumerate().map(row).collect()
}

fn stream_below(stream: &mut KeyStream, n: u32) -> usize {
    stream.below(n) as usize
}

/// One group of drills of a year.
struct Group {
    count: u32,
    four_no: u32,
    kinds: &'static [&'static str],
    organiser: &'static str,
    announced: bool,
}

/// The drills of a year up to the day before `as_of`, evenly over its days and in turn over the areas.
fn history(
    cx: &Cx,
    year: i32,
    as_of: NaiveDate,
    areas: &[Vec<&UnitRow>],
    stream: &mut KeyStream,
) -> Result<Vec<DrillRow>, Failure> {
    let all = working_days(year, &holidays(year), &BTreeSet::new());
    let days: Vec<NaiveDate> = all.iter().copied().filter(|day| *day < as_of).collect();
    let so_far = |n: u32| {
        let full = u32::try_from(all.len().max(1)).unwrap_or(u32::MAX);
        u32::try_from(days.len()).unwrap_or(u32::MAX) * n / full
    };
    let plan = Plan::of_year(year);
    let groups = [
        Group {
            count: so_far(plan.street),
            four_no: so_far(plan.four_no),
            kinds: &["on_site", "special", "on_site"],
            organiser: "street",
            announced: false,
        },
        Group {
            count: so_far(plan.comprehensive),
            four_no: 0,
            kinds: &["comprehensive"],
            organiser: "street",
            announced: false,
        },
        Group {
            count: so_far(plan.announced),
            four_no: 0,
            kinds: &["fire"],
            organiser: "street",
            announced: true,
        },
        Group {
            count: so_far(plan.by_units),
            four_no: so_far(plan.by_units) / 8,
            kinds: &["special", "on_site", "comprehensive"],
            organiser: "unit",
            announced: false,
        },
        Group {
            count: so_far(plan.by_units) / 2,
            four_no: 0,
            kinds: &["fire"],
            organiser: "unit",
            announced: true,
        },
    ];
    let mut rows = Vec::new();
    for (shift, group) in groups.iter().enumerate() {
        for index in 0..group.count {
            let day = spread(index, group.count, days.len(), stream);
            let area = &areas[(index as usize + shift + year as usize) % areas.len()];
            let unit = area[stream_below(stream, u32::try_from(area.len()).unwrap_or(1))];
            // Evenly: the n-th drill is four-no where the running share passes a whole number.
            let share = |n: u32| u64::from(n) * u64::from(group.four_no) / u64::from(group.count);
            let four_no = share(index + 1) > share(index);
            let kind = group.kinds[index as usize % group.kinds.len()];
            // A comprehensive drill follows a plan known to all.
            let kind = if four_no && kind == "comprehensive" { "special" } else { kind };
            rows.push(declared(cx, unit, days[day], kind, group, four_no, stream)?);
        }
    }
    Ok(rows)
}

/// A day for the `index`-th of `count` drills: its share of the year, and a random day within.
fn spread(index: u32, count: u32, days: usize, stream: &mut KeyStream) -> usize {
    let (index, count) = (index as usize, count.max(1) as usize);
    let (from, to) = (index * days / count, (index + 1) * days / count);
    let width = u32::try_from(to.saturating_sub(from)).unwrap_or(1).max(1);
    (from + stream_below(stream, width)).min(days.saturating_sub(1))
}

fn declared(
    cx: &Cx,
    unit: &UnitRow,
    held_on: NaiveDate,
    kind: &str,
    group: &Group,
    four_no: bool,
    stream: &mut KeyStream,
) -> Result<DrillRow, Failure> {
    let mut grade = || match stream.below(20) {
        0..=10 => Grade::Good,
        11..=17 => Grade::Fair,
        _ => Grade::Poor,
    };
    let rating = Rating { preparedness: grade(), response: grade(), evacuation: grade() };
    let remarks = match (rating.preparedness, rating.response, rating.evacuation) {
        (Grade::Poor, ..) => Some("器材取用不便，已要求限期整改并复查。"),
        (_, Grade::Poor, _) => Some("报警和初期处置迟缓，已要求补训班组。"),
        (_, _, Grade::Poor) => Some("集合点清点用时偏长，已要求明确引导员。"),
        _ => None,
    };
    Ok(DrillRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        year: held_on.year(),
        held_on,
        unit_id: unit.id,
        area_id: unit.area_id,
        kind: kind.to_owned(),
        organiser: group.organiser.to_owned(),
        four_no,
        declared: true,
        notice_exception: group.announced.then(|| "消防演练应事先告知演练范围内的人员".to_owned()),
        draw_day: None,
        team_id: None,
        slot: None,
        stage: "finished".to_owned(),
        dispatched_at: None,
        arrived_at: None,
        started_at: None,
        finished_at: None,
        scenario_id: None,
        place_id: None,
        scenarios: None,
        places: None,
        abort_reason: None,
        remarks: remarks.map(ToOwned::to_owned),
        rating: Some(serde_json::to_string(&rating)?),
    })
}

/// The days around which nobody drills.
fn holidays(year: i32) -> BTreeSet<NaiveDate> {
    let around = [(1, 1..=3), (5, 1..=5), (10, 1..=7)];
    let dates = around.into_iter().flat_map(|(month, days)| days.map(move |day| (month, day)));
    dates.filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plans_lie_near_the_targets() {
        let share = |year, with_comprehensive| {
            let plan = Plan::of_year(year);
            100 * plan.four_no / (plan.street + if with_comprehensive { plan.comprehensive } else { 0 })
        };
        assert_eq!(share(2024, true), 43);
        assert_eq!(share(2025, true), 55);
        assert_eq!(share(2026, false), 88);
    }

    #[test]
    fn drills_are_spread_over_all_months_and_never_outside_the_days() {
        let mut stream = KeyStream::new(&[1; 32]);
        let days = working_days(2026, &holidays(2026), &BTreeSet::new());
        let mut months = BTreeSet::new();
        for index in 0..60 {
            months.insert(days[spread(index, 60, days.len(), &mut stream)].month());
        }
        assert_eq!(months.len(), 12);
        assert_eq!(spread(0, 1, 1, &mut stream), 0);
    }
}
