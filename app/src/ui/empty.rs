//! Nothing there yet.

use leptos::prelude::*;

use super::Text;

/// Says that there is nothing and what would bring something.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, or what would change it.
    #[prop(optional, into)]
    body: Text,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {body.into_option().map(|body| view! { <p class="small muted">{body}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
