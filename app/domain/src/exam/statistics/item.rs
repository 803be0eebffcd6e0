//! What the results say of each question.

use super::{
    Asked, Figures, LEAST_ATTEMPTS, Response,
    moments::{Sums, pairs},
    points,
};
use crate::{
    bank::{KindName, QuestionId},
    exam::points::Points,
};
use std::collections::{BTreeMap, BTreeSet};

/// Above this facility a question tells nobody from anybody.
const TOO_EASY: f64 = 0.95;
/// How far above pure guessing a facility still counts as guessing.
const NEAR_GUESSING: f64 = 0.05;
/// Below this a question does not tell the strong from the weak.
const LEAST_DISCRIMINATION: f64 = 0.2;
/// The size of the high and of the low group, in hundredths of the attempts.
const GROUP: usize = 27;

/// The figures of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemStatistics {
    /// How many attempts had it.
    pub attempts: usize,
    /// The mean share of its points that was earned, between 0 and 1.
    pub facility: f64,
    /// How well it tells the strong from the weak; none when it, or everything else, was answered alike by all.
    pub discrimination: Option<Discrimination>,
    /// How often each option was chosen, by its original index; empty for types without.
    pub options: Vec<OptionRow>,
    /// How many attempts are in the high group, and how many in the low one.
    pub groups: (usize, usize),
    /// What to look at.
    pub flags: Vec<Flag>,
}

/// How well a question tells the strong from the weak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discrimination {
    /// The correlation of what it earned with the standardised rest, between −1 and 1.
    pub item_rest: f64,
    /// Moodle's discrimination index: the same in hundredths.
    pub index: f64,
    /// Moodle's discriminative efficiency: the covariance in hundredths of the greatest that these marks and
    /// these rests could have.
    pub efficiency: f64,
}

/// How often an option was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionRow {
    /// Its original index.
    pub option: u8,
    /// Whether it is right.
    pub right: bool,
    /// By how many in all.
    pub all: usize,
    /// By how many of the high group.
    pub high: usize,
    /// By how many of the low group.
    pub low: usize,
}

/// What makes a question worth looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// The facility is above 0.95.
    TooEasy,
    /// The facility is no more than 0.05 above pure guessing.
    NearGuessing,
    /// The correlation with the rest is below 0.2.
    WeakDiscrimination,
    /// A wrong option attracts a greater share of the high group than of the low one.
    AttractsTheStrong {
        /// Its original index.
        option: u8,
    },
}

/// Describes each question by the attempts that had it.
///
/// Each attempt had other items beside it, so its rest is standardised within the paper: what was earned with the
/// other items, less the sum of their means, divided by the root of the sum of their variances. Mean and variance
/// of an item are those of the same question for the same points, or of its place on the paper where fewer
/// than [`LEAST_ATTEMPTS`] had the question. Where all have the same paper this is the plain rest, but for scale.
///
/// The high and the low group are the attempts whose rest is among the 27 % highest and lowest, with all that
/// equal the last of them.
#[must_use]
pub fn items(
    attempts: &[Vec<Response>],
    asked: &BTreeMap<QuestionId, Asked>,
) -> BTreeMap<QuestionId, Figures<ItemStatistics>> {
    let norms = Norms::of(attempts);
    let mut seen: BTreeMap<&QuestionId, Vec<Seen<'_>>> = BTreeMap::new();
    for attempt in attempts {
        for (response, rest) in norms.rests(attempt) {
            let share = f64::from(response.earned.get()) / f64::from(response.of.get().max(1));
            seen.entry(&response.id).or_default().push(Seen { share, rest, chosen: &response.chosen });
        }
    }
    seen.into_iter()
        .map(|(id, seen)| (id.clone(), Figures::of(seen.len(), || describe(seen, asked.get(id)))))
        .collect()
}

/// One attempt at a question.
struct Seen<'a> {
    share: f64,
    /// Standardised within the paper.
    rest: f64,
    chosen: &'a BTreeSet<u8>,
}

/// What items earn on average.
struct Norms<'a> {
    questions: BTreeMap<(&'a QuestionId, Points), Sums>,
    places: BTreeMap<u16, Sums>,
}

impl<'a> Norms<'a> {
    fn of(attempts: &'a [Vec<Response>]) -> Self {
        let mut norms = Self { questions: BTreeMap::new(), places: BTreeMap::new() };
        for response in attempts.iter().flatten() {
            norms.questions.entry((&response.id, response.of)).or_default().add(response.earned.get());
            norms.places.entry(response.number).or_default().add(response.earned.get());
        }
        norms
    }

    fn of_item(&self, response: &'a Response) -> Sums {
        let question = self.questions.get(&(&response.id, response.of));
        let question = question.filter(|sums| sums.count >= LEAST_ATTEMPTS as u64);
        question.or_else(|| self.places.get(&response.number)).copied().unwrap_or_default()
    }

    /// Gives for each item of an attempt the rest, standardised.
    fn rests(&self, attempt: &'a [Response]) -> Vec<(&'a Response, f64)> {
        let mut by_number: Vec<&Response> = attempt.iter().collect();
        by_number.sort_by_key(|response| response.number);
        let norms: Vec<(f64, f64)> =
            by_number.iter().map(|r| self.of_item(r)).map(|sums| (sums.mean(), sums.variance())).collect();
        let earned: Points = by_number.iter().map(|response| response.earned).sum();
        let rest = |(at, response): (usize, &&'a Response)| {
            // Added up anew each time, so that the same items give the same sum to the last bit.
            let others = norms.iter().enumerate().filter(|(other, _)| *other != at);
            let (mean, variance) = others.fold((0.0, 0.0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1));
            let rest = points(Points::hundredths(earned.get() - response.earned.get())) - mean;
            (*response, if variance > 0.0 { rest / variance.sqrt() } else { 0.0 })
        };
        by_number.iter().enumerate().map(rest).collect()
    }
}

fn describe(mut seen: Vec<Seen<'_>>, asked: Option<&Asked>) -> ItemStatistics {
    // An order of the values' own, so that no sum depends on the order of the attempts.
    seen.sort_by(|a, b| a.rest.total_cmp(&b.rest).then(a.share.total_cmp(&b.share)));
    let facility = seen.iter().map(|one| one.share).sum::<f64>() / seen.len() as f64;
    let discrimination = discrimination(&seen);
    let (high, low) = groups(&seen);
    let options = asked.map_or_else(Vec::new, |asked| rows(&seen, high, low, asked));
    let groups = (high.len(), low.len());
    let mut flags = Vec::new();
    let mut when = |wrong: bool, flag| {
        if wrong {
            flags.push(flag);
        }
    };
    when(facility > TOO_EASY, Flag::TooEasy);
    let guessed = asked.and_then(guessing);
    when(guessed.is_some_and(|chance| facility <= chance + NEAR_GUESSING), Flag::NearGuessing);
    when(discrimination.is_some_and(|d| d.item_rest < LEAST_DISCRIMINATION), Flag::WeakDiscrimination);
    for row in options.iter().filter(|row| !row.right) {
        // high / groups.0 > low / groups.1, in whole numbers.
        let attracts = row.high * groups.1 > row.low * groups.0;
        when(attracts, Flag::AttractsTheStrong { option: row.option });
    }
    ItemStatistics { attempts: seen.len(), facility, discrimination, options, groups, flags }
}

fn discrimination(seen: &[Seen<'_>]) -> Option<Discrimination> {
    let mut shares: Vec<f64> = seen.iter().map(|one| one.share).collect();
    shares.sort_by(f64::total_cmp);
    // Compared, not computed: a variance may miss 0 by a rounding.
    let alike = |first: Option<f64>, last: Option<f64>| first == last;
    if alike(shares.first().copied(), shares.last().copied())
        || alike(seen.first().map(|one| one.rest), seen.last().map(|one| one.rest))
    {
        return None;
    }
    let found = pairs(seen.iter().map(|one| (one.share, one.rest)));
    // The rests are sorted already.
    let greatest = pairs(shares.iter().zip(seen).map(|(share, one)| (*share, one.rest)));
    let item_rest = (found.covariance / (found.left * found.right).sqrt()).clamp(-1.0, 1.0);
    let efficiency = 100.0 * found.covariance / greatest.covariance;
    Some(Discrimination { item_rest, index: 100.0 * item_rest, efficiency })
}

/// Splits off the high and the low group of attempts sorted by rest.
fn groups<'a, 'b>(seen: &'a [Seen<'b>]) -> (&'a [Seen<'b>], &'a [Seen<'b>]) {
    let size = (seen.len() * GROUP + 50) / 100;
    let (Some(low), Some(high)) = (seen.get(size.saturating_sub(1)), seen.get(seen.len() - size.max(1)))
    else {
        return (&[], &[]);
    };
    let high = &seen[seen.partition_point(|one| one.rest < high.rest)..];
    let low = &seen[..seen.partition_point(|one| one.rest <= low.rest)];
    (high, low)
}

fn rows(seen: &[Seen<'_>], high: &[Seen<'_>], low: &[Seen<'_>], asked: &Asked) -> Vec<OptionRow> {
    let count = |among: &[Seen<'_>], option| among.iter().filter(|one| one.chosen.contains(&option)).count();
    let row = |option| OptionRow {
        option,
        right: asked.right.contains(&option),
        all: count(seen, option),
        high: count(high, option),
        low: count(low, option),
    };
    (0..asked.options).map(row).collect()
}

/// The share that pure guessing earns; none where nothing can be guessed.
fn guessing(asked: &Asked) -> Option<f64> {
    let options = i32::from(asked.options);
    match asked.kind {
        KindName::Single | KindName::TrueFalse if options > 0 => Some(1.0 / f64::from(options)),
        // Any two or more options may be right.
        KindName::Multiple if options > 1 => Some(1.0 / (2f64.powi(options) - f64::from(options) - 1.0)),
        _ => None,
    }
}
