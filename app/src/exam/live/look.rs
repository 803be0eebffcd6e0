//! Asking the server for the time, so that an extension, a take-over, a voiding and the end are learnt of without
//! a reload; the server learns that the device is there.

use super::Live;
use crate::exam::{
    clock,
    desk::{End, Pen, Told},
    reply::{self, Clock, Reply, State},
    wire,
};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How often the server is asked.
const EVERY: Duration = Duration::from_secs(30);

impl Live {
    /// Asks now and again and again.
    pub(super) fn keep_looking(self) {
        set_interval(move || self.look(), EVERY);
        self.look();
    }

    /// Asks once; what cannot be learnt now is learnt the next time.
    pub(super) fn look(self) {
        if self.wires.with_value(|wires| wires.gone) {
            return;
        }
        spawn_local(async move {
            match self.ask().await {
                Ok(clock) => {
                    // Set only where it changes: a message that is set again is read out again.
                    if self.desk.signed_out.get_untracked() {
                        self.desk.signed_out.set(false);
                        self.kick();
                    }
                    self.heed(clock);
                }
                Err(Reply::SignedOut) => self.desk.signed_out.set(true),
                Err(_) => {}
            }
        });
    }

    /// Asks for the clock of the sitting.
    pub(super) async fn ask(self) -> Result<Clock, Reply> {
        let lease = self.desk.queue.with_untracked(|queue| queue.lease());
        let path = format!("/api/exam/clock?attempt={}&lease={lease}", self.desk.attempt());
        let (status, body) = wire::get(&path).await.ok_or(Reply::Lost)?;
        reply::clock(status, &body)
    }

    /// Draws the consequence; gives whether there is time left.
    pub(super) fn heed(self, clock: Clock) -> bool {
        let desk = self.desk;
        let here = desk.pen.get_untracked() == Pen::Here;
        let waits = desk.queue.with_untracked(|queue| queue.waiting() > 0);
        match clock.state {
            // The page of the result says why.
            State::Voided => self.finish(),
            // What waits is sent first, and the server says what became of it.
            State::Submitted if here && waits => {}
            State::Submitted => self.finish(),
            State::Open => {
                if here && !clock.writable {
                    desk.pen.set(Pen::Elsewhere);
                }
                self.moved(clock);
                return clock.left_ms > 0;
            }
        }
        false
    }

    /// Takes over the server's time, and says what an invigilator gave.
    fn moved(self, clock: Clock) {
        let desk = self.desk;
        self.set_clock(clock.left_ms);
        desk.deadline.set(clock.deadline_ms);
        let before = self.wires.with_value(|wires| wires.deadline_ms);
        self.wires.update_value(|wires| wires.deadline_ms = clock.deadline_ms);
        let was_over = desk.end.get_untracked() == End::TimeUp;
        if was_over && clock.left_ms > 0 {
            desk.end.set(End::Open);
        }
        if let Some(minutes) = clock::gained(clock.deadline_ms - before) {
            let words = clock::extended(minutes, clock.deadline_ms);
            desk.told.set(Some(Told::good(words)));
        }
        self.tick();
    }
}
