//! The steps of a draw; the frozen algorithm is described in [`paper`](super::paper).

use super::{
    blueprint::{Blueprint, Cell},
    paper::{DrawRefusal, DrawnItem, DrawnPart, MOST_TRIES, Paper, PaperKey, TOLERANCE, expectation},
    points::Points,
    pool::{Pool, PoolItem, Shape},
    seating,
};
use crate::{
    bank::{Difficulty, QuestionId},
    hash::{Bytes32, hmac, lp},
    stream::KeyStream,
};
use std::collections::BTreeSet;

/// Draws the paper of one attempt. The same arguments give the same paper, in every version of this program.
///
/// # Errors
/// Refuses when a cell finds too few questions.
pub fn draw(
    blueprint: &Blueprint,
    pool: &Pool,
    key: &PaperKey,
    seen: &BTreeSet<QuestionId>,
) -> Result<Paper, DrawRefusal> {
    Table::new(blueprint, pool).draw(key, seen)
}

/// A blueprint laid over a pool: made once for an exam, it draws each paper in microseconds.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    cells: &'a [Cell],
    items: &'a [PoolItem],
    /// Whether all candidates get the same items.
    one_paper: bool,
    /// For each cell the places in the pool of the items that fit, ascending, so by id.
    fitting: Vec<Vec<u32>>,
    /// Whether an earlier cell may have taken items that fit this one.
    shares: Vec<bool>,
    target: u64,
}

/// Which items are on a paper, before options are shuffled and numbers given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Which try was taken.
    try_number: u16,
    /// Places in the pool, in the order of the paper.
    chosen: Vec<u32>,
}

impl Selection {
    /// Gives the places in the pool, in the order of the paper.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.chosen
    }
}

impl<'a> Table<'a> {
    /// Lays a blueprint over a pool.
    #[must_use]
    pub fn new(blueprint: &'a Blueprint, pool: &'a Pool) -> Self {
        let (cells, items) = (blueprint.cells(), pool.items());
        let fitting: Vec<Vec<u32>> = cells
            .iter()
            .map(|cell| (0u32..).zip(items).filter(|(_, item)| item.fits(cell)).map(|(i, _)| i).collect())
            .collect();
        let shares = |index: usize, cell: &Cell| {
            let earlier: Vec<&Cell> = cells[..index].iter().filter(|rival| rival.kind == cell.kind).collect();
            fitting[index].iter().any(|item| earlier.iter().any(|rival| items[*item as usize].fits(rival)))
        };
        let shares = cells.iter().enumerate().map(|(index, cell)| shares(index, cell)).collect();
        let target = cells.iter().zip(&fitting).map(|(cell, fitting)| target(cell, fitting, items)).sum();
        Self { cells, items, one_paper: blueprint.draft().one_paper, fitting, shares, target }
    }

    /// Draws one paper, as [`draw`] does.
    ///
    /// # Errors
    /// Refuses when a cell finds too few questions.
    pub fn draw(&self, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> Result<Paper, DrawRefusal> {
        let selection = self.select(key, seen)?;
        Ok(self.paper(&key.of_try(selection.try_number), &selection))
    }

    /// Selects the items of one paper: [`draw`](Self::draw) without its last steps.
    ///
    /// # Errors
    /// Refuses when a cell finds too few questions.
    pub fn select(&self, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> Result<Selection, DrawRefusal> {
        let nothing = BTreeSet::new();
        let mut draft = Draft::new(self, if self.one_paper { &nothing } else { seen });
        if let Some(seating) = key.seating.as_ref().filter(|_| !self.one_paper) {
            let chosen = draft.select_for_seat(key, seating)?;
            return Ok(Selection { try_number: 0, chosen });
        }
        let mut nearest: Option<(u64, Selection)> = None;
        for try_number in 0..MOST_TRIES {
            let try_key = if self.one_paper { key.of_common_try(try_number) } else { key.of_try(try_number) };
            let chosen = draft.select(&try_key)?;
            let distance = self.expected(&chosen).abs_diff(self.target);
            if nearest.as_ref().is_none_or(|(least, _)| distance < *least) {
                nearest = Some((distance, Selection { try_number, chosen }));
            }
            if distance <= TOLERANCE {
                break;
            }
        }
        Ok(nearest.expect("at least one try is drawn").1)
    }

    /// Gives, for each place of the paper, its cell.
    fn places(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().flat_map(|cell| core::iter::repeat_n(cell, usize::from(cell.1.count)))
    }

    fn expected(&self, chosen: &[u32]) -> u64 {
        let each = self.places().zip(chosen);
        each.map(|((_, cell), item)| {
            u64::from(cell.each.get()) * expectation(self.items[*item as usize].difficulty)
        })
        .sum()
    }

    fn paper(&self, key: &Bytes32, selection: &Selection) -> Paper {
        let Selection { try_number, chosen } = selection;
        let items = (1u16..).zip(self.places().zip(chosen)).map(|(number, ((index, cell), item))| {
            let item = &self.items[*item as usize];
            // A blueprint has at most 40 cells.
            drawn(key, number, index as u16, cell.each, item)
        });
        Paper {
            try_number: *try_number,
            expected: self.expected(chosen),
            target: self.target,
            items: items.collect(),
        }
    }
}

/// A paper being drawn: which items are on it and which were seen.
pub(super) struct Draft<'a> {
    table: &'a Table<'a>,
    seen: Vec<bool>,
    on_paper: Vec<bool>,
    scratch: Vec<u32>,
    /// For each cell what fits and was not seen, and what fits and was seen; none when nothing was seen.
    by_seen: Option<Vec<[Vec<u32>; 2]>>,
}

impl<'a> Draft<'a> {
    fn new(table: &'a Table<'a>, seen: &BTreeSet<QuestionId>) -> Self {
        let mut flags = vec![false; table.items.len()];
        for id in seen {
            if let Ok(at) = table.items.binary_search_by(|item| item.id.cmp(id)) {
                flags[at] = true;
            }
        }
        let split = |fitting: &Vec<u32>| {
            let (stale, fresh) = fitting.iter().partition(|item| flags[**item as usize]);
            [fresh, stale]
        };
        let by_seen = flags.contains(&true).then(|| table.fitting.iter().map(split).collect());
        Self { table, seen: flags, on_paper: vec![false; table.items.len()], scratch: Vec::new(), by_seen }
    }

    pub(super) fn fitting(&self, cell: usize) -> &'a [u32] {
        &self.table.fitting[cell]
    }
    pub(super) fn count(&self, cell: usize) -> u16 {
        self.table.cells[cell].count
    }
    pub(super) fn difficulty(&self, item: u32) -> Difficulty {
        self.table.items[item as usize].difficulty
    }
    pub(super) fn is_seen(&self, item: u32) -> bool {
        self.seen[item as usize]
    }
    /// Puts an item on the paper; false when it is there already.
    pub(super) fn take(&mut self, item: u32) -> bool {
        !core::mem::replace(&mut self.on_paper[item as usize], true)
    }

    fn select(&mut self, key: &Bytes32) -> Result<Vec<u32>, DrawRefusal> {
        let mut stream = KeyStream::new(key);
        let mut chosen = Vec::with_capacity(self.table.places().count());
        self.on_paper.fill(false);
        for cell in 0..self.table.cells.len() {
            self.draw_cell(&mut stream, cell, usize::from(self.count(cell)), false, &mut chosen)?;
        }
        Ok(chosen)
    }

    fn select_for_seat(
        &mut self,
        key: &PaperKey,
        seating: &seating::Seating,
    ) -> Result<Vec<u32>, DrawRefusal> {
        let mut stream = KeyStream::new(&key.of_try(0));
        let mut chosen = Vec::new();
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
        let mut missing = count;
        for seen in [false, true] {
            if missing == 0 {
                break;
            }
            let fitting: &[u32] = match &self.by_seen {
                Some(cells) => &cells[cell][usize::from(seen)],
                None if seen => &[],
                None => &self.table.fitting[cell],
            };
            self.scratch.clear();
            if self.table.shares[cell] || seated {
                self.scratch.extend(fitting.iter().filter(|item| !self.on_paper[**item as usize]));
            } else {
                self.scratch.extend_from_slice(fitting);
            }
            let taken = stream.partial_shuffle(&mut self.scratch, missing);
            for item in &self.scratch[..taken] {
                self.on_paper[*item as usize] = true;
            }
            chosen.extend_from_slice(&self.scratch[..taken]);
            missing -= taken;
        }
        let (have, need) = (count - missing, count);
        if missing == 0 { Ok(()) } else { Err(DrawRefusal::TooFewQuestions { cell, have, need }) }
    }
}

/// The mean of what a cell is expected to earn, rounded half up; nothing for an empty cell.
fn target(cell: &Cell, fitting: &[u32], items: &[PoolItem]) -> u64 {
    let sum: u64 = fitting.iter().map(|i| expectation(items[*i as usize].difficulty)).sum();
    let (n, points) = (fitting.len() as u64, u64::from(cell.points().get()));
    (2 * points * sum + n).checked_div(2 * n).unwrap_or(0)
}

fn drawn(key: &Bytes32, number: u16, cell: u16, points: Points, item: &PoolItem) -> DrawnItem {
    let id = item.id.as_str().as_bytes();
    let shares = points.split(item.parts.len() as u32);
    let parts = (1u8..).zip(item.parts.iter().zip(shares)).map(|(part, (shape, points))| {
        let part = part.to_string();
        DrawnPart { kind: shape.kind, points, order: order(key, &[b"options", id, part.as_bytes()], shape) }
    });
    DrawnItem {
        number,
        cell,
        id: item.id.clone(),
        kind: item.shape.kind,
        difficulty: item.difficulty,
        points,
        order: order(key, &[b"options", id], &item.shape),
        parts: parts.collect(),
    }
}

fn order(key: &Bytes32, name: &[&[u8]], shape: &Shape) -> Vec<u8> {
    if shape.options == 0 {
        return Vec::new();
    }
    let mut order: Vec<u8> = (0..shape.options).filter(|i| !shape.pins.contains(i)).collect();
    KeyStream::new(&hmac(key, &lp(name))).shuffle(&mut order);
    order.extend(&shape.pins);
    order
}
