//! How long things took.

use std::time::Duration;

/// Durations, to be asked for their spread.
#[derive(Default)]
pub struct Spread(Vec<Duration>);

impl Spread {
    /// Takes durations in.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Duration>) {
        self.0.extend(more);
    }

    /// The duration that a share of them (0 to 1) does not exceed, in milliseconds.
    pub fn at(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        // Within a vector, so no precision is lost that matters.
        let place = (last as f64 * share).ceil() as usize;
        self.0.get(place).map_or(0.0, |taken| taken.as_secs_f64() * 1000.0)
    }
}
