//! Whether the papers of one exam are alike in what they ask for, and unlike in what they ask.
//!
//! A report for people, so its figures are floats; no verdict rests on them.

use super::{
    blueprint::Blueprint,
    paper::{DrawnItem, Paper},
    pool::Pool,
};
use crate::bank::{KindName, QuestionId};
use std::collections::BTreeMap;

/// How alike papers are.
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalence {
    /// How many papers were compared.
    pub papers: usize,
    /// What any two papers share.
    pub overlap: Overlap,
    /// What each paper shares with the next one in the list.
    pub neighbours: Overlap,
    /// What papers are expected to earn.
    pub expected: Spread,
    /// How often questions were drawn.
    pub exposure: Exposure,
    /// Where the right option of single-choice questions stands; none when there is nothing to count.
    pub key: Option<KeyPosition>,
}

/// How many items pairs of papers share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// On average.
    pub mean: f64,
    /// At most.
    pub most: usize,
}

/// How far values lie apart, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, by n − 1.
    pub deviation: f64,
}

/// How often questions were drawn, as a multiple of how often they ideally would be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposure {
    /// The most exposed one.
    pub largest: f64,
    /// The least exposed one.
    pub least: f64,
}

/// Pearson's χ² of the places of the right options against an even spread.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPosition {
    /// For each number of places to stand in: how often the right option stands in each.
    pub times: BTreeMap<usize, Vec<u32>>,
    /// χ².
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub freedom: usize,
}

/// Compares papers drawn from one pool by one blueprint. `right` gives the right option, by its original index,
/// of single-choice questions. A key that is pinned has no place to choose and is not counted. None for fewer
/// than two papers. Takes time in proportion to the items that pairs of papers share.
#[must_use]
pub fn compare(
    blueprint: &Blueprint,
    pool: &Pool,
    papers: &[Paper],
    right: impl Fn(&QuestionId) -> Option<u8>,
) -> Option<Equivalence> {
    if papers.len() < 2 {
        return None;
    }
    let place = |id: &QuestionId| pool.items().binary_search_by(|item| item.id.cmp(id)).ok();
    let drawn: Vec<Vec<usize>> =
        papers.iter().map(|paper| paper.items.iter().filter_map(|item| place(&item.id)).collect()).collect();
    let mut times = vec![0; pool.items().len()];
    drawn.iter().flatten().for_each(|item| times[*item] += 1);
    Some(Equivalence {
        papers: papers.len(),
        overlap: overlap(&drawn, pool.items().len()),
        neighbours: neighbours(&drawn),
        // An expectation is in hundredths × thousandths.
        expected: spread(papers.iter().map(|paper| paper.expected as f64 / 100_000.0)),
        exposure: exposure(&ideal(blueprint, pool), &times, papers.len()),
        key: key_position(pool, papers, right),
    })
}

/// Gives the mean and the standard deviation of values; 0 for the deviation of fewer than two.
#[must_use]
pub fn spread(values: impl Iterator<Item = f64> + Clone) -> Spread {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n.max(1.0);
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    Spread { mean, deviation: (squares / (n - 1.0).max(1.0)).sqrt() }
}

/// Gives for each item of the pool on which share of papers it ideally stands: each cell takes evenly from what
/// fits it.
#[must_use]
pub fn ideal(blueprint: &Blueprint, pool: &Pool) -> Vec<f64> {
    let mut shares = vec![0.0; pool.items().len()];
    for cell in blueprint.cells() {
        let fitting: Vec<usize> = (0..shares.len()).filter(|at| pool.items()[*at].fits(cell)).collect();
        for at in &fitting {
            shares[*at] += f64::from(cell.count) / fitting.len() as f64;
        }
    }
    shares
}

/// Sets how often items were drawn against the ideal; items that no cell takes do not count.
#[must_use]
pub fn exposure(ideal: &[f64], times: &[u32], papers: usize) -> Exposure {
    let ratios = ideal.iter().zip(times).filter(|(share, _)| **share > 0.0);
    let ratios = ratios.map(|(share, times)| f64::from(*times) / (share * papers as f64));
    let start = Exposure { largest: 0.0, least: f64::INFINITY };
    ratios.fold(start, |found, ratio| Exposure {
        largest: found.largest.max(ratio),
        least: found.least.min(ratio),
    })
}

/// What all pairs share, by the papers that each item stands on.
fn overlap(papers: &[Vec<usize>], items: usize) -> Overlap {
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); items];
    let mut shared = vec![0u16; papers.len()];
    let (mut sum, mut most) = (0u64, 0);
    for (number, paper) in papers.iter().enumerate() {
        for item in paper {
            on[*item].iter().for_each(|earlier| shared[*earlier] += 1);
            on[*item].push(number);
        }
        for with in &mut shared[..number] {
            sum += u64::from(*with);
            most = most.max(usize::from(*with));
            *with = 0;
        }
    }
    let pairs = papers.len() * (papers.len() - 1) / 2;
    Overlap { mean: sum as f64 / pairs as f64, most }
}

fn neighbours(papers: &[Vec<usize>]) -> Overlap {
    let shared = papers.windows(2).map(|pair| pair[0].iter().filter(|item| pair[1].contains(item)).count());
    let (sum, most) = shared.fold((0, 0), |(sum, most), one| (sum + one, most.max(one)));
    Overlap { mean: sum as f64 / (papers.len() - 1) as f64, most }
}

fn key_position(
    pool: &Pool,
    papers: &[Paper],
    right: impl Fn(&QuestionId) -> Option<u8>,
) -> Option<KeyPosition> {
    let mut times: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let place = |item: &DrawnItem| {
        let (key, shape) = (right(&item.id)?, &pool.find(&item.id)?.shape);
        let free = item.order.len().checked_sub(shape.pins.len())?;
        let at = item.order.iter().position(|option| *option == key)?;
        (at < free).then_some((free, at))
    };
    let single = papers.iter().flat_map(|paper| &paper.items).filter(|item| item.kind == KindName::Single);
    for (free, at) in single.filter_map(place) {
        times.entry(free).or_insert_with(|| vec![0; free])[at] += 1;
    }
    let chi_square = times.values().map(|times| chi_square(times)).sum();
    let freedom = times.keys().map(|free| free - 1).sum();
    (freedom > 0).then_some(KeyPosition { times, chi_square, freedom })
}

/// Pearson's χ² against an even spread.
fn chi_square(times: &[u32]) -> f64 {
    let all: f64 = times.iter().map(|n| f64::from(*n)).sum();
    let even = all / times.len() as f64;
    times.iter().map(|n| (f64::from(*n) - even).powi(2) / even).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_what_each_pair_shares() {
        let papers = [vec![0, 1, 2], vec![2, 3, 4], vec![2, 4, 0]];
        let (all, next) = (overlap(&papers, 5), neighbours(&papers));
        // Pairs share 1, 2 and 2 items.
        assert_eq!((all.most, next.most), (2, 2));
        assert!((all.mean - 5.0 / 3.0).abs() < 1e-12 && (next.mean - 1.5).abs() < 1e-12);
    }

    #[test]
    fn exposure_is_against_the_ideal_of_each_item() {
        let found = exposure(&[0.5, 0.25, 0.25, 0.0], &[5, 3, 2, 0], 10);
        assert_eq!(found, Exposure { largest: 1.2, least: 0.8 });
    }

    #[test]
    fn an_even_spread_has_no_chi_square() {
        assert_eq!(chi_square(&[25, 25, 25, 25]), 0.0);
        // (10² + 10²) / 25
        assert_eq!(chi_square(&[35, 15, 25, 25]), 8.0);
    }

    #[test]
    fn a_spread_divides_by_one_less() {
        assert_eq!(spread([2.0, 4.0].into_iter()), Spread { mean: 3.0, deviation: 2f64.sqrt() });
        assert_eq!(spread([2.0].into_iter()).deviation, 0.0);
    }
}
