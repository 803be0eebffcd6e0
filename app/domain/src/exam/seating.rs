//! Dealing a sitting from shuffled decks, so that neighbours share almost nothing.

use super::{draw::Draft, paper::PaperKey};
use crate::{
    bank::Difficulty,
    hash::{hmac, lp},
    stream::KeyStream,
};
use serde::{Deserialize, Serialize};

/// A place in a sitting that is dealt from decks. Neighbours have neighbouring seats.
///
/// Frozen: the items that fit a cell are split by difficulty, easy first; level d with `n_d` of `n` items gets
/// `floor(count·n_d / n)` of the cell's count, and what is left goes one each to the greatest remainders, among
/// equals medium before easy before hard, so that rounding does not make the paper easier. Round r of the deck of a level is its items by id, shuffled by the stream keyed
/// `HMAC(K_exam, lp("deck", deck, cell, difficulty, r))` (cell from 0). With quota q, seat s starts at place
/// `s·q mod n_d` of round `s·q div n_d`, walks to the end of that round and then through the whole next one, and
/// takes the first q items that are neither on the paper nor seen. What is still missing in a cell (only on
/// retakes and where cells share items) is taken as without a seat, from the stream of try 0. Last, the items of
/// the cell are shuffled by that stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seating {
    /// Names the sitting.
    pub deck: String,
    /// The seat, from 0.
    pub seat: u32,
}

/// Takes the items of one cell for a seat.
pub(super) fn deal(draft: &mut Draft<'_>, cell: usize, key: &PaperKey, seating: &Seating) -> Vec<u32> {
    let levels = levels(draft, cell);
    let count = usize::from(draft.count(cell));
    let quotas = quotas(&levels.each_ref().map(Vec::len), count);
    let mut hand = Vec::with_capacity(count);
    for ((level, items), quota) in Difficulty::ALL.into_iter().zip(levels).zip(quotas) {
        if quota == 0 {
            continue;
        }
        let start = seating.seat as usize * quota;
        let round = start / items.len();
        let mut walk = deck(&items, key, seating, cell, level, round).split_off(start % items.len());
        walk.extend(deck(&items, key, seating, cell, level, round + 1));
        let mut wanted = quota;
        for item in &walk {
            if wanted > 0 && !draft.is_seen(*item) && draft.take(*item) {
                hand.push(*item);
                wanted -= 1;
            }
        }
    }
    hand
}

fn levels(draft: &Draft<'_>, cell: usize) -> [Vec<u32>; 3] {
    let mut levels = [const { Vec::new() }; 3];
    for item in draft.fitting(cell) {
        levels[draft.difficulty(*item) as usize].push(*item);
    }
    levels
}

/// Splits a count over levels in proportion to their sizes, by largest remainder.
fn quotas(sizes: &[usize; 3], count: usize) -> [usize; 3] {
    let all: usize = sizes.iter().sum();
    let count = count.min(all);
    if all == 0 {
        return [0; 3];
    }
    let mut quotas = sizes.map(|size| count * size / all);
    // Medium, easy, hard; the sort is stable.
    let mut by_remainder = [1usize, 0, 2];
    by_remainder.sort_by_key(|level| core::cmp::Reverse(count * sizes[*level] % all));
    let left = count - quotas.iter().sum::<usize>();
    for level in by_remainder.into_iter().take(left) {
        quotas[level] += 1;
    }
    quotas
}

fn deck(
    items: &[u32],
    key: &PaperKey,
    seating: &Seating,
    cell: usize,
    level: Difficulty,
    round: usize,
) -> Vec<u32> {
    let (cell, round) = (cell.to_string(), round.to_string());
    let message =
        lp(&[b"deck", seating.deck.as_bytes(), cell.as_bytes(), level.name().as_bytes(), round.as_bytes()]);
    let mut deck = items.to_vec();
    KeyStream::new(&hmac(&key.exam_key, &message)).shuffle(&mut deck);
    deck
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_follow_the_sizes_and_add_up() {
        assert_eq!(quotas(&[10, 10, 10], 10), [3, 4, 3]);
        assert_eq!(quotas(&[10, 10, 10], 11), [4, 4, 3]);
        assert_eq!(quotas(&[0, 5, 1], 3), [0, 3, 0]);
        assert_eq!(quotas(&[0, 5, 1], 6), [0, 5, 1]);
        assert_eq!(quotas(&[1, 1, 1], 9), [1, 1, 1]);
        assert_eq!(quotas(&[0, 0, 0], 9), [0, 0, 0]);
    }
}
