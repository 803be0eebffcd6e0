//! Many years of drills by the real draw, to measure what a plan promises (03-drills, section 7).
//!
//! Nothing here is a second way to draw: each simulated morning goes through the same tables and the same
//! sampling as a real one, under keys of real chains. Only the world around is made up: units, surprise
//! closures, and an office that holds announced drills within a few days.

mod chance;
mod measure;
mod tally;
mod year;

pub use measure::{Bound, Measure, Report, Verdict};

use super::{inputs::Policy, window::Window};
use tally::Tally;

/// What is simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// How many units, 1 to 200 000.
    pub units: u32,
    /// How many years, from 1.
    pub years: u32,
    /// What everything random follows from: the same seed gives the same years.
    pub seed: u64,
    /// The rules of drawing.
    pub policy: Policy,
    /// The working days up to 30 June.
    pub half: u32,
    /// Units with the half-year duty, in percent.
    pub half_yearly: u32,
    /// Management areas; neighbours stand in the same one.
    pub areas: u32,
    /// Slots of a day; `None` for half as many again as the plan needs on average, and two.
    pub slots: Option<u32>,
    /// Units that are closed for [`Scenario::CLOSED_DAYS`] working days of a year, without anybody knowing it
    /// before that morning, in percent.
    pub closures: u32,
    /// The share of four-no drills to reach, in percent: of the drills that are not comprehensive where drills
    /// are guaranteed, of all drills where announced ones carry the duty.
    pub target: u32,
}

impl Scenario {
    /// How many working days a surprise closure lasts.
    pub const CLOSED_DAYS: u32 = 20;
    /// Within how many working days the office holds an announced drill that the absorber asks for.
    pub const ANNOUNCED_WITHIN: u32 = 5;
    /// Drills of one team a day.
    pub const SLOTS_OF_A_TEAM: u32 = 2;

    /// The usual plan of a year in which drills are guaranteed, as the product proposes it.
    #[must_use]
    pub fn usual(units: u32, years: u32, seed: u64) -> Self {
        use super::inputs::Mode;
        let policy = Policy {
            mode: Mode::Guaranteed,
            mean_milli: 1500,
            days: 250,
            reserve_days: 20,
            theta: 500,
            rho: 500,
            absorber: true,
            reserves: 8,
        };
        Self {
            units,
            years,
            seed,
            policy,
            half: 125,
            half_yearly: 25,
            areas: 8,
            slots: None,
            closures: 10,
            target: 90,
        }
    }

    /// The slots of each day.
    #[must_use]
    pub fn slots_a_day(&self) -> u32 {
        self.slots.unwrap_or_else(|| (1.5 * self.drills_a_day() + 2.0).ceil() as u32)
    }

    /// How many drills a day the plan asks for on average.
    #[must_use]
    pub fn drills_a_day(&self) -> f64 {
        let mean = f64::from(self.policy.mean_milli) / 1000.0;
        let share = f64::from(self.half_yearly) / 100.0;
        let of = |half_yearly| f64::from(self.window(half_yearly, 1).internal(self.policy.reserve_days));
        f64::from(self.units) * mean * (share / of(true) + (1.0 - share) / of(false))
    }

    /// The window of a class of units on a day.
    #[must_use]
    pub const fn window(&self, half_yearly: bool, day: u32) -> Window {
        Window::of(half_yearly, day, self.half, self.policy.days)
    }

    /// Whether the unit of a number has the half-year duty: spread evenly over the numbers.
    #[must_use]
    pub const fn is_half_yearly(&self, unit: u32) -> bool {
        // Steps of 37 visit every residue of 100.
        (unit as u64 * 37 % 100) < self.half_yearly as u64
    }

    /// Whether the scenario can be simulated at all.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        let policy = &self.policy;
        self.units >= 1
            && self.units <= 200_000
            && self.years >= 1
            && self.areas >= 1
            && self.half_yearly <= 100
            && self.closures <= 100
            && policy.reserve_days < self.half
            && self.half < policy.days
            && policy.reserve_days < policy.days - self.half
            && policy.theta <= 10_000
            && policy.rho <= 10_000
            && policy.mean_milli >= 1
    }
}

/// What one unit's day was, for whoever wants to attack the schedule with programs of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitDay {
    /// The year, from 1.
    pub year: u32,
    /// The unit, from 1.
    pub unit: u32,
    /// Whether it has the half-year duty.
    pub half_yearly: bool,
    /// The working day, from 1.
    pub day: u32,
    /// Whether it was open that morning.
    pub available: bool,
    /// Whether it was owed a four-no drill when the day began.
    pub owed: bool,
    /// How likely a four-no drill was to anybody without the key, in 2⁻³² parts.
    pub hazard: u64,
    /// What took place.
    pub kind: Kind,
}

/// What took place at a unit on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    None,
    /// A four-no drill that was drawn.
    FourNo,
    /// A four-no drill in the place of a unit that was found closed.
    Reserve,
    /// An announced comprehensive drill that the absorber asked for.
    Comprehensive,
}

impl Kind {
    /// The code as it stands in a dump; empty for nothing.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "",
            Self::FourNo => "four_no",
            Self::Reserve => "reserve",
            Self::Comprehensive => "comprehensive",
        }
    }
}

/// Simulates, and shows every day of every unit to `watch`. `None` for a scenario that is not sound.
pub fn simulate(scenario: &Scenario, mut watch: impl FnMut(&UnitDay)) -> Option<Report> {
    if !scenario.is_sound() {
        return None;
    }
    let mut tally = Tally::new(scenario);
    let mut street = year::Street::new(scenario);
    for year in 1..=scenario.years {
        street.open(year);
        for day in 1..=scenario.policy.days {
            street.hold(day, &mut tally, &mut watch)?;
        }
    }
    Some(tally.report(scenario))
}

#[cfg(test)]
mod tests;
