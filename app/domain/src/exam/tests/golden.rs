//! Papers that were drawn once and are drawn again by every version, and by `docs/verify/verify_paper.py`.

use super::*;

fn golden(name: &str) -> String {
    let path = format!("{}/../../tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The second attempt of a candidate who saw the paper of the first.
fn retake() -> PaperBundle {
    let (blueprint, pool) = (varied(), pool(&bank(45, 21)));
    let seen =
        ids(&draw(&blueprint, &pool, &key(0x0193_5f5e_8d6a_7c3b_9a10_0000_0000_0001, 1), &BTreeSet::new())
            .unwrap());
    bundle(&blueprint, &pool, &key(0x0193_5f5e_8d6a_7c3b_9a10_0000_0000_0001, 2), &seen)
}

/// Seat 7 of a sitting dealt from decks.
fn seated() -> PaperBundle {
    let (blueprint, pool) = (varied(), pool(&bank(45, 21)));
    let seating = Some(Seating { deck: "2026-11 上午场".into(), seat: 7 });
    bundle(
        &blueprint,
        &pool,
        &PaperKey { seating, ..key(0x0193_5f5e_8d6a_7c3b_9a10_0000_0000_0002, 1) },
        &BTreeSet::new(),
    )
}

/// One paper for all, as a candidate of a contest got it.
fn one_for_all() -> PaperBundle {
    let (blueprint, pool) = (one_paper(), pool(&bank(45, 21)));
    bundle(&blueprint, &pool, &key(0x0193_5f5e_8d6a_7c3b_9a10_0000_0000_0003, 1), &BTreeSet::new())
}

fn one_paper() -> Blueprint {
    Blueprint::new(BlueprintDraft { one_paper: true, ..varied().draft().clone() }).unwrap()
}

fn bundle(blueprint: &Blueprint, pool: &Pool, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> PaperBundle {
    let paper = draw(blueprint, pool, key, seen).unwrap();
    let from = Drawing { blueprint, pool, key, seen };
    let record = PaperRecord::new(Id::new(Uuid::from_u128(0x2026)), [0xb1; 32], from, paper);
    PaperBundle { record, pool: pool.items().to_vec(), exam_key: Hex32(key.exam_key) }
}

#[test]
fn the_golden_papers_are_drawn_again_bit_for_bit() {
    for (name, drawn) in [
        ("paper-bundle.json", retake()),
        ("paper-bundle-seated.json", seated()),
        ("paper-bundle-one.json", one_for_all()),
    ] {
        let kept: PaperBundle = serde_json::from_str(&golden(name)).unwrap();
        assert_eq!(kept, drawn, "{name}");
        assert!(verify(&kept).iter().all(|step| step.ok), "{name}");
    }
}

#[test]
fn one_paper_for_all_differs_in_its_options_only_and_its_record_says_so() {
    let (blueprint, pool) = (one_paper(), pool(&bank(45, 21)));
    let first = bundle(&blueprint, &pool, &key(1, 1), &BTreeSet::new());
    let seating = Some(Seating { deck: "决赛".into(), seat: 3 });
    // Neither another candidate nor what somebody saw nor a seat changes the items.
    let other = bundle(&blueprint, &pool, &PaperKey { seating, ..key(2, 3) }, &ids(&first.record.paper));
    let items = |b: &PaperBundle| b.record.paper.items.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    let orders = |b: &PaperBundle| b.record.paper.items.iter().map(|i| i.order).collect::<Vec<_>>();
    assert_eq!(items(&first), items(&other));
    assert_ne!(orders(&first), orders(&other));
    assert_eq!(first.record.version, 2);
    for bundle in [&first, &other] {
        assert!(verify(bundle).iter().all(|step| step.ok));
    }
    let mut forged = first.clone();
    forged.record.version = 1;
    assert!(!verify(&forged)[0].ok);
}

#[test]
fn the_golden_retake_shows_every_step_of_the_algorithm() {
    let record = retake().record;
    assert!(record.paper.try_number > 0, "a try was rejected");
    assert!(record.seen.len() == 45 && !ids(&record.paper).is_disjoint(&record.seen), "the pool ran short");
    assert!(record.paper.items.iter().any(|i| !i.parts.is_empty()), "there is a case");
}
