//! The old part of a tree, kept as its whole nodes above blocks of leaves, so that a proof costs a block and the end
//! instead of all leaves.

use super::{hash_node, root, split};
use crate::hash::Bytes32;

/// The leaves of a block.
pub const BLOCK: usize = 64;

/// The whole nodes over all blocks so far: a byte a leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// The roots of the blocks, then those of pairs of them, of pairs of pairs, and so on.
    levels: Vec<Vec<Bytes32>>,
}

/// The leaves that [`Frozen`] does not hold and a proof needs.
#[derive(Clone, Copy, Debug)]
pub struct Open<'a> {
    /// The leaves of the block in which the proven leaf is; none where it is in the tail.
    pub block: &'a [Bytes32],
    /// The leaves after the last block.
    pub tail: &'a [Bytes32],
}

impl Frozen {
    /// How many blocks it holds.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// Adds the next block.
    pub fn push(&mut self, block: &[Bytes32; BLOCK]) {
        let mut node = root(block);
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            if nodes.len() % 2 == 1 {
                break;
            }
            node = hash_node(&nodes[nodes.len() - 2], &node);
        }
    }

    /// Proves that leaf `index` is in the tree of all blocks and the tail: the missing nodes from the leaf up, and
    /// the root, the same as [`super::inclusion_proof`] and [`super::root`] over all leaves. `None` outside of it, or
    /// where the block that was given is not whole.
    #[must_use]
    pub fn prove(&self, index: usize, open: Open<'_>) -> Option<(Vec<Bytes32>, Bytes32)> {
        let whole = self.blocks() * BLOCK;
        let size = whole + open.tail.len();
        if index >= size || (index < whole && open.block.len() != BLOCK) {
            return None;
        }
        let view = View { frozen: self, open, whole, start: index / BLOCK * BLOCK };
        Some((view.path(index, 0, size), view.node(0, size)))
    }
}

/// A tree with the open leaves of one proof.
struct View<'a> {
    frozen: &'a Frozen,
    open: Open<'a>,
    /// The leaves under blocks.
    whole: usize,
    /// Where the open block begins.
    start: usize,
}

impl View<'_> {
    fn path(&self, index: usize, from: usize, length: usize) -> Vec<Bytes32> {
        if length <= 1 {
            return Vec::new();
        }
        let middle = split(length);
        let (mut path, other) = if index - from < middle {
            (self.path(index, from, middle), self.node(from + middle, length - middle))
        } else {
            (self.path(index, from + middle, length - middle), self.node(from, middle))
        };
        path.push(other);
        path
    }

    fn node(&self, from: usize, length: usize) -> Bytes32 {
        if from >= self.whole {
            return root(&self.open.tail[from - self.whole..][..length]);
        }
        // Nodes of the tree begin at a multiple of their length where that is a power of two.
        if from + length <= self.whole && length >= BLOCK && length.is_power_of_two() {
            let level = (length / BLOCK).trailing_zeros() as usize;
            return self.frozen.levels[level][from / length];
        }
        if length < BLOCK {
            return root(&self.open.block[from - self.start..][..length]);
        }
        let middle = split(length);
        hash_node(&self.node(from, middle), &self.node(from + middle, length - middle))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::inclusion_proof, *};
    use crate::hash::hash;
    use proptest::prelude::*;

    fn leaves(count: usize) -> Vec<Bytes32> {
        (0..count).map(|n| hash(&n.to_be_bytes())).collect()
    }

    fn check(leaves: &[Bytes32], blocks: usize, index: usize) {
        let mut frozen = Frozen::default();
        for block in leaves.chunks_exact(BLOCK).take(blocks) {
            frozen.push(block.try_into().unwrap());
        }
        let whole = frozen.blocks() * BLOCK;
        let start = index / BLOCK * BLOCK;
        let block = if index < whole { &leaves[start..start + BLOCK] } else { &[] };
        let (path, top) = frozen.prove(index, Open { block, tail: &leaves[whole..] }).unwrap();
        assert_eq!(Some(path), inclusion_proof(index, leaves), "{index} of {} over {blocks}", leaves.len());
        assert_eq!(top, root(leaves));
    }

    #[test]
    fn every_place_around_the_edges_of_blocks_is_proven_as_without_them() {
        for size in [1, 2, 63, 64, 65, 127, 128, 129, 191, 192, 193, 320, 321] {
            let leaves = leaves(size);
            for blocks in 0..=size / BLOCK {
                for index in [0, 1, 62, 63, 64, 65, 127, 128, size / 2, size - 1] {
                    if index < size {
                        check(&leaves, blocks, index);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_proven() {
        let all = leaves(70);
        let mut frozen = Frozen::default();
        assert_eq!(frozen.prove(0, Open { block: &[], tail: &[] }), None);
        frozen.push(all[..64].try_into().unwrap());
        assert_eq!(frozen.prove(70, Open { block: &[], tail: &all[64..] }), None);
        assert_eq!(frozen.prove(3, Open { block: &all[..63], tail: &all[64..] }), None);
    }

    proptest! {
        #[test]
        fn any_place_of_any_size_is_proven_as_without_blocks(size in 1usize..900, index: prop::sample::Index, frozen in 0usize..15) {
            check(&leaves(size), frozen, index.index(size));
        }
    }
}
