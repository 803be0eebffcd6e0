//! A paper while its items are being selected.

use super::{NOWHERE, Table};
use crate::{
    bank::{Difficulty, QuestionId},
    exam::{
        paper::{DrawRefusal, PaperKey},
        seating::{self, Seating},
    },
    hash::Bytes32,
    stream::KeyStream,
};
use core::ops::Range;
use std::collections::BTreeSet;

/// A paper being drawn: which items are on it and which were seen.
pub(in crate::exam) struct Draft<'a> {
    table: &'a Table<'a>,
    /// Of each item of the pool whether it was seen; empty when none was.
    seen: Vec<bool>,
    /// Of each item of the pool whether it is on the paper; kept only where it is asked.
    on_paper: Vec<bool>,
    /// A copy of the table's lists to draw from, put right again after each cell.
    lists: Vec<u32>,
    /// Which places of `lists` are to be put right.
    touched: Vec<usize>,
    scratch: Vec<u32>,
    /// For each cell what fits and was not seen, and what fits and was seen; none when nothing was seen.
    by_seen: Option<Vec<[Vec<u32>; 2]>>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(table: &'a Table<'a>, seen: &BTreeSet<QuestionId>) -> Self {
        let mut flags = Vec::new();
        for id in seen {
            if let Ok(at) = table.items.binary_search_by(|item| item.id.cmp(id)) {
                flags.resize(table.items.len(), false);
                flags[at] = true;
            }
        }
        let split = |range: &Range<usize>| {
            let (stale, fresh) = table.fitting[range.clone()].iter().partition(|item| flags[**item as usize]);
            [fresh, stale]
        };
        let by_seen = (!flags.is_empty()).then(|| table.ranges.iter().map(split).collect());
        Self {
            table,
            seen: flags,
            on_paper: Vec::new(),
            lists: table.fitting.clone(),
            touched: Vec::new(),
            scratch: Vec::new(),
            by_seen,
        }
    }

    pub(in crate::exam) fn fitting(&self, cell: usize) -> &'a [u32] {
        &self.table.fitting[self.table.ranges[cell].clone()]
    }
    pub(in crate::exam) fn count(&self, cell: usize) -> u16 {
        self.table.cells[cell].count
    }
    pub(in crate::exam) fn difficulty(&self, item: u32) -> Difficulty {
        self.table.items[item as usize].difficulty
    }
    pub(in crate::exam) fn is_seen(&self, item: u32) -> bool {
        self.seen.get(item as usize).is_some_and(|seen| *seen)
    }
    /// Puts an item on the paper; false when it is there already.
    pub(in crate::exam) fn take(&mut self, item: u32) -> bool {
        !core::mem::replace(&mut self.on_paper[item as usize], true)
    }

    /// Selects the items of one try into `chosen`.
    pub(super) fn select(&mut self, key: &Bytes32, chosen: &mut Vec<u32>) -> Result<(), DrawRefusal> {
        let mut stream = KeyStream::new(key);
        chosen.clear();
        for cell in 0..self.table.cells.len() {
            self.draw_cell(&mut stream, cell, usize::from(self.count(cell)), false, chosen)?;
        }
        Ok(())
    }

    pub(super) fn select_for_seat(
        &mut self,
        of_try: &Bytes32,
        key: &PaperKey,
        seating: &Seating,
    ) -> Result<Vec<u32>, DrawRefusal> {
        let mut stream = KeyStream::new(of_try);
        let mut chosen = Vec::new();
        self.on_paper = vec![false; self.table.items.len()];
        for cell in 0..self.table.cells.len() {
            let start = chosen.len();
            chosen.extend(seating::deal(self, cell, key, seating));
            let missing = usize::from(self.count(cell)) - (chosen.len() - start);
            self.draw_cell(&mut stream, cell, missing, true, &mut chosen)?;
            stream.shuffle(&mut chosen[start..]);
        }
        Ok(chosen)
    }

    /// Draws what a cell still needs: fresh items first, then seen ones. On a seat the cell's own items may be
    /// on the paper already.
    fn draw_cell(
        &mut self,
        stream: &mut KeyStream,
        cell: usize,
        count: usize,
        seated: bool,
        chosen: &mut Vec<u32>,
    ) -> Result<(), DrawRefusal> {
        let start = chosen.len();
        if self.by_seen.is_some() || seated {
            self.draw_fresh_first(stream, cell, count, chosen);
        } else if self.table.places[cell].is_empty() {
            self.draw_from_all(stream, cell, count, chosen);
        } else {
            self.draw_from_rest(stream, cell, count, chosen);
        }
        let have = chosen.len() - start;
        if have == count { Ok(()) } else { Err(DrawRefusal::TooFewQuestions { cell, have, need: count }) }
    }

    /// Draws from all items of a cell: the partial Fisher–Yates of [`KeyStream::partial_shuffle`] without the
    /// half of each swap that is never read again, and with the other half undone at the end.
    fn draw_from_all(&mut self, stream: &mut KeyStream, cell: usize, count: usize, chosen: &mut Vec<u32>) {
        let range = self.table.ranges[cell].clone();
        let (list, kept) = (&mut self.lists[range.clone()], &self.table.fitting[range]);
        for i in 0..count.min(list.len()) {
            let left = u32::try_from(list.len() - i).unwrap_or(u32::MAX);
            let at = i + stream.below(left) as usize;
            chosen.push(list[at]);
            list[at] = list[i];
            self.touched.push(at);
        }
        for at in self.touched.drain(..) {
            list[at] = kept[at];
        }
    }

    /// Draws from the items of a cell that earlier cells have left, when nothing was seen.
    fn draw_from_rest(&mut self, stream: &mut KeyStream, cell: usize, count: usize, chosen: &mut Vec<u32>) {
        let (list, places) = (self.fitting(cell), &self.table.places[cell]);
        let gone = chosen.iter().map(|item| places[*item as usize]).filter(|place| *place != NOWHERE);
        self.touched.extend(gone.map(|place| place as usize));
        self.touched.sort_unstable();
        self.scratch.clear();
        let mut from = 0;
        for place in self.touched.drain(..) {
            self.scratch.extend_from_slice(&list[from..place]);
            from = place + 1;
        }
        self.scratch.extend_from_slice(&list[from..]);
        let taken = stream.partial_shuffle(&mut self.scratch, count);
        chosen.extend_from_slice(&self.scratch[..taken]);
    }

    /// Draws from the items of a cell that are not on the paper, those first that were not seen.
    fn draw_fresh_first(&mut self, stream: &mut KeyStream, cell: usize, count: usize, chosen: &mut Vec<u32>) {
        self.on_paper.clear();
        self.on_paper.resize(self.table.items.len(), false);
        for item in chosen.iter() {
            self.on_paper[*item as usize] = true;
        }
        let mut missing = count;
        for seen in [false, true] {
            if missing == 0 {
                break;
            }
            let fitting: &[u32] = match &self.by_seen {
                Some(cells) => &cells[cell][usize::from(seen)],
                None if seen => &[],
                None => self.fitting(cell),
            };
            self.scratch.clear();
            self.scratch.extend(fitting.iter().filter(|item| !self.on_paper[**item as usize]));
            let taken = stream.partial_shuffle(&mut self.scratch, missing);
            for item in &self.scratch[..taken] {
                self.on_paper[*item as usize] = true;
                chosen.push(*item);
            }
            missing -= taken;
        }
    }
}
