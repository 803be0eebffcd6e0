//! What the results say of the exam as a whole.

use super::{
    Figures, Response,
    moments::{Shape, Sums, shape},
};
use crate::exam::points::Points;
use std::collections::BTreeMap;

/// The figures of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamStatistics {
    /// How many attempts they rest on.
    pub attempts: usize,
    /// The scores.
    pub scores: Shape,
    /// How far scores would repeat; none with fewer than two places, or when all scores are equal.
    pub reliability: Option<Reliability>,
}

/// How far the scores of people would repeat with other papers of the same kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Cronbach's α over the places of the paper; at most 1, and below 0 when places contradict each other.
    pub alpha: f64,
    /// Kuder and Richardson's formula 20, by p·q of each place; none unless every place gives all or nothing.
    pub kr20: Option<f64>,
    /// Moodle's coefficient of internal consistency: 100·α.
    pub consistency: f64,
    /// 100·√(1 − consistency / 100): how much of the spread is chance.
    pub error_ratio: f64,
    /// Error ratio · standard deviation / 100, in points.
    pub standard_error: f64,
}

/// Describes an exam by its attempts.
#[must_use]
pub fn exam(attempts: &[Vec<Response>]) -> Figures<ExamStatistics> {
    Figures::of(attempts.len(), || {
        let total = |attempt: &Vec<Response>| attempt.iter().map(|r| r.earned).sum::<Points>();
        let mut totals: Vec<Points> = attempts.iter().map(total).collect();
        totals.sort_unstable();
        let scores: Vec<f64> = totals.iter().map(|total| super::points(*total)).collect();
        let scores = shape(&scores);
        ExamStatistics {
            attempts: attempts.len(),
            scores,
            reliability: reliability(attempts, &totals, scores),
        }
    })
}

/// One place of the paper.
#[derive(Default)]
struct Place {
    marks: Sums,
    /// How many earned everything.
    full: u64,
    of: Points,
    /// Whether everybody earned all or nothing, out of the same points.
    dichotomous: bool,
}

fn reliability(attempts: &[Vec<Response>], totals: &[Points], scores: Shape) -> Option<Reliability> {
    let mut places: BTreeMap<u16, Place> = BTreeMap::new();
    for response in attempts.iter().flatten() {
        let new = || Place { of: response.of, dichotomous: true, ..Place::default() };
        let place = places.entry(response.number).or_insert_with(new);
        place.marks.add(response.earned.get());
        place.full += u64::from(response.earned == response.of);
        let all_or_nothing = response.earned == response.of || response.earned == Points::ZERO;
        place.dichotomous &= all_or_nothing && response.of == place.of;
    }
    let mut all = Sums::default();
    totals.iter().for_each(|total| all.add(total.get()));
    let variance = all.sample_variance();
    if places.len() < 2 || variance == 0.0 {
        return None;
    }
    let p = places.len() as f64;
    let consistent = |unexplained: f64| p / (p - 1.0) * (1.0 - unexplained);
    let alpha =
        consistent(places.values().map(|place| place.marks.sample_variance()).sum::<f64>() / variance);
    let kr20 = places.values().all(|place| place.dichotomous).then(|| {
        let each = places.values().map(|place| {
            let right = place.full as f64 / place.marks.count as f64;
            super::points(place.of).powi(2) * right * (1.0 - right)
        });
        consistent(each.sum::<f64>() / all.variance())
    });
    let consistency = 100.0 * alpha;
    // α is at most 1 but for rounding.
    let error_ratio = 100.0 * (1.0 - consistency / 100.0).max(0.0).sqrt();
    let standard_error = error_ratio * scores.deviation / 100.0;
    Some(Reliability { alpha, kr20, consistency, error_ratio, standard_error })
}
