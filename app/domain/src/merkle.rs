//! The log as a Merkle tree (RFC 6962, section 2.1): one small head binds all entries, and it can be proven
//! that an entry is in it and that a later head only added to an earlier one.

mod frozen;

pub use frozen::{BLOCK, Frozen, Open};

use crate::hash::{Bytes32, hash};

/// Hashes an entry into a leaf: `H(0x00 ‖ nonce ‖ entry)`. The nonce keeps short entries from being
/// guessed from their leaf.
#[must_use]
pub fn leaf(nonce: &Bytes32, entry: &[u8]) -> Bytes32 {
    hash_leaf(&[nonce, entry].concat())
}

/// Hashes the plain leaf of RFC 6962: `H(0x00 ‖ data)`.
#[must_use]
pub fn hash_leaf(data: &[u8]) -> Bytes32 {
    hash(&[&[0], data].concat())
}

/// Hashes an inner node: `H(0x01 ‖ left ‖ right)`.
#[must_use]
pub fn hash_node(left: &Bytes32, right: &Bytes32) -> Bytes32 {
    hash(&[&[1], left.as_slice(), right].concat())
}

/// The root of a list of leaves; `H()` of nothing for an empty one.
#[must_use]
pub fn root(leaves: &[Bytes32]) -> Bytes32 {
    match leaves {
        [] => hash(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            hash_node(&root(left), &root(right))
        }
    }
}

/// Proves that leaf `index` is in the tree: the missing nodes from the leaf up. `None` outside of it.
#[must_use]
pub fn inclusion_proof(index: usize, leaves: &[Bytes32]) -> Option<Vec<Bytes32>> {
    (index < leaves.len()).then(|| path(index, leaves))
}

fn path(index: usize, leaves: &[Bytes32]) -> Vec<Bytes32> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, other) = if index < middle {
        (self::path(index, left), root(right))
    } else {
        (self::path(index - middle, right), root(left))
    };
    path.push(other);
    path
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves with this root.
#[must_use]
pub fn verify_inclusion(
    leaf: &Bytes32,
    index: usize,
    size: usize,
    proof: &[Bytes32],
    root: &Bytes32,
) -> bool {
    if index >= size {
        return false;
    }
    // RFC 9162, section 2.1.3.2, which states the check that RFC 6962 leaves to the reader.
    let (mut node, mut last) = (index, size - 1);
    let mut found = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node % 2 == 1 || node == last {
            found = hash_node(sibling, &found);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            found = hash_node(&found, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && found == *root
}

/// Proves that the tree of all leaves only added to the tree of the first `old`. Empty if they are the
/// same; `None` if `old` is 0 or too large.
#[must_use]
pub fn consistency_proof(old: usize, leaves: &[Bytes32]) -> Option<Vec<Bytes32>> {
    (old > 0 && old <= leaves.len()).then(|| subproof(old, leaves, true))
}

fn subproof(old: usize, leaves: &[Bytes32], whole: bool) -> Vec<Bytes32> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut proof, other) = if old <= middle {
        (subproof(old, left, whole), root(right))
    } else {
        (subproof(old - middle, right, false), root(left))
    };
    proof.push(other);
    proof
}

/// A tree's size and root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many leaves it has.
    pub size: usize,
    /// Its root.
    pub root: Bytes32,
}

/// Checks that the `new` tree only added to the `old` one. Every tree adds to the empty one.
#[must_use]
pub fn verify_consistency(old: &Head, new: &Head, proof: &[Bytes32]) -> bool {
    if old.size == 0 {
        return proof.is_empty() && old.root == root(&[]);
    }
    if old.size >= new.size {
        return old == new && proof.is_empty();
    }
    // RFC 9162, section 2.1.4.2. A whole old tree is a node of the new one and starts the path itself.
    let whole = old.size.is_power_of_two().then_some(old.root);
    let mut path = whole.iter().chain(proof);
    let Some(first) = path.next() else { return false };
    let (mut node, mut last) = (old.size - 1, new.size - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_root, mut new_root) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node % 2 == 1 || node == last {
            old_root = hash_node(sibling, &old_root);
            new_root = hash_node(sibling, &new_root);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_root = hash_node(&new_root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_root == old.root && new_root == new.root
}

/// The largest power of two below `n`, for `n` of 2 and more.
const fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The usual inputs of RFC 6962 test suites.
    const INPUTS: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    fn usual() -> Vec<Bytes32> {
        INPUTS.iter().map(|text| hash_leaf(&hex::decode(text).unwrap())).collect()
    }

    fn numbered(n: usize) -> Vec<Bytes32> {
        (0..n).map(|i| leaf(&[7; 32], &i.to_be_bytes())).collect()
    }

    fn head(leaves: &[Bytes32]) -> Head {
        Head { size: leaves.len(), root: root(leaves) }
    }

    #[test]
    fn roots_are_the_known_vectors() {
        let leaves = usual();
        assert_eq!(
            hex::encode(root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex::encode(leaves[0]),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex::encode(root(&leaves)),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn a_leaf_hashes_its_nonce_before_its_entry() {
        assert_eq!(leaf(&[9; 32], b"entry"), hash(&[&[0], [9; 32].as_slice(), b"entry"].concat()));
        assert_ne!(leaf(&[9; 32], b"entry"), leaf(&[8; 32], b"entry"));
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proven_in_its_place_only() {
        for size in 1..=20 {
            let leaves = numbered(size);
            let root = root(&leaves);
            for index in 0..size {
                let proof = inclusion_proof(index, &leaves).unwrap();
                for place in 0..size {
                    let good = verify_inclusion(&leaves[index], place, size, &proof, &root);
                    assert_eq!(good, place == index, "leaf {index} at {place} of {size}");
                }
                assert!(!verify_inclusion(
                    &leaves[index],
                    index,
                    size,
                    &[&proof[..], &[root]].concat(),
                    &root
                ));
                assert!(
                    proof.is_empty() || !verify_inclusion(&leaves[index], index, size, &proof[1..], &root)
                );
            }
            assert_eq!(inclusion_proof(size, &leaves), None);
        }
    }

    #[test]
    fn every_tree_is_consistent_with_each_of_its_beginnings() {
        for size in 1..=20 {
            let leaves = numbered(size);
            for old in 1..=size {
                let proof = consistency_proof(old, &leaves).unwrap();
                assert!(verify_consistency(&head(&leaves[..old]), &head(&leaves), &proof), "{old} of {size}");
                let mut rewritten = leaves.clone();
                rewritten[old - 1] = [0; 32];
                let lie = consistency_proof(old, &rewritten).unwrap();
                assert!(!verify_consistency(&head(&leaves[..old]), &head(&rewritten), &lie));
                assert!(!verify_consistency(&head(&leaves[..old]), &head(&rewritten), &proof));
            }
            assert!(verify_consistency(&head(&[]), &head(&leaves), &[]));
            assert_eq!(consistency_proof(0, &leaves), None);
            assert_eq!(consistency_proof(size + 1, &leaves), None);
        }
    }

    #[test]
    fn a_smaller_tree_never_follows_a_larger_one() {
        let leaves = numbered(9);
        assert!(!verify_consistency(&head(&leaves), &head(&leaves[..8]), &[]));
        assert!(!verify_consistency(&head(&leaves[..8]), &head(&leaves), &[]));
    }

    proptest! {
        #[test]
        fn a_changed_proof_proves_nothing(size in 2_usize..300, seed: usize, byte in 0_usize..32) {
            let leaves = numbered(size);
            let root = root(&leaves);
            let index = seed % size;
            let mut proof = inclusion_proof(index, &leaves).unwrap();
            prop_assert!(verify_inclusion(&leaves[index], index, size, &proof, &root));
            let node = seed % proof.len();
            proof[node][byte] ^= 1;
            prop_assert!(!verify_inclusion(&leaves[index], index, size, &proof, &root));
            let old = 1 + seed % (size - 1);
            let mut proof = consistency_proof(old, &leaves).unwrap();
            let (before, after) = (head(&leaves[..old]), head(&leaves));
            prop_assert!(verify_consistency(&before, &after, &proof));
            let node = seed % proof.len();
            proof[node][byte] ^= 1;
            prop_assert!(!verify_consistency(&before, &after, &proof));
        }
    }
}
