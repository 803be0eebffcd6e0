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

fn bundle(blueprint: &Blueprint, pool: &Pool, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> PaperBundle {
    let paper = draw(blueprint, pool, key, seen).unwrap();
    let from = Drawing { blueprint, pool, key, seen };
    let record = PaperRecord::new(Id::new(Uuid::from_u128(0x2026)), [0xb1; 32], from, paper);
    PaperBundle { record, pool: pool.items().to_vec(), exam_key: Hex32(key.exam_key) }
}

#[test]
fn the_golden_papers_are_drawn_again_bit_for_bit() {
    for (name, drawn) in [("paper-bundle.json", retake()), ("paper-bundle-seated.json", seated())] {
        let kept: PaperBundle = serde_json::from_str(&golden(name)).unwrap();
        assert_eq!(kept, drawn, "{name}");
        assert!(verify(&kept).iter().all(|step| step.ok), "{name}");
    }
}

#[test]
fn the_golden_retake_shows_every_step_of_the_algorithm() {
    let record = retake().record;
    assert!(record.paper.try_number > 0, "a try was rejected");
    assert!(record.seen.len() == 45 && !ids(&record.paper).is_disjoint(&record.seen), "the pool ran short");
    assert!(record.paper.items.iter().any(|i| !i.parts.is_empty()), "there is a case");
}
