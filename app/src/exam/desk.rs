//! What the page knows while somebody sits at it: signals, the same on the server and in the browser.

use super::{
    answer::{self, asked},
    clock,
    queue::{Light, Queue},
};
use contract::exam::SheetView;
use domain::exam::{GivenAnswer, ItemRef, delivery::DeliveredItem};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The screen of all items, in place of an item's number.
pub const OVERVIEW: u16 = 0;

/// A sentence above the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whether something went wrong.
    pub bad: bool,
    /// What is said.
    pub words: String,
}

impl Told {
    /// Something went right.
    #[must_use]
    pub fn good(words: impl Into<String>) -> Self {
        Self { bad: false, words: words.into() }
    }
    /// Something went wrong.
    #[must_use]
    pub fn bad(words: impl Into<String>) -> Self {
        Self { bad: true, words: words.into() }
    }
}

/// Whether this page may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pen {
    /// It may.
    Here,
    /// Another device, or another page on this one, does.
    Elsewhere,
}

/// How far handing in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nobody has asked for it.
    Open,
    /// The candidate has; what waits is sent first.
    Asked,
    /// The time is up; nothing can be changed.
    TimeUp,
}

/// What the page knows. A handle: copies show the same.
#[derive(Clone, Copy)]
pub struct Desk {
    view: StoredValue<SheetView>,
    /// The answers and flags.
    pub queue: RwSignal<Queue>,
    /// The item shown, from 1, or [`OVERVIEW`].
    pub screen: RwSignal<u16>,
    /// The item shown last.
    pub last: RwSignal<u16>,
    /// Who may write.
    pub pen: RwSignal<Pen>,
    /// The deadline, in milliseconds since 1970; an extension moves it.
    pub deadline: RwSignal<i64>,
    /// Seconds left.
    pub left: RwSignal<i64>,
    /// Whether scripts have taken over.
    pub live: RwSignal<bool>,
    /// What the browser believes of the network.
    pub online: RwSignal<bool>,
    /// Whether the sign-in has expired.
    pub signed_out: RwSignal<bool>,
    /// A sentence above the question.
    pub told: RwSignal<Option<Told>>,
    /// What screen readers are told of the time.
    pub said: RwSignal<String>,
    /// How far handing in has come.
    pub end: RwSignal<End>,
}

impl Desk {
    /// Lays out a sitting. `told` is what the last request had to say.
    #[must_use]
    pub fn new(view: SheetView, told: Option<Told>) -> Self {
        let screen = if view.overview { OVERVIEW } else { view.current };
        Self {
            queue: RwSignal::new(Queue::new(&view)),
            screen: RwSignal::new(screen),
            last: RwSignal::new(view.current.max(1)),
            pen: RwSignal::new(if view.writable { Pen::Here } else { Pen::Elsewhere }),
            deadline: RwSignal::new(view.deadline_ms),
            left: RwSignal::new(clock::seconds(view.deadline_ms - view.now_ms)),
            live: RwSignal::new(false),
            online: RwSignal::new(true),
            signed_out: RwSignal::new(false),
            told: RwSignal::new(told),
            said: RwSignal::new(String::new()),
            end: RwSignal::new(End::Open),
            view: StoredValue::new(view),
        }
    }

    /// Reads what the server has sent.
    pub fn with<R>(&self, read: impl FnOnce(&SheetView) -> R) -> R {
        self.view.with_value(read)
    }

    /// The sitting.
    #[must_use]
    pub fn attempt(&self) -> String {
        self.with(|view| view.attempt.to_string())
    }

    /// The address of a screen.
    #[must_use]
    pub fn address(&self, screen: u16) -> String {
        format!("/my/exams/{}?item={screen}", self.attempt())
    }

    /// How many items there are.
    #[must_use]
    pub fn count(&self) -> u16 {
        self.with(|view| u16::try_from(view.items.len()).unwrap_or(u16::MAX))
    }

    /// The item of a number.
    #[must_use]
    pub fn item(&self, number: u16) -> Option<DeliveredItem> {
        self.with(|view| view.items.iter().find(|item| item.number == number).cloned())
    }

    /// The answer to an item as the candidate sees it.
    #[must_use]
    pub fn given(&self, item: ItemRef) -> Option<GivenAnswer> {
        self.queue.with(|queue| queue.given(item).cloned())
    }

    /// The numbers of the items that are not, or not wholly, answered.
    #[must_use]
    pub fn unanswered(&self) -> Vec<u16> {
        self.queue.with(|queue| {
            let blank = |item: &DeliveredItem| {
                asked(item).iter().any(|asked| !answer::says_something(queue.given(asked.item)))
            };
            self.with(|view| view.items.iter().filter(|item| blank(item)).map(|item| item.number).collect())
        })
    }

    /// Under which reference an item is flagged: a case has none of its own, so its first question stands for it.
    #[must_use]
    pub fn flag_of(&self, number: u16) -> ItemRef {
        let first = |item: &DeliveredItem| asked(item).first().map(|asked| asked.item);
        self.item(number).as_ref().and_then(first).unwrap_or(ItemRef::item(number))
    }

    /// Whether an item is flagged.
    #[must_use]
    pub fn is_flagged(&self, number: u16) -> bool {
        let item = self.flag_of(number);
        self.queue.with(|queue| queue.is_flagged(item))
    }

    /// How the saving stands.
    #[must_use]
    pub fn light(&self) -> Light {
        self.queue.with(|queue| queue.light(self.online.get()))
    }

    /// Whether answers can be given.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.pen.get() == Pen::Here && self.end.get() == End::Open
    }

    /// Takes an answer.
    pub fn answer(&self, item: ItemRef, given: GivenAnswer, typing: bool) {
        if untrack(|| self.is_open()) {
            self.queue.update(|queue| queue.put(item, given, typing));
        }
    }

    /// Ticks a letter or takes the tick away.
    pub fn tick(&self, item: ItemRef, letter: char, on: bool) {
        let given = self.queue.with_untracked(|queue| answer::toggled(queue.given(item), letter, on));
        self.answer(item, given, false);
    }

    /// Says that nobody is typing any more.
    pub fn settle(&self) {
        self.queue.update(Queue::settle);
    }

    /// Flags an item, or takes the flag away.
    pub fn turn_flag(&self, number: u16) {
        let (item, on) = (self.flag_of(number), !untrack(|| self.is_flagged(number)));
        if untrack(|| self.is_open()) {
            self.queue.update(|queue| queue.flag(item, on));
        }
    }

    /// Shows another screen; beyond the last item stands the overview.
    pub fn go(&self, screen: u16) {
        self.settle();
        self.told.set(None);
        let screen = if screen > self.count() { OVERVIEW } else { screen };
        if screen != OVERVIEW {
            self.last.set(screen);
        }
        self.screen.set(screen);
    }

    /// Asks for handing in.
    pub fn hand_in(&self) {
        self.settle();
        if untrack(|| self.is_open()) {
            self.end.set(End::Asked);
        }
    }
}
