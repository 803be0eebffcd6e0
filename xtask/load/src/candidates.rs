//! What virtual candidates do: start together, answer at a given pace or as fast as they can, hand in.

use anyhow::{Result, anyhow};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use support::crowd::{Candidate, Crowd, Lost};
use uuid::Uuid;

/// Candidates with a line to the server.
pub struct Room {
    seats: Vec<Candidate>,
    training: Uuid,
}

/// What a phase took.
pub struct Phase {
    /// From its beginning to its end.
    pub took: Duration,
    /// Of each request.
    pub requests: Vec<Duration>,
    /// Requests that got no answer.
    pub errors: usize,
}

type Told = (Candidate, Vec<Duration>, usize);

impl Room {
    /// Seats a crowd before a server.
    pub fn new(crowd: &Crowd, server: SocketAddr) -> Self {
        let seats = crowd.people.iter().map(|attendee| Candidate::new(attendee.clone(), server)).collect();
        Self { seats, training: crowd.training }
    }

    /// All start within a second.
    pub async fn start(&mut self) -> Result<Phase> {
        let (count, training) = (self.seats.len(), self.training);
        self.each(move |mut candidate, place, begun| async move {
            pause_until(
                begun
                    + Duration::from_secs(1) * u32::try_from(place).unwrap_or(0)
                        / u32::try_from(count).unwrap_or(1),
            )
            .await;
            let asked = Instant::now();
            let errors = usize::from(candidate.start(training).await.is_err());
            (candidate, vec![asked.elapsed()], errors)
        })
        .await
    }

    /// All read their sheet.
    pub async fn read(&mut self) -> Result<Phase> {
        self.each(|mut candidate, _, _| async move {
            let asked = Instant::now();
            let errors = usize::from(candidate.read().await.is_err());
            (candidate, vec![asked.elapsed()], errors)
        })
        .await
    }

    /// All answer a range of items; `rate` is how many answers a second arrive from all together, none for as
    /// fast as each gets its acknowledgement. Latencies count from when an answer was due.
    pub async fn answer(&mut self, items: std::ops::Range<usize>, rate: Option<f64>) -> Result<Phase> {
        let count = self.seats.len();
        self.each(move |mut candidate, place, begun| {
            let items = items.clone();
            async move {
                let (mut took, mut errors) = (Vec::with_capacity(items.len()), 0);
                let first = items.start;
                for item in items {
                    let mut due = Instant::now();
                    if let Some(rate) = rate {
                        due = begun + Duration::from_secs_f64(((item - first) * count + place) as f64 / rate);
                        pause_until(due).await;
                    }
                    let saved: Result<(), Lost> = candidate.answer(item, item as u64 + 1, place + item).await;
                    errors += usize::from(saved.is_err());
                    took.push(due.elapsed());
                }
                (candidate, took, errors)
            }
        })
        .await
    }

    /// All hand in.
    pub async fn submit(&mut self) -> Result<Phase> {
        self.each(|mut candidate, _, _| async move {
            let asked = Instant::now();
            let errors = usize::from(candidate.submit().await.is_err());
            (candidate, vec![asked.elapsed()], errors)
        })
        .await
    }

    async fn each<F: Future<Output = Told> + Send + 'static>(
        &mut self,
        act: impl Fn(Candidate, usize, Instant) -> F,
    ) -> Result<Phase> {
        let begun = Instant::now();
        let seats = std::mem::take(&mut self.seats).into_iter().enumerate();
        let tasks: Vec<_> =
            seats.map(|(place, candidate)| tokio::spawn(act(candidate, place, begun))).collect();
        let mut phase = Phase { took: Duration::ZERO, requests: Vec::new(), errors: 0 };
        for task in tasks {
            let (candidate, took, errors) = task.await.map_err(|e| anyhow!("a candidate broke down: {e}"))?;
            self.seats.push(candidate);
            phase.requests.extend(took);
            phase.errors += errors;
        }
        phase.took = begun.elapsed();
        Ok(phase)
    }
}

async fn pause_until(instant: Instant) {
    tokio::time::sleep_until(instant.into()).await;
}
