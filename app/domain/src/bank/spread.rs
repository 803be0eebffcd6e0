//! How the bank as a whole is spread: lengths of keys, key letters, statements, near-duplicates.

use super::{
    finding::{Fact, Finding, Severity, Share},
    question::{Kind, KindName, Question},
    text::{bare, bigrams, similarity},
};
use std::collections::{BTreeMap, BTreeSet};

/// Below this likeness two stems are different questions (per mille of Dice over character pairs).
pub(super) const ALIKE: u32 = 850;
/// From this likeness on they are the same question.
pub(super) const SAME: u32 = 930;
/// From this many single-choice questions on, too many longest keys are an error and not a warning.
const ENOUGH: usize = 20;
/// The greatest share of single-choice questions whose key is the longest option, in percent.
const LONGEST_PERCENT: usize = 35;

/// Upper bounds of χ² for 1 to 7 degrees of freedom, in thousandths: what chance exceeds once in a hundred,
/// and once in a thousand.
const CHI_SQUARE: [(u64, u64); 7] = [
    (6_635, 10_828),
    (9_210, 13_816),
    (11_345, 16_266),
    (13_277, 18_467),
    (15_086, 20_515),
    (16_812, 22_458),
    (18_475, 24_322),
];

/// Computes χ² of counts against an even spread, in thousandths, rounded down; 0 for nothing counted.
pub(super) fn chi_square(counts: &[usize]) -> u64 {
    let n: u64 = counts.iter().map(|c| *c as u64).sum();
    let squares: u64 = counts.iter().map(|c| (*c as u64).pow(2)).sum();
    (1_000 * counts.len() as u64 * squares).checked_div(n).unwrap_or(0).saturating_sub(1_000 * n)
}

/// Judges χ². Fewer than five expected a cell say nothing.
fn severity_of(counts: &[usize], chi_square: u64) -> Option<Severity> {
    let bounds = CHI_SQUARE.get(counts.len().checked_sub(2)?)?;
    let enough = counts.iter().sum::<usize>() >= 5 * counts.len();
    match chi_square {
        _ if !enough => None,
        x if x > bounds.1 => Some(Severity::Error),
        x if x > bounds.0 => Some(Severity::Warning),
        _ => None,
    }
}

/// Finds out how often the key is longer than every other option.
pub(super) fn key_longest(questions: &[Question]) -> Share {
    let mut share = Share::default();
    for question in questions {
        if let Kind::Single { options, right } = question.kind() {
            share.all += 1;
            let length = |i: usize| options[i].text.chars().count();
            let key = usize::from(*right);
            let longest = (0..options.len()).all(|i| i == key || length(i) < length(key));
            share.of_these += usize::from(longest);
        }
    }
    share
}

/// Finds what is wrong with the spread of the keys.
pub(super) fn keys(questions: &[Question], longest: Share) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |severity, fact| found.push(Finding { severity, question: None, fact });
    if longest.exceeds(LONGEST_PERCENT) {
        let severity = if longest.all >= ENOUGH { Severity::Error } else { Severity::Warning };
        add(severity, Fact::KeyTooOftenLongest { share: longest });
    }
    let mut letters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut truths = [0usize; 2];
    for question in questions {
        match question.kind() {
            Kind::Single { options, right } => {
                letters.entry(options.len()).or_insert_with(|| vec![0; options.len()])
                    [usize::from(*right)] += 1;
            }
            Kind::TrueFalse { answer } => truths[usize::from(*answer)] += 1,
            _ => {}
        }
    }
    for (options, letters) in letters {
        let chi_square = chi_square(&letters);
        if let Some(severity) = severity_of(&letters, chi_square) {
            add(severity, Fact::KeyLettersUneven { options, letters, chi_square });
        }
    }
    let statements = chi_square(&truths);
    if severity_of(&truths, statements).is_some() {
        let share = Share { of_these: truths[1], all: truths[0] + truths[1] };
        add(Severity::Warning, Fact::StatementsUneven { share, chi_square: statements });
    }
    found
}

/// Finds questions of one type that ask nearly the same.
///
/// Compared are the stems after `bare`, without the names of laws in 《》, which many stems share. For
/// questions with options the options count too when the stem is a formula (下列说法正确的是), that is
/// shorter than 16 characters.
#[must_use]
pub fn near_duplicates(questions: &[Question]) -> Vec<Finding> {
    let mut by_kind: BTreeMap<KindName, Vec<&Question>> = BTreeMap::new();
    for question in questions {
        by_kind.entry(question.kind().name()).or_default().push(question);
    }
    let mut found = Vec::new();
    for mut list in by_kind.into_values() {
        list.sort_by_key(|question| question.id());
        let pairs: Vec<_> = list.iter().map(|question| bigrams(&gist(question))).collect();
        for (earlier, later) in candidates(&pairs) {
            let likeness = similarity(&pairs[earlier], &pairs[later]);
            if likeness >= ALIKE && list[earlier].id() != list[later].id() {
                let severity = if likeness >= SAME { Severity::Error } else { Severity::Warning };
                let fact = Fact::NearDuplicate { of: list[earlier].id().clone(), likeness };
                found.push(Finding { severity, question: Some(list[later].id().clone()), fact });
            }
        }
    }
    found
}

type Pair = (char, char);

/// Lists which texts can be alike at all, without comparing every two.
///
/// Texts of a and b pairs that are alike share at least `t·a / (2 − t)` pairs of each, t being the threshold.
/// So, with the pairs of every text in one common order, each shares one of its first `a − t·a/(2 − t) + 1`;
/// the rarest pairs come first, so that few texts meet there.
fn candidates(texts: &[Vec<Pair>]) -> BTreeSet<(usize, usize)> {
    let tokens: Vec<Vec<(Pair, usize)>> = texts.iter().map(|pairs| numbered(pairs)).collect();
    let mut times: BTreeMap<(Pair, usize), usize> = BTreeMap::new();
    for token in tokens.iter().flatten() {
        *times.entry(*token).or_default() += 1;
    }
    let mut meeting: BTreeMap<(Pair, usize), Vec<usize>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (later, mut tokens) in tokens.into_iter().enumerate() {
        tokens.sort_by_key(|token| (times[token], *token));
        let shared = (ALIKE as usize * tokens.len()).div_ceil(2_000 - ALIKE as usize);
        tokens.truncate((tokens.len() + 1).saturating_sub(shared));
        for token in tokens {
            let here = meeting.entry(token).or_default();
            found.extend(here.iter().map(|earlier| (*earlier, later)));
            here.push(later);
        }
    }
    found
}

/// Numbers repetitions of a pair, so that a text is a set.
fn numbered(sorted: &[Pair]) -> Vec<(Pair, usize)> {
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.flat_map(|run| run.iter().copied().enumerate().map(|(n, pair)| (pair, n))).collect()
}

/// The part of a question that makes it differ from others.
fn gist(question: &Question) -> String {
    let mut gist = bare(&without_names(question.stem()));
    let formula = gist.chars().count() < 16;
    if formula {
        let mut options: Vec<_> = question.kind().options().iter().map(|o| bare(&o.text)).collect();
        options.sort_unstable();
        gist.extend(options);
        gist.extend(question.kind().parts().iter().map(|p| bare(&p.stem)));
    }
    gist
}

fn without_names(stem: &str) -> String {
    let mut depth = 0usize;
    let mut rest = String::with_capacity(stem.len());
    for c in stem.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_spread_has_no_chi_square_and_a_lopsided_one_has_much() {
        assert_eq!(chi_square(&[25, 25, 25, 25]), 0);
        assert_eq!(chi_square(&[40, 20, 20, 20]), 12_000);
        assert_eq!(chi_square(&[0, 0]), 0);
        assert_eq!(severity_of(&[40, 20, 20, 20], 12_000), Some(Severity::Warning));
        assert_eq!(severity_of(&[4, 0, 0, 0], 12_000), None, "four questions prove nothing");
    }

    #[test]
    fn no_alike_pair_is_missed_by_the_short_cut() {
        let mut stream = crate::stream::KeyStream::new(&[5; 32]);
        let mut texts: Vec<Vec<char>> = Vec::new();
        for n in 0..120 {
            // Every other text is an earlier one with up to five characters changed.
            let mut text: Vec<char> = match texts.get(n / 2) {
                Some(earlier) if n % 2 == 1 => earlier.clone(),
                _ => (0..20 + stream.below(20))
                    .map(|_| ('a'..='p').nth(stream.below(16) as usize).unwrap())
                    .collect(),
            };
            for _ in 0..stream.below(6) {
                let at = stream.below(text.len() as u32) as usize;
                text[at] = 'z';
            }
            texts.push(text);
        }
        let pairs: Vec<_> = texts.iter().map(|t| bigrams(&t.iter().collect::<String>())).collect();
        let found = candidates(&pairs);
        let mut alike = 0;
        for later in 0..pairs.len() {
            for earlier in 0..later {
                if similarity(&pairs[earlier], &pairs[later]) >= ALIKE {
                    alike += 1;
                    assert!(found.contains(&(earlier, later)), "{earlier} {later}");
                }
            }
        }
        assert!(alike > 20 && found.len() < 3_000, "{alike} alike, {} compared", found.len());
    }

    #[test]
    fn names_of_laws_do_not_make_stems_alike() {
        assert_eq!(without_names("依据《安全生产法》，谁？"), "依据，谁？");
    }
}
