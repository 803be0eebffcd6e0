use super::{super::points::Points, *};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One paper of five items: single choice with the keys A, B and C for 2 points each, an item of 3 points that is
/// answered in full (F), in half (H) or not (N), and a single choice for 1 point that everybody solves.
const FIXED: &str = "ABAHA DABNA AABFA DCDNA ADAHA DCBNA BDBNA ADBNA DBBFA DBBHA ABCFA CBCHA ABDHA ABCFA ACDNA \
    BBANA ABCFA ABBFA ADANA ADBNA DCBFA ABBFA CCDNA ABCFA ACCFA ABCFA DBBFA BDBNA DBCNA DCBFA";

/// Papers of four items of 1 point: at each place one of two questions, x or y, solved (1) or not.
const FORMS: &str = "x0x1y0y0 x1y0y0x0 x1y1x1y0 x1y1x1y0 y0x1x1y0 x1y0x1x1 x1y1y1y0 x0x0x0x0 x1x1x1y1 x1x1x1y1 \
    x0y0y0y0 x0y0y0y0 x1y0y0x0 x0y0y1x0 x1x0y0x1 x0x1x1y0 x1x1y1y1 x1x0y0x1 x1x1y1y0 x1y0x0y0 \
    x1y0y0y0 x1x1x1x1 x1y1y0y0 y1y1x1y0 x1x1x0y0 x1y0y0x0 x0x1y0y0 x0y1y1x0 x0x1y0x1 x1x1x0x1 \
    x1y1x0y1 x1x1y1x1 x0x0x1y0 x0y0x0y0 x1x1x1y0 x1x0y0y0 x1x1x1x1 x1y1y1y1 x1x1y0x0 x0x1x1x1 \
    x1x1y0y0 x1x0y1y1 x1x1y1x1 x1y1y0x0 x1y1y0y1 x1y0x1y0 x0x0x0y0 x1y0y0x0 x1y0x1x1 x1y0y0y0 \
    x0y0y0y0 x0x0x0y0 x0x1y0x0 x0y1x1x1 x0y1x0y0 x0x0x0x0 x1y1y0x0 x1x1y1y1 x1x1y0x1 y0y0y0x0";

fn id(text: &str) -> QuestionId {
    QuestionId::new(text).unwrap()
}

fn response(id: QuestionId, number: u16, earned: u32, of: u32, chosen: Option<u8>) -> Response {
    let (earned, of) = (Points::hundredths(earned), Points::hundredths(of));
    Response { id, number, earned, of, chosen: chosen.into_iter().collect() }
}

fn fixed() -> Vec<Vec<Response>> {
    let read = |row: &str| {
        let single = |number: u16, key: u8, of: u32| {
            let chosen = row.as_bytes()[usize::from(number) - 1];
            let earned = if chosen == key { of } else { 0 };
            response(id(&format!("q{number}")), number, earned, of, Some(chosen - b'A'))
        };
        let half = match row.as_bytes()[3] {
            b'F' => 300,
            b'H' => 150,
            _ => 0,
        };
        let fourth = response(id("q4"), 4, half, 300, None);
        vec![single(1, b'A', 200), single(2, b'B', 200), single(3, b'C', 200), fourth, single(5, b'A', 100)]
    };
    FIXED.split_whitespace().map(read).collect()
}

fn forms() -> Vec<Vec<Response>> {
    let read = |row: &str| {
        let item = |(number, pair): (u16, &[u8])| {
            let id = id(&format!("{}{number}", char::from(pair[0])));
            response(id, number, u32::from(pair[1] - b'0') * 100, 100, None)
        };
        (1u16..).zip(row.as_bytes().chunks(2)).map(item).collect()
    };
    FORMS.split_whitespace().map(read).collect()
}

fn asked() -> BTreeMap<QuestionId, Asked> {
    let single = |right: u8| Asked { kind: KindName::Single, options: 4, right: [right].into() };
    [("q1", 0), ("q2", 1), ("q3", 2), ("q5", 0)].map(|(name, right)| (id(name), single(right))).into()
}

fn close(have: f64, want: f64) -> bool {
    (have - want).abs() < 1e-9
}

#[test]
fn the_figures_of_an_exam_are_those_of_an_independent_computation() {
    let found = exam(&fixed());
    let found = found.known().unwrap();
    assert_eq!(found.attempts, 30);
    let Shape { mean, median, deviation, skewness, kurtosis } = found.scores;
    assert!(close(mean, 5.15) && close(median, 4.75) && close(deviation, 3.104_918_234_250_189));
    assert!(close(skewness.unwrap(), 0.206_082_049_019_990_14));
    assert!(close(kurtosis.unwrap(), -1.116_201_559_616_692_8));
    let Reliability { alpha, kr20, consistency, error_ratio, standard_error } = found.reliability.unwrap();
    assert!(close(alpha, 0.626_248_174_312_200_2) && close(consistency, 62.624_817_431_220_016));
    assert!(close(error_ratio, 61.135_245_618_857_2) && close(standard_error, 1.898_199_388_773_537));
    assert_eq!(kr20, None, "an item gives half its points");
}

#[test]
fn the_figures_of_questions_are_those_of_an_independent_computation() {
    let found = items(&fixed(), &asked());
    let want = [
        ("q1", 0.533_333_333_333_333_3, 0.314_025_698_241_689_5, 36.138_613_861_386_126),
        ("q2", 0.5, 0.485_017_486_104_810_5, 59.663_865_546_218_47),
        ("q3", 0.266_666_666_666_666_66, 0.496_413_585_508_312_1, 64.797_913_950_456_33),
        ("q4", 0.516_666_666_666_666_7, 0.552_863_743_085_369_9, 63.562_753_036_437_215),
    ];
    for (name, facility, item_rest, efficiency) in want {
        let item = found[&id(name)].known().unwrap();
        let told = item.discrimination.unwrap();
        assert!(close(item.facility, facility) && close(told.item_rest, item_rest), "{name}: {item:?}");
        assert!(
            close(told.efficiency, efficiency) && close(told.index, 100.0 * item_rest),
            "{name}: {item:?}"
        );
    }
    let third = found[&id("q3")].known().unwrap();
    let row = |option, right, (all, high, low)| OptionRow { option, right, all, high, low };
    let rows = [(0, false, (4, 1, 2)), (1, false, (14, 2, 6)), (2, true, (8, 5, 1)), (3, false, (4, 1, 3))];
    assert_eq!(third.options, rows.map(|(option, right, counts)| row(option, right, counts)));
    assert_eq!((third.groups, third.flags.as_slice()), ((9, 12), &[Flag::NearGuessing][..]));
    assert!(found[&id("q4")].known().unwrap().options.is_empty());
}

#[test]
fn questions_of_random_papers_are_set_against_what_their_papers_were_worth() {
    let found = items(&forms(), &BTreeMap::new());
    let want = [
        ("x1", 0.666_666_666_666_666_6, 0.299_842_682_683_166_94, 37.747_385_958_118_84),
        ("x2", 0.709_677_419_354_838_7, 0.325_001_036_842_486_4, 42.103_938_993_887_624),
        ("y3", 0.294_117_647_058_823_54, 0.421_668_590_041_608_1, 55.123_182_222_498_464),
        ("y4", 0.235_294_117_647_058_82, 0.460_829_204_945_492_4, 69.231_541_196_886_78),
    ];
    for (name, facility, item_rest, efficiency) in want {
        let item = found[&id(name)].known().unwrap();
        let told = item.discrimination.unwrap();
        assert!(close(item.facility, facility) && close(told.item_rest, item_rest), "{name}: {item:?}");
        assert!(close(told.efficiency, efficiency), "{name}: {item:?}");
    }
    assert_eq!(found[&id("y1")], Figures::TooFew { have: 3 });
    assert_eq!(found[&id("y2")], Figures::TooFew { have: 29 });
    let whole = exam(&forms());
    let reliability = whole.known().unwrap().reliability.unwrap();
    assert!(close(reliability.alpha, 0.585_795_235_737_470_5));
    assert!(close(reliability.kr20.unwrap(), reliability.alpha));
}

#[test]
fn under_thirty_attempts_nothing_is_said() {
    let few = &fixed()[..29];
    assert_eq!(exam(few), Figures::TooFew { have: 29 });
    assert!(items(few, &asked()).values().all(|item| *item == Figures::TooFew { have: 29 }));
}

#[test]
fn what_everybody_or_nobody_solves_discriminates_nothing() {
    let found = items(&fixed(), &asked());
    let solved = found[&id("q5")].known().unwrap();
    assert_eq!((solved.facility, solved.discrimination), (1.0, None));
    assert_eq!(solved.flags, [Flag::TooEasy]);
    let mut unsolved = fixed();
    unsolved.iter_mut().for_each(|attempt| attempt[4].earned = Points::ZERO);
    let found = items(&unsolved, &asked());
    let unsolved = found[&id("q5")].known().unwrap();
    assert_eq!((unsolved.facility, unsolved.discrimination), (0.0, None));
    assert_eq!(unsolved.flags, [Flag::NearGuessing]);
}

#[test]
fn equal_scores_have_no_shape_and_no_reliability() {
    let same: Vec<_> = (0..40).map(|_| fixed()[0].clone()).collect();
    let found = exam(&same);
    let found = found.known().unwrap();
    assert_eq!((found.scores.deviation, found.scores.skewness, found.reliability), (0.0, None, None));
    assert!(items(&same, &asked()).values().all(|item| item.known().unwrap().discrimination.is_none()));
}

#[test]
fn a_distractor_that_attracts_the_strong_is_named() {
    let mut attempts = fixed();
    // Those who solve the three others answer the first with D, as if the key were wrong.
    for attempt in &mut attempts {
        if attempt[1..4].iter().all(|other| other.earned == other.of) {
            attempt[0] = response(id("q1"), 1, 0, 200, Some(3));
        }
    }
    let found = items(&attempts, &asked());
    let first = found[&id("q1")].known().unwrap();
    assert!(first.flags.contains(&Flag::AttractsTheStrong { option: 3 }), "{first:?}");
    assert!(first.flags.contains(&Flag::WeakDiscrimination), "{first:?}");
}

/// Attempts at one paper, as marks between 0 and `steps` of each item.
fn attempts(marks: &[Vec<u32>], steps: u32) -> Vec<Vec<Response>> {
    let item = |(number, mark): (u16, &u32)| {
        response(id(&format!("q{number}")), number, mark * 100, steps * 100, Some(*mark as u8))
    };
    marks.iter().map(|attempt| (1..).zip(attempt).map(item).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_attempts_and_of_their_items_changes_nothing(
        marks in proptest::collection::vec(proptest::collection::vec(0u32..=2, 6), 30..60),
        swaps in proptest::collection::vec((0usize..60, 0usize..60, 0usize..6), 0..80),
    ) {
        let mut attempts = attempts(&marks, 2);
        let asked = asked();
        let before = (exam(&attempts), items(&attempts, &asked));
        let n = attempts.len();
        for (a, b, item) in swaps {
            attempts.swap(a % n, b % n);
            attempts[a % n].swap(0, item);
        }
        prop_assert_eq!((exam(&attempts), items(&attempts, &asked)), before);
    }

    #[test]
    fn figures_stay_within_their_bounds(
        marks in proptest::collection::vec(proptest::collection::vec(0u32..=3, 5), 30..50),
    ) {
        let attempts = attempts(&marks, 3);
        let found = exam(&attempts);
        if let Some(reliability) = found.known().unwrap().reliability {
            prop_assert!(reliability.alpha <= 1.0 + 1e-9, "{reliability:?}");
            prop_assert!(reliability.error_ratio.is_finite() && reliability.standard_error.is_finite());
        }
        for item in items(&attempts, &asked()).values().map(|item| item.known().unwrap()) {
            prop_assert!((0.0..=1.0).contains(&item.facility));
            if let Some(told) = item.discrimination {
                prop_assert!((-1.0..=1.0).contains(&told.item_rest), "{told:?}");
                prop_assert!(told.efficiency <= 100.0 + 1e-6, "{told:?}");
            }
        }
    }

    #[test]
    fn where_items_give_all_or_nothing_alpha_is_formula_20(
        marks in proptest::collection::vec(proptest::collection::vec(0u32..=1, 8), 30..80),
    ) {
        let found = exam(&attempts(&marks, 1));
        if let Some(reliability) = found.known().unwrap().reliability {
            prop_assert!(close(reliability.kr20.unwrap(), reliability.alpha), "{reliability:?}");
        }
    }
}
