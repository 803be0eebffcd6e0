//! A message in the flow of a page.

use leptos::prelude::*;

use super::{Text, Tone};

/// Says something about the page: what was done, what is short, what will happen.
///
/// Warnings and failures are announced at once (`role=alert`), the rest politely (`role=status`).
#[component]
pub fn Notice(
    /// What the message means.
    #[prop(default = Tone::Accent)]
    tone: Tone,
    /// The message in one sentence.
    #[prop(into)]
    title: String,
    /// What to know or do next.
    #[prop(optional, into)]
    body: Text,
    /// Links or buttons under the words.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let role = if matches!(tone, Tone::Warn | Tone::Bad) { "alert" } else { "status" };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <strong>{title}</strong>
            {body.into_option().map(|body| view! { <p class="small">{body}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
