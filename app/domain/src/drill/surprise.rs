//! How surprising a plan is, computed exactly: what a unit that knows everything but the key can foresee
//! (03-drills, sections 1 and 7).
//!
//! One unit, one window of `n` working days of equal weight, one drill owed, mean `m` drills.

use super::hazard::{at_least_one, coin, owed_by_coin};

/// The state of the law `left` days before the end of the window.
struct Day {
    /// P(no drill so far).
    still_owed: f64,
    /// The hazard while the drill is owed.
    owed: f64,
    /// The hazard afterwards.
    free: f64,
}

/// The days of a window, the first one first.
fn days(m: f64, n: u32) -> Vec<Day> {
    let free = coin(m, n);
    let mut still_owed = 1.0;
    (1..=n)
        .rev()
        .map(|left| {
            let day = Day { still_owed, owed: owed_by_coin(free, left), free };
            still_owed *= 1.0 - day.owed;
            day
        })
        .collect()
}

/// The chance that a unit's first drill falls on a day with a hazard of at least `theta`: `F(θ)`.
#[must_use]
pub fn first_drill_foreseen(m: f64, n: u32, theta: f64) -> f64 {
    days(m, n).iter().filter(|d| d.owed >= theta).map(|d| d.still_owed * d.owed).sum()
}

/// The share of drills met by a guesser who prepares on the days of highest hazard, `budget` days a window
/// on average.
#[must_use]
pub fn caught_on_average(m: f64, n: u32, budget: f64) -> f64 {
    let days = days(m, n);
    let mut left = budget;
    let mut caught = 0.0;
    // While owed, the hazard rises to the end, and it is always above the free one: prepare backwards.
    let owed = days.iter().rev().map(|d| (d.still_owed, d.owed));
    for (chance, hazard) in owed.chain(days.iter().map(|d| (1.0 - d.still_owed, d.free))) {
        let prepared = chance.min(left);
        caught += prepared * hazard;
        left -= prepared;
    }
    caught / m.max(1.0)
}

/// The law of one day as a unit knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// The hazard while the drill is owed; `None` where the absorber takes the duty away this morning.
    pub owed: Option<f64>,
    /// The hazard while nothing is owed.
    pub free: f64,
}

/// The share of drills met by the best guesser who prepares on exactly `budget` days of the window.
#[must_use]
pub fn caught_exactly(m: f64, n: u32, budget: usize) -> f64 {
    let laws: Vec<Law> = days(m, n).iter().map(|day| Law { owed: Some(day.owed), free: day.free }).collect();
    caught_exactly_under(&laws, budget)
}

/// The share of a window's four-no drills met by the best guesser who prepares on exactly `budget` days, by
/// dynamic programming over all ways to guess. The first day's law comes first.
#[must_use]
pub fn caught_exactly_under(laws: &[Law], budget: usize) -> f64 {
    // values[state][k]: the most that can still be met with k days to prepare; state 0 owed, 1 free.
    let mut values = [vec![0.0; budget + 1], vec![0.0; budget + 1]];
    for (left, law) in laws.iter().rev().enumerate() {
        let before = values.clone();
        for (state, hazard) in [law.owed.unwrap_or(law.free), law.free].into_iter().enumerate() {
            // Absorbed: from this morning on as if nothing were owed.
            let state_after = if law.owed.is_none() { 1 } else { state };
            for (k, value) in values[state].iter_mut().enumerate().take(left + 2) {
                let later = |k: usize| hazard * before[1][k] + (1.0 - hazard) * before[state_after][k];
                let wait = if k <= left { later(k) } else { f64::NEG_INFINITY };
                let prepare = if k > 0 { hazard + later(k - 1) } else { f64::NEG_INFINITY };
                *value = wait.max(prepare);
            }
        }
    }
    let drills = drills_expected(laws);
    if drills > 0.0 { values[0][budget] / drills } else { 0.0 }
}

/// How many four-no drills a window has on average.
fn drills_expected(laws: &[Law]) -> f64 {
    let (mut still_owed, mut drills) = (1.0, 0.0);
    for law in laws {
        let owed = law.owed.unwrap_or(law.free);
        drills += still_owed * owed + (1.0 - still_owed) * law.free;
        still_owed = if law.owed.is_none() { 0.0 } else { still_owed * (1.0 - owed) };
    }
    drills
}

/// The reference table of the design: m, `F(5 %)`, `F(10 %)`, the average guessers with 5, 10 and 25 days, all
/// in percent, and the entropy in bits.
const REFERENCE: [(f64, [f64; 2], [f64; 3], f64); 5] = [
    (1.00, [8.0, 4.0], [19.8, 28.1, 44.5], 7.97),
    (1.25, [6.4, 3.2], [14.5, 20.9, 34.1], 10.6),
    (1.50, [5.2, 2.5], [11.2, 16.4, 27.5], 12.7),
    (2.00, [3.6, 1.7], [7.4, 11.2, 19.9], 16.6),
    (3.00, [1.8, 0.75], [4.1, 6.7, 13.6], 23.4),
];

/// How far the law is off the reference table at most, in percentage points.
#[must_use]
pub fn off_reference() -> f64 {
    let mut farthest = 0.0_f64;
    for (m, foreseen, caught, _) in REFERENCE {
        for (theta, expected) in [0.05, 0.10].into_iter().zip(foreseen) {
            farthest = farthest.max((100.0 * first_drill_foreseen(m, 250, theta) - expected).abs());
        }
        for (budget, expected) in [5.0, 10.0, 25.0].into_iter().zip(caught) {
            farthest = farthest.max((100.0 * caught_on_average(m, 250, budget) - expected).abs());
        }
    }
    farthest
}

/// The entropy of a unit's drill days in a window, in bits.
#[must_use]
pub fn entropy(m: f64, n: u32) -> f64 {
    let p = coin(m, n);
    if p <= 0.0 {
        return f64::from(n).log2();
    }
    at_least_one(p, n).log2() - m * p.log2() - (f64::from(n) - m) * (1.0 - p).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(what: &str, found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected} ± {tolerance}");
    }

    #[test]
    fn the_reference_table_holds() {
        for (m, foreseen, caught, bits) in REFERENCE {
            near("F(5 %)", 100.0 * first_drill_foreseen(m, 250, 0.05), foreseen[0], 0.3);
            near("F(10 %)", 100.0 * first_drill_foreseen(m, 250, 0.10), foreseen[1], 0.3);
            for (budget, expected) in [5.0, 10.0, 25.0].into_iter().zip(caught) {
                near("average guesser", 100.0 * caught_on_average(m, 250, budget), expected, 0.3);
            }
            near("entropy", entropy(m, 250), bits, 0.06);
        }
    }

    #[test]
    fn the_absorber_leaves_a_hard_guesser_nothing_more() {
        // The duty is taken away on the last day but two of ten.
        let mut laws: Vec<Law> =
            days(1.5, 10).iter().map(|day| Law { owed: Some(day.owed), free: day.free }).collect();
        let whole = drills_expected(&laws);
        near("mean", whole, 1.5, 1e-9);
        laws[7].owed = None;
        assert!(drills_expected(&laws) < whole);
        let caught = caught_exactly_under(&laws, 2);
        // The hazard is a martingale until then, so the first days are as good as any: 2·h₁ of fewer drills.
        near("hard guesser", caught, 2.0 * 0.15 / drills_expected(&laws), 1e-9);
    }

    #[test]
    fn a_guesser_with_a_hard_budget_gets_his_share_of_days_and_no_more() {
        for m in [1.0, 1.5, 3.0] {
            for budget in [1, 5, 25] {
                near("hard guesser", caught_exactly(m, 250, budget), budget as f64 / 250.0, 1e-9);
            }
        }
    }

    #[test]
    fn every_unit_is_drilled_and_the_mean_is_met() {
        for m in [1.0, 1.5, 3.0] {
            near("coverage", first_drill_foreseen(m, 250, 0.0), 1.0, 1e-12);
            near("all days prepared", caught_on_average(m, 250, 250.0), 1.0, 1e-9);
        }
    }
}
