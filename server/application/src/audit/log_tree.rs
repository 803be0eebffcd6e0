//! The trees over the logs, so that a proof does not read a whole log each time.

use crate::{Failure, System};
use anyhow::anyhow;
use chrono::TimeDelta;
use domain::{
    hash::Bytes32,
    merkle::{BLOCK, Frozen, Open},
};
use std::{collections::BTreeMap, sync::Arc};
use storage::{Reader, audit::Leaf};
use tokio::sync::Mutex;

/// Entries are numbered before they are committed: one may appear below another for as long as a transaction lives.
/// After so much longer none does.
const SETTLED: TimeDelta = TimeDelta::minutes(10);
/// So many leaves are read at a time; few enough to keep the memory small, many enough for one query a proof.
const PAGE: u64 = 16_384;

/// The old parts of the logs' trees, by street. Another server's are its own: they grow out of the same entries.
#[derive(Clone, Default)]
pub struct LogTrees(Arc<Mutex<BTreeMap<String, Tree>>>);

/// The old part of one log: its whole blocks, and the number of the last entry of each.
#[derive(Default)]
struct Tree {
    frozen: Frozen,
    ends: Vec<i64>,
}

/// That an entry is in a log.
pub(crate) struct Proven {
    /// Its place, from 0.
    pub index: usize,
    /// How many leaves there are.
    pub size: usize,
    pub leaf: Bytes32,
    /// The missing nodes from the leaf up.
    pub path: Vec<Bytes32>,
    pub root: Bytes32,
}

impl LogTrees {
    /// Proves that an entry is in the log of a street as it is now; nothing where it is not.
    pub(crate) async fn prove(
        &self,
        system: &System,
        street: &str,
        entry: i64,
    ) -> Result<Option<Proven>, Failure> {
        let reader = system.db.reader();
        let mut trees = self.0.lock().await;
        let tree = trees.entry(street.to_owned()).or_default();
        let tail = tree.grow(system, &reader, street).await?;
        let block = tree.block_of(&reader, street, entry).await?;
        let whole = tree.ends.len() * BLOCK;
        let in_block = block.iter().position(|(seq, ..)| *seq == entry);
        let index = match in_block {
            Some(at) => tree.ends.partition_point(|end| *end < entry) * BLOCK + at,
            None => match tail.iter().position(|(seq, ..)| *seq == entry) {
                Some(at) => whole + at,
                None => return Ok(None),
            },
        };
        let (block, tail) = (nodes(&block)?, nodes(&tail)?);
        let leaf = if index < whole { block[index % BLOCK] } else { tail[index - whole] };
        let size = whole + tail.len();
        let proven = tree.frozen.prove(index, Open { block: &block, tail: &tail });
        let (path, root) = proven.ok_or_else(|| anyhow!("no leaf {index} of {size}"))?;
        Ok(Some(Proven { index, size, leaf, path, root }))
    }
}

impl Tree {
    /// Takes the settled entries that came since into whole blocks; gives the leaves after the last of these.
    async fn grow(&mut self, system: &System, reader: &Reader, street: &str) -> Result<Vec<Leaf>, Failure> {
        let settled = system.now() - SETTLED;
        let mut open: Vec<Leaf> = Vec::new();
        loop {
            let last = open.last().map(|(seq, ..)| *seq).or(self.ends.last().copied()).unwrap_or_default();
            let more = storage::audit::leaves(reader, street, last, i64::MAX, PAGE).await?;
            let came_all = (more.len() as u64) < PAGE;
            open.extend(more);
            let mut taken = 0;
            while let Some(block) = open.get(taken..taken + BLOCK)
                && block.iter().all(|(_, _, at)| *at <= settled)
            {
                let end = block[BLOCK - 1].0;
                let block: [Bytes32; BLOCK] =
                    nodes(block)?.try_into().map_err(|_| anyhow!("a block of another length"))?;
                self.frozen.push(&block);
                self.ends.push(end);
                taken += BLOCK;
            }
            open.drain(..taken);
            if came_all {
                return Ok(open);
            }
        }
    }

    /// The leaves of the block that an entry is in, read again; none where it is in no block.
    async fn block_of(&self, reader: &Reader, street: &str, entry: i64) -> Result<Vec<Leaf>, Failure> {
        let at = self.ends.partition_point(|end| *end < entry);
        let Some(end) = self.ends.get(at) else { return Ok(Vec::new()) };
        let before = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Ok(storage::audit::leaves(reader, street, before, *end, BLOCK as u64 + 1).await?)
    }
}

fn nodes(leaves: &[Leaf]) -> Result<Vec<Bytes32>, Failure> {
    let node = |(seq, leaf, _): &Leaf| -> Result<Bytes32, Failure> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(leaf, &mut bytes).map_err(|e| anyhow!("the leaf of entry {seq}: {e}"))?;
        Ok(bytes)
    };
    leaves.iter().map(node).collect()
}
