//! The offline queue: what this device has not yet been told is durable. A pure state machine; sending, waiting
//! and keeping are done around it.
//!
//! One answer is under way at a time, the oldest first. An answer leaves the queue only when the server has
//! acknowledged exactly it, or has refused it for good.

use super::answer;
use contract::exam::{SavedAnswer, SheetView};
use domain::exam::{GivenAnswer, ItemRef};
use serde::{Deserialize, Serialize};

/// The longest wait between two tries, in seconds.
const LONGEST_WAIT: u32 = 30;
/// How often one answer may get a new number before it is given up.
const RENUMBERED: u8 = 3;

/// An answer that is not known to be durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of which item.
    pub item: ItemRef,
    /// As given.
    pub answer: GivenAnswer,
    /// What was saved when it was given: tells whether another device has answered since.
    pub before: Option<GivenAnswer>,
    /// The lease it is sent under.
    pub lease: u32,
    /// Its number within the lease.
    pub seq: u64,
    /// It is still being typed; wait for a pause.
    #[serde(skip)]
    pub typing: bool,
    /// How often its number was taken already.
    #[serde(skip)]
    renumbered: u8,
}

/// A flag that is not known to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Of which item.
    pub item: ItemRef,
    /// Set or taken away.
    pub on: bool,
}

/// What the device keeps over a reload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Answers under way, by number.
    pub answers: Vec<Entry>,
    /// Flags under way.
    pub flags: Vec<Flag>,
}

/// How the saving stands, for the badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Everything is durable.
    Saved,
    /// Something is under way.
    Saving,
    /// The server cannot be reached; so many answers wait.
    Offline(usize),
}

/// The answers of a sitting as this device knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    lease: u32,
    next_seq: u64,
    saved: Vec<SavedAnswer>,
    flagged: Vec<ItemRef>,
    waiting: Kept,
    failures: u32,
}

impl Queue {
    /// Starts from what the server knows.
    #[must_use]
    pub fn new(view: &SheetView) -> Self {
        Self {
            lease: view.lease,
            next_seq: view.next_seq,
            saved: view.answers.clone(),
            flagged: view.flags.clone(),
            waiting: Kept::default(),
            failures: 0,
        }
    }

    /// Takes up what was kept before a reload; gives the items on which another device has answered since, where
    /// its saved answer stands. What was sent under this lease is sent again under its number, as it may have
    /// arrived.
    pub fn restore(&mut self, kept: Kept) -> Vec<ItemRef> {
        let mut overruled = Vec::new();
        for mut entry in kept.answers {
            if entry.lease != self.lease {
                let saved = answer::find(&self.saved, entry.item);
                if saved == Some(&entry.answer) {
                    continue;
                }
                if saved != entry.before.as_ref() {
                    overruled.push(entry.item);
                    continue;
                }
                (entry.lease, entry.seq) = (self.lease, self.number());
            }
            self.next_seq = self.next_seq.max(entry.seq + 1);
            self.enqueue(entry);
        }
        for flag in kept.flags {
            self.flag(flag.item, flag.on);
        }
        overruled
    }

    /// Takes an answer; `typing` lets it wait for a pause.
    pub fn put(&mut self, item: ItemRef, given: GivenAnswer, typing: bool) {
        if self.given(item) == Some(&given) {
            return;
        }
        let before = answer::find(&self.saved, item).cloned();
        let (lease, seq) = (self.lease, self.number());
        self.enqueue(Entry { item, answer: given, before, lease, seq, typing, renumbered: 0 });
    }

    /// Says that nobody is typing any more.
    pub fn settle(&mut self) {
        self.waiting.answers.iter_mut().for_each(|entry| entry.typing = false);
    }

    /// Whether somebody is typing.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.waiting.answers.iter().any(|entry| entry.typing)
    }

    /// Sets a flag or takes it away. It is sent even if it equals what is saved: the opposite may be under way.
    pub fn flag(&mut self, item: ItemRef, on: bool) {
        self.waiting.flags.retain(|flag| flag.item != item);
        self.waiting.flags.push(Flag { item, on });
    }

    /// The answer to send next.
    #[must_use]
    pub fn next(&self) -> Option<&Entry> {
        self.waiting.answers.iter().find(|entry| !entry.typing)
    }

    /// The flag to send next; answers go first.
    #[must_use]
    pub fn next_flag(&self) -> Option<Flag> {
        self.waiting.flags.first().copied()
    }

    /// Notes that exactly this answer is durable. A newer one to the same item goes on waiting.
    pub fn acknowledge(&mut self, sent: &Entry) {
        self.failures = 0;
        answer::put(&mut self.saved, sent.item, sent.answer.clone());
        self.waiting.answers.retain(|entry| (entry.item, entry.seq) != (sent.item, sent.seq));
        for entry in self.waiting.answers.iter_mut().filter(|entry| entry.item == sent.item) {
            entry.before = Some(sent.answer.clone());
        }
    }

    /// Notes that a flag is saved, or will never be (`kept` false).
    pub fn settle_flag(&mut self, sent: Flag, kept: bool) {
        self.failures = 0;
        self.waiting.flags.retain(|flag| *flag != sent);
        if kept {
            self.flagged.retain(|item| *item != sent.item);
            if sent.on {
                self.flagged.push(sent.item);
            }
        }
    }

    /// Gives the seconds to wait when nothing comes back: 1, 2, 4 … 30.
    #[must_use]
    pub fn patience(&self) -> u32 {
        (1u32 << self.failures).min(LONGEST_WAIT)
    }

    /// Notes that nothing came back.
    pub fn lost(&mut self) {
        // Beyond this the wait is at its longest anyway.
        self.failures = (self.failures + 1).min(8);
    }

    /// Notes that the number was used already: the answer gets a new one, a few times. Says whether it did;
    /// otherwise it is given up.
    pub fn renumber(&mut self, sent: &Entry) -> bool {
        let number = self.number();
        let found =
            self.waiting.answers.iter_mut().find(|entry| (entry.item, entry.seq) == (sent.item, sent.seq));
        let Some(entry) = found else { return true };
        if entry.renumbered >= RENUMBERED {
            self.give_up(sent);
            return false;
        }
        (entry.seq, entry.renumbered) = (number, entry.renumbered + 1);
        self.waiting.answers.sort_by_key(|entry| entry.seq);
        true
    }

    /// Drops an answer that was refused for good; what is saved shows again.
    pub fn give_up(&mut self, sent: &Entry) {
        self.failures = 0;
        self.waiting.answers.retain(|entry| (entry.item, entry.seq) != (sent.item, sent.seq));
    }

    /// Drops everything, once the paper is handed in.
    pub fn clear(&mut self) {
        self.waiting = Kept::default();
        self.failures = 0;
    }

    /// The answer to an item as the candidate sees it: the newest, saved or not.
    #[must_use]
    pub fn given(&self, item: ItemRef) -> Option<&GivenAnswer> {
        let waiting = self.waiting.answers.iter().find(|entry| entry.item == item).map(|entry| &entry.answer);
        waiting.or_else(|| answer::find(&self.saved, item))
    }

    /// Whether an item is flagged, saved or not.
    #[must_use]
    pub fn is_flagged(&self, item: ItemRef) -> bool {
        let waiting = self.waiting.flags.iter().find(|flag| flag.item == item);
        waiting.map_or_else(|| self.flagged.contains(&item), |flag| flag.on)
    }

    /// Whether an answer to the item is saved on the server.
    #[must_use]
    pub fn is_saved(&self, item: ItemRef) -> bool {
        answer::find(&self.saved, item).is_some()
    }

    /// How many answers wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.answers.len()
    }

    /// What must survive a reload; nothing when all is durable.
    #[must_use]
    pub fn kept(&self) -> Option<&Kept> {
        (self.waiting != Kept::default()).then_some(&self.waiting)
    }

    /// How the saving stands. `online` is what the browser believes.
    #[must_use]
    pub fn light(&self, online: bool) -> Light {
        let waiting = self.waiting();
        match () {
            () if !online || self.failures > 0 => Light::Offline(waiting),
            () if waiting > 0 || !self.waiting.flags.is_empty() => Light::Saving,
            () => Light::Saved,
        }
    }

    /// The lease that answers are sent under.
    #[must_use]
    pub const fn lease(&self) -> u32 {
        self.lease
    }

    /// The number of the next answer.
    #[must_use]
    pub const fn next_seq(&self) -> u64 {
        self.next_seq
    }

    fn number(&mut self) -> u64 {
        self.next_seq += 1;
        self.next_seq - 1
    }

    fn enqueue(&mut self, entry: Entry) {
        self.waiting.answers.retain(|other| other.item != entry.item);
        self.waiting.answers.push(entry);
        self.waiting.answers.sort_by_key(|entry| entry.seq);
    }
}

#[cfg(test)]
mod tests;
