use super::*;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(0, 0).unwrap()
}

fn sat(blueprint: &Blueprint) -> (Paper, AnswerKey) {
    let bank = bank(90, 60);
    let paper = draw(blueprint, &pool(&bank), &key(2, 1), &BTreeSet::new()).unwrap();
    let key = AnswerKey::of(&paper, |id| bank.get(id)).unwrap();
    (paper, key)
}

fn result(key: &AnswerKey, answers: &Answers, blueprint: &Blueprint) -> ExamResult {
    grade(Id::new(Uuid::from_u128(1)), key, answers, Rules::of(blueprint), now())
}

/// The right answers to the items that a test lets through.
fn right(paper: &Paper, key: &AnswerKey, take: impl Fn(ItemRef) -> bool) -> Answers {
    let sheet = Sheet::of(paper);
    let items: Vec<_> = sheet.items().filter(|item| take(*item)).collect();
    let read = |item| (item, sheet.read(item, right_answer(&sheet, item, key)).unwrap().unwrap());
    items.into_iter().map(read).collect()
}

#[test]
fn all_right_is_a_hundred_and_a_pass_that_names_the_attempt() {
    for blueprint in [Blueprint::yearly(), varied()] {
        let (paper, key) = sat(&blueprint);
        let result = result(&key, &right(&paper, &key, |_| true), &blueprint);
        assert_eq!(result.score, Points::FULL);
        let Outcome::Passed(pass) = result.outcome else { panic!("passed") };
        assert_eq!((pass.attempt(), pass.score()), (result.attempt, Points::FULL));
        assert!(result.items.iter().all(|i| i.mark == Mark::Right && i.points == i.of));
        assert_eq!(result.topics.values().map(|t| t.points).sum::<Points>(), Points::FULL);
    }
}

#[test]
fn nothing_answered_is_nothing_earned() {
    let (_, key) = sat(&varied());
    let result = result(&key, &Answers::new(), &varied());
    assert_eq!(result.score, Points::ZERO);
    assert_eq!(result.outcome, Outcome::Failed { missing: Points::whole(80) });
    assert!(result.items.iter().all(|i| i.mark == Mark::Blank));
}

#[test]
fn the_pass_mark_itself_passes_and_a_point_less_does_not() {
    let blueprint = Blueprint::yearly();
    let (paper, key) = sat(&blueprint);
    // 30 × 2 and 6 × 3 and 2 × 1 are 80.
    let eighty = |i: ItemRef| matches!(i.number, 1..=36 | 41..=42);
    let passed = result(&key, &right(&paper, &key, eighty), &blueprint);
    assert!(matches!(passed.outcome, Outcome::Passed(_)));
    let failed = result(&key, &right(&paper, &key, |i| eighty(i) && i.number != 42), &blueprint);
    assert_eq!(failed.outcome, Outcome::Failed { missing: Points::whole(1) });
}

#[test]
fn a_multiple_choice_is_all_or_nothing_or_its_share_without_a_wrong_one() {
    let (paper, key) = sat(&varied());
    let item = ItemRef::item(paper.items.iter().find(|i| i.kind == KindName::Multiple).unwrap().number);
    let Some(Right::Many(right)) = key.right(item).cloned() else { panic!("multiple") };
    let wrong = (0..4).find(|i| !right.contains(i)).unwrap();
    let one: BTreeSet<u8> = right.iter().copied().take(1).collect();
    let with_wrong: BTreeSet<u8> = right.iter().copied().chain([wrong]).collect();
    let marked = |chosen: &BTreeSet<u8>, rule| {
        let mut draft = varied().draft().clone();
        draft.multiple_rule = rule;
        let answers = [(item, Answer::Choice(chosen.clone()))].into();
        let result = result(&key, &answers, &Blueprint::new(draft).unwrap());
        let mark = result.items.into_iter().find(|i| i.item == item).unwrap();
        (mark.mark, mark.points.get())
    };
    let (partial, all) = (MultipleRule::PartialWithoutWrong, MultipleRule::AllOrNothing);
    assert_eq!(marked(&right, partial), (Mark::Right, 300));
    assert_eq!(marked(&one, partial), (Mark::Partial, 150));
    assert_eq!(marked(&with_wrong, partial), (Mark::Wrong, 0));
    assert_eq!(marked(&one, all), (Mark::Wrong, 0));
    assert_eq!(marked(&right, all), (Mark::Right, 300));
}

#[test]
fn a_blank_is_compared_without_width_space_and_case() {
    let (paper, key) = sat(&varied());
    let item = ItemRef::item(paper.items.iter().find(|i| i.kind == KindName::Fill).unwrap().number);
    let mark = |text: &str| {
        let answers = [(item, Answer::Fill(text.into()))].into();
        let result = result(&key, &answers, &varied());
        result.items.into_iter().find(|i| i.item == item).unwrap().mark
    };
    assert_eq!(mark(" 机密 ３０ 日　"), Mark::Right);
    assert_eq!(mark("机密三十日"), Mark::Right);
    assert_eq!(mark("机密31日"), Mark::Wrong);
    assert_eq!(mark("　 "), Mark::Blank);
}

#[test]
fn a_corrected_key_gives_a_new_result_beside_the_old() {
    let (paper, key) = sat(&varied());
    let first = ItemRef::item(1);
    let answers = right(&paper, &key, |i| i != first);
    let waived = key.corrected(first, Right::Anything).unwrap();
    let (old, new) = (result(&key, &answers, &varied()), result(&waived, &answers, &varied()));
    assert_eq!((old.score.get(), new.score.get()), (9_750, 10_000));
    assert_eq!(key.corrected(first, Right::Truth(true)), Err(KeyRefusal::WrongType(first)));
    let nowhere = ItemRef::item(99);
    assert_eq!(key.corrected(nowhere, Right::One(0)), Err(KeyRefusal::NotOnPaper(nowhere)));
}

#[test]
fn a_key_is_never_empty_and_always_worth_a_hundred() {
    let bank = bank(90, 60);
    let mut paper = draw(&varied(), &pool(&bank), &key(2, 1), &BTreeSet::new()).unwrap();
    assert!(matches!(AnswerKey::of(&paper, |_| None), Err(KeyRefusal::Missing(_))));
    paper.items.pop();
    assert_eq!(AnswerKey::of(&paper, |id| bank.get(id)), Err(KeyRefusal::Total { have: Points::whole(95) }));
    paper.items.clear();
    assert_eq!(AnswerKey::of(&paper, |id| bank.get(id)), Err(KeyRefusal::Empty));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_answers_score_between_nothing_and_a_hundred(
        chosen in proptest::collection::vec((0u16..60, 0u8..4, proptest::collection::btree_set(0u8..8, 0..6)), 0..80),
        partial: bool,
    ) {
        let mut draft = varied().draft().clone();
        draft.multiple_rule = if partial { MultipleRule::PartialWithoutWrong } else { MultipleRule::AllOrNothing };
        let blueprint = Blueprint::new(draft).unwrap();
        let (paper, key) = sat(&blueprint);
        let mut answers = right(&paper, &key, |i| i.number % 3 == 0);
        for (number, part, set) in chosen {
            answers.insert(ItemRef { number, part }, Answer::Choice(set));
        }
        let graded = result(&key, &answers, &blueprint);
        prop_assert!(graded.score <= Points::FULL);
        prop_assert_eq!(graded.score, graded.items.iter().map(|i| i.points).sum::<Points>());
        prop_assert!(graded.items.iter().all(|i| i.points <= i.of));
        prop_assert_eq!(matches!(graded.outcome, Outcome::Passed(_)), graded.score >= Points::whole(80));
        prop_assert_eq!(result(&key, &answers, &blueprint), graded);
    }
}
