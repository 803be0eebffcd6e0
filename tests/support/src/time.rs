//! Time and chance in the hands of the test.

use application::{Clock, Entropy};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// A clock that stands still until the test moves it. It begins at [`MockClock::beginning`].
#[derive(Debug)]
pub struct MockClock(Mutex<DateTime<Utc>>);

impl MockClock {
    /// Monday, 2 March 2026, 9:00 in Shanghai: most of a year lies ahead.
    ///
    /// # Panics
    /// Never: the instant exists.
    #[must_use]
    pub fn beginning() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).single().expect("the instant exists")
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, to: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }

    /// Lets time pass.
    pub fn advance(&self, by: TimeDelta) {
        self.set(self.now() + by);
    }
}

impl Default for MockClock {
    fn default() -> Self {
        Self(Mutex::new(Self::beginning()))
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        Self::now(self)
    }
}

/// Bytes that look random, differ at each call, and are the same in each run.
#[derive(Debug, Default)]
pub struct SeededEntropy(AtomicU64);

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        let call = self.0.fetch_add(1, Ordering::Relaxed);
        for (block, chunk) in (0_u64..).zip(bytes.chunks_mut(32)) {
            let seed = [call.to_be_bytes(), block.to_be_bytes()].concat();
            chunk.copy_from_slice(&domain::hash::hash(&seed)[..chunk.len()]);
        }
    }
}
