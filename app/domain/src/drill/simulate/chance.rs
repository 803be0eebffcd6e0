//! How likely chance alone gives a figure as odd as this one.

/// `P(χ² ≥ x)` with `df` degrees of freedom.
pub(super) fn chi_square_tail(x: f64, df: f64) -> f64 {
    if x <= 0.0 || df <= 0.0 { 1.0 } else { upper_gamma(df / 2.0, x / 2.0) }
}

/// The regularised upper incomplete gamma function `Q(a, x)`: a series below `a + 1`, else Lentz's continued
/// fraction.
fn upper_gamma(a: f64, x: f64) -> f64 {
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..10_000 {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut h = d;
    for n in 1..10_000 {
        let n = f64::from(n);
        let an = -n * (n - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < tiny { tiny } else { d };
        c = b + an / c;
        c = if c.abs() < tiny { tiny } else { c };
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * h).clamp(0.0, 1.0)
}

/// `ln Γ(x)` for `x` > 0, by Stirling's series after shifting `x` above 10.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 0.0;
    let mut x = x;
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * core::f64::consts::TAU.ln() + series - shift
}

/// `P(√n·D ≥ z)` of Kolmogorov's distribution.
pub(super) fn kolmogorov_tail(z: f64) -> f64 {
    if z < 0.2 {
        return 1.0;
    }
    let term = |k: f64| (-2.0 * k * k * z * z).exp();
    let sum: f64 = (1..=100).map(|k| if k % 2 == 1 { term(f64::from(k)) } else { -term(f64::from(k)) }).sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tails_are_those_of_the_tables() {
        for (x, df, expected) in [
            (3.841_459, 1.0, 0.05),
            (9.487_729, 4.0, 0.05),
            (24.724_970, 11.0, 0.01),
            (4.0, 4.0, 0.406_006),
            (23.512_742, 4.0, 1e-4),
        ] {
            let found = chi_square_tail(x, df);
            assert!((found / expected - 1.0).abs() < 1e-5, "{x} {df}: {found}");
        }
        for (z, expected) in [(1.358_1, 0.05), (1.627_6, 0.01), (2.225_1, 1e-4)] {
            assert!((kolmogorov_tail(z) / expected - 1.0).abs() < 2e-3, "{z}");
        }
        assert_eq!(kolmogorov_tail(0.0), 1.0);
    }
}
