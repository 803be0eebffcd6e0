//! What opens on demand, without a script.

use leptos::prelude::*;

use super::Kind;

/// Hides a matter behind its name; as a button it asks before an act that takes something away.
#[component]
pub fn Disclosure(
    /// The words always in sight.
    #[prop(into)]
    label: String,
    /// Looks like a button of this kind; otherwise like a line of text.
    #[prop(optional)]
    button: Option<Kind>,
    /// Is open at first.
    #[prop(optional)]
    open: bool,
    /// What opens.
    children: Children,
) -> AnyView {
    let class = if button.is_some() { "button" } else { "disclosure-label" };
    view! {
        <details class="disclosure" open=open>
            <summary class=class data-kind=button.and_then(Kind::name)>{label}</summary>
            <div class="disclosure-body stack">{children()}</div>
        </details>
    }
    .into_any()
}
