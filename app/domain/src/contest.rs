//! Knowledge contests (知识竞赛, A-08): rounds, the ranking, and who is recommended.
//!
//! # The ranking, frozen (version 1)
//! A higher score comes first; among equal scores less time used, in whole seconds; among equals in both a draw:
//! the candidates by id ascending, shuffled by the stream keyed
//! `HMAC(K_exam, lp("rank", score, seconds))` (score in hundredths, both as decimal text). `K_exam` was committed to
//! before anybody sat and is revealed with the ranking, so that anybody can draw again.

use crate::{
    exam::Points,
    hash::{Bytes32, hash, hmac, lp},
    id::{Id, Person},
    organization::vocabulary::vocabulary,
    stream::KeyStream,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

vocabulary! {
    /// A round of a contest; a later one takes the best of an earlier one.
    Round {
        /// The first.
        Preliminary = "preliminary", "初赛";
        /// The second.
        SemiFinal = "semi_final", "复赛";
        /// The last.
        Final = "final", "决赛";
    }
}

/// What a candidate reached in a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub person: Id<Person>,
    /// How many points.
    pub score: Points,
    /// In how many whole seconds.
    pub seconds: u32,
}

impl Entry {
    /// Takes the facts of a sitting. What the server noticed late counts up to the deadline only.
    #[must_use]
    pub fn of_sitting(
        person: Id<Person>,
        score: Points,
        started_at: DateTime<Utc>,
        submitted_at: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> Self {
        let used = submitted_at.min(deadline) - started_at;
        Self { person, score, seconds: u32::try_from(used.num_seconds()).unwrap_or(0) }
    }
}

/// A candidate with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The place, from 1; no two have the same.
    pub place: u32,
    /// What was reached.
    pub entry: Entry,
    /// How many shared score and time, this one included; from 2 on the draw decided.
    pub tied: u32,
}

/// Why there is no ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankRefusal {
    /// The window is open.
    StillOpen {
        /// Until when.
        closes: DateTime<Utc>,
    },
    /// Sittings still run.
    Running {
        /// How many.
        count: u32,
    },
    /// Nobody has handed in.
    NobodySat,
}

/// Ranks a contest whose window has closed; see the [module](self) for the rule. Of a person that occurs twice the
/// first entry counts.
///
/// # Errors
/// Refuses before the window has closed, while somebody sits, and where nobody sat.
pub fn rank(
    exam_key: &Bytes32,
    entries: &[Entry],
    running: u32,
    closes: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Ranked>, RankRefusal> {
    if now < closes {
        return Err(RankRefusal::StillOpen { closes });
    }
    if running > 0 {
        return Err(RankRefusal::Running { count: running });
    }
    if entries.is_empty() {
        return Err(RankRefusal::NobodySat);
    }
    Ok(ranking(exam_key, entries))
}

fn ranking(exam_key: &Bytes32, entries: &[Entry]) -> Vec<Ranked> {
    let mut known = BTreeSet::new();
    let mut groups: BTreeMap<(core::cmp::Reverse<Points>, u32), Vec<Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| known.insert(e.person)) {
        groups.entry((core::cmp::Reverse(entry.score), entry.seconds)).or_default().push(*entry);
    }
    let mut ranked = Vec::with_capacity(entries.len());
    for ((score, seconds), mut group) in groups {
        group.sort_by_key(|e| e.person);
        if group.len() > 1 {
            tie_stream(exam_key, score.0, seconds).shuffle(&mut group);
        }
        let tied = u32::try_from(group.len()).unwrap_or(u32::MAX);
        for entry in group {
            let place = u32::try_from(ranked.len() + 1).unwrap_or(u32::MAX);
            ranked.push(Ranked { place, entry, tied });
        }
    }
    ranked
}

fn tie_stream(exam_key: &Bytes32, score: Points, seconds: u32) -> KeyStream {
    let (score, seconds) = (score.get().to_string(), seconds.to_string());
    KeyStream::new(&hmac(exam_key, &lp(&[b"rank", score.as_bytes(), seconds.as_bytes()])))
}

/// Hashes a ranking for the log: place, person, score and seconds of each.
#[must_use]
pub fn ranking_hash(ranking: &[Ranked]) -> Bytes32 {
    let mut text = String::from("anxun-ranking-v1\n");
    for r in ranking {
        let Entry { person, score, seconds } = r.entry;
        text.push_str(&format!("{} {person} {} {seconds}\n", r.place, score.get()));
    }
    hash(text.as_bytes())
}

/// Gives the first places of the groups that the draw decided, each with how many share it.
#[must_use]
pub fn ties(ranking: &[Ranked]) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for ranked in ranking.iter().filter(|r| r.tied > 1) {
        if found.last().is_none_or(|(first, count)| ranked.place >= first + count) {
            found.push((ranked.place, ranked.tied));
        }
    }
    found
}

/// Gives the best `count` of a ranking without those left out, in the order of the ranking: whoever is left out
/// makes room for the next.
#[must_use]
pub fn best(ranking: &[Ranked], count: u32, left_out: &BTreeSet<Id<Person>>) -> Vec<Id<Person>> {
    let kept = ranking.iter().map(|r| r.entry.person).filter(|person| !left_out.contains(person));
    kept.take(count as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn entry(person: u128, score: u16, seconds: u32) -> Entry {
        Entry { person: Id::new(Uuid::from_u128(person)), score: Points::whole(score), seconds }
    }
    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }
    fn people(ranking: &[Ranked]) -> Vec<u128> {
        ranking.iter().map(|r| r.entry.person.uuid().as_u128()).collect()
    }

    #[test]
    fn the_score_comes_first_then_the_time() {
        let entries = [entry(1, 90, 500), entry(2, 96, 900), entry(3, 96, 899), entry(4, 100, 1_800)];
        let ranking = rank(&[7; 32], &entries, 0, at(0), at(0)).unwrap();
        assert_eq!(people(&ranking), [4, 3, 2, 1]);
        assert_eq!(ranking.iter().map(|r| r.place).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(ties(&ranking).is_empty());
    }

    #[test]
    fn nobody_is_ranked_before_the_window_closes_or_while_somebody_sits() {
        let entries = [entry(1, 90, 500)];
        assert_eq!(
            rank(&[7; 32], &entries, 0, at(10), at(9)),
            Err(RankRefusal::StillOpen { closes: at(10) })
        );
        assert_eq!(rank(&[7; 32], &entries, 2, at(10), at(10)), Err(RankRefusal::Running { count: 2 }));
        assert_eq!(rank(&[7; 32], &[], 0, at(10), at(10)), Err(RankRefusal::NobodySat));
    }

    #[test]
    fn equals_are_drawn_and_the_draw_can_be_replayed() {
        let entries: Vec<Entry> = (1..=8).map(|n| entry(n, 94, 700)).chain([entry(9, 95, 1)]).collect();
        let once = rank(&[1; 32], &entries, 0, at(0), at(0)).unwrap();
        let backwards: Vec<Entry> = entries.iter().rev().copied().collect();
        assert_eq!(
            once,
            rank(&[1; 32], &backwards, 0, at(0), at(0)).unwrap(),
            "the order of entry decides nothing"
        );
        let other = rank(&[2; 32], &entries, 0, at(0), at(0)).unwrap();
        assert_ne!(people(&once), people(&other), "the secret decides");
        assert_eq!((people(&once)[0], people(&other)[0]), (9, 9));
        assert_eq!(ties(&once), [(2, 8)]);
        assert_ne!(ranking_hash(&once), ranking_hash(&other));
    }

    #[test]
    fn a_sitting_that_the_server_ended_late_counts_up_to_its_deadline() {
        let used = |submitted| {
            Entry::of_sitting(Id::new(Uuid::nil()), Points::ZERO, at(0), at(submitted), at(1_800)).seconds
        };
        assert_eq!((used(65), used(1_800), used(4_000)), (65, 1_800, 1_800));
    }

    #[test]
    fn whoever_is_left_out_makes_room_for_the_next() {
        let entries = [entry(1, 100, 1), entry(2, 99, 1), entry(3, 98, 1), entry(4, 97, 1)];
        let ranking = rank(&[7; 32], &entries, 0, at(0), at(0)).unwrap();
        let id = |n| Id::new(Uuid::from_u128(n));
        assert_eq!(best(&ranking, 2, &BTreeSet::new()), [id(1), id(2)]);
        assert_eq!(best(&ranking, 2, &BTreeSet::from([id(1)])), [id(2), id(3)]);
        assert_eq!(best(&ranking, 9, &BTreeSet::from([id(4)])).len(), 3);
    }

    proptest! {
        #[test]
        fn everybody_has_one_place_and_nobody_better_stands_behind(
            scores in proptest::collection::vec((0u16..4, 0u32..3), 1..40),
            key in any::<[u8; 32]>(),
        ) {
            let entries: Vec<Entry> =
                (1..).zip(&scores).map(|(n, (score, seconds))| entry(n, *score, *seconds)).collect();
            let ranking = rank(&key, &entries, 0, at(0), at(0)).unwrap();
            prop_assert_eq!(ranking.len(), entries.len());
            prop_assert!(ranking.iter().zip(1..).all(|(r, place)| r.place == place));
            for pair in ranking.windows(2) {
                let (a, b) = (pair[0].entry, pair[1].entry);
                prop_assert!(a.score > b.score || (a.score == b.score && a.seconds <= b.seconds));
            }
            let tied: u32 = ties(&ranking).iter().map(|(_, count)| count).sum();
            prop_assert_eq!(tied as usize, ranking.iter().filter(|r| r.tied > 1).count());
        }
    }
}
