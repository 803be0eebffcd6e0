//! The log as a Merkle tree.
