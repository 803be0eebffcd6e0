//! Where things stand in a chart: whole user units, origin at the top left, no drawing.

/// The field of a chart inside its margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plot {
    pub left: i64,
    pub right: i64,
    pub top: i64,
    pub bottom: i64,
}

/// One bar: its left edge, its top, its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

impl Rect {
    /// Gives the middle of the bar, where its words are centred.
    pub const fn middle(self) -> i64 {
        self.x + self.width / 2
    }
}

impl Plot {
    /// Gives the height of a value on an axis from 0 to `ceiling`; greater values stop at the top.
    pub fn y(self, value: u64, ceiling: u64) -> i64 {
        let ceiling = u128::from(ceiling.max(1));
        let height = u128::from((self.bottom - self.top).max(0).unsigned_abs());
        let up = (u128::from(value).min(ceiling) * height + ceiling / 2) / ceiling;
        self.bottom - i64::try_from(up).unwrap_or(self.bottom - self.top)
    }

    /// Gives the bar of a value in the slot `index` of `count`, filling `share` percent of the slot.
    pub fn bar(self, index: usize, count: usize, share: i64, value: u64, ceiling: u64) -> Rect {
        let (start, end) = (self.slot(index, count), self.slot(index + 1, count));
        let width = ((end - start) * share / 100).max(1);
        let y = self.y(value, ceiling);
        Rect { x: start + (end - start - width) / 2, y, width, height: self.bottom - y }
    }

    /// Gives the left edge of a slot; slot `count` is the right edge of the field.
    fn slot(self, index: usize, count: usize) -> i64 {
        let count = i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        self.left + (self.right - self.left).saturating_mul(index) / count
    }
}

/// Finds the least of 1, 2, 4, 5, 8 times a power of ten, not below 4, that a greatest value fits under.
///
/// All of them can be halved or quartered, so the axis carries round numbers.
pub(super) fn ceiling(greatest: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for step in [1, 2, 4, 5, 8] {
            let candidate = power.saturating_mul(step);
            if candidate >= greatest.max(4) {
                return candidate;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Writes the points of a line as SVG wants them.
pub(super) fn points(points: &[(i64, i64)]) -> String {
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// Gives the reached part of a ring in thousandths; a whole of 0 counts as nothing reached.
pub(super) fn thousandths(value: u64, whole: u64) -> u64 {
    let share = u128::from(value.min(whole)) * 1000 / u128::from(whole.max(1));
    u64::try_from(share).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Plot = Plot { left: 40, right: 400, top: 20, bottom: 180 };

    #[test]
    fn nothing_stands_on_the_axis_and_all_reaches_the_top() {
        assert_eq!(PLOT.y(0, 100), 180);
        assert_eq!(PLOT.y(50, 100), 100);
        assert_eq!(PLOT.y(100, 100), 20);
    }

    #[test]
    fn a_value_above_the_axis_does_not_leave_the_field() {
        assert_eq!(PLOT.y(u64::MAX, 100), 20);
        assert_eq!(PLOT.y(7, 0), 20);
    }

    #[test]
    fn bars_stand_in_the_middle_of_equal_slots() {
        let first = PLOT.bar(0, 3, 50, 100, 100);
        assert_eq!(first, Rect { x: 70, y: 20, width: 60, height: 160 });
        assert_eq!(first.middle(), 100);
        assert_eq!(PLOT.bar(2, 3, 50, 0, 100), Rect { x: 310, y: 180, width: 60, height: 0 });
    }

    #[test]
    fn many_bars_stay_inside_the_field() {
        let last = PLOT.bar(999, 1000, 80, 1, 1);
        assert!(last.x >= PLOT.left && last.x + last.width <= PLOT.right + 1);
    }

    #[test]
    fn the_axis_ends_at_a_round_number_not_below_the_greatest() {
        assert_eq!([0, 3, 7, 8, 9, 41, 81, 100, 401].map(ceiling), [4, 4, 8, 8, 10, 50, 100, 100, 500]);
    }

    #[test]
    fn the_axis_of_the_greatest_number_is_found() {
        assert_eq!(ceiling(u64::MAX), u64::MAX);
    }

    #[test]
    fn a_ring_of_nothing_is_empty() {
        assert_eq!(thousandths(0, 0), 0);
        assert_eq!(thousandths(964, 1000), 964);
        assert_eq!(thousandths(9, 4), 1000);
    }

    #[test]
    fn points_are_pairs_between_spaces() {
        assert_eq!(points(&[(1, 2), (3, 4)]), "1,2 3,4");
    }
}
