use domain::{bank::*, exam::{*, blueprint::*, pool::*, paper::*, retake::*}, id::Id};
use std::{collections::BTreeSet, time::Instant, hint::black_box};
fn main() { parts();
    let mut items = Vec::new();
    for (kind, n, o) in [(KindName::Single, 1200, 4), (KindName::Multiple, 400, 5), (KindName::TrueFalse, 400, 0)] {
        for i in 0..n {
            items.push(PoolItem { id: QuestionId::new(&format!("aqf-{:03}-{:02}-{}", i / 20, i % 20, kind.name())).unwrap(), difficulty: Difficulty::ALL[i % 3], law: None, topics: vec![], shape: Shape { kind, options: o, pins: vec![] }, parts: vec![], content: Hex32([0; 32]) });
        }
    }
    let pool = Pool::new(items).unwrap();
    let cell = |kind, count, each, easiest, hardest| Cell { band: Some(Band { easiest, hardest }), ..Cell::plain(kind, count, each) };
    use Difficulty::*;
    let banded = Blueprint::new(BlueprintDraft { cells: [(KindName::Single, 15, 2), (KindName::Multiple, 5, 3), (KindName::TrueFalse, 5, 1)].iter().flat_map(|(k, c, e)| [cell(*k, *c, *e, Easy, Medium), cell(*k, *c, *e, Medium, Hard)]).collect(), ..Blueprint::yearly().draft().clone() }).unwrap();
    for blueprint in [Blueprint::yearly(), banded] {
        let table = Table::new(&blueprint, &pool);
        let key = |n: u128| PaperKey { exam_key: [7; 32], candidate: Id::new(uuid::Uuid::from_u128(n)), attempt: AttemptNumber::FIRST, seating: None };
        let keys: Vec<_> = (0..20_000).map(key).collect();
        let none = BTreeSet::new();
        for _ in 0..3 {
            let t = Instant::now();
            let mut tries = 0u64;
            for k in &keys { tries += u64::from(black_box(table.select(k, &none).unwrap()).try_number()) + 1; }
            let s = t.elapsed().as_secs_f64() * 1e6 / 20_000.;
            let t = Instant::now();
            for k in &keys { black_box(table.draw(k, &none).unwrap()); }
            println!("select {s:.2} whole {:.2} tries {:.2}", t.elapsed().as_secs_f64() * 1e6 / 20_000., tries as f64 / 20_000.);
        }
    }
}
pub fn parts() {
    use domain::{hash::*, stream::*};
    fn t<R>(name: &str, mut f: impl FnMut() -> R) { let t = Instant::now(); for _ in 0..200_000 { black_box(f()); } println!("{name} {:.0} ns", t.elapsed().as_secs_f64() * 1e9 / 200_000.); }
    let k = [3u8; 32]; let keyed = Keyed::new(&k); let m = [1u8; 59];
    t("keyed new", || Keyed::new(black_box(&k)));
    t("keyed hash 59", || keyed.hash(black_box(&m)));
    t("keyed hash 20", || keyed.hash(black_box(&m[..20])));
    t("stream first word", || KeyStream::new(black_box(&k)).next_u32());
    t("stream 64 words", || { let mut s = KeyStream::new(black_box(&k)); let mut x = 0; for _ in 0..64 { x ^= s.next_u32(); } x });
    t("stream 64 below", || { let mut s = KeyStream::new(black_box(&k)); let mut x = 0; for i in 0..64 { x ^= s.below(1000 + i); } x });
    t("to_string", || black_box(17u16).to_string());
    t("sha 64", || hash(black_box(&[1u8; 64])));
}
