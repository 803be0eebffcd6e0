use super::*;
use crate::exam::delivery::{DeliveryRefusal, deliver, deliver_paper};
use proptest::prelude::*;

fn bundle(blueprint: &Blueprint, pool: &Pool, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> PaperBundle {
    let paper = draw(blueprint, pool, key, seen).unwrap();
    let from = Drawing { blueprint, pool, key, seen };
    let record = PaperRecord::new(Id::new(Uuid::from_u128(9)), [1; 32], from, paper);
    PaperBundle { record, pool: pool.items().to_vec(), exam_key: Hex32(key.exam_key) }
}

fn failed(bundle: &PaperBundle) -> Vec<Check> {
    verify(bundle).into_iter().filter(|s| !s.ok).map(|s| s.check).collect()
}

fn satisfies(paper: &Paper, blueprint: &Blueprint, pool: &Pool) -> bool {
    let numbered = (1u16..).zip(&paper.items).all(|(n, i)| i.number == n);
    let cells = blueprint.cells().iter().enumerate().all(|(index, cell)| {
        let own: Vec<_> = paper.items.iter().filter(|i| usize::from(i.cell) == index).collect();
        own.len() == usize::from(cell.count)
            && own.iter().all(|i| i.points == cell.each && pool.find(&i.id).is_some_and(|p| p.fits(cell)))
    });
    let points: Points = paper.items.iter().map(|i| i.points).sum();
    numbered && cells && points == Points::FULL && ids(paper).len() == paper.items.len()
}

fn permutes(order: &[u8], shape: &Shape) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted == (0..shape.options).collect::<Vec<_>>() && order.ends_with(&shape.pins)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_paper_satisfies_its_blueprint_and_comes_again(
        secret: [u8; 32], who: u128, attempt in 1u8..4, seat in proptest::option::of(0u32..400),
    ) {
        let pool = pool(&bank(90, 60));
        let seating = seat.map(|seat| Seating { deck: "上午场".into(), seat });
        let key = PaperKey { exam_key: secret, seating, ..key(who, attempt) };
        for blueprint in [Blueprint::yearly(), Blueprint::yearly_with_cases(), varied()] {
            let paper = draw(&blueprint, &pool, &key, &BTreeSet::new()).unwrap();
            prop_assert_eq!(&draw(&blueprint, &pool, &key, &BTreeSet::new()).unwrap(), &paper);
            prop_assert!(satisfies(&paper, &blueprint, &pool));
            for item in &paper.items {
                let source = pool.find(&item.id).unwrap();
                prop_assert!(permutes(&item.order, &source.shape));
                prop_assert!(item.parts.iter().zip(&source.parts).all(|(p, s)| permutes(&p.order, s)));
            }
            prop_assert_eq!(failed(&bundle(&blueprint, &pool, &key, &BTreeSet::new())), vec![]);
        }
    }

    #[test]
    fn a_retake_holds_nothing_seen_while_the_pool_allows(
        secret: [u8; 32], seat in proptest::option::of(0u32..40),
    ) {
        let pool = pool(&bank(240, 60));
        let blueprint = varied();
        prop_assert_eq!(feasible(&blueprint, &pool, 2), vec![]);
        let mut seen = BTreeSet::new();
        for attempt in 1..=3 {
            let seating = seat.map(|seat| Seating { deck: format!("第{attempt}场"), seat });
            let key = PaperKey { exam_key: secret, seating, ..key(5, attempt) };
            let paper = draw(&blueprint, &pool, &key, &seen).unwrap();
            prop_assert!(ids(&paper).is_disjoint(&seen));
            prop_assert!(satisfies(&paper, &blueprint, &pool));
            seen.extend(ids(&paper));
        }
        // When the pool no longer allows, seen questions come again, rather than a shorter paper.
        let again = draw(&blueprint, &pool, &key(5, 4), &pool.items().iter().map(|i| i.id.clone()).collect());
        prop_assert!(satisfies(&again.unwrap(), &blueprint, &pool));
    }
}

#[test]
fn a_short_pool_is_refused_with_the_cell() {
    let pool = pool(&bank(29, 30));
    let refusal = draw(&Blueprint::yearly(), &pool, &key(1, 1), &BTreeSet::new()).unwrap_err();
    assert_eq!(refusal, DrawRefusal::TooFewQuestions { cell: 0, have: 29, need: 30 });
}

#[test]
fn papers_are_equally_hard_within_half_a_point() {
    let pool = pool(&bank(600, 300));
    let blueprint = Blueprint::yearly();
    let table = Table::new(&blueprint, &pool);
    let mut retried = 0;
    for n in 0..300 {
        let paper = table.draw(&key(n, 1), &BTreeSet::new()).unwrap();
        assert!(paper.expected.abs_diff(paper.target) <= TOLERANCE, "{n}: {}", paper.expected);
        retried += usize::from(paper.try_number > 0);
    }
    assert!(retried > 100, "rejection is at work: {retried}");
    // 100 points at 700 thousandths on average: 70.00 points.
    let paper = table.draw(&key(0, 1), &BTreeSet::new()).unwrap();
    assert_eq!(paper.target, 7_000_000);
}

#[test]
fn neighbours_from_one_deck_share_almost_nothing() {
    let pool = pool(&bank(600, 300));
    let blueprint = Blueprint::yearly();
    let table = Table::new(&blueprint, &pool);
    let overlap = |deck: bool| -> usize {
        let paper = |seat: u32| {
            let seating = deck.then(|| Seating { deck: "一".into(), seat });
            ids(&table.draw(&PaperKey { seating, ..key(u128::from(seat), 1) }, &BTreeSet::new()).unwrap())
        };
        (0..200).map(|seat| paper(seat).intersection(&paper(seat + 1)).count()).sum()
    };
    let (dealt, drawn) = (overlap(true), overlap(false));
    assert!(dealt < 60, "{dealt} items shared by 200 pairs of neighbours");
    assert!(drawn > 300, "{drawn} without decks");
}

#[test]
fn every_question_is_drawn_about_equally_often() {
    let pool = pool(&bank(300, 100));
    let blueprint = Blueprint::yearly();
    let table = Table::new(&blueprint, &pool);
    let mut times: BTreeMap<QuestionId, u32> = BTreeMap::new();
    for n in 0..2_000 {
        for id in ids(&table.draw(&key(n, 1), &BTreeSet::new()).unwrap()) {
            *times.entry(id).or_default() += 1;
        }
    }
    // 2,000 × 10 % = 200 expected, SD 13.4: 6 SD either way.
    let drawable = pool.items().iter().filter(|i| !matches!(i.shape.kind, KindName::Fill | KindName::Case));
    for item in drawable {
        let n = times.get(&item.id).copied().unwrap_or(0);
        assert!((120..=280).contains(&n), "{}: {n}", item.id);
    }
}

#[test]
fn the_short_ways_of_drawing_choose_as_the_long_one_does() {
    let pool = pool(&bank(90, 60));
    let cell = Cell::plain;
    let cells = vec![
        Cell { topic: Some("消防".into()), ..cell(KindName::Single, 10, 2) },
        cell(KindName::Single, 15, 2),
        cell(KindName::Multiple, 10, 3),
        Cell { law: crate::bank::LawKey::new("02"), ..cell(KindName::TrueFalse, 15, 1) },
        cell(KindName::TrueFalse, 5, 1),
    ];
    let blueprint = Blueprint::new(BlueprintDraft { cells, ..varied().draft().clone() }).unwrap();
    let table = Table::new(&blueprint, &pool);
    // No cell takes a blank to fill: to have seen one changes how the lists are kept, and nothing else.
    let seen = BTreeSet::from([question(KindName::Fill, 0).id().clone()]);
    for n in 0..200 {
        let paper = table.draw(&key(n, 1), &BTreeSet::new()).unwrap();
        assert_eq!(table.draw(&key(n, 1), &seen).unwrap(), paper);
        let try_number = paper.try_number;
        let selected = table.select_try(&key(n, 1), &seen, try_number).unwrap();
        assert_eq!((selected.expected(), selected.try_number()), (paper.expected, try_number));
    }
}

#[test]
fn any_change_of_a_bundle_is_found() {
    let pool = pool(&bank(90, 60));
    let good = bundle(&varied(), &pool, &key(3, 1), &BTreeSet::new());
    assert_eq!(failed(&good), []);
    let changed = |change: fn(&mut PaperBundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        failed(&bundle)
    };
    assert_eq!(changed(|b| b.record.version = 2), [Check::Version]);
    assert!(changed(|b| b.exam_key.0[0] ^= 1).contains(&Check::Commitment));
    assert_eq!(changed(|b| b.pool[0].content.0[0] ^= 1), [Check::Pool]);
    assert_eq!(changed(|b| b.record.paper.try_number += 1), [Check::Try]);
    assert_eq!(changed(|b| b.record.paper.items.swap(0, 1)), [Check::Items, Check::Options]);
    assert_eq!(changed(|b| b.record.paper.items[5].order.swap(0, 1)), [Check::Options]);
    assert_eq!(changed(|b| b.record.paper.expected += 1), [Check::Expected]);
    assert!(changed(|b| b.record.candidate = candidate(4)).contains(&Check::Items));
    let swap = |b: &mut PaperBundle| b.record.attempt = AttemptNumber::new(2).unwrap();
    assert!(changed(swap).contains(&Check::Items));
}

#[test]
fn what_is_delivered_holds_no_secret() {
    let bank = bank(90, 60);
    let paper = draw(&varied(), &pool(&bank), &key(3, 1), &BTreeSet::new()).unwrap();
    let shown = deliver_paper(&paper, |id| bank.get(id)).unwrap();
    let json = serde_json::to_string(&shown).unwrap();
    for word in
        ["机密", "correct", "right", "explanation", "evidence", "basis", "difficulty", "answer", "law", "pin"]
    {
        assert!(!json.contains(word), "{word}");
    }
    assert!(shown[0].options.iter().map(|o| o.letter).eq(('A'..).take(shown[0].options.len())));
    let case = shown.last().unwrap();
    assert_eq!(case.parts.iter().map(|p| p.points.get()).collect::<Vec<_>>(), [167, 167, 166]);
    assert_eq!(case.parts[1].item.to_string(), format!("{}.2", case.number));
    let shown_text = &shown[0].options[0].text;
    let original = usize::from(paper.items[0].order[0]);
    let Kind::Single { options, .. } = bank[&paper.items[0].id].kind() else { panic!("single") };
    assert_eq!(*shown_text, options[original].text, "the order says which option stands where");
}

#[test]
fn a_question_that_is_not_the_drawn_one_is_not_shown() {
    let bank = bank(90, 60);
    let paper = draw(&varied(), &pool(&bank), &key(3, 1), &BTreeSet::new()).unwrap();
    let other = question(KindName::Fill, 1);
    let refusal = deliver(&paper.items[0], &other).unwrap_err();
    assert_eq!(refusal, DeliveryRefusal::Changed(paper.items[0].id.clone()));
    assert!(matches!(deliver_paper(&paper, |_| None), Err(DeliveryRefusal::Missing(_))));
}
