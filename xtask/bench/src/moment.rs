//! What work costs, on a machine that others work on too.

use std::{
    fs,
    time::{Duration, Instant},
};

/// When some work began: by the processor time of this thread where Linux tells it, else by the clock.
pub struct Moment {
    processor: Option<Duration>,
    clock: Instant,
}

impl Moment {
    /// Notes the present.
    pub fn now() -> Self {
        Self { processor: processor(), clock: Instant::now() }
    }
    /// Gives what has been spent since.
    pub fn elapsed(&self) -> Duration {
        match (self.processor, processor()) {
            (Some(then), Some(now)) => now.saturating_sub(then),
            _ => self.clock.elapsed(),
        }
    }
}

/// The processor time of this thread so far: the first number of its `schedstat`, in nanoseconds.
fn processor() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_does_not_go_back() {
        let start = Moment::now();
        let first = start.elapsed();
        assert!(start.elapsed() >= first);
    }
}
