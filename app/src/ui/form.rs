//! Forms that work without a script.

use leptos::prelude::*;

use super::{Button, Link, LinkButton, Text};

/// Posts its fields; cross-site posts are refused by origin, so it carries no token.
#[component]
pub fn PostForm(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// Sends files (`multipart/form-data`).
    #[prop(optional)]
    multipart: bool,
    /// The id, for buttons outside.
    #[prop(optional, into)]
    id: Text,
    /// Lays its fields in one line instead of one below the other.
    #[prop(optional)]
    inline: bool,
    /// Leaves checking to the server, which then explains all errors at once (the default).
    #[prop(default = true)]
    novalidate: bool,
    /// Fields and buttons.
    children: Children,
) -> AnyView {
    view! {
        <form
            class="form"
            method="post"
            action=action
            id=id.into_option()
            enctype=multipart.then_some("multipart/form-data")
            data-layout=inline.then_some("inline")
            novalidate=novalidate
        >
            {children()}
        </form>
    }
    .into_any()
}

/// Asks a list for a part of its rows; order and other parameters of the link are kept, the page is not.
#[component]
pub fn Filters(
    /// The list as it is looked at; its path is where the question goes.
    link: Link,
    /// The names of the fields inside, which replace the same parameters of the link.
    fields: &'static [&'static str],
    /// The words of the button.
    #[prop(default = "筛选".into(), into)]
    label: String,
    /// The fields.
    children: Children,
) -> AnyView {
    let filtered = link.pairs().iter().any(|(key, _)| fields.contains(&key.as_str()));
    let kept = |key: &str| key != "page" && !fields.contains(&key);
    let hidden = link.pairs().iter().filter(|(key, _)| kept(key)).cloned();
    let hidden = hidden.map(|(key, value)| view! { <input type="hidden" name=key value=value/> });
    let clear = fields.iter().fold(link.without("page"), |link, field| link.without(field));
    view! {
        <form class="filters" method="get" action=link.path().to_owned() role="search">
            {hidden.collect::<Vec<_>>()}
            {children()}
            <div class="actions">
                <Button>{label}</Button>
                {filtered.then(|| view! { <LinkButton href=clear.to_string()>"清除"</LinkButton> })}
            </div>
        </form>
    }
    .into_any()
}
