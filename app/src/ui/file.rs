//! A file to send.

use leptos::prelude::*;

use super::Text;
use super::field::{Ids, frame};

/// Asks for a file; its form must be `multipart`.
#[component]
pub fn FileField(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The parameter.
    #[prop(into)]
    name: String,
    /// The endings or media types offered, such as `.xlsx`.
    #[prop(optional, into)]
    accept: Text,
    /// What the file must hold and how large it may be.
    #[prop(optional, into)]
    hint: Text,
    /// Why the file was refused.
    #[prop(optional, into)]
    error: Text,
    /// Takes several files.
    #[prop(optional)]
    multiple: bool,
    /// Must be given.
    #[prop(optional)]
    required: bool,
) -> AnyView {
    let ids = Ids::new(&name, &hint, &error);
    let control = view! {
        <input
            class="input"
            type="file"
            id=ids.control.clone()
            name=name
            accept=accept.into_option()
            multiple=multiple
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=ids.described_by()
        />
    };
    frame(ids, label, required, hint, error, control)
}
