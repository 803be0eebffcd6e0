//! Mean, spread and shape of scores.

/// Where scores lie, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// The mean, in points.
    pub mean: f64,
    /// The middle one, or the mean of the two in the middle, in points.
    pub median: f64,
    /// The standard deviation, by n − 1, in points.
    pub deviation: f64,
    /// k3 / k2^1.5; none when all scores are equal. Below 0 the tail is on the low side.
    pub skewness: Option<f64>,
    /// k4 / k2², which is 0 for a normal distribution; none when all scores are equal.
    pub kurtosis: Option<f64>,
}

/// Describes sorted scores, four or more.
pub(super) fn shape(sorted: &[f64]) -> Shape {
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let middle = sorted.len() / 2;
    let median = match sorted.len() % 2 {
        0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    };
    let moment = |power: i32| sorted.iter().map(|score| (score - mean).powi(power)).sum::<f64>() / n;
    let (m2, m3, m4) = (moment(2), moment(3), moment(4));
    let k2 = n * m2 / (n - 1.0);
    let k3 = n * n * m3 / ((n - 1.0) * (n - 2.0));
    let k4 = n * n * ((n + 1.0) * m4 - 3.0 * (n - 1.0) * m2 * m2) / ((n - 1.0) * (n - 2.0) * (n - 3.0));
    let varied = sorted.first() != sorted.last();
    Shape {
        mean,
        median,
        deviation: k2.sqrt(),
        skewness: varied.then(|| k3 / k2.powf(1.5)),
        kurtosis: varied.then(|| k4 / (k2 * k2)),
    }
}

/// Sums of paired values that are already in an order of their own: covariance and variances by n − 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    pub covariance: f64,
    pub left: f64,
    pub right: f64,
}

/// Measures pairs, two or more.
pub(super) fn pairs(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Pairs {
    let n = pairs.clone().count() as f64;
    let (left, right) = pairs.clone().fold((0.0, 0.0), |(l, r), pair| (l + pair.0, r + pair.1));
    let (left, right) = (left / n, right / n);
    let start = Pairs { covariance: 0.0, left: 0.0, right: 0.0 };
    let sums = pairs.fold(start, |sums, (l, r)| Pairs {
        covariance: sums.covariance + (l - left) * (r - right),
        left: sums.left + (l - left).powi(2),
        right: sums.right + (r - right).powi(2),
    });
    let by = n - 1.0;
    Pairs { covariance: sums.covariance / by, left: sums.left / by, right: sums.right / by }
}

/// Sums of whole hundredths, from which mean and variance follow without rounding on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub count: u64,
    sum: u64,
    squares: u128,
}

impl Sums {
    pub fn add(&mut self, hundredths: u32) {
        self.count += 1;
        self.sum += u64::from(hundredths);
        self.squares += u128::from(hundredths) * u128::from(hundredths);
    }
    /// In points.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.count.max(1) as f64 / 100.0
    }
    /// Σ (x − mean)² · n, in whole hundredths squared.
    fn scaled(&self) -> u128 {
        // The sum of squares is never below the square of the sum divided by their number.
        u128::from(self.count) * self.squares - u128::from(self.sum) * u128::from(self.sum)
    }
    /// By n, in points squared.
    pub fn variance(&self) -> f64 {
        let n = self.count.max(1) as f64;
        self.scaled() as f64 / (n * n) / 10_000.0
    }
    /// By n − 1, in points squared; 0 of fewer than two.
    pub fn sample_variance(&self) -> f64 {
        let n = self.count as f64;
        if self.count < 2 { 0.0 } else { self.scaled() as f64 / (n * (n - 1.0)) / 10_000.0 }
    }
}
