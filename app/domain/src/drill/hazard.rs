//! The law of surprise: how likely a unit is drilled today, given all that it can know (03-drills,
//! section 1).
//!
//! Hazards are computed the evening before and frozen as whole 2⁻³² parts, see [`freeze`]: nothing that
//! is verified bit for bit depends on a machine's `exp` or `ln`.

/// One as a fixed-point hazard: 2³².
pub const ONE: u64 = 1 << 32;

/// A unit's place on the capacity clock. Weights are whole numbers in any common unit, such as the slots
/// of a day; blackout days weigh nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Today's weight `w`.
    pub today: u32,
    /// The weight left until the internal deadline, today included: `Rem`. At least `today`, or 0 after
    /// the internal deadline.
    pub remaining: u32,
    /// The weight of the whole window up to the internal deadline: `W`, at least 1.
    pub total: u32,
}

/// Solves `m = λ / (1 − e^(−λ))` for the mean `m` of drills per unit and window. 0 for `m` ≤ 1: then
/// everybody is drilled exactly once.
#[must_use]
pub fn rate(m: f64) -> f64 {
    // λ < m, because 1 − e^(−λ) < 1.
    bisect(0.0, m, |rate| if rate > 0.0 { rate / -(-rate).exp_m1() } else { 1.0 }, m)
}

/// Solves `m = N·p / (1 − (1−p)^N)` for the coin of each of `n` days. 0 for `m` ≤ 1; `m` ≥ `n` gives 1.
#[must_use]
pub fn coin(m: f64, n: u32) -> f64 {
    let days = f64::from(n);
    let mean = |p: f64| if p > 0.0 { days * p / at_least_one(p, n) } else { 1.0 };
    if m >= days { 1.0 } else { bisect(0.0, m / days, mean, m) }
}

/// The least `x` in `low..=high` at which a rising function reaches `target`, to the last bit or so.
fn bisect(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64, target: f64) -> f64 {
    if target <= 1.0 {
        return 0.0;
    }
    for _ in 0..200 {
        let middle = low + (high - low) / 2.0;
        if rising(middle) < target { low = middle } else { high = middle }
    }
    high
}

/// `1 − (1−p)^n`, exact for small `p`.
#[must_use]
pub fn at_least_one(p: f64, n: u32) -> f64 {
    -(f64::from(n) * (-p).ln_1p()).exp_m1()
}

/// The hazard once nothing is owed: `1 − e^(−λw/W)`.
#[must_use]
pub fn free(rate: f64, clock: Clock) -> f64 {
    -(-rate * f64::from(clock.today) / f64::from(clock.total)).exp_m1()
}

/// The hazard while one drill is owed: `(1−e^(−λw/W)) / (1−e^(−λRem/W))`; 1 on the last available day and
/// after the internal deadline.
#[must_use]
pub fn owed(rate: f64, clock: Clock) -> f64 {
    if clock.remaining <= clock.today {
        return 1.0;
    }
    if rate <= 0.0 {
        return f64::from(clock.today) / f64::from(clock.remaining);
    }
    free(rate, clock) / -(-rate * f64::from(clock.remaining) / f64::from(clock.total)).exp_m1()
}

/// The hazard of a day's coin `p` while one drill is owed in `days_left` available days, today included:
/// `p / (1 − (1−p)^R)`. A coin of 0 gives `1/R`.
#[must_use]
pub fn owed_by_coin(p: f64, days_left: u32) -> f64 {
    match days_left {
        0 | 1 => 1.0,
        _ if p <= 0.0 => 1.0 / f64::from(days_left),
        _ => p / at_least_one(p, days_left),
    }
}

/// The hazard while `owed` drills are owed in `days_left` available days, today included:
/// `p·P(Bin(R−1,p) ≥ r−1) / P(Bin(R,p) ≥ r)`. 1 when every day left is needed.
#[must_use]
pub fn owed_several(p: f64, days_left: u32, owed: u32) -> f64 {
    if owed == 0 {
        return p;
    }
    if owed >= days_left {
        return 1.0;
    }
    if p <= 0.0 {
        // The limit: the drills fall on `owed` of the days left, evenly.
        return f64::from(owed) / f64::from(days_left);
    }
    p * at_least(p, days_left - 1, owed - 1) / at_least(p, days_left, owed)
}

/// `P(Bin(n, p) ≥ k)`, summed from the upper terms so that small values keep their digits.
fn at_least(p: f64, n: u32, k: u32) -> f64 {
    if k == 0 {
        return 1.0;
    }
    // ln C(n, k) + k ln p + (n−k) ln(1−p), then each next term from the one before.
    let ln_choose: f64 = (1..=k).map(|i| (f64::from(n - k + i) / f64::from(i)).ln()).sum();
    let mut term = (ln_choose + f64::from(k) * p.ln() + f64::from(n - k) * (-p).ln_1p()).exp();
    let mut sum = term;
    for i in k + 1..=n {
        term *= f64::from(n - i + 1) / f64::from(i) * p / (1.0 - p);
        sum += term;
    }
    sum.min(1.0)
}

/// Freezes a hazard: `round(h·2^32)`, halves up; below 0 and no number give 0, above 1 gives 2³².
#[must_use]
pub fn freeze(h: f64) -> u64 {
    // `as` saturates, and takes NaN to 0.
    ((h * ONE as f64 + 0.5).floor() as u64).min(ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected} ± {tolerance}");
    }

    #[test]
    fn the_solvers_give_the_reference_values() {
        for (m, expected_rate, expected_coin) in [
            (1.0, 0.0, 0.0),
            (1.25, 0.464, 0.001_86),
            (1.5, 0.874, 0.003_51),
            (2.0, 1.594, 0.006_39),
            (3.0, 2.821, 0.011_30),
        ] {
            near(rate(m), expected_rate, 5e-4);
            near(coin(m, 250), expected_coin, 5e-6);
        }
        near(rate(0.5), 0.0, 0.0);
        near(coin(300.0, 250), 1.0, 0.0);
    }

    #[test]
    fn with_nothing_but_the_duty_the_hazard_is_one_over_the_days_left() {
        for left in 1..=250 {
            near(owed(0.0, Clock { today: 1, remaining: left, total: 250 }), 1.0 / f64::from(left), 1e-15);
            near(owed_by_coin(0.0, left), 1.0 / f64::from(left), 1e-15);
        }
    }

    #[test]
    fn the_capacity_clock_with_even_weights_is_the_coin_of_its_own_day() {
        let rate = rate(1.5);
        let p = free(rate, Clock { today: 1, remaining: 1, total: 250 });
        for left in 1..=250 {
            near(owed(rate, Clock { today: 1, remaining: left, total: 250 }), owed_by_coin(p, left), 1e-12);
        }
    }

    #[test]
    fn the_last_available_day_is_certain_and_no_day_is_safe() {
        let rate = rate(1.5);
        near(owed(rate, Clock { today: 3, remaining: 3, total: 750 }), 1.0, 0.0);
        near(owed(rate, Clock { today: 3, remaining: 0, total: 750 }), 1.0, 0.0);
        assert!(free(rate, Clock { today: 3, remaining: 0, total: 750 }) > 0.003);
    }

    #[test]
    fn several_owed_drills_generalise_one() {
        for left in [2, 10, 125] {
            near(owed_several(0.005, left, 1), owed_by_coin(0.005, left), 1e-12);
            near(owed_several(0.005, left, 0), 0.005, 0.0);
        }
        near(owed_several(0.005, 2, 2), 1.0, 0.0);
        near(owed_several(0.0, 50, 2), 0.04, 1e-15);
        // By hand: p = 1/2, R = 3, r = 2: ½·P(Bin(2,½) ≥ 1) / P(Bin(3,½) ≥ 2) = ½·¾ / ½.
        near(owed_several(0.5, 3, 2), 0.75, 1e-12);
        // Two owed drills over 250 days leave the mean number of drills at N·p·P(≥1)/P(≥2).
        let p = 0.004;
        let mut chance = [1.0, 0.0, 0.0];
        let mut drills = 0.0;
        for left in (1..=250).rev() {
            let h = [owed_several(p, left, 2), owed_several(p, left, 1), p];
            drills += chance[0] * h[0] + chance[1] * h[1] + chance[2] * h[2];
            let moved = [chance[0] * h[0], chance[1] * h[1]];
            chance[0] -= moved[0];
            chance[1] += moved[0] - moved[1];
            chance[2] += moved[1];
        }
        near(chance[2], 1.0, 1e-9);
        near(drills, 250.0 * p * at_least(p, 249, 1) / at_least(p, 250, 2), 1e-9);
    }

    #[test]
    fn freezing_keeps_certainty_and_nothing_else_whole() {
        assert_eq!(freeze(1.0), ONE);
        assert_eq!(freeze(7.0), ONE);
        assert_eq!(freeze(0.0), 0);
        assert_eq!(freeze(-1.0), 0);
        assert_eq!(freeze(f64::NAN), 0);
        assert_eq!(freeze(0.05), 214_748_365);
    }
}
