//! How much of a whole is reached.

use leptos::prelude::*;

use super::Tone;

/// Shows a share as a bar; the figure itself stands beside it.
#[component]
pub fn Meter(
    /// What is measured, for screen readers.
    #[prop(into)]
    label: String,
    /// The part reached, in the unit of `max`.
    value: u64,
    /// The whole; 0 shows an empty bar.
    max: u64,
    /// What the share means.
    #[prop(default = Tone::Accent)]
    tone: Tone,
) -> AnyView {
    let max = max.max(1);
    let value = value.min(max).to_string();
    view! { <progress class="meter" data-tone=tone.name() aria-label=label value=value max=max.to_string()></progress> }.into_any()
}
