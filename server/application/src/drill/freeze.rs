//! Freezing what a day's draw depends on, the evening before.

use super::{
    Hand,
    year::{Year, YearPolicy},
};
use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    drill::{
        draw::{DayInputs, Mode, Pool, Standing, TeamSlots, UnitInput, frozen_hazards},
        hazard::Clock,
    },
    organization::{Facts, Sector, UnitClass, standard_places},
};
use std::collections::BTreeMap;
use storage::{
    Failed,
    drill::{DrawRow, RiskPointRow},
    organization::{TeamRow, UnitRow},
};
use uuid::Uuid;

/// What enters a key where no outer source of randomness is named.
pub(super) const NO_BEACON: &str = "beacon:none";
/// The one pool: all teams serve all units.
const POOL: &str = "street";

/// Freezes the inputs of a working day that has not passed, and logs their hash. A day that is frozen
/// stays as it is. Units without a register of risk points get those of their sector first.
pub async fn freeze_inputs(cx: &Cx, hand: Hand, date: NaiveDate) -> Result<(), Failure> {
    hand.allow(cx)?;
    let year = Year::open(cx, date.year()).await?;
    let day = year.number_of(date)?;
    if date < cx.today() {
        return Err(Refusal::OnlyToday { today: cx.today().to_string() }.into());
    }
    let reader = cx.reader();
    if storage::drill::draw_head(&reader, cx.street(), date).await?.is_some() {
        return Ok(());
    }
    let teams = storage::organization::teams(&reader, cx.street()).await?;
    if teams.is_empty() {
        return Err(Refusal::NoTeam.into());
    }
    let units: Vec<UnitRow> = storage::organization::all_units(&reader, cx.street())
        .await?
        .into_iter()
        .filter(|unit| unit.closed_on.is_none_or(|closed| closed > date))
        // Departments are never drilled.
        .filter(|unit| Sector::from_code(&unit.sector).is_none_or(Sector::is_enterprise))
        .collect();
    let done = Done::load(cx, date.year()).await?;
    let inputs = inputs(cx, &year, day, date, &teams, &units, &done);
    inputs.check().map_err(|refusal| anyhow::anyhow!("the inputs of {date}: {refusal:?}"))?;
    let places = missing_places(cx, &units).await?;
    let inputs_hash = hex::encode(inputs.hash());
    let row = DrawRow {
        street: cx.street().to_owned(),
        year: date.year(),
        day: i32::try_from(day).map_err(anyhow::Error::from)?,
        date,
        inputs: serde_json::to_string(&inputs)?,
        inputs_hash: inputs_hash.clone(),
        frozen_at: cx.now(),
        drawn_at: None,
        table_hash: None,
        size: None,
        sealed: None,
        published_at: None,
        link_a: None,
        link_b: None,
    };
    let tx = cx.begin().await?;
    match storage::drill::add_frozen(&tx, row).await {
        // Another server froze the day; its inputs count.
        Err(Failed::AlreadyThere) => return Ok(()),
        other => other?,
    }
    storage::drill::add_risk_points(&tx, places).await?;
    let event = Event::DrawInputsFrozen { year: date.year(), day, inputs_hash };
    hand.log(cx, &tx, event, Subject::new("draw", format!("{}-{day}", date.year()))).await?;
    Ok(tx.commit().await?)
}

/// The four-no drills that units had this year, by half.
struct Done {
    first_half: BTreeMap<Uuid, u32>,
    second_half: BTreeMap<Uuid, u32>,
}

impl Done {
    async fn load(cx: &Cx, year: i32) -> Result<Self, Failure> {
        let date = |month, day| {
            NaiveDate::from_ymd_opt(year, month, day)
                .ok_or_else(|| anyhow::anyhow!("the year {year} has no dates"))
        };
        let (reader, street) = (cx.reader(), cx.street());
        let first_half = storage::drill::count_by_unit(&reader, street, date(1, 1)?, date(6, 30)?).await?;
        let second_half = storage::drill::count_by_unit(&reader, street, date(7, 1)?, date(12, 31)?).await?;
        Ok(Self { first_half, second_half })
    }

    fn of(&self, unit: Uuid, window: Window) -> u32 {
        let count = |half: &BTreeMap<Uuid, u32>| half.get(&unit).copied().unwrap_or(0);
        match window {
            Window::FirstHalf => count(&self.first_half),
            Window::SecondHalf => count(&self.second_half),
            Window::Year => count(&self.first_half) + count(&self.second_half),
        }
    }
}

/// The window within which a unit is owed one four-no drill.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Window {
    Year,
    FirstHalf,
    SecondHalf,
}

impl Window {
    const fn of(half_yearly: bool, date_in_first_half: bool) -> Self {
        match (half_yearly, date_in_first_half) {
            (false, _) => Self::Year,
            (true, true) => Self::FirstHalf,
            (true, false) => Self::SecondHalf,
        }
    }

    /// The numbers of its first day and of its internal deadline: the reserve lies behind it.
    fn days(self, days: &[NaiveDate], reserve: u32) -> (u32, u32) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let half = count(days.iter().filter(|day| day.month() <= 6).count());
        let (first, last) = match self {
            Self::Year => (1, count(days.len())),
            Self::FirstHalf => (1, half),
            Self::SecondHalf => (half + 1, count(days.len())),
        };
        (first, last.saturating_sub(reserve).max(first))
    }
}

fn inputs(
    cx: &Cx,
    year: &Year,
    day: u32,
    date: NaiveDate,
    teams: &[TeamRow],
    units: &[UnitRow],
    done: &Done,
) -> DayInputs {
    let YearPolicy { draw: policy, slots, .. } = &year.policy;
    let pool_teams: Vec<TeamSlots> =
        teams.iter().map(|team| TeamSlots { id: team.id.to_string(), slots: slots.clone() }).collect();
    let slots_a_day = u32::try_from(slots.len() * pool_teams.len()).unwrap_or(u32::MAX);
    let ahead = vec![slots_a_day; policy.days.saturating_sub(day) as usize];
    let rate = policy.rate();
    let units = units.iter().map(|unit| {
        let half_yearly = half_yearly(unit);
        let window = Window::of(half_yearly, date.month() <= 6);
        let (first, last) = window.days(&year.days, policy.reserve_days);
        let owed = match policy.mode {
            Mode::Guaranteed => 1_u32.saturating_sub(done.of(unit.id, window)),
            Mode::Decoupled => 0,
        };
        // Past the internal deadline nothing remains; the hazard law then says certainty.
        let days_left = (last + 1).saturating_sub(day);
        let clock = Clock { today: 1, remaining: days_left, total: last + 1 - first };
        let standing = Standing { available: true, owed, days_left, clock };
        let (hazard, free_hazard) = frozen_hazards(policy, rate, standing);
        let last_day = if owed > 0 && days_left > 0 { last } else { 0 };
        UnitInput {
            id: unit.id.to_string(),
            pool: POOL.into(),
            high_hazard: half_yearly,
            available: true,
            owed,
            last_day,
            days_left,
            clock,
            hazard,
            free_hazard,
        }
    });
    let mut inputs = DayInputs {
        street: cx.street().to_owned(),
        year: date.year().to_string(),
        day,
        date: date.to_string(),
        beacon: NO_BEACON.into(),
        policy: policy.clone(),
        pools: vec![Pool { id: POOL.into(), teams: pool_teams, ahead }],
        units: units.collect(),
    };
    inputs.sort();
    inputs
}

fn half_yearly(unit: &UnitRow) -> bool {
    Sector::from_code(&unit.sector)
        .is_some_and(|sector| UnitClass::of(sector, &Facts::from_codes(&unit.facts)).drills_each_half_year())
}

/// The standard places of the units whose register is empty.
async fn missing_places(cx: &Cx, units: &[UnitRow]) -> Result<Vec<RiskPointRow>, Failure> {
    let known = storage::drill::units_with_risk_points(&cx.reader(), cx.street()).await?;
    let mut rows = Vec::new();
    for unit in units.iter().filter(|unit| !known.contains(&unit.id)) {
        let Some(sector) = Sector::from_code(&unit.sector) else { continue };
        for (name, hazard) in standard_places(sector, &Facts::from_codes(&unit.facts)) {
            let id = cx.new_uuid();
            rows.push(storage::drill::plain_risk_point(cx.street(), id, unit.id, name, hazard.code()));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn days() -> Vec<NaiveDate> {
        domain::calendar::working_days(2026, &BTreeSet::new(), &BTreeSet::new())
    }

    #[test]
    fn half_years_meet_at_midsummer_and_keep_a_reserve_before_their_ends() {
        let days = days();
        let half = u32::try_from(days.iter().filter(|d| d.month() <= 6).count()).unwrap();
        let all = u32::try_from(days.len()).unwrap();
        assert_eq!(Window::Year.days(&days, 20), (1, all - 20));
        assert_eq!(Window::FirstHalf.days(&days, 20), (1, half - 20));
        assert_eq!(Window::SecondHalf.days(&days, 20), (half + 1, all - 20));
    }

    #[test]
    fn only_units_of_high_hazard_have_half_year_windows() {
        assert!(Window::of(false, true) == Window::Year);
        assert!(Window::of(true, true) == Window::FirstHalf);
        assert!(Window::of(true, false) == Window::SecondHalf);
    }
}
