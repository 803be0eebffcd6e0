//! What a simulation shows, each figure with its bound.

use super::{
    super::{
        hazard::{self, ONE},
        inputs::Mode,
        surprise::{self, Law},
        window::{Capacity, place},
    },
    Scenario,
    chance::{chi_square_tail, kolmogorov_tail},
    tally::{BINS, Count, PARTS, Tally},
};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Windows whose duty was not met by the legal deadline.
    Missed,
    /// Windows that the absorber turned into an announced drill, as a share.
    Absorbed,
    /// The share of its drills that the best guesser meets who prepares on exactly so many days of a window.
    Guesser {
        /// The days.
        days: u32,
        /// Of a unit with the half-year duty.
        half_yearly: bool,
    },
    /// The largest deviation from the reference table of the design, in percentage points.
    Reference,
    /// The share of first drills on a day with a hazard of at least so many hundredths, absorber aside.
    Foreseen {
        /// The hazard in hundredths.
        percent: u32,
        /// Of a unit with the half-year duty.
        half_yearly: bool,
    },
    /// The share of drills met by a guesser with so many days a window on average, absorber aside.
    AverageGuesser {
        /// The days.
        days: u32,
        /// Of a unit with the half-year duty.
        half_yearly: bool,
    },
    /// The least hazard while nothing is owed, as a share of the free hazard: no day is safe.
    LeastFree,
    /// The largest hazard of a four-no drill, days with a tilt aside.
    LargestHazard,
    /// Days that the deadline guard tilted.
    TiltedDays,
    /// Days with an alarm of short slots.
    AlarmDays,
    /// How far what happened is off what was predicted, in standard deviations, among hazards up to so many
    /// millionths.
    Calibration {
        /// The upper end of the bin in millionths.
        up_to: u32,
    },
    /// How likely chance alone bends the rescaled times as far (Kolmogorov–Smirnov).
    Rescaling,
    /// How likely chance alone bends the weekdays as far (χ²).
    Weekdays,
    /// How likely chance alone bends the hours as far (χ²).
    Hours,
    /// How likely chance alone bends the months as far (χ²).
    Months,
    /// How much likelier a unit is drilled within five days after its neighbour.
    NeighbourLift,
    /// Drills of a team above its slots.
    Overload,
    /// The largest deviation of an area from its sum of hazards, in standard deviations.
    AreaFairness,
    /// Four-no drills of all that are not comprehensive.
    FourNoShare,
    /// Four-no drills of all.
    FourNoOfAll,
    /// Drawn units found closed that morning.
    ClosedInTheMorning,
    /// Drills a unit and year.
    DrillsAUnit,
}

/// What a figure must keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// It is only reported.
    None,
    /// At most.
    AtMost(f64),
    /// At least.
    AtLeast(f64),
    /// Between both, both included.
    Within(f64, f64),
}

impl Bound {
    /// Whether a value keeps it. No number keeps none.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::None => true,
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::Within(least, most) => (least..=most).contains(&value),
        }
    }
}

/// A figure with its bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What was measured.
    pub measure: Measure,
    /// The figure.
    pub value: f64,
    /// Its bound.
    pub bound: Bound,
}

impl Verdict {
    /// Whether the bound is kept.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.bound.holds(self.value)
    }
}

/// What a simulation shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How many four-no drills took place.
    pub drills: u64,
    /// The figures.
    pub verdicts: Vec<Verdict>,
}

impl Report {
    /// Whether all bounds are kept.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(Verdict::holds)
    }
}

/// Below this chance a statistical test rejects, so that an honest seed does not fail.
const REJECT: f64 = 1e-4;
/// So many standard deviations off is too far.
const FAR: f64 = 4.0;
/// Fewer expected cases than this are too few to judge a lift.
const ENOUGH: f64 = 400.0;

impl Tally {
    /// Sums up.
    pub(super) fn report(mut self, scenario: &Scenario) -> Report {
        self.join();
        let mut verdicts = Vec::new();
        let mut say = |measure, value, bound| verdicts.push(Verdict { measure, value, bound });
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let drills = self.four_no + self.reserve;
        let years = f64::from(scenario.units) * f64::from(scenario.years);
        say(Measure::Missed, self.missed as f64, Bound::AtMost(0.0));
        say(Measure::DrillsAUnit, drills as f64 / years, Bound::None);
        // Where nothing is owed to the draw, one announced drill a window carries the duty.
        let decoupled = scenario.policy.mode == Mode::Decoupled;
        let announced = if decoupled { self.windows } else { self.comprehensive };
        let target = Bound::AtLeast(f64::from(scenario.target) / 100.0);
        let (of_others, of_all) = if decoupled { (Bound::None, target) } else { (target, Bound::None) };
        say(Measure::FourNoShare, share(drills, drills), of_others);
        say(Measure::FourNoOfAll, share(drills, drills + announced), of_all);
        say(Measure::Absorbed, share(self.absorbed, self.windows), Bound::None);
        for half_yearly in [false, true] {
            foresight(scenario, half_yearly, &mut say);
        }
        say(Measure::Reference, surprise::off_reference(), Bound::AtMost(0.3));
        if self.least_free.is_finite() {
            // Frozen hazards are whole 2⁻³² parts.
            say(Measure::LeastFree, self.least_free, Bound::AtLeast(1.0));
        }
        let theta = f64::from(scenario.policy.theta) / 10_000.0;
        let most = if scenario.policy.absorber { Bound::AtMost(theta) } else { Bound::None };
        say(Measure::LargestHazard, self.largest as f64 / ONE as f64, most);
        say(Measure::TiltedDays, self.tilted_days as f64, Bound::None);
        say(Measure::AlarmDays, self.alarm_days as f64, Bound::None);
        for (count, end) in self.bins.iter().zip(BINS) {
            if count.expected > 0.0 || count.got > 0 {
                let up_to = (end * 1e6).round() as u32;
                let z = count.z(count.variance);
                say(Measure::Calibration { up_to }, z, Bound::Within(-FAR, FAR));
            }
        }
        say(Measure::Rescaling, self.rescaling(), Bound::AtLeast(REJECT));
        say(Measure::Weekdays, chi_square(&self.weekdays, 0.0), Bound::AtLeast(REJECT));
        say(Measure::Months, chi_square(&self.months, 0.0), Bound::AtLeast(REJECT));
        if self.hours.iter().all(|count| count.expected > 0.0) {
            say(Measure::Hours, chi_square(&self.hours, 1.0), Bound::AtLeast(REJECT));
        }
        let lift = if self.hint.expected > 0.0 { self.hint.got as f64 / self.hint.expected } else { 1.0 };
        let enough = self.hint.expected >= ENOUGH;
        say(Measure::NeighbourLift, lift, if enough { Bound::Within(0.8, 1.25) } else { Bound::None });
        say(Measure::Overload, self.overload as f64, Bound::AtMost(0.0));
        let farthest = self.areas.iter().map(|area| area.z(area.expected).abs()).fold(0.0, f64::max);
        say(Measure::AreaFairness, farthest, Bound::AtMost(FAR));
        say(Measure::ClosedInTheMorning, self.closed_in_the_morning as f64, Bound::None);
        Report { drills, verdicts }
    }

    /// The Kolmogorov–Smirnov test of the rescaled times against the uniform law.
    fn rescaling(&self) -> f64 {
        let n: u64 = self.parts.iter().sum();
        if n == 0 {
            return 1.0;
        }
        let (mut below, mut farthest) = (0, 0.0_f64);
        for (part, count) in self.parts.iter().enumerate() {
            below += count;
            let off = below as f64 / n as f64 - (part + 1) as f64 / PARTS as f64;
            farthest = farthest.max(off.abs());
        }
        kolmogorov_tail(farthest * (n as f64).sqrt())
    }
}

/// `χ²` of counts against what was expected; `bound` of them follow from the others.
fn chi_square(counts: &[Count], bound: f64) -> f64 {
    let cells = counts.iter().filter(|count| count.expected > 0.0);
    let sum: f64 = cells.clone().map(|c| (c.got as f64 - c.expected).powi(2) / c.expected).sum();
    chi_square_tail(sum, cells.count() as f64 - bound)
}

/// What a unit that knows everything but the key can foresee under the plan, computed exactly.
fn foresight(scenario: &Scenario, half_yearly: bool, say: &mut impl FnMut(Measure, f64, Bound)) {
    let policy = &scenario.policy;
    let some = if half_yearly { scenario.half_yearly > 0 } else { scenario.half_yearly < 100 };
    if !some {
        return;
    }
    let window = scenario.window(half_yearly, 1);
    let internal = window.internal(policy.reserve_days);
    let capacity = Capacity::new(&vec![scenario.slots_a_day(); policy.days as usize]);
    let laws = laws(scenario, &capacity, half_yearly);
    for days in [5, 10, 25] {
        let share = f64::from(days) / f64::from(internal) * capacity.unevenness(window);
        let caught = surprise::caught_exactly_under(&laws, days as usize);
        say(Measure::Guesser { days, half_yearly }, caught, Bound::AtMost(1.10 * share));
    }
    if policy.mode == Mode::Guaranteed {
        let m = f64::from(policy.mean_milli) / 1000.0;
        for percent in [5, 10] {
            let share = surprise::first_drill_foreseen(m, internal, f64::from(percent) / 100.0);
            say(Measure::Foreseen { percent, half_yearly }, share, Bound::None);
        }
        for days in [5, 10, 25] {
            let share = surprise::caught_on_average(m, internal, f64::from(days));
            say(Measure::AverageGuesser { days, half_yearly }, share, Bound::None);
        }
    }
}

/// The law of each day of a window that nothing disturbs.
fn laws(scenario: &Scenario, capacity: &Capacity, half_yearly: bool) -> Vec<Law> {
    let policy = &scenario.policy;
    let rate = policy.rate();
    let theta = f64::from(policy.theta) / 10_000.0;
    let window = scenario.window(half_yearly, 1);
    (window.first..=window.legal)
        .map(|day| {
            let clock = place(capacity, policy, window, day, 1, &[]).standing.clock;
            match policy.mode {
                Mode::Decoupled => {
                    let free = rate * f64::from(clock.today) / f64::from(clock.total);
                    Law { owed: Some(free), free }
                }
                Mode::Guaranteed => {
                    let owed = hazard::owed(rate, clock);
                    let absorbed = policy.absorber && owed > theta;
                    Law { owed: (!absorbed).then_some(owed), free: hazard::free(rate, clock) }
                }
            }
        })
        .collect()
}
