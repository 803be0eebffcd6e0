//! Acts and ways on.

use leptos::prelude::*;

use super::{Kind, Text};

/// Sends the form it stands in.
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    kind: Kind,
    /// Fills the width of its container.
    #[prop(optional)]
    wide: bool,
    /// The parameter it sends, where a form has several buttons.
    #[prop(optional, into)]
    name: Text,
    /// The value it sends.
    #[prop(optional, into)]
    value: Text,
    /// The id of the form, where it stands outside.
    #[prop(optional, into)]
    form: Text,
    /// Cannot be pressed; say why beside it.
    #[prop(optional)]
    disabled: bool,
    /// The words: a verb and its object.
    children: Children,
) -> AnyView {
    view! {
        <button
            class="button"
            type="submit"
            data-kind=kind.name()
            data-size=wide.then_some("wide")
            name=name.into_option()
            value=value.into_option()
            form=form.into_option()
            disabled=disabled
        >
            {children()}
        </button>
    }
    .into_any()
}

/// Leads to another page in the shape of a button.
#[component]
pub fn LinkButton(
    /// The address.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    kind: Kind,
    /// Fills the width of its container.
    #[prop(optional)]
    wide: bool,
    /// The name of the file, where it downloads one.
    #[prop(optional, into)]
    download: Text,
    /// The words.
    children: Children,
) -> AnyView {
    // Downloads must not be taken over by a client router.
    let rel = download.is_some().then_some("external");
    view! {
        <a
            class="button"
            href=href
            data-kind=kind.name()
            data-size=wide.then_some("wide")
            download=download.into_option()
            rel=rel
        >
            {children()}
        </a>
    }
    .into_any()
}
