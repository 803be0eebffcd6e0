//! A stream of choices from a key: ChaCha20 (RFC 8439), frozen so that others can replay it.

use crate::hash::Bytes32;
use chacha20::{
    ChaCha20,
    cipher::{KeyIvInit, StreamCipher},
};

/// Choices drawn from a 32-byte key: the ChaCha20 key stream with nonce 0 and counter 0, read as
/// little-endian 32-bit words.
///
/// The same key gives the same choices in every version of this program, and in the verifier in
/// `docs/verify/`. The `rand` crate promises neither, so nothing that is proved uses it.
pub struct KeyStream {
    cipher: ChaCha20,
    /// The key stream ahead, computed four blocks at a time because that costs little more than one.
    words: [u32; WORDS],
    /// How many of the words were given out.
    used: usize,
}

/// Four blocks of ChaCha20.
const WORDS: usize = 64;

impl KeyStream {
    /// Starts the stream of a key.
    #[must_use]
    pub fn new(key: &Bytes32) -> Self {
        Self { cipher: ChaCha20::new(key.into(), &[0; 12].into()), words: [0; WORDS], used: WORDS }
    }

    /// Takes the next 32 bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.used == WORDS {
            self.fill();
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    #[cold]
    fn fill(&mut self) {
        let mut bytes = [0; 4 * WORDS];
        self.cipher.apply_keystream(&mut bytes);
        for (word, bytes) in self.words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        self.used = 0;
    }

    /// Chooses a number below `n` without bias (Lemire's multiplication with rejection).
    /// `n` of 0 gives 0 and takes nothing from the stream.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        if n == 0 {
            return 0;
        }
        loop {
            let product = u64::from(self.next_u32()) * u64::from(n);
            let low = product as u32;
            // The threshold `2^32 mod n` is below `n`: most words are judged without the division.
            if low >= n || low >= n.wrapping_neg() % n {
                return (product >> 32) as u32;
            }
        }
    }

    /// Moves `count` chosen items to the front: the first `count` steps of Fisher–Yates, from the front.
    /// Returns how many were chosen (fewer when the list is shorter).
    pub fn partial_shuffle<T>(&mut self, items: &mut [T], count: usize) -> usize {
        let count = count.min(items.len());
        for i in 0..count {
            let left = u32::try_from(items.len() - i).unwrap_or(u32::MAX);
            items.swap(i, i + self.below(left) as usize);
        }
        count
    }

    /// Shuffles a whole list.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let count = items.len();
        self.partial_shuffle(items, count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_rfc_8439_with_zero_nonce() {
        // RFC 8439 appendix A.1, test vector 1: 76 b8 e0 ad a0 f1 3d 90 …
        let mut stream = KeyStream::new(&[0; 32]);
        assert_eq!(stream.next_u32(), u32::from_le_bytes([0x76, 0xb8, 0xe0, 0xad]));
        assert_eq!(stream.next_u32(), u32::from_le_bytes([0xa0, 0xf1, 0x3d, 0x90]));
    }

    #[test]
    fn words_follow_each_other_across_the_blocks_computed_at_once() {
        let mut bytes = [0; 4 * 200];
        ChaCha20::new(&[9; 32].into(), &[0; 12].into()).apply_keystream(&mut bytes);
        let mut stream = KeyStream::new(&[9; 32]);
        for word in bytes.as_chunks().0 {
            assert_eq!(stream.next_u32(), u32::from_le_bytes(*word));
        }
    }

    #[test]
    fn every_number_below_n_turns_up_and_no_other() {
        let mut stream = KeyStream::new(&[7; 32]);
        let mut seen = [0u32; 7];
        for _ in 0..7_000 {
            seen[stream.below(7) as usize] += 1;
        }
        assert!(seen.iter().all(|n| (850..1_150).contains(n)), "{seen:?}");
        assert_eq!(stream.below(0), 0);
    }

    #[test]
    fn a_shuffle_keeps_every_item_once() {
        let mut items: Vec<u32> = (0..100).collect();
        KeyStream::new(&[1; 32]).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
