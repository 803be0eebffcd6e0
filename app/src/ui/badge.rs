//! A state in one or two words.

use leptos::prelude::*;

use super::Tone;

/// Shows a state as a small pill; the words carry the meaning, the colour repeats it.
#[component]
pub fn Badge(
    /// What the state means.
    #[prop(optional)]
    tone: Tone,
    /// The words.
    children: Children,
) -> AnyView {
    view! { <span class="badge" data-tone=tone.name()>{children()}</span> }.into_any()
}
