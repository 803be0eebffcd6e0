//! A section of a page on its own surface.

use leptos::prelude::*;

use super::Text;

/// Holds one matter under an optional heading.
#[component]
pub fn Card(
    /// The heading (`h2`).
    #[prop(optional, into)]
    title: Text,
    /// The anchor of the section.
    #[prop(optional, into)]
    id: Text,
    /// What stands at the end of the heading: a badge, a link, a small remark.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// How many of the four columns of a `.grid` it takes, 1 to 4.
    #[prop(default = 1)]
    span: u8,
    /// The content.
    children: Children,
) -> AnyView {
    let head = (title.is_some() || aside.is_some()).then(|| {
        view! {
            <div class="row">
                {title.into_option().map(|title| view! { <h2>{title}</h2> })}
                {aside}
            </div>
        }
    });
    view! {
        <section class="card stack" id=id.into_option() data-span=(span > 1).then(|| span.to_string())>
            {head}
            {children()}
        </section>
    }
    .into_any()
}
