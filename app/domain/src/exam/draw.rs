//! The steps of a draw; the frozen algorithm is described in [`paper`](super::paper).

mod draft;

pub(super) use draft::Draft;

use super::{
    blueprint::{Blueprint, Cell},
    order::Order,
    paper::{
        DrawRefusal, DrawnItem, DrawnPart, MOST_TRIES, Paper, PaperKey, TOLERANCE, TryKeys, expectation,
    },
    points::Points,
    pool::{Pool, PoolItem, Shape},
};
use crate::{
    bank::QuestionId,
    hash::{Bytes32, hmac, lp},
    stream::KeyStream,
};
use core::ops::Range;
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
    /// What each item of the pool is expected to earn, in thousandths of its points.
    expectations: Vec<u16>,
    /// The places in the pool of the items that fit, cell after cell, ascending within each, so by id.
    fitting: Vec<u32>,
    /// Where in `fitting` the items of each cell stand.
    ranges: Vec<Range<usize>>,
    /// For each cell that may lose items to an earlier one: where in its list each item of the pool stands,
    /// [`NOWHERE`] when it does not fit. Empty for the others.
    places: Vec<Vec<u32>>,
    target: u64,
}

/// The place of an item that does not fit a cell.
const NOWHERE: u32 = u32::MAX;

/// Which items are on a paper, before options are shuffled and numbers given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Which try was taken.
    try_number: u16,
    /// In hundredths × thousandths of a point.
    expected: u64,
    /// Places in the pool, in the order of the paper.
    chosen: Vec<u32>,
}

impl Selection {
    /// Gives the places in the pool, in the order of the paper.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.chosen
    }
    /// Gives what the paper is expected to earn, in hundredths × thousandths of a point.
    #[must_use]
    pub fn expected(&self) -> u64 {
        self.expected
    }
    /// Gives which try was taken, from 0.
    #[must_use]
    pub fn try_number(&self) -> u16 {
        self.try_number
    }
}

impl<'a> Table<'a> {
    /// Lays a blueprint over a pool.
    #[must_use]
    pub fn new(blueprint: &'a Blueprint, pool: &'a Pool) -> Self {
        let (cells, items) = (blueprint.cells(), pool.items());
        let mut fitting = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(cells.len());
        for cell in cells {
            let start = fitting.len();
            fitting.extend((0u32..).zip(items).filter(|(_, item)| item.fits(cell)).map(|(i, _)| i));
            ranges.push(start..fitting.len());
        }
        let shares = |index: usize, cell: &Cell| {
            let earlier: Vec<&Cell> = cells[..index].iter().filter(|rival| rival.kind == cell.kind).collect();
            let mut own = fitting[ranges[index].clone()].iter();
            own.any(|item| earlier.iter().any(|rival| items[*item as usize].fits(rival)))
        };
        let places = |(index, cell): (usize, &Cell)| {
            let mut places = Vec::new();
            if shares(index, cell) {
                places.resize(items.len(), NOWHERE);
                for (place, item) in (0u32..).zip(&fitting[ranges[index].clone()]) {
                    places[*item as usize] = place;
                }
            }
            places
        };
        let places = cells.iter().enumerate().map(places).collect();
        let expectations: Vec<u16> = items.iter().map(|item| expectation(item.difficulty) as u16).collect();
        let mean =
            |(cell, range): (&Cell, &Range<usize>)| target(cell, &fitting[range.clone()], &expectations);
        let target = cells.iter().zip(&ranges).map(mean).sum();
        Self { cells, items, expectations, fitting, ranges, places, target }
    }

    /// Draws one paper, as [`draw`] does.
    ///
    /// # Errors
    /// Refuses when a cell finds too few questions.
    pub fn draw(&self, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> Result<Paper, DrawRefusal> {
        let (key, selection) = self.choose(key, seen)?;
        Ok(self.paper(&key, &selection))
    }

    /// Selects the items of one paper: [`draw`](Self::draw) without its last steps.
    ///
    /// # Errors
    /// Refuses when a cell finds too few questions.
    pub fn select(&self, key: &PaperKey, seen: &BTreeSet<QuestionId>) -> Result<Selection, DrawRefusal> {
        Ok(self.choose(key, seen)?.1)
    }

    /// Selects the items of one try, whether or not it would be taken. Without a seat.
    ///
    /// # Errors
    /// Refuses when a cell finds too few questions.
    pub fn select_try(
        &self,
        key: &PaperKey,
        seen: &BTreeSet<QuestionId>,
        try_number: u16,
    ) -> Result<Selection, DrawRefusal> {
        let mut chosen = Vec::new();
        Draft::new(self, seen).select(&key.of_try(try_number), &mut chosen)?;
        Ok(Selection { try_number, expected: self.expected(&chosen), chosen })
    }

    /// Gives what papers of this blueprint and pool are expected to earn on average, in hundredths ×
    /// thousandths of a point.
    #[must_use]
    pub fn target(&self) -> u64 {
        self.target
    }

    /// Selects the items, and gives the key of the try that was taken.
    fn choose(
        &self,
        key: &PaperKey,
        seen: &BTreeSet<QuestionId>,
    ) -> Result<(Bytes32, Selection), DrawRefusal> {
        let mut draft = Draft::new(self, seen);
        let mut keys = TryKeys::of(key);
        if let Some(seating) = &key.seating {
            let of_try = keys.key(0);
            let chosen = draft.select_for_seat(&of_try, key, seating)?;
            return Ok((of_try, Selection { try_number: 0, expected: self.expected(&chosen), chosen }));
        }
        let count = self.cells.iter().map(|cell| usize::from(cell.count)).sum();
        let (mut chosen, mut least) = (Vec::with_capacity(count), u64::MAX);
        let mut nearest = ([0; 32], Selection { chosen: Vec::with_capacity(count), ..Selection::default() });
        for try_number in 0..MOST_TRIES {
            let of_try = keys.key(try_number);
            draft.select(&of_try, &mut chosen)?;
            let expected = self.expected(&chosen);
            let distance = expected.abs_diff(self.target);
            if distance < least {
                least = distance;
                // The two lists change places, so that none is made anew.
                let chosen = core::mem::replace(&mut chosen, core::mem::take(&mut nearest.1.chosen));
                nearest = (of_try, Selection { try_number, expected, chosen });
            }
            if distance <= TOLERANCE {
                break;
            }
        }
        Ok(nearest)
    }

    fn expected(&self, chosen: &[u32]) -> u64 {
        let mut rest = chosen;
        let each = self.cells.iter().map(|cell| {
            let (own, others) = rest.split_at(usize::from(cell.count).min(rest.len()));
            rest = others;
            let sum: u64 = own.iter().map(|item| u64::from(self.expectations[*item as usize])).sum();
            u64::from(cell.each.get()) * sum
        });
        each.sum()
    }

    fn paper(&self, key: &Bytes32, selection: &Selection) -> Paper {
        let mut options = KeyStream::new(&hmac(key, &lp(&[b"options"])));
        let mut items = Vec::with_capacity(selection.chosen.len());
        let mut chosen = selection.chosen.iter();
        for (index, cell) in (0u16..).zip(self.cells) {
            for item in chosen.by_ref().take(usize::from(cell.count)) {
                // A paper has at most 200 items.
                let number = items.len() as u16 + 1;
                items.push(drawn(&mut options, number, index, cell.each, &self.items[*item as usize]));
            }
        }
        let Selection { try_number, expected, .. } = *selection;
        Paper { try_number, expected, target: self.target, items }
    }
}

/// The mean of what a cell is expected to earn, rounded half up; nothing for an empty cell.
fn target(cell: &Cell, fitting: &[u32], expectations: &[u16]) -> u64 {
    let sum: u64 = fitting.iter().map(|i| u64::from(expectations[*i as usize])).sum();
    let (n, points) = (fitting.len() as u64, u64::from(cell.points().get()));
    (2 * points * sum + n).checked_div(2 * n).unwrap_or(0)
}

fn drawn(options: &mut KeyStream, number: u16, cell: u16, points: Points, item: &PoolItem) -> DrawnItem {
    let order = order(options, &item.shape);
    let shares = points.split(item.parts.len() as u32);
    let parts = item.parts.iter().zip(shares).map(|(shape, points)| DrawnPart {
        kind: shape.kind,
        points,
        order: self::order(options, shape),
    });
    let parts = parts.collect();
    DrawnItem {
        number,
        cell,
        id: item.id.clone(),
        kind: item.shape.kind,
        difficulty: item.difficulty,
        points,
        order,
        parts,
    }
}

/// Shuffles the options that are not pinned; the pinned ones follow.
fn order(options: &mut KeyStream, shape: &Shape) -> Order {
    let mut order = Order::default();
    for index in (0..shape.options).filter(|i| !shape.pins.contains(i)) {
        order.push(index);
    }
    options.shuffle(&mut order);
    for index in &shape.pins {
        order.push(*index);
    }
    order
}
