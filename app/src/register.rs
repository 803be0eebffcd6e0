//! Pages: the registers of statutory certificates and of places.

mod forms;
mod import;
mod places;
mod statutory;
mod unit;

pub use import::{import, preview};
pub use places::places;
pub use statutory::{lacking, statutory};
pub use unit::{mine, unit};

use crate::{
    archive::tone,
    ui::{self, Tone},
};
use contract::archive::{Value, statutory_state};
use domain::register::{EntryState, StatutoryState};
use leptos::prelude::*;

/// What a registered certificate is worth, as a badge.
fn worth(entry: EntryState, state: StatutoryState) -> AnyView {
    if entry == EntryState::Proposed {
        return view! { <ui::Badge tone=Tone::Warn>"待确认"</ui::Badge> }.into_any();
    }
    match statutory_state(state) {
        Value::State(words, mood) => view! { <ui::Badge tone=tone(mood)>{words}</ui::Badge> }.into_any(),
        other => other.shown().into_any(),
    }
}
